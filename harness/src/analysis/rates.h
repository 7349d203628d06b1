/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rates of one repeat: per second, per operation, and as a share of the vCPUs' time. Each of
 * them is defined here and nowhere else. They are NAN if the repeat does not have the numbers.
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
 * Whether all repeats of a run that count know their number of operations, so that numbers are
 * given per operation.
 */
bool run_knows_ops(const struct profiled_run *run);

/*
 * Whether two rates (a events in s seconds, b events in t seconds) differ by more than chance, that
 * is by more than three standard deviations. Counts scatter by about their square root.
 */
bool rates_differ(double a, double s, double b, double t);

/*
 * The time of n_vcpus vCPUs in the window, in TSC cycles, the unit of handling time; 0 if the TSC's
 * rate is unknown.
 */
double repeat_vcpu_cycles(const struct result *result, const struct repeat *repeat, size_t n_vcpus);

/* Handling time in TSC cycles of all reasons except HLT, whose time is the guest's idle time. */
double repeat_busy_cycles(const struct profiled_repeat *repeat);

/* Shares of the time of all vCPUs, 0..1: stolen by the host, and used by exitbench itself. */
double repeat_steal_share(const struct result *result, const struct repeat *repeat);
double repeat_harness_share(const struct result *result, const struct repeat *repeat);

/*
 * How many repeats of a run count; how many would count if none had been added for one that stood
 * out; and how many were planned: those that were asked for, or were made if these are more.
 */
size_t run_sound_repeats(const struct profiled_run *run);
size_t run_planned_repeats(const struct profiled_run *run);
size_t run_wanted_repeats(const struct result *result, const struct workload_run *run);

#endif
