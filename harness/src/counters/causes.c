// SPDX-License-Identifier: GPL-2.0-only
#include "counters/causes.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "reasons/cause.h"

/* Exits of each vCPU that may be in one count and not in the other, at each of two marks. */
#define UNDER_WAY_PER_VCPU 2

/* What the entries of a slot add up to. */
struct slot_sum {
	uint64_t exits, cycles; /* in the mark that ends the window, of all entries */
	uint64_t window_exits, window_cycles;
	size_t most; /* the window's cause with most exits, from 1; 0: none */
	bool keyed;  /* a key has an entry */
};

/* What is read for one window. */
struct reading {
	struct cpuid_counters *counters;
	const struct cause_marks *marks;
	const struct snapshot *before;
	struct snapshot *after;
	struct slot_sum *sums; /* by slot */
};

static uint32_t n_keys(const struct cpuid_counters *counters)
{
	return counters->base.info.n_causes - counters->base.info.n_slots;
}

static int wrong_entry(uint32_t number, uint32_t vcpu, const char *what, struct error *err)
{
	return error_set(err,
			 "entry %" PRIu32 " of the details of vCPU %" PRIu32
			 " %s; the host's kernel "
			 "and this program do not match",
			 number, vcpu, what);
}

/* Subtracts what the entry had counted for the same key before the window. */
static int subtract_before(const struct reading *r, uint32_t vcpu, uint32_t number,
			   struct cause_entry *entry, struct error *err)
{
	struct cause_entry before;

	if (r->counters->abi->cause(r->counters, r->marks->before, vcpu, number, &before, err))
		return -1;
	if (!before.used || before.generation != entry->generation)
		return 0;
	if (before.key != entry->key || before.slot != entry->slot)
		return wrong_entry(number, vcpu, "changed its key and kept its generation", err);
	if (before.exits > entry->exits || before.cycles > entry->cycles)
		return wrong_entry(number, vcpu, "went backwards", err);
	entry->exits -= before.exits;
	entry->cycles -= before.cycles;
	return 0;
}

static void add_cause(struct snapshot *snapshot, const struct cause *cause)
{
	snapshot->causes = xgrow(snapshot->causes, snapshot->n_causes, sizeof(*snapshot->causes));
	snapshot->causes[snapshot->n_causes++] = *cause;
}

static bool has_exits(const struct reading *r, uint32_t slot)
{
	return r->after->counters[slot].exits != r->before->counters[slot].exits;
}

static int read_entry(const struct reading *r, uint32_t vcpu, uint32_t number, struct error *err)
{
	struct cause_entry entry;
	struct slot_sum *sum;

	if (r->counters->abi->cause(r->counters, r->marks->after, vcpu, number, &entry, err))
		return -1;
	if (!entry.used)
		return 0;
	if (entry.slot >= r->after->n || entry.others)
		return wrong_entry(number, vcpu, "is of no slot", err);
	sum = &r->sums[entry.slot];
	sum->keyed = true;
	sum->exits += entry.exits;
	sum->cycles += entry.cycles;
	/* What is not told apart is left for the slot's other keys. */
	if (entry.hidden)
		return 0;
	if (subtract_before(r, vcpu, number, &entry, err))
		return -1;
	/* Time alone is that of an exit before the window. */
	if ((entry.exits || entry.cycles) && has_exits(r, entry.slot))
		add_cause(r->after, &(struct cause){ entry.slot, false, entry.key, entry.exits,
						     entry.cycles });
	return 0;
}

static int by_slot_and_key(const void *a, const void *b)
{
	const struct cause *x = a, *y = b;

	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	if (x->others != y->others)
		return x->others - y->others;
	return x->key < y->key ? -1 : x->key > y->key;
}

static void sort(struct snapshot *snapshot)
{
	if (snapshot->n_causes)
		qsort(snapshot->causes, snapshot->n_causes, sizeof(*snapshot->causes),
		      by_slot_and_key);
}

/* Makes one cause of those with one key: of several vCPUs, or of an entry that a key got anew. */
static void merge(struct snapshot *snapshot)
{
	size_t n = 0;

	sort(snapshot);
	for (size_t i = 0; i < snapshot->n_causes; i++) {
		struct cause *cause = &snapshot->causes[i];

		if (n && !by_slot_and_key(&snapshot->causes[n - 1], cause)) {
			snapshot->causes[n - 1].exits += cause->exits;
			snapshot->causes[n - 1].cycles += cause->cycles;
		} else {
			snapshot->causes[n++] = *cause;
		}
	}
	snapshot->n_causes = n;
}

static void add_up(const struct reading *r)
{
	for (size_t i = 0; i < r->after->n_causes; i++) {
		struct cause *cause = &r->after->causes[i];
		struct slot_sum *sum = &r->sums[cause->slot];

		sum->window_exits += cause->exits;
		sum->window_cycles += cause->cycles;
		if (!sum->most || cause->exits > r->after->causes[sum->most - 1].exits)
			sum->most = i + 1;
	}
}

/* In the mark itself the entries of a slot add up to its counter, to the last exit and cycle. */
static int check_mark(const struct reading *r, uint32_t slot, struct error *err)
{
	const struct counter *counter = &r->after->counters[slot];
	struct slot_sum *sum = &r->sums[slot];
	char label[REASON_LABEL_SIZE];

	for (size_t i = 0; i < r->counters->n_cause_vcpus; i++) {
		uint32_t vcpu = r->counters->cause_vcpus[i], number = n_keys(r->counters) + slot;
		struct cause_entry entry;

		if (r->counters->abi->cause(r->counters, r->marks->after, vcpu, number, &entry,
					    err))
			return -1;
		if (!entry.others || entry.slot != slot)
			return wrong_entry(number, vcpu, "is not that of its slot's other keys",
					   err);
		sum->exits += entry.exits;
		sum->cycles += entry.cycles;
	}
	if (sum->exits == counter->exits && sum->cycles == counter->cycles)
		return 0;
	return error_set(err,
			 "the details of '%s' add up to %" PRIu64 " exits and %" PRIu64
			 " cycles, where %" PRIu64 " and %" PRIu64 " were counted; the host's "
			 "kernel counts wrongly",
			 reason_key_label(&counter->key, label), sum->exits, sum->cycles,
			 counter->exits, counter->cycles);
}

/* Adds the cause "others" of a slot: what its keys leave of its exits. */
static int add_others(const struct reading *r, uint32_t slot, struct error *err)
{
	const struct counter *first = &r->before->counters[slot];
	const struct counter *second = &r->after->counters[slot];
	const struct slot_sum *sum = &r->sums[slot];
	uint64_t exits = second->exits - first->exits, cycles = second->cycles - first->cycles;
	uint64_t more = sum->window_exits > exits ? sum->window_exits - exits : 0;
	uint64_t longer = sum->window_cycles > cycles ? sum->window_cycles - cycles : 0;
	struct cause *most = sum->most ? &r->after->causes[sum->most - 1] : NULL;
	char label[REASON_LABEL_SIZE];

	if (more > UNDER_WAY_PER_VCPU * r->counters->n_cause_vcpus ||
	    (most && (more > most->exits || longer > most->cycles)))
		return error_set(err,
				 "the details of '%s' have %" PRIu64 " exits of the window, where "
				 "%" PRIu64 " were counted; the host's kernel counts wrongly",
				 reason_key_label(&second->key, label), sum->window_exits, exits);
	if (most) {
		most->exits -= more;
		most->cycles -= longer;
	}
	exits -= sum->window_exits - more;
	cycles -= sum->window_cycles - longer;
	if (exits || cycles)
		add_cause(r->after, &(struct cause){ slot, true, 0, exits, cycles });
	return 0;
}

/* Whether the slot has exits in the window that may have keys. */
static bool is_keyed(const struct reading *r, uint32_t slot)
{
	return has_exits(r, slot) &&
	       (r->sums[slot].keyed || cause_kind_of(&r->after->counters[slot].key) != CAUSE_NONE);
}

static int read_tables(const struct reading *r, struct error *err)
{
	for (size_t i = 0; i < r->counters->n_cause_vcpus; i++)
		for (uint32_t j = 0; j < n_keys(r->counters); j++)
			if (read_entry(r, r->counters->cause_vcpus[i], j, err))
				return -1;
	merge(r->after);
	add_up(r);
	for (uint32_t i = 0; i < r->after->n; i++)
		if (is_keyed(r, i) && check_mark(r, i, err))
			return -1;
	for (uint32_t i = 0; i < r->after->n; i++)
		if (is_keyed(r, i) && add_others(r, i, err))
			return -1;
	sort(r->after);
	return 0;
}

int causes_read(struct cpuid_counters *counters, const struct cause_marks *marks,
		const struct snapshot *before, struct snapshot *after, struct error *err)
{
	_cleanup_free_ struct slot_sum *sums = xcalloc(after->n, sizeof(*sums));
	const struct reading reading = { counters, marks, before, after, sums };

	if (!counters->n_cause_vcpus || counters->base.bare)
		return 0;
	after->has_causes = true;
	return read_tables(&reading, err);
}
