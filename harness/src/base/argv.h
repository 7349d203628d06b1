/* SPDX-License-Identifier: GPL-2.0-only */
/* Command lines: arrays of strings that end with a NULL pointer. */
#ifndef EXITBENCH_BASE_ARGV_H
#define EXITBENCH_BASE_ARGV_H

/* Copies the array and each string; argv_free() releases the copy. */
char **argv_copy(const char *const *argv);

/* Releases such a copy; NULL is allowed. */
void argv_free(char **argv);

#endif
