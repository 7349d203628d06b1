/* SPDX-License-Identifier: GPL-2.0-only */
/* Command lines: arrays of strings that end with a NULL pointer. */
#ifndef EXITBENCH_BASE_ARGV_H
#define EXITBENCH_BASE_ARGV_H

/* A copy of the array and of each string, for argv_free(). */
char **argv_copy(const char *const *argv);

/* Releases such a copy; NULL is allowed. */
void argv_free(char **argv);

#endif
