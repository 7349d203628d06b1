/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets have in common. A target is one file with one function,
 * LLVMFuzzerTestOneInput(), which reads the bytes that libFuzzer invents as the program would
 * read them from a file. Two kinds of faults end it: those that the sanitizers see, and whatever
 * MUST() says.
 */
#ifndef EXITBENCH_TESTS_FUZZ_INPUT_H
#define EXITBENCH_TESTS_FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "render/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * A file that holds the input, in memory, below a folder of our own: name is its path there
 * ("job.fio", "proc/cpuinfo"). The path that is returned holds until the process ends, and the
 * contents until the next call.
 */
const char *input_file(const char *name, const uint8_t *data, size_t size);

/* The folder itself. */
const char *input_folder(void);

/*
 * The input as texts, which lines of "----" divide: the first n of them, in fresh memory each.
 * Those that are not there are NULL.
 */
void input_texts(const uint8_t *data, size_t size, char **texts, size_t n);

/*
 * Writes the table in one of the formats, which one the input's size decides, and frees it. Nothing
 * in it may act on a terminal.
 */
void show_and_free(struct table *table, size_t size);

/* What every function that fails owes to its caller: a status and a text. */
void must_explain(const struct error *err);

#define MUST(condition)                                                                          \
	do {                                                                                     \
		if (!(condition)) {                                                              \
			fprintf(stderr, "%s:%d: must be: %s\n", __FILE__, __LINE__, #condition); \
			__builtin_trap();                                                        \
		}                                                                                \
	} while (0)

#endif
