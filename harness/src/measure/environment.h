/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The environment of a run: facts about the machine that are needed to understand its numbers.
 */
#ifndef EXITBENCH_MEASURE_ENVIRONMENT_H
#define EXITBENCH_MEASURE_ENVIRONMENT_H

#include "counters/cpu.h"
#include "model/result.h"

/*
 * Adds the facts to the result: processor and hypervisor with KVM's features (from id), the
 * machine's name, kernel and command line, vCPUs and their topology, memory, limits, clocksource,
 * mitigations, the disk of the disk workloads with its drivers, tool versions. Facts that
 * cannot be read are left out; the host's kernel is one of them, as no guest can find it out.
 */
void environment_collect(struct result *result, const struct cpu_identity *id);

/* Adds only the facts about the processor and the hypervisor. */
void environment_add_cpu(struct result *result, const struct cpu_identity *id);

#endif
