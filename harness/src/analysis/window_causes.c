// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/window_causes.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

#define NOT_OURS "the counters are not of this virtual machine"

static int check_order(const struct snapshot *snapshot, struct error *err)
{
	for (size_t i = 0; i < snapshot->n_causes; i++) {
		const struct cause *c = &snapshot->causes[i], *last = i ? c - 1 : NULL;

		if (c->slot >= snapshot->n)
			return error_set(err, "there is a cause of slot %zu, where %zu slots are",
					 c->slot, snapshot->n);
		if (last && (last->slot > c->slot ||
			     (last->slot == c->slot &&
			      (last->others || (!c->others && last->key >= c->key)))))
			return error_set(err, "two causes of slot %zu are the same or out of order",
					 c->slot);
	}
	return 0;
}

/* The causes of one slot, from first up to but without end, add up to its exits and time. */
static int check_slot(const struct snapshot *before, const struct snapshot *after, size_t first,
		      size_t end, struct error *err)
{
	size_t slot = after->causes[first].slot;
	const struct counter *a = &before->counters[slot], *b = &after->counters[slot];
	uint64_t exits = 0, cycles = 0;
	char label[REASON_LABEL_SIZE];

	for (size_t i = first; i < end; i++)
		if (__builtin_add_overflow(exits, after->causes[i].exits, &exits) ||
		    __builtin_add_overflow(cycles, after->causes[i].cycles, &cycles))
			return error_set(
				err,
				"the causes of '%s' add up to more than 64 bits hold; " NOT_OURS,
				reason_key_label(&b->key, label));
	if (exits == b->exits - a->exits && cycles == b->cycles - a->cycles)
		return 0;
	return error_set(err,
			 "the causes of '%s' add up to %" PRIu64 " exits and %" PRIu64
			 " cycles, where "
			 "%" PRIu64 " and %" PRIu64 " were counted; " NOT_OURS,
			 reason_key_label(&b->key, label), exits, cycles, b->exits - a->exits,
			 b->cycles - a->cycles);
}

static int check(const struct snapshot *before, const struct snapshot *after, struct error *err)
{
	if (check_order(after, err))
		return -1;
	for (size_t first = 0, end; first < after->n_causes; first = end) {
		end = first + 1;
		while (end < after->n_causes &&
		       after->causes[end].slot == after->causes[first].slot)
			end++;
		if (check_slot(before, after, first, end, err))
			return -1;
	}
	return 0;
}

/* Takes as much as there is, and returns what is left to take. */
static uint64_t take(uint64_t *from, uint64_t amount)
{
	uint64_t taken = amount < *from ? amount : *from;

	*from -= taken;
	return amount - taken;
}

/*
 * The exit of the second mark has its own key, unless the host's table was full, and so has the
 * time of the first one.
 */
static int subtract_reader(const struct counters_info *info, const struct snapshot *after,
			   struct cause *causes, const struct profile *profile, struct error *err)
{
	uint64_t exits = profile->reader_exits, cycles = profile->reader_cycles;
	bool any = false;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < after->n_causes; i++) {
			struct cause *c = &causes[i];

			if (!counters_read_by(info, &after->counters[c->slot].key))
				continue;
			any = true;
			if (pass ? !c->others : c->others || c->key != COUNTERS_MARK_CAUSE)
				continue;
			exits = take(&c->exits, exits);
			cycles = take(&c->cycles, cycles);
		}
	}
	if (any && (exits || cycles))
		return error_set(err,
				 "of the reader's exits %" PRIu64 ", and %" PRIu64
				 " cycles of them, are "
				 "among the causes of no exit; " NOT_OURS,
				 exits, cycles);
	return 0;
}

static int compare_causes(const void *a, const void *b)
{
	const struct profile_cause *x = a, *y = b;

	if (x->exits != y->exits)
		return x->exits < y->exits ? 1 : -1;
	if (!reason_key_equal(&x->reason, &y->reason))
		return reason_key_compare(&x->reason, &y->reason);
	if (x->others != y->others)
		return x->others - y->others;
	return x->key < y->key ? -1 : x->key > y->key;
}

static bool has_row(const struct profile *profile, const struct reason_key *reason)
{
	for (size_t i = 0; i < profile->n; i++)
		if (reason_key_equal(&profile->rows[i].key, reason))
			return true;
	return false;
}

static void fill(const struct snapshot *after, const struct cause *causes, struct profile *profile)
{
	profile->causes = xcalloc(after->n_causes, sizeof(*profile->causes));
	for (size_t i = 0; i < after->n_causes; i++) {
		const struct cause *c = &causes[i];
		const struct reason_key *reason = &after->counters[c->slot].key;

		/* A reason whose only exits were the reader's has no row. */
		if ((!c->exits && !c->cycles) || !has_row(profile, reason))
			continue;
		profile->causes[profile->n_causes++] = (struct profile_cause){
			*reason, c->others, c->key, c->exits, c->cycles,
		};
	}
	if (profile->n_causes)
		qsort(profile->causes, profile->n_causes, sizeof(*profile->causes), compare_causes);
}

int window_causes(const struct counters_info *info, const struct snapshot *before,
		  const struct snapshot *after, struct profile *profile, struct error *err)
{
	_cleanup_free_ struct cause *causes = NULL;

	if (!after->has_causes)
		return 0;
	if (check(before, after, err))
		return -1;
	causes = xcalloc(after->n_causes, sizeof(*causes));
	if (after->n_causes)
		memcpy(causes, after->causes, after->n_causes * sizeof(*causes));
	if (subtract_reader(info, after, causes, profile, err))
		return -1;
	profile->has_causes = true;
	fill(after, causes, profile);
	return 0;
}
