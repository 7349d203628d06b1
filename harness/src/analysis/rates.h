/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one repeat says by time and by operation, and as a share of the vCPUs' time. Each of these
 * is defined here and nowhere else. NAN stands for what the repeat does not tell.
 */
#ifndef EXITBENCH_ANALYSIS_RATES_H
#define EXITBENCH_ANALYSIS_RATES_H

#include "analysis/profiled.h"

/* How long the window was, in seconds. */
double repeat_wall_s(const struct repeat *repeat);

/* Exits of all reasons, per second of wall time or per operation. */
double repeat_exits_per_second(const struct profiled_repeat *repeat);
double repeat_exits_per_op(const struct profiled_repeat *repeat);

/*
 * Whether all repeats of a run that count tell their operations, so that numbers are taken by
 * operation.
 */
bool run_knows_ops(const struct profiled_run *run);

/*
 * Whether two rates, of a in s and b in t, differ by more than chance makes of such counts, which
 * scatter by about their square root: by more than three standard deviations.
 */
bool rates_differ(double a, double s, double b, double t);

/*
 * TSC cycles, the unit of handling time, of n_vcpus in the window; 0 if the TSC's rate is
 * unknown.
 */
double repeat_vcpu_cycles(const struct result *result, const struct repeat *repeat, size_t n_vcpus);

/* Handling time of all reasons but HLT, whose time is the guest's idle time, in TSC cycles. */
double repeat_busy_cycles(const struct profiled_repeat *repeat);

/* Shares of the time of all vCPUs, 0..1: stolen by the host, and used by whoever measured. */
double repeat_steal_share(const struct result *result, const struct repeat *repeat);
double repeat_harness_share(const struct result *result, const struct repeat *repeat);

/*
 * How many repeats of a run count; how many of them it would have had, had none stood out; and how
 * many it was to have: as many as were asked for, or as were made where these are more.
 */
size_t run_sound_repeats(const struct profiled_run *run);
size_t run_planned_repeats(const struct profiled_run *run);
size_t run_wanted_repeats(const struct result *result, const struct workload_run *run);

#endif
