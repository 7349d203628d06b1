// SPDX-License-Identifier: GPL-2.0-only
#include "measure/symbols.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define KALLSYMS_MAX (64 << 20)

/* No function is longer: what is so far from the nearest symbol is something else. */
#define LONGEST 0x10000u

static void add(struct symbols *symbols, size_t *room, struct symbol symbol)
{
	if (symbols->n == *room) {
		*room = *room ? 2 * *room : 1024;
		symbols->list = xrealloc(symbols->list, *room * sizeof(*symbols->list));
	}
	symbols->list[symbols->n++] = symbol;
}

/* "ffffffff81000000 T _text", and a tab and "[module]" for one of a module: in place. */
static void add_line(struct symbols *symbols, size_t *room, char *line)
{
	char *end;
	uint64_t start = strtoull(line, &end, 16);
	char *tab = strchr(line, '\t');

	if (!start || end == line || end[0] != ' ' || !strchr("tTwW", end[1]) || end[2] != ' ')
		return;
	if (tab)
		*tab = ' ';
	add(symbols, room, (struct symbol){ .start = start, .name = end + 3 });
}

void symbols_of_kernel(const char *root, struct symbols *symbols)
{
	_cleanup_free_ char *path = xasprintf("%s/proc/kallsyms", root);
	struct error err = ERROR_INIT;
	size_t room = symbols->n;
	char *text, *rest, *line;

	if (file_read(path, KALLSYMS_MAX, &text, NULL, &err))
		return;
	xpush(&symbols->texts, &symbols->n_texts, text);
	rest = text;
	while ((line = strsep(&rest, "\n")))
		add_line(symbols, &room, line);
}

/* The addresses in the file of the lowest part that is loaded, and of the end of the highest. */
static void find_loaded(Elf *elf, uint64_t *lowest, uint64_t *end)
{
	uint64_t least = UINT64_MAX, most = 0;
	size_t n = 0;

	elf_getphdrnum(elf, &n);
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr header;

		if (!gelf_getphdr(elf, (int)i, &header) || header.p_type != PT_LOAD)
			continue;
		if (header.p_vaddr < least)
			least = header.p_vaddr;
		if (header.p_vaddr + header.p_memsz > most)
			most = header.p_vaddr + header.p_memsz;
	}
	/* The kernel loads whole pages. */
	*lowest = least == UINT64_MAX ? 0 : least & ~UINT64_C(4095);
	*end = most;
}

static void add_table(Elf *elf, Elf_Scn *section, const GElf_Shdr *header, uint64_t moved,
		      struct symbols *symbols, size_t *room)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t n = header->sh_entsize ? header->sh_size / header->sh_entsize : 0;

	for (size_t i = 0; data && i < n; i++) {
		const char *name;
		GElf_Sym symbol;
		char *copy;

		if (!gelf_getsym(data, (int)i, &symbol) || !symbol.st_value ||
		    GELF_ST_TYPE(symbol.st_info) != STT_FUNC)
			continue;
		/* Where it ends is only known if all others are. */
		if (!symbol.st_size && header->sh_type == SHT_DYNSYM)
			continue;
		name = elf_strptr(elf, header->sh_link, symbol.st_name);
		if (!name || !*name)
			continue;
		copy = xstrdup(name);
		xpush(&symbols->texts, &symbols->n_texts, copy);
		add(symbols, room,
		    (struct symbol){ symbol.st_value + moved, symbol.st_size, copy });
	}
}

/* All functions if the file has them, else those that it exports. */
static void add_functions(Elf *elf, uint64_t moved, struct symbols *symbols)
{
	static const GElf_Word kinds[] = { SHT_SYMTAB, SHT_DYNSYM };
	size_t before = symbols->n, room = symbols->n;

	for (size_t i = 0; i < 2 && symbols->n == before; i++) {
		Elf_Scn *section = NULL;

		while ((section = elf_nextscn(elf, section))) {
			GElf_Shdr header;

			if (gelf_getshdr(section, &header) && header.sh_type == kinds[i])
				add_table(elf, section, &header, moved, symbols, &room);
		}
	}
}

bool symbols_of_file(const char *path, uint64_t base, struct symbols *symbols)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	Elf *elf;
	bool is_elf;

	if (fd < 0 || elf_version(EV_CURRENT) == EV_NONE)
		return false;
	elf = elf_begin(fd, ELF_C_READ, NULL);
	is_elf = elf && elf_kind(elf) == ELF_K_ELF;
	if (is_elf) {
		uint64_t lowest;

		find_loaded(elf, &lowest, &symbols->end);
		symbols->moved = base ? base - lowest : 0;
		symbols->end += symbols->moved;
		add_functions(elf, symbols->moved, symbols);
	}
	elf_end(elf);
	return is_elf;
}

static int by_start(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	/* Of several names of one function the longest part counts, then the alphabet. */
	if (x->size != y->size)
		return x->size > y->size ? -1 : 1;
	return strcmp(x->name, y->name);
}

void symbols_sort(struct symbols *symbols)
{
	if (symbols->n)
		qsort(symbols->list, symbols->n, sizeof(*symbols->list), by_start);
}

/* Whether the symbol at index i holds the address. */
static bool holds(const struct symbols *symbols, size_t i, uint64_t address)
{
	const struct symbol *symbol = &symbols->list[i];
	uint64_t far = address - symbol->start;

	return symbol->size ? far < symbol->size : far < LONGEST;
}

const struct symbol *symbols_find(const struct symbols *symbols, uint64_t address)
{
	size_t low = 0, high = symbols->n, first;

	/* Behind the last symbol that begins at or before the address. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (symbols->list[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	for (first = low - 1;
	     first && symbols->list[first - 1].start == symbols->list[low - 1].start;)
		first--;
	return holds(symbols, first, address) ? &symbols->list[first] : NULL;
}

void symbols_free(struct symbols *symbols)
{
	for (size_t i = 0; i < symbols->n_texts; i++)
		free(symbols->texts[i]);
	free(symbols->texts);
	free(symbols->list);
	*symbols = (struct symbols){ 0 };
}
