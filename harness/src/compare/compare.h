/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares two results: what changed, per workload and exit reason. Pure functions.
 *
 * Each side may be several results, such as those of several boots. What is compared are repeats,
 * or, where a side has several boots, the boots: see analysis/statistics.h. verdict.h tells what
 * counts as a change. Where both sides' hosts count instructions, a repeated measurement gives the
 * same exits to the last one: then nothing is tested.
 */
#ifndef EXITBENCH_COMPARE_COMPARE_H
#define EXITBENCH_COMPARE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/emulation.h"
#include "analysis/profiled.h"
#include "analysis/statistics.h"
#include "analysis/summary.h"
#include "base/error.h"
#include "compare/comparison_remark.h"
#include "compare/differences.h"
#include "compare/quantity.h"
#include "compare/side.h"

enum verdict {
	VERDICT_SAME,  /* no change was seen, and a large one would have been */
	VERDICT_SMALL, /* a change, but smaller than what matters */
	VERDICT_MORE,  /* a change, as the next three */
	VERDICT_LESS,
	VERDICT_APPEARED, /* none before, some in every repeat now */
	VERDICT_VANISHED, /* some in every repeat before, none now */
	VERDICT_DISAGREE, /* per operation and per second it changed in opposite directions */
	VERDICT_UNSURE,   /* there are too few repeats to see any change */
};

/* One quantity of one row, on both sides. */
struct change {
	bool known;              /* both sides have it; else nothing below is set */
	struct spread base, new; /* of the repeats or boots */
	double relative;         /* (new - base) / base of the medians; 0 if base is 0 */
	/*
	 * Both hosts count instructions, and their boots were alike: the difference is one, and
	 * what follows says so without a test.
	 */
	bool repeats_exactly;
	struct rank_test test;
	struct shift shift; /* with its interval of 95 % */
	double p;           /* corrected for all tests of the comparison; NAN: it was not tested */
	enum verdict verdict;
	size_t needs; /* UNSURE: so many repeats of a side could show a change */
};

struct comparison_row {
	bool total; /* the row is of all reasons together, and has no key */
	struct reason_key key;
	struct change changes[COMPARE_N];
};

/* One workload that both sides measured. */
struct comparison {
	const char *workload; /* belongs to the base result */
	bool by_boot;         /* boots are compared, not repeats */
	double speed_change;  /* of the processor's median speed; NAN: not known */
	double pace_change;   /* of the median of operations a second; NAN: not known */
	double base_pace;     /* operations a second; NAN: not known */
	unsigned int base_vcpus;
	enum verdict verdict;        /* of the workload as a whole: see verdict.h */
	struct comparison_row *rows; /* total first, then by what moved most */
	size_t n;
};

/* What a comparison is asked for. */
struct comparison_wish {
	unsigned int quantities; /* bits of those that are tested */
	double least;            /* the smallest relative change that matters, 0.01 for 1 % */
};

#define COMPARISON_LEAST 0.01

struct comparison_set {
	enum isa isa;
	struct comparison_wish wish;
	bool net_idle;   /* both sides are net of the idle guest's exits */
	const char *cpu; /* the base's processor, as the guest saw it; belongs to its result */
	struct emulation base_emulation, new_emulation;
	double base_idle, new_idle; /* exits/s of the idle guest, of all reasons; NAN: not known */
	struct comparison *workloads; /* those that changed first, by what moved most */
	size_t n;
	size_t n_tests;                    /* that were made and corrected for */
	struct comparison_remark *remarks; /* what was left out, what is odd */
	size_t n_remarks;
	struct differences differences; /* of the first result of each side */
};

/*
 * Compares two sides. It is an error if their ISAs differ, because their exit reasons differ
 * (profiles by class have the same ISA); if they have no workload in common that can be compared in
 * one of the quantities; or if only times are asked for and a side has none in ns.
 *
 * Times and rates of two emulators are not compared, unless only rates are asked for.
 */
int compare_results(const struct comparison_side *base, const struct comparison_side *new,
		    const struct comparison_wish *wish, struct comparison_set *set,
		    struct error *err);

/*
 * The probability that the ranges of n and of m repeats do not overlap although nothing has
 * changed. Then all orders of the repeats are equally likely, and in two of these groups of orders
 * the ranges lie apart. 0.1 for three and three repeats; 1 if a side has none. Differences between
 * the two runs themselves, such as another boot, are not taken into account.
 */
double comparison_chance(size_t n, size_t m);

/* What is compared of a workload: "boots" or "repeats". */
const char *comparison_units(const struct comparison *c);

/* How many workloads have about the same total, in their primary quantity, as before. */
struct agreement {
	size_t n;         /* workloads with two repeats or more on both sides */
	size_t same;      /* of which the ranges overlap */
	double by_chance; /* of which they would overlap on average if nothing had changed */
};

struct agreement comparison_agreement(const struct comparison_set *set);

void comparison_set_free(struct comparison_set *set);

#endif
