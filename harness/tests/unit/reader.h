/* SPDX-License-Identifier: GPL-2.0-only */
/* Opens counters on the recording of a simulated host, for tests that read them. */
#ifndef EXITBENCH_TESTS_READER_H
#define EXITBENCH_TESTS_READER_H

#include "check.h"

#include <stdio.h>

#include "../simulator.h"
#include "counters/counters.h"
#include "scratch.h"

/* A reader of one recording. */
struct reader {
	struct cpuid_source *source;
	struct cpu_identity id;
	struct counters *counters;
	struct counters_report report;
};

static inline int reader_open(struct reader *reader, const char *path, enum counters_abi abi,
			      struct error *err)
{
	*reader = (struct reader){ 0 };
	if (cpuid_open_replay(&reader->source, path, err))
		return -1;
	if (cpu_identify_source(reader->source, &reader->id, err) ||
	    counters_open_reported(&reader->counters, reader->source, &reader->id, abi,
				   &reader->report, err)) {
		struct error ignored = ERROR_INIT;

		cpuid_close(reader->source, &ignored);
		return -1;
	}
	return 0;
}

static inline void reader_close(struct reader *reader)
{
	struct error err = ERROR_INIT;

	counters_close(reader->counters);
	assert_int_equal(cpuid_close(reader->source, &err), 0);
}

/* A simulated host that writes to a file of the scratch folder. */
static inline void sim_begin(struct sim *sim, const char *name, enum sim_host host, enum isa isa)
{
	FILE *out = fopen(scratch_path(name), "w");

	assert_non_null(out);
	sim_init(sim, out, host, isa);
}

static inline void sim_end(struct sim *sim)
{
	assert_int_equal(fclose(sim->out), 0);
}

static inline const struct counter *counter_of(const struct snapshot *snapshot, uint32_t code)
{
	for (size_t i = 0; i < snapshot->n; i++)
		if (snapshot->counters[i].key.kind == KIND_ALL &&
		    snapshot->counters[i].key.code == code)
			return &snapshot->counters[i];
	fail_msg("no counter of reason %u", code);
	return NULL;
}

#endif
