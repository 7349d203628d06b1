/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a run is made: the facts without which its numbers mean nothing.
 */
#ifndef EXITBENCH_MEASURE_ENVIRONMENT_H
#define EXITBENCH_MEASURE_ENVIRONMENT_H

#include "counters/cpu.h"
#include "model/result.h"

/*
 * Adds the facts to the result: processor and hypervisor with KVM's features (from id), the
 * machine's name, kernel and command line, vCPUs and their topology, memory, limits, clocksource,
 * mitigations, the disk of the disk workloads with its drivers, tool versions. What cannot
 * be read is left out. The host's kernel is among that: no guest can find it out.
 */
void environment_collect(struct result *result, const struct cpu_identity *id);

/* Adds only those of the processor and the hypervisor. */
void environment_add_cpu(struct result *result, const struct cpu_identity *id);

#endif
