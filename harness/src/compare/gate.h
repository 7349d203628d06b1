/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A gate: did anything grow by more than a limit? Pure functions.
 *
 * It tests only what it is asked about, in one quantity, corrected for these tests. What grew
 * beyond the limit by its medians, and is no chance at VERDICT_ERROR, is an offender. If it is
 * asked about totals, then so is a workload whose total scatters too much to tell, and one of whose
 * reasons the comparison itself calls grown, and by more than the limit allows the total: the
 * totals and the reasons share the error as in a comparison. What cannot be judged is neither: too
 * few repeats, a growth that the other way to tell the quantity contradicts, or one that the idle
 * guest has by itself.
 *
 * With a calibration, that of this processor, a workload's total may also grow by as much as
 * results of the same thing lie apart. Single reasons are not calibrated.
 */
#ifndef EXITBENCH_COMPARE_GATE_H
#define EXITBENCH_COMPARE_GATE_H

#include "base/error.h"
#include "compare/compare.h"
#include "model/calibration.h"

struct gate_wish {
	double above;                          /* the limit as a share: 0.05 for 5 % */
	enum comparison_quantity quantity;     /* COMPARE_N: each workload's primary one */
	const char *reason;                    /* its label; NULL: the totals */
	const char *workload;                  /* NULL: all */
	const struct calibration *calibration; /* NULL: none */
};

enum gate_outcome {
	GATE_PASSED,
	GATE_FAILED,      /* an offender */
	GATE_TOO_FEW,     /* repeats */
	GATE_CONTRADICTS, /* it grew, but not in the other way to tell it */
	GATE_IDLE,        /* it grew, but no more than the exits of the idle guest did */
};

struct gate_case {
	const struct comparison *workload;
	const struct comparison_row *row;
	const struct change *change;
	enum comparison_quantity quantity;
	enum gate_outcome outcome;
	double growth; /* as a share of what was asked about: of the total, also where a reason grew */
	double above; /* its own limit: that of the wish, or of the calibration if that is more */
	double p;     /* corrected for the tests of the gate */
};

struct gate {
	double above;
	bool calibrated;         /* the limits of some cases may be more */
	struct gate_case *cases; /* offenders first, worst first; then what cannot be judged */
	size_t n;
	size_t n_failed, n_unjudged;
	double base_idle, new_idle; /* exits/s of the idle guest, of which GATE_IDLE tells */
	size_t needs;               /* so many repeats of a side would be enough; 0: there are */
	const char *missing; /* a workload that a side measured without a usable repeat; or NULL */
	size_t n_missing;
	size_t n_uncalibrated; /* cases of which the calibration that there is says nothing */
};

/*
 * Judges the set, which must have been compared in the quantity. It is an error if nothing is in
 * it that the gate is asked about, or if the conditions of both sides do not allow a judgement of
 * that: another job, another version of a tool, an incomplete result, counters that are read in
 * another way.
 */
int gate_check(const struct comparison_set *set, const struct gate_wish *wish, struct gate *gate,
	       struct error *err);
void gate_free(struct gate *gate);

#endif
