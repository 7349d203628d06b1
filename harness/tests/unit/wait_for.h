/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits for a state, so that no test sleeps for the longest time that reaching it may take. */
#ifndef EXITBENCH_TESTS_WAIT_FOR_H
#define EXITBENCH_TESTS_WAIT_FOR_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/*
 * The letter by which the kernel tells what a process does: 'S' it waits, 'Z' it is dead; 0: gone.
 */
static inline char process_state(pid_t pid)
{
	char path[64], stat[256] = "";
	const char *end = NULL;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (fgets(stat, sizeof(stat), file))
		end = strstr(stat, ") ");
	fclose(file);
	return end ? end[2] : 0;
}

/* It has ended, though nobody may have collected it yet. */
static inline bool process_has_ended(pid_t pid)
{
	char state = process_state(pid);

	return !state || state == 'Z';
}

static inline bool process_waits(pid_t pid)
{
	return process_state(pid) == 'S';
}

/* Waits up to ten seconds until that is true of the process; false if it does not become true. */
static inline bool wait_for(bool (*is_true)(pid_t pid), pid_t pid)
{
	for (int i = 0; i < 1000 && !is_true(pid); i++)
		usleep(10000);
	return is_true(pid);
}

#endif
