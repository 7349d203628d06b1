/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to the counters: a source by its name, the machine that it is read on, and all that has
 * to be opened and closed for it. The names are those of --counters,
 * and sources.def lists them: auto, native, course-a, ..., replay:FILE, host:FILE.
 */
#ifndef EXITBENCH_COUNTERS_ACCESS_H
#define EXITBENCH_COUNTERS_ACCESS_H

#include "counters/counters.h"

struct counters_access {
	struct cpuid_source *machine; /* the processor, or a recording in its place */
	struct cpu_identity id;       /* of the machine */
	struct counters *counters;
	struct counters_report report; /* what was asked to find the counters, also on error */
};

/*
 * Opens a source by its name. With record (NULL: without) every answer of CPUID is kept for that
 * file. EXIT_NO if there are no counters. On error nothing is left open, but id and report hold
 * what was found, and a recording is complete.
 */
int access_open(struct counters_access *access, const char *name, const char *record,
		struct error *err);

/* Closes, and writes the recording: an error shows here. */
int access_close(struct counters_access *access, struct error *err);

/*
 * The names for people, "auto" first: "replay:FILE" where a file has to follow. NULL beyond the
 * last.
 */
const char *access_name(size_t i);

#endif
