/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a run is made: the facts without which its numbers mean nothing.
 */
#ifndef EXITBENCH_MEASURE_ENVIRONMENT_H
#define EXITBENCH_MEASURE_ENVIRONMENT_H

#include "counters/cpu.h"
#include "profile/result.h"

/*
 * Adds the facts to the result: processor and hypervisor (from id), kernel and
 * its command line, vCPUs, memory, clocksource, mitigations, tool versions.
 * What cannot be read is left out.
 */
void environment_collect(struct result *result, const struct cpu_identity *id);

#endif
