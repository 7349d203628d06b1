// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters that are read by CPUID: live, or from marks that the host took of all of them at once.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "counters/abi.h"
#include "counters/causes.h"
#include "counters/details.h"

/* The marks that we take; see counters.h. */
enum {
	LIVE,
	MARK_BEFORE,
	MARK_AFTER,
	MARK_ALONE,
};

/* How often a snapshot is tried again when another reader takes its mark meanwhile. */
#define MARK_TRIES 3

/* How often a mark is asked for that the host is too busy to take. */
#define BUSY_TRIES 1000

static const char void_text[] =
	"another reader in this virtual machine took mark %u (generation %" PRIu64
	" became %" PRIu64 ") before it was read; run one reader at a time";

static int check_epoch(struct cpuid_counters *counters, struct snapshot *snapshot,
		       struct error *err)
{
	snapshot->epoch = counters->base.info.epoch;
	if (!counters->abi->epoch)
		return 0;
	if (counters->abi->epoch(counters, &snapshot->epoch, err))
		return -1;
	if (snapshot->epoch != counters->base.info.epoch)
		return error_epoch(&counters->base, snapshot->epoch, err);
	return 0;
}

static int read_all(struct cpuid_counters *counters, unsigned int mark, struct snapshot *snapshot,
		    struct error *err)
{
	for (size_t i = 0; i < snapshot->n; i++) {
		const struct selection all = { .slot = i, .mark = mark, .vcpu = WHOLE_VM };
		struct counter *counter = &snapshot->counters[i];

		if (read_pair(counters, &all, &counter->exits, &counter->cycles, err))
			return -1;
		if (mark == LIVE && i == counters->cpuid_slot)
			snapshot->queries = cpuid_queries(counters->source);
	}
	return 0;
}

static int read_live(struct cpuid_counters *counters, struct snapshot *snapshot, struct error *err)
{
	return read_all(counters, LIVE, snapshot, err) || check_epoch(counters, snapshot, err) ?
		       -1 :
		       0;
}

/*
 * Takes a mark, and tries again while the host is busy. The mark that ends a window is tried once:
 * a refusal is an exit in the window whose handling time nobody tells.
 */
static int take_mark(struct cpuid_counters *counters, unsigned int mark, struct snapshot *snapshot,
		     struct error *err)
{
	enum mark_refusal refusal = MARK_BUSY;

	for (int i = 0; i < (mark == MARK_AFTER ? 1 : BUSY_TRIES) && refusal == MARK_BUSY; i++)
		if (counters->abi->mark(counters, mark, &snapshot->generation, &snapshot->tsc,
					&refusal, err))
			return -1;
	snapshot->queries = cpuid_queries(counters->source);
	switch (refusal) {
	case MARK_TAKEN:
		return 0;
	case MARK_BUSY:
		return error_set(err,
				 "the host was busy with another reader's mark when it was to take "
				 "mark %u; run one reader at a time, or measure again",
				 mark);
	default:
		return error_set(err,
				 "the host refused mark %u, for which it has no memory; give the "
				 "virtual machine's memory cgroup more room",
				 mark);
	}
}

/* After the last value was read: returns 1 if another reader took the mark meanwhile. */
static int confirm_mark(struct cpuid_counters *counters, unsigned int mark,
			struct snapshot *snapshot, struct error *err)
{
	uint64_t now;

	if (counters->abi->mark_state(counters, mark, &now, &snapshot->mark_cycles, err))
		return -1;
	if (now == snapshot->generation)
		return 0;
	error_set(err, void_text, mark, snapshot->generation, now);
	return 1;
}

static int read_alone(struct cpuid_counters *counters, struct snapshot *snapshot, struct error *err)
{
	int rc = take_mark(counters, MARK_ALONE, snapshot, err);

	if (!rc)
		rc = read_all(counters, MARK_ALONE, snapshot, err);
	if (!rc)
		rc = details_read(counters, MARK_ALONE, NULL, snapshot, err);
	if (!rc)
		rc = confirm_mark(counters, MARK_ALONE, snapshot, err);
	if (!rc)
		rc = check_epoch(counters, snapshot, err);
	return rc;
}

static int cpuid_read(struct counters *base, struct snapshot *snapshot, struct error *err)
{
	struct cpuid_counters *counters = (struct cpuid_counters *)base;
	struct error last = ERROR_INIT;
	int rc = 1;

	if (base->info.n_marks < MARK_ALONE)
		rc = read_live(counters, snapshot, &last);
	for (int i = 0; i < MARK_TRIES && rc > 0; i++)
		rc = read_alone(counters, snapshot, &last);
	if (rc)
		*err = last;
	return rc;
}

static int cpuid_begin(struct counters *base, struct snapshot *before, struct error *err)
{
	struct cpuid_counters *counters = (struct cpuid_counters *)base;

	if (details_vcpu(counters, before, err))
		return -1;
	return counters_use_marks(&base->info) ? take_mark(counters, MARK_BEFORE, before, err) :
						 read_live(counters, before, err);
}

/*
 * Reads both marks. Another reader that takes either of them spoils the window. A spoilt
 * window makes the same queries, so that a recording of one can be replayed.
 */
static int read_marks(struct cpuid_counters *counters, struct snapshot *before,
		      struct snapshot *after, struct error *err)
{
	const struct cause_marks marks = { MARK_BEFORE, MARK_AFTER };
	struct error wrong = ERROR_INIT;
	int causes, first, second;

	if (read_all(counters, MARK_BEFORE, before, err) ||
	    read_all(counters, MARK_AFTER, after, err) ||
	    details_read(counters, MARK_BEFORE, after, before, err) ||
	    details_read(counters, MARK_AFTER, before, after, err))
		return -1;
	/* If another reader spoilt the window, its causes do not matter. */
	causes = causes_read(counters, &marks, before, after, &wrong);
	first = confirm_mark(counters, MARK_BEFORE, before, err);
	if (first < 0)
		return -1;
	second = confirm_mark(counters, MARK_AFTER, after, err);
	if (second < 0 || check_epoch(counters, before, err))
		return -1;
	after->epoch = before->epoch;
	details_subtract_reader(before, after);
	if (causes && !first && !second) {
		*err = wrong;
		return -1;
	}
	return first || second;
}

static int cpuid_stop(struct counters *base, struct snapshot *after, struct error *err)
{
	struct cpuid_counters *counters = (struct cpuid_counters *)base;

	return counters_use_marks(&base->info) ? take_mark(counters, MARK_AFTER, after, err) :
						 read_live(counters, after, err);
}

static int cpuid_collect(struct counters *base, struct snapshot *before, struct snapshot *after,
			 struct error *err)
{
	int rc = counters_use_marks(&base->info) ?
			 read_marks((struct cpuid_counters *)base, before, after, err) :
			 0;

	if (rc > 0) {
		snapshot_clear(before, base);
		snapshot_clear(after, base);
	}
	return rc;
}

static int cpuid_want_vcpus(struct counters *base, struct error *err)
{
	return details_want_vcpus((struct cpuid_counters *)base, err);
}

static int cpuid_want_causes(struct counters *base, struct error *err)
{
	return details_want_causes((struct cpuid_counters *)base, err);
}

static int cpuid_cost(struct counters *base, struct read_cost *cost, struct error *err)
{
	return cpuid_measure_cost((struct cpuid_counters *)base, cost, err);
}

static void cpuid_close_counters(struct counters *base)
{
	struct cpuid_counters *counters = (struct cpuid_counters *)base;

	free(counters->cause_vcpus);
	free(counters->record_vcpus);
	free(counters);
}

const struct counters_ops cpuid_ops = {
	.read = cpuid_read,
	.begin = cpuid_begin,
	.stop = cpuid_stop,
	.collect = cpuid_collect,
	.want_vcpus = cpuid_want_vcpus,
	.want_causes = cpuid_want_causes,
	.measure_cost = cpuid_cost,
	.close = cpuid_close_counters,
	.on_one_vcpu = true,
};
