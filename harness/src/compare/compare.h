/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compares two results: what changed, per workload and exit reason. Pure functions.
 *
 * A quantity counts as changed when the ranges of its repeats do not overlap. This
 * can also happen by chance: see comparison_chance().
 */
#ifndef EXITBENCH_COMPARE_COMPARE_H
#define EXITBENCH_COMPARE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/emulation.h"
#include "analysis/profiled.h"
#include "analysis/summary.h"
#include "base/error.h"
#include "compare/comparison_remark.h"
#include "compare/differences.h"

enum verdict {
	VERDICT_SAME, /* the ranges overlap */
	VERDICT_MORE,
	VERDICT_LESS,
	VERDICT_APPEARED, /* none before, some in every repeat now */
	VERDICT_VANISHED, /* some in every repeat before, none now */
	VERDICT_UNSURE,   /* fewer than two repeats on a side: no range */
};

/* "same", "more", "less", "appeared", "vanished", "unsure". */
const char *verdict_name(enum verdict verdict);

/* The quantity that is compared for each exit reason. */
enum comparison_quantity {
	COMPARE_EXITS, /* exits/op, else exits/s */
	COMPARE_TIME,  /* handling time: TSC cycles/op, else percent of the vCPUs' time */
};

struct comparison_row {
	bool total; /* the row is of all reasons together, and has no key */
	struct reason_key key;
	struct spread base, new;
	double change; /* (new - base) / base of the medians; 0 when base is 0 */
	enum verdict verdict;
};

/* One workload that both results measured. */
struct comparison {
	const char *workload;        /* belongs to the base result */
	bool per_op;                 /* fixed work with known ops on both sides */
	double speed_change;         /* of the processor's median speed; NAN: not known */
	struct comparison_row *rows; /* total first, then by size of the change */
	size_t n;
};

struct comparison_set {
	enum isa isa;
	enum comparison_quantity quantity;
	bool net_idle;                      /* both sides are net of the idle guest's exits */
	uint32_t base_tsc_khz, new_tsc_khz; /* of the hosts' TSCs; 0: not known */
	struct emulation base_emulation, new_emulation;
	struct comparison *workloads;
	size_t n;
	struct comparison_remark *remarks; /* what was left out, what is odd */
	size_t n_remarks;
	struct differences differences;
};

/*
 * Compares two results. It is an error if their ISAs differ, because their exit reasons differ
 * (profiles by class have the same ISA); if they have no workload in common; or if handling times
 * are to be compared and one result has none. HLT's time is idle time and not part of the total.
 */
int compare_results(const struct profiled_result *base, const struct profiled_result *new,
		    enum comparison_quantity quantity, struct comparison_set *set,
		    struct error *err);

/*
 * The probability that the ranges of n and of m repeats do not overlap although nothing has
 * changed. Then all orders of the repeats are equally likely, and in two of these groups of orders
 * the ranges lie apart. 0.1 for three and three repeats; 1 if a side has none. Differences between
 * the two runs themselves, such as another boot, are not taken into account.
 */
double comparison_chance(size_t n, size_t m);

/* How many workloads have about the same total number of exits as before. */
struct agreement {
	size_t n;         /* workloads with two repeats or more on both sides */
	size_t same;      /* of which the ranges overlap */
	double by_chance; /* of which they would overlap on average if nothing had changed */
};

struct agreement comparison_agreement(const struct comparison_set *set);

void comparison_set_free(struct comparison_set *set);

#endif
