// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recordings of CPUID: a host of any kind that may answer anything. Whatever reads it: who the
 * processor is, which counters there are, what reading costs, a snapshot, a window.
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
