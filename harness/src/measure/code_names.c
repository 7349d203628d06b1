// SPDX-License-Identifier: GPL-2.0-only
#include "measure/code_names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/exec_watch.h"
#include "base/file.h"
#include "base/memory.h"
#include "measure/program_map.h"
#include "measure/symbols.h"

#define NAME_SIZE 256

/*
 * Code of a program that has no name is told by its page: a loop that a compiler unrolled would
 * else be as many places as it has turns.
 */
#define PAGE_OFFSET UINT64_C(0xfff)

/* Of /proc/sys/kernel/randomize_va_space. */
#define RANDOMIZE_MAX 64

struct code_names {
	bool others_differ; /* the addresses of other programs are randomized */
	struct symbols kernel;
	struct exec_watch watch;

	/* Of the program that was run last. */
	char *program;
	struct program_map map;
	struct symbols *symbols; /* of each part of the map */
};

/* If the system randomizes no addresses, those of one program are also those of others. */
static bool are_randomized(const char *root)
{
	_cleanup_free_ char *path = xasprintf("%s/proc/sys/kernel/randomize_va_space", root);
	_cleanup_free_ char *text = NULL;
	struct error err = ERROR_INIT;

	return !file_read(path, RANDOMIZE_MAX, &text, NULL, &err) && atoi(text) > 0;
}

struct code_names *code_names_new(const char *root)
{
	struct code_names *names = xcalloc(1, sizeof(*names));

	names->watch.fd = -1;
	if (!root)
		return names;
	names->others_differ = are_randomized(root);
	symbols_of_kernel(root, &names->kernel);
	symbols_sort(&names->kernel);
	return names;
}

static void forget_program(struct code_names *names)
{
	for (size_t i = 0; i < names->map.n; i++)
		symbols_free(&names->symbols[i]);
	free(names->symbols);
	program_map_free(&names->map);
	free(names->program);
	names->symbols = NULL;
	names->program = NULL;
}

void code_names_free(struct code_names *names)
{
	if (!names)
		return;
	exec_watch_only(&names->watch, 0);
	forget_program(names);
	symbols_free(&names->kernel);
	free(names);
}

void code_names_begin(struct code_names *names)
{
	/* One that was not ended, as the program could not be run. */
	exec_watch_only(&names->watch, 0);
	if (names->others_differ)
		exec_watch_begin(&names->watch);
}

/* What cannot be found out leaves the program's code without names, which its rows show. */
static void learn_program(struct code_names *names, const struct child_spec *spec)
{
	struct error ignored = ERROR_INIT;

	if (names->program && !strcmp(names->program, spec->argv[0]))
		return;
	forget_program(names);
	names->program = xstrdup(spec->argv[0]);
	if (program_map_make(spec, &names->map, &ignored))
		program_map_free(&names->map);
	names->symbols = xcalloc(names->map.n, sizeof(*names->symbols));
	for (size_t i = 0; i < names->map.n; i++) {
		symbols_of_file(names->map.parts[i].path, names->map.parts[i].base,
				&names->symbols[i]);
		symbols_sort(&names->symbols[i]);
	}
}

/*
 * The part that begins nearest below the address. A program that lies where its file says is first.
 */
static const struct program_part *part_of(const struct code_names *names, uint64_t address)
{
	const struct program_part *found = NULL;

	for (size_t i = 0; i < names->map.n; i++) {
		const struct program_part *part = &names->map.parts[i];

		if (part->base <= address && (!found || part->base > found->base))
			found = part;
	}
	return found;
}

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void name_user(const struct code_names *names, uint64_t rip, bool certain, char *name)
{
	const struct program_part *part = certain ? part_of(names, rip) : NULL;
	const struct symbols *symbols = part ? &names->symbols[part - names->map.parts] : NULL;
	const struct symbol *symbol = symbols ? symbols_find(symbols, rip) : NULL;

	if (symbol)
		snprintf(name, NAME_SIZE, "%s: %s", file_name(part->path), symbol->name);
	else if (symbols && rip < symbols->end)
		snprintf(name, NAME_SIZE, "%s: page 0x%" PRIx64, file_name(part->path),
			 (rip - symbols->moved) & ~PAGE_OFFSET);
	else
		snprintf(name, NAME_SIZE, "user page 0x%" PRIx64, rip & ~PAGE_OFFSET);
}

static void name_kernel(const struct code_names *names, uint64_t rip, char *name)
{
	const struct symbol *symbol = symbols_find(&names->kernel, rip);

	if (symbol)
		snprintf(name, NAME_SIZE, "%s", symbol->name);
	else
		snprintf(name, NAME_SIZE, "kernel 0x%" PRIx64, rip);
}

void code_names_count(struct code_names *names, const struct child_spec *spec, pid_t pid,
		      const struct recording *recording, struct code_counts *counts)
{
	bool certain = names->others_differ && exec_watch_only(&names->watch, pid);

	if (certain)
		learn_program(names, spec);
	counts->period = recording->period;
	counts->lost = recording->lost;
	counts->events = xcalloc(recording->n, sizeof(*counts->events));
	for (size_t i = 0; i < recording->n; i++) {
		const struct record *record = &recording->list[i];
		char name[NAME_SIZE];

		if (record->nested)
			snprintf(name, sizeof(name), "a nested guest");
		else if (record->cpl)
			name_user(names, record->rip, certain, name);
		else
			name_kernel(names, record->rip, name);
		counts->events[counts->n_events++] = (struct code_event){
			record->vcpu,
			record->tsc,
			record->slot,
			record->key,
			record->cycles,
			code_add(counts, record->slot, record->key, name, 1, record->cycles),
		};
	}
}
