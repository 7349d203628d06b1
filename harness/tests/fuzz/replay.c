// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads recordings of CPUID, that is, a host of any kind that may answer anything, and does with
 * it what the commands do: identify the processor, find the counters, measure what reading costs,
 * take a snapshot, open a window.
 */
#include "common/counters.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = input_file("recording", data, size);
	struct error err = ERROR_INIT;
	struct counters *counters;
	struct cpuid_source *source;
	struct cpu_identity id;

	if (cpuid_open_replay(&source, path, &err)) {
		must_explain(&err);
		return 0;
	}
	if (cpu_identify_source(source, &id, &err) ||
	    counters_open(&counters, source, &id, COUNTERS_AUTO, &err)) {
		must_explain(&err);
	} else {
		try_counters(counters, &id, NULL, NULL, size);
		counters_close(counters);
	}
	MUST(!cpuid_close(source, &err));
	return 0;
}
