/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a tool prints and writes while it is measured stays in memory: bytes on
 * a console or a disk would be VM exits of the harness's making. It is copied
 * to the result after the window.
 */
#ifndef EXITBENCH_MEASURE_CAPTURE_H
#define EXITBENCH_MEASURE_CAPTURE_H

#include "base/error.h"

/*
 * Output of one run of a tool, in memory: 17 MiB of it, beyond which the tool's writes fail. So
 * does opening it anew to empty it, as `>/dev/stderr` in a shell would.
 */
struct capture {
	int fd; /* for the child's stdout and stderr */
};

int capture_open(struct capture *capture, struct error *err);
void capture_close(struct capture *capture);

/* Writes what was captured to path. Output beyond 16 MiB is cut, with a line that says so. */
int capture_save(const struct capture *capture, const char *path, struct error *err);

/*
 * Copies a file that a tool left in the scratch folder, its first 16 MiB at most: no report
 * is that long, and a tool that writes garbage shall spoil no more than its own workload.
 * What is no file that can be read is not copied, which is no error.
 */
int capture_copy(const char *from, const char *to, struct error *err);

/* A fresh folder in memory (/dev/shm, else $TMPDIR or /tmp), fresh string; NULL on error. */
char *capture_make_scratch(struct error *err);

/* Removes it and the files in it. */
void capture_remove_scratch(const char *folder);

#endif
