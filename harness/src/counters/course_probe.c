// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds out which of the course's leaves can be believed. There are many variants of them, and a
 * host that has none of them still answers with constants. So each leaf is tried separately: a
 * count must grow by exactly the number of our queries, and a time must grow, but by less time than
 * has passed.
 */
#include <inttypes.h>
#include <stdio.h>

#include "counters/abi.h"

#define LEAF_FF 0x4FFFFFFFu
#define LEAF_FE 0x4FFFFFFEu
#define LEAF_FD 0x4FFFFFFDu
#define LEAF_FC 0x4FFFFFFCu

/* Another vCPU may execute CPUID between two of our queries: try a few times. */
#define PROBE_TRIES 8

/* The outcome of all tries with one leaf. */
struct trial {
	unsigned int tries;
	unsigned int good; /* of them, those in which it grew as a counter does */
};

/* The tries of each leaf, as a total and as a count. */
struct trials {
	struct trial total[4], count[4]; /* by the leaf's number, from LEAF_FC */
};

static bool is_good(const struct trial *trial)
{
	return trial->good > 0 && 2 * trial->good >= trial->tries;
}

static int ask(struct cpuid_counters *counters, uint32_t leaf, uint32_t subleaf,
	       struct cpuid_regs *regs, struct error *err)
{
	return report_query(counters->report, counters->source, leaf, subleaf, regs, err);
}

/* The pairs of leaves, of a total and of counts, in the order in which they are tried. */
static const struct pair {
	enum counters_abi abi;
	uint32_t total, count;
} pairs[] = {
	{ COUNTERS_COURSE_A, LEAF_FF, LEAF_FE },
	{ COUNTERS_COURSE_B, LEAF_FF, LEAF_FD },
	{ COUNTERS_COURSE_C, LEAF_FC, LEAF_FE },
};

#define N_PAIRS (sizeof(pairs) / sizeof(pairs[0]))

/* One try of a pair. Returns 1 if a recording ends here. */
static int try_once(struct cpuid_counters *counters, const struct pair *pair, struct trials *trials,
		    bool *both, struct error *err)
{
	uint32_t cpuid = reason_cpuid(counters->base.info.isa), grown, steps;
	struct trial *total_trial = &trials->total[pair->total - LEAF_FC];
	struct trial *count_trial = &trials->count[pair->count - LEAF_FC];
	struct cpuid_regs total[2] = { 0 }, count[2] = { 0 };
	bool total_good, count_good;
	int first, second, third, fourth;

	/* Ask all four, so that the answers to one leaf do not depend on those to another. */
	first = ask(counters, pair->total, 0, &total[0], err);
	second = ask(counters, pair->count, cpuid, &count[0], err);
	third = ask(counters, pair->count, cpuid, &count[1], err);
	fourth = ask(counters, pair->total, 0, &total[1], err);
	if (first < 0 || second < 0 || third < 0 || fourth < 0)
		return -1;
	grown = total[1].eax - total[0].eax;
	steps = 1u + (second == 0) + (third == 0);
	total_good = !first && !fourth && grown >= steps && grown < 1u << 31;
	/* A count that equals all exits at that instant is a total, not a count. */
	count_good = !second && !third && count[1].eax - count[0].eax == 1 &&
		     !(total_good && count[0].eax == total[0].eax + 1);
	total_trial->tries += !first && !fourth;
	total_trial->good += total_good;
	count_trial->tries += !second && !third;
	count_trial->good += count_good;
	*both = total_good && count_good;
	return (first || fourth) && (second || third);
}

static int try_pair(struct cpuid_counters *counters, const struct pair *pair, struct trials *trials,
		    bool *both, struct error *err)
{
	int rc = 0;

	*both = false;
	for (int i = 0; i < PROBE_TRIES && !*both && !rc; i++)
		rc = try_once(counters, pair, trials, both, err);
	return rc < 0 ? -1 : 0;
}

static uint64_t cycles_of(const struct cpuid_regs *r, bool swapped)
{
	return swapped ? (uint64_t)r->ecx << 32 | r->ebx : (uint64_t)r->ebx << 32 | r->ecx;
}

/* Readings of CPUID's own time, one after the other. */
#define READINGS 3

struct readings {
	struct cpuid_regs regs[READINGS];
	size_t n;
	uint64_t elapsed; /* cycles of the time stamp counter around them, or what they may be */
};

/* Used for a recording without time stamps: no exit takes as long as this. */
#define ELAPSED_UNKNOWN (UINT64_C(1) << 40)

/*
 * Older recordings hold no queries for this test, only those of the snapshots. Looking at these
 * ahead shows whether the time grows, and leaves them for the snapshots.
 */
static void peek_readings(const struct cpuid_counters *counters, uint32_t leaf,
			  struct readings *readings)
{
	uint32_t cpuid = reason_cpuid(counters->base.info.isa);

	*readings = (struct readings){ .elapsed = ELAPSED_UNKNOWN };
	while (readings->n < READINGS &&
	       cpuid_peek(counters->source, leaf, cpuid, readings->n, &readings->regs[readings->n]))
		readings->n++;
}

static int take_readings(struct cpuid_counters *counters, uint32_t leaf, struct readings *readings,
			 struct error *err)
{
	uint32_t cpuid = reason_cpuid(counters->base.info.isa);
	uint64_t start, end;

	*readings = (struct readings){ .n = 0 };
	if (!cpuid_tsc(counters->source, &start))
		return 0;
	for (int rc; readings->n < READINGS; readings->n++) {
		rc = ask(counters, leaf, cpuid, &readings->regs[readings->n], err);
		if (rc)
			return rc < 0 ? -1 : 0;
	}
	if (!cpuid_tsc(counters->source, &end))
		readings->n = 0;
	else
		readings->elapsed = end - start;
	return 0;
}

/* The number of cycles by which the time grew; 0 if it did not grow at every query. */
static uint64_t growth(const struct readings *readings, bool swapped)
{
	for (size_t i = 1; i < readings->n; i++)
		if (cycles_of(&readings->regs[i], swapped) <=
		    cycles_of(&readings->regs[i - 1], swapped))
			return 0;
	return readings->n < 2 ? 0 :
				 cycles_of(&readings->regs[readings->n - 1], swapped) -
					 cycles_of(&readings->regs[0], swapped);
}

static bool is_unused(const struct cpuid_counters *counters, const struct cpuid_regs *r)
{
	const struct cpuid_regs *u = &counters->unused;

	return r->eax == u->eax && r->ebx == u->ebx && r->ecx == u->ecx && r->edx == u->edx;
}

/* Whether the readings can be a time. If not, the reason is written to why (size bytes). */
static bool judge_time(struct cpuid_counters *counters, uint32_t leaf,
		       const struct readings *readings, char *why, size_t size)
{
	for (int swapped = 0; swapped <= 1; swapped++) {
		uint64_t grown = growth(readings, swapped);

		counters->course.swapped = swapped;
		if (grown && grown <= readings->elapsed)
			return true;
	}
	counters->course.swapped = false;
	if (readings->n && is_unused(counters, &readings->regs[0]))
		snprintf(why, size,
			 "leaf 0x%x gives the answer that this host gives to unknown leaves", leaf);
	else if (readings->n < 2)
		snprintf(why, size, "the recording does not hold two reads of leaf 0x%x for CPUID",
			 leaf);
	else if (!growth(readings, false) && !growth(readings, true))
		snprintf(why, size, "leaf 0x%x does not grow with our own CPUID exits", leaf);
	else
		snprintf(why, size,
			 "leaf 0x%x grew by %" PRIu64 " cycles for CPUID, while %s%" PRIu64
			 " passed",
			 leaf,
			 growth(readings, false) ? growth(readings, false) : growth(readings, true),
			 readings->elapsed == ELAPSED_UNKNOWN ? "at most " : "", readings->elapsed);
	return false;
}

/* The leaf that may give the handling time of one kind of exit; 0: none in this variant. */
static uint32_t time_leaf(const struct cpuid_counters *counters)
{
	if (counters->course.count == LEAF_FD)
		return LEAF_FC;
	if (counters->course.count == LEAF_FE && counters->course.total != LEAF_FF &&
	    counters->wanted != COUNTERS_COURSE_A)
		return LEAF_FF;
	return 0;
}

static int find_time(struct cpuid_counters *counters, struct error *err)
{
	struct counters_info *info = &counters->base.info;
	uint32_t leaf = time_leaf(counters);
	struct readings readings;
	char why[120] = "";
	bool believed = false;

	if (!leaf)
		return 0;
	if (!cpuid_has_tsc(counters->source)) {
		peek_readings(counters, leaf, &readings);
		believed = judge_time(counters, leaf, &readings, why, sizeof(why));
	}
	for (int i = 0; i < PROBE_TRIES && !believed && cpuid_has_tsc(counters->source); i++) {
		if (take_readings(counters, leaf, &readings, err))
			return -1;
		if (readings.n < READINGS && i)
			break;
		believed = judge_time(counters, leaf, &readings, why, sizeof(why));
	}
	info->has_time = believed;
	if (!believed)
		snprintf(info->doubts, sizeof(info->doubts), "no handling times: %s", why);
	else if (!cpuid_has_tsc(counters->source))
		snprintf(info->doubts, sizeof(info->doubts),
			 "handling times are not checked against the time stamp counter, which the "
			 "recording lacks");
	if (believed)
		counters->course.time = leaf;
	return 0;
}

/* If no pair of leaves is good as a whole, takes the single leaves that are. */
static void take_parts(struct course *course, const struct trials *trials)
{
	for (size_t i = 0; i < N_PAIRS && !course->count; i++)
		if (is_good(&trials->count[pairs[i].count - LEAF_FC]))
			course->count = pairs[i].count;
	for (size_t i = 0; i < N_PAIRS && !course->total; i++)
		if (is_good(&trials->total[pairs[i].total - LEAF_FC]))
			course->total = pairs[i].total;
}

/* The variant that the believed leaves are most like. */
static enum counters_abi variant_of(const struct cpuid_counters *counters)
{
	const struct course *course = &counters->course;

	if (!course->count)
		return COUNTERS_COURSE_TOTAL;
	if (course->count == LEAF_FD)
		return COUNTERS_COURSE_B;
	return course->time || course->total == LEAF_FC ? COUNTERS_COURSE_C : COUNTERS_COURSE_A;
}

static bool is_wanted(const struct cpuid_counters *counters, enum counters_abi abi)
{
	return counters->wanted == COUNTERS_AUTO || counters->wanted == COUNTERS_COURSE_TOTAL ||
	       counters->wanted == abi;
}

/* Finds the leaves that count exits, as a pair or one by one. */
static int find_counts(struct cpuid_counters *counters, struct error *err)
{
	struct trials trials = { 0 };

	for (size_t i = 0; i < N_PAIRS; i++) {
		bool both;

		if (!is_wanted(counters, pairs[i].abi))
			continue;
		if (try_pair(counters, &pairs[i], &trials, &both, err))
			return -1;
		if (both) {
			counters->course.total = pairs[i].total;
			counters->course.count = pairs[i].count;
			return 0;
		}
	}
	take_parts(&counters->course, &trials);
	return 0;
}

/* If EDX has the "undefined" value even in an answer that counts, it means nothing. */
static void learn_mark(struct cpuid_counters *counters)
{
	uint32_t leaf = counters->course.count, cpuid = reason_cpuid(counters->base.info.isa);

	counters->course.marks_undefined = true;
	for (size_t i = 0; i < counters->report->n; i++) {
		const struct leaf_answer *answer = &counters->report->answers[i];

		if (answer->leaf == leaf && answer->subleaf == cpuid && answer->asked &&
		    answer->last.edx >= UINT32_C(0x0FFFFFFF))
			counters->course.marks_undefined = false;
	}
}

int course_find(struct cpuid_counters *counters, struct error *err)
{
	struct counters_info *info = &counters->base.info;

	counters->course = (struct course){ 0 };
	info->doubts[0] = '\0';
	if (find_counts(counters, err))
		return -1;
	if (counters->wanted == COUNTERS_COURSE_TOTAL)
		counters->course.count = 0;
	if (!counters->course.count && !counters->course.total)
		return 0;
	if (!counters->course.count) {
		snprintf(
			info->doubts, sizeof(info->doubts),
			"exits cannot be separated by reason: only leaf 0x%x, their total, counts our own "
			"queries; all of them are shown as 'other'",
			counters->course.total);
	} else {
		learn_mark(counters);
		if (find_time(counters, err))
			return -1;
	}
	info->abi = variant_of(counters);
	info->count_leaf = counters->course.count;
	info->total_leaf = counters->course.total;
	info->time_leaf = counters->course.time;
	return counters->wanted == COUNTERS_AUTO || counters->wanted == info->abi ||
	       (counters->wanted == COUNTERS_COURSE_C && counters->course.count == LEAF_FE);
}
