/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeps in memory what a tool prints and writes while it is measured. Writing it to a
 * console or a disk would cause VM exits that the workload does not have. It is copied
 * to the result after the window.
 */
#ifndef EXITBENCH_MEASURE_CAPTURE_H
#define EXITBENCH_MEASURE_CAPTURE_H

#include "base/error.h"

/*
 * The output of one run of a tool, in memory: up to 17 MiB. If the tool writes more, its writes
 * fail. Opening the file again to truncate it, as `>/dev/stderr` in a shell does, fails as well.
 */
struct capture {
	int fd; /* for the child's stdout and stderr */
};

int capture_open(struct capture *capture, struct error *err);
void capture_close(struct capture *capture);

/* Writes what was captured to path. Output beyond 16 MiB is cut, with a line that says so. */
int capture_save(const struct capture *capture, const char *path, struct error *err);

/*
 * Copies a file that a tool left in the scratch folder, at most its first 16 MiB. No report is
 * that long, and a tool that writes garbage must not spoil other workloads. Anything that is
 * not a readable file is not copied, without an error.
 */
int capture_copy(const char *from, const char *to, struct error *err);

/*
 * Makes a new folder in memory (/dev/shm, else in $TMPDIR or /tmp). Returns its path in fresh
 * memory, or NULL on error.
 */
char *capture_make_scratch(struct error *err);

/* Removes that folder and the files in it. */
void capture_remove_scratch(const char *folder);

#endif
