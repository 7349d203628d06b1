// SPDX-License-Identifier: GPL-2.0-only
#include "measure/program_map.h"

#include <fcntl.h>
#include <gelf.h>
#include <inttypes.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

/*
 * Where Linux puts a program that can lie anywhere, before its alignment: ELF_ET_DYN_BASE in
 * arch/x86/include/asm/elf.h, two thirds of the address space of 47 bits.
 */
#define PROGRAM_BASE UINT64_C(0x555555554aaa)

#define LINKER "ld-linux"
#define ASK_LINKER "LD_TRACE_LOADED_OBJECTS=1"
#define LINKER_TIMEOUT_NS UINT64_C(10000000000)
#define ANSWER_MAX (1 << 20)

/* What the headers of an ELF file say. */
struct elf_facts {
	bool anywhere;      /* it can lie anywhere */
	uint64_t alignment; /* the largest of its parts */
	uint64_t lowest;    /* address of its first part */
	bool has_linker;    /* it is linked by glibc's linker when it starts */
};

static void read_header(Elf *elf, const GElf_Phdr *header, struct elf_facts *facts, bool *any)
{
	size_t size;
	char *raw;

	if (header->p_type == PT_LOAD) {
		if (!*any)
			facts->lowest = header->p_vaddr;
		*any = true;
		if (header->p_align > facts->alignment)
			facts->alignment = header->p_align;
	}
	if (header->p_type != PT_INTERP)
		return;
	raw = elf_rawfile(elf, &size);
	if (raw && header->p_offset < size && header->p_filesz <= size - header->p_offset &&
	    memmem(raw + header->p_offset, header->p_filesz, LINKER, strlen(LINKER)))
		facts->has_linker = true;
}

static bool read_facts(const char *path, struct elf_facts *facts)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	size_t n = 0;
	GElf_Ehdr header;
	bool any = false;
	Elf *elf;

	*facts = (struct elf_facts){ .alignment = 4096 };
	if (fd < 0 || elf_version(EV_CURRENT) == EV_NONE)
		return false;
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf && gelf_getehdr(elf, &header)) {
		facts->anywhere = header.e_type == ET_DYN;
		elf_getphdrnum(elf, &n);
		for (size_t i = 0; i < n; i++) {
			GElf_Phdr part;

			if (gelf_getphdr(elf, (int)i, &part))
				read_header(elf, &part, facts, &any);
		}
	}
	elf_end(elf);
	return any;
}

static void add_part(struct program_map *map, const char *path, uint64_t base)
{
	map->parts = xgrow(map->parts, map->n, sizeof(*map->parts));
	map->parts[map->n++] = (struct program_part){ xstrdup(path), base };
}

/* "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007ffff7dd2000)" */
static void add_line(struct program_map *map, char *line)
{
	char *open = strrchr(line, '('), *arrow = strstr(line, "=> ");
	char *path = arrow ? arrow + 3 : line + strspn(line, "\t ");
	uint64_t base = open ? strtoull(open + 1, NULL, 16) : 0;

	if (!base || open == line || open[-1] != ' ')
		return;
	open[-1] = '\0';
	add_part(map, path, base);
}

static char **with_request(const char *const *environment)
{
	const char *const *from = environment ? environment : (const char *const *)environ;
	size_t n = 0;
	char **list;

	while (from[n])
		n++;
	list = xcalloc(n + 2, sizeof(*list));
	memcpy(list, from, n * sizeof(*list));
	list[n] = (char *)ASK_LINKER;
	return list;
}

/* Runs the program so that its linker tells what it would load, and ends. */
static int ask_linker(const struct child_spec *spec, const char *path, int fd, struct error *err)
{
	const char *const argv[] = { path, NULL };
	_cleanup_free_ char **environment = with_request(spec->environment);
	const struct child_spec ask = {
		.argv = argv,
		.folder = spec->folder,
		.out_fd = fd,
		.err_fd = fd,
		.null_input = true,
		.fixed_addresses = true,
		.timeout_ns = LINKER_TIMEOUT_NS,
		.environment = (const char *const *)environment,
	};
	struct child_result result;
	struct child child;

	if (child_start(&child, &ask, err) || child_run(&child, &result, err))
		return -1;
	return result.end == CHILD_EXITED && !result.status ?
		       0 :
		       error_set(err, "'%s' could not be asked for its libraries", path);
}

static int add_libraries(const struct child_spec *spec, const char *path, struct program_map *map,
			 struct error *err)
{
	_cleanup_close_ int fd = memfd_create("libraries", MFD_CLOEXEC);
	_cleanup_free_ char *answer = NULL;
	char name[64], *rest, *line;

	if (fd < 0)
		return error_errno(err, "cannot make a file in memory");
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	if (ask_linker(spec, path, fd, err) || file_read(name, ANSWER_MAX, &answer, NULL, err))
		return -1;
	rest = answer;
	while ((line = strsep(&rest, "\n")))
		add_line(map, line);
	return 0;
}

int program_map_make(const struct child_spec *spec, struct program_map *map, struct error *err)
{
	_cleanup_free_ char *path = file_find_program(spec->argv[0]);
	struct elf_facts facts;

	*map = (struct program_map){ .n = 0 };
	if (!path || !read_facts(path, &facts))
		return 0;
	/* As fs/binfmt_elf.c does it for a program whose first part begins at the address 0. */
	if (facts.anywhere && facts.lowest)
		return 0;
	add_part(map, path, facts.anywhere ? PROGRAM_BASE & ~(facts.alignment - 1) : 0);
	return facts.has_linker ? add_libraries(spec, path, map, err) : 0;
}

void program_map_free(struct program_map *map)
{
	for (size_t i = 0; i < map->n; i++)
		free(map->parts[i].path);
	free(map->parts);
	*map = (struct program_map){ .n = 0 };
}
