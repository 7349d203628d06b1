/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the parts of a program lie when its addresses are not randomized: itself, its libraries,
 * and the page of the kernel's in its memory (vdso). They are the same in each run, so the dynamic
 * linker is asked after the measurement, and nothing has to look at the program while it runs.
 */
#ifndef EXITBENCH_MEASURE_PROGRAM_MAP_H
#define EXITBENCH_MEASURE_PROGRAM_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/child.h"
#include "base/error.h"

struct program_part {
	char *path;    /* "/usr/lib/x86_64-linux-gnu/libc.so.6", "linux-vdso.so.1" */
	uint64_t base; /* of its lowest part; 0: where the file says */
};

struct program_map {
	struct program_part *parts; /* the program itself first */
	size_t n;
};

/*
 * Finds the parts of the program that the spec runs. Only programs in ELF files are known, and
 * libraries only if they are linked by glibc's linker, not those that are loaded later. A script
 * has no parts. An error says what could not be asked.
 */
int program_map_make(const struct child_spec *spec, struct program_map *map, struct error *err);
void program_map_free(struct program_map *map);

#endif
