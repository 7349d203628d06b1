/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Opens a source of counters by its name, together with the machine that it is read on, and closes
 * everything again. The names are those of --counters; sources.def lists them: auto, native,
 * course-a, ..., replay:FILE, host:FILE.
 */
#ifndef EXITBENCH_COUNTERS_ACCESS_H
#define EXITBENCH_COUNTERS_ACCESS_H

#include "counters/counters.h"

struct counters_access {
	struct cpuid_source *machine; /* the processor, or a recording in its place */
	bool here;                    /* it is the processor */
	struct cpu_identity id;       /* of the machine */
	struct counters *counters;
	struct counters_report report; /* what was asked to find the counters, also on error */
};

/*
 * Opens a source by its name. If record is not NULL, every answer of CPUID is kept and written to
 * that file. EXIT_NO if there are no counters. On error nothing is left open, but id and report
 * hold what was found, and the recording is complete.
 */
int access_open(struct counters_access *access, const char *name, const char *record,
		struct error *err);

/* Closes the source and writes the recording, which may fail. */
int access_close(struct counters_access *access, struct error *err);

/*
 * The names of the sources as people write them, "auto" first; one that needs a file is shown as
 * "replay:FILE". NULL if i is beyond the last.
 */
const char *access_name(size_t i);

#endif
