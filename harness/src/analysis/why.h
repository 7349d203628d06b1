/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a workload has its exits: a tree with the exit reasons and, below each, what the guest
 * touched (reasons/cause.h), with medians and ranges over the repeats that count.
 */
#ifndef EXITBENCH_ANALYSIS_WHY_H
#define EXITBENCH_ANALYSIS_WHY_H

#include "analysis/summary.h"
#include "reasons/cause.h"

/*
 * A function, or an address without a name. Its exits are those of what it is below, divided as the
 * records of that are: all of them are known only if every exit was recorded.
 */
struct why_code {
	const char *name; /* of the result */
	struct summary_row row;
	bool estimated;
	double low, high; /* of the exits, with 95 % confidence, if they are estimated */
};

struct why_codes {
	struct why_code *list; /* most exits first */
	size_t n;
};

struct why_cause {
	bool others;  /* all that were not counted by their key */
	uint64_t key; /* of reasons/cause.h */
	struct summary_row row;
	struct why_codes codes;
};

struct why_reason {
	const struct summary_row *row; /* of the summary */
	struct why_codes codes;        /* only of a reason without causes */
	struct why_cause *causes;      /* most exits first; none if the reason has no keys */
	size_t n;
};

struct why {
	struct summary summary;
	struct why_reason *reasons; /* most exits first */
	size_t n;
	bool known;                 /* repeats have causes */
	bool recorded;              /* repeats have records of the code */
	size_t n_known, n_recorded; /* how many; what is below a reason is of these repeats alone */
	bool estimated;             /* of some, not every exit was recorded */
	uint32_t period;            /* the longest of their periods */
	uint64_t lost;              /* records that had no room, in all repeats */
};

/*
 * Fills in the tree of a run. why_free() releases it. The profiles must be those of the reasons as
 * the processor numbers them, gross of the idle guest.
 */
void why_of_run(const struct profiled_result *result, const struct profiled_run *run,
		struct why *why);
void why_free(struct why *why);

/* A name for a cause: "write TSC_DEADLINE", "other MSRs". regions: of the result. */
const char *why_label(const struct why_cause *cause, const struct regions *regions,
		      char buf[CAUSE_LABEL_SIZE]);

/* What is worth a word has this share of the exits. */
#define WHY_END_SHARE 0.05

/* An end of the tree: a cause, or a reason that has none, or many of which none is worth a word. */
struct why_end {
	const struct why_reason *reason;
	const struct why_cause *cause; /* NULL: the reason */
	const struct why_codes *codes; /* below it */
	const struct summary_row *row; /* of that cause or that reason */
};

/* The ends that are worth a word, most exits first, at most `most` of them; returns how many. */
size_t why_ends(const struct why *why, struct why_end *ends, size_t most);

#endif
