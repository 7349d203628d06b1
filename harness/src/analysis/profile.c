// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/profile.h"

#include <inttypes.h>
#include <stdlib.h>

#include "analysis/window_causes.h"
#include "base/memory.h"

static int compare_rows(const void *a, const void *b)
{
	const struct profile_row *x = a, *y = b;

	if (x->exits != y->exits)
		return x->exits < y->exits ? 1 : -1;
	return reason_key_compare(&x->key, &y->key);
}

void profile_sort(struct profile *profile)
{
	qsort(profile->rows, profile->n, sizeof(*profile->rows), compare_rows);
}

static int check_shapes(const struct snapshot *before, const struct snapshot *after,
			struct error *err)
{
	if (before->n != after->n)
		return error_set(err, "the two snapshots have %zu and %zu counters", before->n,
				 after->n);
	if (after->queries < before->queries)
		return error_set(err,
				 "the snapshot after the window was made after %" PRIu64
				 " queries, and the one before it after %" PRIu64 "; measure again",
				 after->queries, before->queries);
	if (before->epoch != after->epoch)
		return error_set(err,
				 "the exit counters started again from zero between the two "
				 "snapshots (epoch %08" PRIx32 " became %08" PRIx32 ")",
				 before->epoch, after->epoch);
	for (size_t i = 0; i < after->n; i++)
		if (!reason_key_equal(&before->counters[i].key, &after->counters[i].key))
			return error_set(err,
					 "counter %zu is of two different reasons in the two "
					 "snapshots",
					 i);
	return 0;
}

static int backwards(const char *what, const struct counter *counter, uint64_t from, uint64_t to,
		     struct error *err)
{
	char label[REASON_LABEL_SIZE];

	return error_set(err, "%s of '%s' went backwards, from %" PRIu64 " to %" PRIu64, what,
			 reason_key_label(&counter->key, label), from, to);
}

static int details_delta(const struct counter *before, const struct counter *after,
			 struct profile_row *row, struct error *err)
{
	row->user_exits = after->user_exits - before->user_exits;
	row->user_cycles = after->user_cycles - before->user_cycles;
	if (after->user_exits < before->user_exits)
		return backwards("the counter of user exits", after, before->user_exits,
				 after->user_exits, err);
	if (after->user_cycles < before->user_cycles)
		return backwards("the time in the VMM", after, before->user_cycles,
				 after->user_cycles, err);
	for (size_t i = 0; i < COUNTER_BUCKETS && before->buckets && after->buckets; i++) {
		row->histogram.buckets[i] = after->buckets[i] - before->buckets[i];
		if (after->buckets[i] < before->buckets[i])
			return backwards("the histogram", after, before->buckets[i],
					 after->buckets[i], err);
	}
	return 0;
}

/*
 * The largest number of exits of which one part was counted in the window and the rest before it.
 * Each vCPU may have one such exit, and so may a counter that was read while it counted on.
 */
#define UNDER_WAY 65536

/* Checks that no part of a row is larger than the whole. */
static int check_details(const struct profile_row *row, struct error *err)
{
	uint64_t timed = histogram_total(&row->histogram);
	uint64_t most = row->exits < UINT64_MAX - UNDER_WAY ? row->exits + UNDER_WAY : UINT64_MAX;
	char label[REASON_LABEL_SIZE];

	if (row->user_exits > most)
		return error_set(err,
				 "of %" PRIu64 " exits '%s', %" PRIu64 " went to the VMM; the "
				 "counters are not of this virtual machine",
				 row->exits, reason_key_label(&row->key, label), row->user_exits);
	if (timed > most)
		return error_set(err,
				 "of %" PRIu64 " exits '%s', the histogram has %" PRIu64 "; the "
				 "counters are not of this virtual machine",
				 row->exits, reason_key_label(&row->key, label), timed);
	return 0;
}

static int counter_delta(const struct counters_info *info, const struct counter *before,
			 const struct counter *after, struct profile_row *row, struct error *err)
{
	*row = (struct profile_row){ .key = after->key };
	row->exits = after->exits - before->exits;
	row->cycles = after->cycles - before->cycles;
	if (info->bits == 32)
		row->exits &= UINT32_MAX;
	if (info->bits == 32 ? row->exits > INT32_MAX : after->exits < before->exits)
		return backwards("the counter", after, before->exits, after->exits, err);
	if (after->cycles < before->cycles)
		return backwards("the handling time", after, before->cycles, after->cycles, err);
	return details_delta(before, after, row, err) || check_details(row, err) ? -1 : 0;
}

/* Removes the exit that took the mark from its bucket, if there are buckets. */
static int subtract_reader_bucket(const struct snapshot *before, const struct profile *profile,
				  struct profile_row *row, struct error *err)
{
	uint64_t *bucket = &row->histogram.buckets[histogram_bucket(before->mark_cycles)];

	if (!profile->has_histograms)
		return 0;
	if (!*bucket)
		return error_set(err,
				 "the histogram of CPUID exits lacks the mark's own, of %" PRIu64
				 " cycles; the counters are not of this virtual machine",
				 before->mark_cycles);
	(*bucket)--;
	return 0;
}

/* Subtracts the reader's part of CPUID's time: exact with a mark, else an estimate. */
static int subtract_reader_time(const struct snapshot *before, const struct read_cost *cost,
				struct profile *profile, struct profile_row *row, struct error *err)
{
	uint64_t cycles = 0;

	/* The largest number stands for one that is larger still. */
	if (cost && __builtin_mul_overflow(profile->reader_exits, cost->cycles, &cycles))
		cycles = UINT64_MAX;
	if (before->generation)
		cycles = before->mark_cycles;
	if (cycles > row->cycles && before->generation)
		return error_set(err,
				 "%" PRIu64 " cycles of CPUID exits were counted where the mark "
				 "alone took %" PRIu64 "; the counters are not of this virtual "
				 "machine",
				 row->cycles, cycles);
	/* An estimate may be slightly larger than the whole. */
	profile->reader_cycles = cycles < row->cycles ? cycles : row->cycles;
	row->cycles = row->exits ? row->cycles - profile->reader_cycles : 0;
	return 0;
}

static int subtract_reader(const struct snapshot *before, const struct read_cost *cost,
			   struct profile *profile, struct profile_row *row, struct error *err)
{
	if (row->exits < profile->reader_exits)
		return error_set(err,
				 "%" PRIu64 " CPUID exits were counted where the reader alone "
				 "made %" PRIu64 "; the counters are not of this virtual machine",
				 row->exits, profile->reader_exits);
	row->exits -= profile->reader_exits;
	return subtract_reader_time(before, cost, profile, row, err) ||
			       subtract_reader_bucket(before, profile, row, err) ?
		       -1 :
		       0;
}

static int fill_rows(const struct counters_info *info, const struct snapshot *before,
		     const struct snapshot *after, const struct read_cost *cost, struct profile *p,
		     struct error *err)
{
	uint64_t user_exits = 0, user_cycles = 0;

	p->reader_exits = after->queries - before->queries;
	p->rows = xcalloc(after->n, sizeof(*p->rows));
	for (size_t i = 0; i < after->n; i++) {
		struct profile_row *row = &p->rows[p->n];

		if (counter_delta(info, &before->counters[i], &after->counters[i], row, err))
			return -1;
		if (counters_read_by(info, &row->key) && subtract_reader(before, cost, p, row, err))
			return -1;
		if (!row->exits)
			continue;
		if (__builtin_add_overflow(p->exits, row->exits, &p->exits) ||
		    __builtin_add_overflow(p->cycles, row->cycles, &p->cycles) ||
		    __builtin_add_overflow(user_exits, row->user_exits, &user_exits) ||
		    __builtin_add_overflow(user_cycles, row->user_cycles, &user_cycles))
			return error_set(err, "the counters add up to more than 64 bits hold; they "
					      "are not of this virtual machine");
		p->n++;
	}
	profile_sort(p);
	/* Only few of all reasons have exits. */
	p->rows = xrealloc(p->rows, (p->n ? p->n : 1) * sizeof(*p->rows));
	return 0;
}

/* Makes the profiles of the vCPUs, whose snapshots know their part of the reader's exits. */
static int fill_vcpus(const struct counters_info *info, const struct snapshot *before,
		      const struct snapshot *after, struct profile *p, struct error *err)
{
	if (before->n_vcpus != after->n_vcpus)
		return error_set(err, "the two snapshots have %zu and %zu vCPUs", before->n_vcpus,
				 after->n_vcpus);
	if (!after->n_vcpus)
		return 0;
	p->vcpus = xcalloc(after->n_vcpus, sizeof(*p->vcpus));
	for (size_t i = 0; i < after->n_vcpus; i++) {
		const struct snapshot *first = &before->vcpus[i], *second = &after->vcpus[i];

		if (first->vcpu != second->vcpu)
			return error_set(err, "vCPU %zu has two numbers in the two snapshots", i);
		if (profile_between(info, first, second, NULL, &p->vcpus[i], err))
			return error_wrap(err, "vCPU %" PRIu32, first->vcpu);
		p->vcpus[i].vcpu = first->vcpu;
		p->n_vcpus++;
	}
	return 0;
}

int profile_between(const struct counters_info *info, const struct snapshot *before,
		    const struct snapshot *after, const struct read_cost *cost,
		    struct profile *profile, struct error *err)
{
	bool detailed = before->detailed && after->detailed;
	struct profile p = {
		.isa = info->isa,
		.has_time = info->has_time,
		.has_user = detailed && counters_has_user_exits(info),
	};

	for (size_t i = 0; i < before->n && detailed; i++)
		p.has_histograms |= before->counters[i].buckets != NULL;
	if (check_shapes(before, after, err))
		return -1;
	if (fill_rows(info, before, after, cost, &p, err) ||
	    window_causes(info, before, after, &p, err) ||
	    fill_vcpus(info, before, after, &p, err)) {
		profile_free(&p);
		return -1;
	}
	*profile = p;
	return 0;
}

const struct profile_row *profile_find(const struct profile *profile, const struct reason_key *key)
{
	for (size_t i = 0; i < profile->n; i++)
		if (reason_key_equal(&profile->rows[i].key, key))
			return &profile->rows[i];
	return NULL;
}

void profile_free(struct profile *profile)
{
	free(profile->rows);
	free(profile->causes);
	for (size_t i = 0; i < profile->n_vcpus; i++)
		profile_free(&profile->vcpus[i]);
	free(profile->vcpus);
	*profile = (struct profile){ 0 };
}
