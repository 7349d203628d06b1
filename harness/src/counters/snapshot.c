// SPDX-License-Identifier: GPL-2.0-only
/* Reading the counters: live, or from marks that the host took of all of them at once. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "counters/abi.h"
#include "counters/details.h"

/* The marks that we take; see counters.h. */
enum {
	LIVE,
	MARK_BEFORE,
	MARK_AFTER,
	MARK_ALONE,
};

/* How often a snapshot is taken anew when another reader takes its mark meanwhile. */
#define MARK_TRIES 3

static const char void_text[] =
	"another reader in this virtual machine took mark %u (generation %" PRIu64
	" became %" PRIu64 ") before it was read; run one reader at a time";

bool counters_use_marks(const struct counters_info *info)
{
	return info->n_marks >= MARK_AFTER;
}

static void init_counters(struct snapshot *snapshot, const struct counters *counters)
{
	*snapshot = (struct snapshot){ .n = counters->info.n_slots };
	snapshot->counters = xcalloc(snapshot->n, sizeof(*snapshot->counters));
	for (size_t i = 0; i < snapshot->n; i++) {
		snapshot->counters[i].code = counters->slots[i].code;
		snapshot->counters[i].other = counters->slots[i].other;
	}
}

void snapshot_init(struct snapshot *snapshot, const struct counters *counters)
{
	init_counters(snapshot, counters);
	if (!counters->n_vcpus || counters->bare)
		return;
	snapshot->n_vcpus = counters->n_vcpus;
	snapshot->vcpus = xcalloc(snapshot->n_vcpus, sizeof(*snapshot->vcpus));
	for (size_t i = 0; i < snapshot->n_vcpus; i++) {
		init_counters(&snapshot->vcpus[i], counters);
		snapshot->vcpus[i].vcpu = counters->vcpus[i];
	}
}

void snapshot_free(struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->n; i++)
		free(snapshot->counters[i].buckets);
	free(snapshot->counters);
	for (size_t i = 0; i < snapshot->n_vcpus; i++)
		snapshot_free(&snapshot->vcpus[i]);
	free(snapshot->vcpus);
	*snapshot = (struct snapshot){ 0 };
}

/* Nothing is left but which counters there are. */
static void snapshot_clear(struct snapshot *snapshot, const struct counters *counters)
{
	snapshot_free(snapshot);
	snapshot_init(snapshot, counters);
	snapshot->epoch = counters->info.epoch;
}

static int check_epoch(struct counters *counters, struct snapshot *snapshot, struct error *err)
{
	snapshot->epoch = counters->info.epoch;
	if (!counters->abi->epoch)
		return 0;
	if (counters->abi->epoch(counters, &snapshot->epoch, err))
		return -1;
	if (snapshot->epoch != counters->info.epoch)
		return error_set(err,
				 "the exit counters started again from zero (epoch %08" PRIx32
				 " became %08" PRIx32 "): the virtual machine was restored or "
				 "migrated; measure again",
				 counters->info.epoch, snapshot->epoch);
	return 0;
}

/* A pair of values that the host has told of. */
int read_pair(struct counters *counters, const struct selection *selection, uint64_t *first,
	      uint64_t *second, struct error *err)
{
	uint64_t values[2];
	int rc = counters->abi->read(counters, selection, values, err);

	if (rc > 0)
		return error_set(err,
				 "the host does not know slot %zu, quantity %u, vCPU 0x%" PRIx32
				 ", which it had told of",
				 selection->slot, selection->quantity, selection->vcpu);
	*first = values[0];
	*second = values[1];
	return rc;
}

static int read_all(struct counters *counters, unsigned int mark, struct snapshot *snapshot,
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

static int read_live(struct counters *counters, struct snapshot *snapshot, struct error *err)
{
	return read_all(counters, LIVE, snapshot, err) || check_epoch(counters, snapshot, err) ?
		       -1 :
		       0;
}

static int take_mark(struct counters *counters, unsigned int mark, struct snapshot *snapshot,
		     struct error *err)
{
	if (counters->abi->mark(counters, mark, &snapshot->generation, err))
		return -1;
	snapshot->queries = cpuid_queries(counters->source);
	if (!snapshot->generation)
		return error_set(err,
				 "the host refused mark %u, for which it has no memory; give the "
				 "virtual machine's memory cgroup more room",
				 mark);
	return 0;
}

/* Whether the mark is still the one that was taken: after the last value was read. 1: it is not. */
static int confirm_mark(struct counters *counters, unsigned int mark, struct snapshot *snapshot,
			struct error *err)
{
	uint64_t now;

	if (counters->abi->mark_state(counters, mark, &now, &snapshot->mark_cycles, err))
		return -1;
	if (now == snapshot->generation)
		return 0;
	error_set(err, void_text, mark, snapshot->generation, now);
	return 1;
}

static int read_alone(struct counters *counters, struct snapshot *snapshot, struct error *err)
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

int counters_read(struct counters *counters, struct snapshot *snapshot, struct error *err)
{
	struct error last = ERROR_INIT;
	int rc = 1;

	if (counters->info.n_marks < MARK_ALONE)
		rc = read_live(counters, snapshot, &last);
	for (int i = 0; i < MARK_TRIES && rc > 0; i++)
		rc = read_alone(counters, snapshot, &last);
	if (!rc)
		return 0;
	*err = last;
	return error_wrap(err, "cannot read the exit counters");
}

int counters_begin(struct counters *counters, struct snapshot *before, struct error *err)
{
	int rc = details_vcpu(counters, before, err);

	if (!rc)
		rc = counters_use_marks(&counters->info) ?
			     take_mark(counters, MARK_BEFORE, before, err) :
			     read_live(counters, before, err);
	return rc ? error_wrap(err, "cannot read the exit counters") : 0;
}

/*
 * Both marks: a reader that takes either spoils the window. The queries are the
 * same for a spoilt window, so that a recording with one can be replayed.
 */
static int read_marks(struct counters *counters, struct snapshot *before, struct snapshot *after,
		      struct error *err)
{
	int first, second;

	if (read_all(counters, MARK_BEFORE, before, err) ||
	    read_all(counters, MARK_AFTER, after, err) ||
	    details_read(counters, MARK_BEFORE, after, before, err) ||
	    details_read(counters, MARK_AFTER, before, after, err))
		return -1;
	first = confirm_mark(counters, MARK_BEFORE, before, err);
	if (first < 0)
		return -1;
	second = confirm_mark(counters, MARK_AFTER, after, err);
	if (second < 0 || check_epoch(counters, before, err))
		return -1;
	after->epoch = before->epoch;
	details_own(before, after);
	return first || second;
}

int counters_stop(struct counters *counters, struct snapshot *after, struct error *err)
{
	int rc = counters_use_marks(&counters->info) ? take_mark(counters, MARK_AFTER, after, err) :
						       read_live(counters, after, err);

	return rc ? error_wrap(err, "cannot read the exit counters") : 0;
}

int counters_collect(struct counters *counters, struct snapshot *before, struct snapshot *after,
		     struct error *err)
{
	int rc = counters_use_marks(&counters->info) ? read_marks(counters, before, after, err) : 0;

	if (rc < 0)
		return error_wrap(err, "cannot read the exit counters");
	if (rc) {
		snapshot_clear(before, counters);
		snapshot_clear(after, counters);
	}
	return rc;
}

int counters_end(struct counters *counters, struct snapshot *before, struct snapshot *after,
		 struct error *err)
{
	return counters_stop(counters, after, err) ? -1 :
						     counters_collect(counters, before, after, err);
}
