/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of code by its address: functions of the guest's kernel, and of programs in ELF files. */
#ifndef EXITBENCH_MEASURE_SYMBOLS_H
#define EXITBENCH_MEASURE_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbol {
	uint64_t start, size; /* size 0: it ends where the next one begins */
	const char *name;
};

/* Symbols in the order of their addresses. A struct of zeros has none. */
struct symbols {
	struct symbol *list;
	size_t n;
	char **texts; /* what the names point into */
	size_t n_texts;
	uint64_t moved; /* of one ELF file: how far above the file's own addresses it lies */
	uint64_t end;   /* of its highest part that is loaded; 0: not known */
};

/*
 * The functions of the kernel and its modules, from /proc/kallsyms: "vp_notify [virtio_pci]". None
 * if the kernel hides their addresses. root is put before the path: "", or a folder for a test.
 */
void symbols_of_kernel(const char *root, struct symbols *symbols);

/*
 * Adds the functions of an ELF file whose lowest part that is loaded lies at base, or where the
 * file says if base is 0. Returns false if the file cannot be read as ELF.
 */
bool symbols_of_file(const char *path, uint64_t base, struct symbols *symbols);

/* The symbol that an address is in, or NULL. The symbols must have been sorted. */
const struct symbol *symbols_find(const struct symbols *symbols, uint64_t address);

void symbols_sort(struct symbols *symbols);
void symbols_free(struct symbols *symbols);

#endif
