// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/why.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static bool is_cause(const struct why_cause *cause, const struct profile_cause *of)
{
	return reason_key_equal(&cause->row.key, &of->reason) && cause->others == of->others &&
	       (cause->others || cause->key == of->key);
}

/* For summarize_part(): the cause in one repeat. */
static bool get_cause(const void *part, const struct profiled_repeat *repeat, uint64_t *exits,
		      uint64_t *cycles)
{
	const struct profile *profile = &repeat->profile;

	for (size_t i = 0; i < profile->n_causes; i++) {
		if (!is_cause(part, &profile->causes[i]))
			continue;
		*exits = profile->causes[i].exits;
		*cycles = profile->causes[i].cycles;
		break;
	}
	return profile->has_causes;
}

static bool has_cause(const struct why_reason *reason, const struct profile_cause *of)
{
	for (size_t i = 0; i < reason->n; i++)
		if (is_cause(&reason->causes[i], of))
			return true;
	return false;
}

static void collect(const struct profiled_run *run, struct why_reason *reason)
{
	for (size_t i = 0; i < run->n_repeats; i++) {
		const struct profile *profile = &run->repeats[i].profile;

		for (size_t j = 0; j < profile->n_causes && run->repeats[i].counts; j++) {
			const struct profile_cause *cause = &profile->causes[j];

			if (!reason_key_equal(&cause->reason, &reason->row->key) ||
			    has_cause(reason, cause))
				continue;
			reason->causes = xgrow(reason->causes, reason->n, sizeof(*reason->causes));
			reason->causes[reason->n].others = cause->others;
			reason->causes[reason->n].key = cause->key;
			reason->causes[reason->n++].row.key = cause->reason;
		}
	}
}

/* What code is below: a cause, or a reason that has none. */
struct code_parent {
	const struct why_reason *reason;
	const struct why_cause *cause; /* NULL: the reason */
};

static bool has_key(const struct why_reason *reason, uint64_t key)
{
	for (size_t i = 0; i < reason->n; i++)
		if (!reason->causes[i].others && reason->causes[i].key == key)
			return true;
	return false;
}

/* Whether records are of the parent. Those with a key that has no cause are of the others. */
static bool is_below(const struct code_parent *parent, const struct repeat *repeat,
		     const struct code_count *count)
{
	if (!reason_key_equal(&repeat->after.counters[count->slot].key, &parent->reason->row->key))
		return false;
	if (!parent->cause)
		return true;
	return parent->cause->others ? !has_key(parent->reason, count->key) :
				       parent->cause->key == count->key;
}

/* The records of a parent in one repeat, all of them and those with a name. */
struct code_share {
	uint64_t n, cycles, all_n, all_cycles;
};

static struct code_share share_of(const struct code_parent *parent, const char *name,
				  const struct repeat *repeat)
{
	struct code_share share = { 0 };

	for (size_t i = 0; i < repeat->code.n; i++) {
		const struct code_count *count = &repeat->code.list[i];

		if (!is_below(parent, repeat, count))
			continue;
		share.all_n += count->n;
		share.all_cycles += count->cycles;
		if (strcmp(count->name, name) != 0)
			continue;
		share.n += count->n;
		share.cycles += count->cycles;
	}
	return share;
}

/* For summarize_part(): one name below one parent. */
struct code_part {
	const struct code_parent *parent;
	const char *name;
};

static uint64_t part_of(uint64_t whole, uint64_t part, uint64_t parts)
{
	return parts ? (uint64_t)((double)whole * ((double)part / (double)parts) + 0.5) : 0;
}

static bool get_code(const void *part, const struct profiled_repeat *repeat, uint64_t *exits,
		     uint64_t *cycles)
{
	const struct code_part *code = part;
	const struct code_parent *parent = code->parent;
	const struct code_share share = share_of(parent, code->name, repeat->repeat);
	const struct profile_row *row = profile_find(&repeat->profile, &parent->reason->row->key);

	if (!repeat->repeat->code.period)
		return false;
	if (parent->cause) {
		if (!get_cause(parent->cause, repeat, exits, cycles))
			return false;
	} else if (row) {
		*exits = row->exits;
		*cycles = row->cycles;
	}
	*exits = part_of(*exits, share.n, share.all_n);
	*cycles = part_of(*cycles, share.cycles, share.all_cycles);
	return true;
}

/*
 * The interval of a share of which k of n were seen: Wilson's score interval, which is sensible for
 * few and for all, too.
 */
static void interval(double k, double n, double *low, double *high)
{
	const double z = 1.96;
	double share = k / n, middle = share + z * z / (2 * n);
	double half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n));

	*low = (middle - half) / (1 + z * z / n);
	*high = (middle + half) / (1 + z * z / n);
}

/* How well the exits of a code are known, from the records of all repeats together. */
static void judge_code(const struct profiled_run *run, const struct code_part *part,
		       const struct summary_row *whole, struct why_code *code)
{
	uint64_t k = 0, n = 0;

	for (size_t i = 0; i < run->n_repeats; i++) {
		const struct repeat *repeat = run->repeats[i].repeat;
		struct code_share share;

		if (!run->repeats[i].counts)
			continue;
		share = share_of(part->parent, part->name, repeat);
		k += share.n;
		n += share.all_n;
		code->estimated |= repeat->code.period > 1 || repeat->code.lost;
	}
	if (!n || !code->estimated)
		return;
	interval((double)k, (double)n, &code->low, &code->high);
	code->low *= whole->exits.median;
	code->high *= whole->exits.median;
}

static bool has_name(const struct why_codes *codes, const char *name)
{
	for (size_t i = 0; i < codes->n; i++)
		if (!strcmp(codes->list[i].name, name))
			return true;
	return false;
}

static void collect_codes(const struct profiled_run *run, const struct code_parent *parent,
			  struct why_codes *codes)
{
	for (size_t i = 0; i < run->n_repeats; i++) {
		const struct repeat *repeat = run->repeats[i].repeat;

		for (size_t j = 0; j < repeat->code.n && run->repeats[i].counts; j++) {
			const struct code_count *count = &repeat->code.list[j];

			if (!is_below(parent, repeat, count) || has_name(codes, count->name))
				continue;
			codes->list = xgrow(codes->list, codes->n, sizeof(*codes->list));
			codes->list[codes->n++].name = count->name;
		}
	}
}

static int compare_codes(const void *a, const void *b)
{
	const struct why_code *x = a, *y = b;

	if (x->row.exits.median != y->row.exits.median)
		return x->row.exits.median < y->row.exits.median ? 1 : -1;
	return strcmp(x->name, y->name);
}

static void fill_codes(const struct profiled_result *result, const struct profiled_run *run,
		       const struct code_parent *parent, struct why_codes *codes)
{
	const struct summary_row *whole = parent->cause ? &parent->cause->row : parent->reason->row;

	collect_codes(run, parent, codes);
	for (size_t i = 0; i < codes->n; i++) {
		const struct code_part part = { parent, codes->list[i].name };

		codes->list[i].row.key = parent->reason->row->key;
		summarize_part(result, run, get_code, &part, &codes->list[i].row);
		judge_code(run, &part, whole, &codes->list[i]);
	}
	if (codes->n)
		qsort(codes->list, codes->n, sizeof(*codes->list), compare_codes);
}

/* The others come last, however many they are: they are no single cause. */
static int compare_causes(const void *a, const void *b)
{
	const struct why_cause *x = a, *y = b;

	if (x->others != y->others)
		return x->others - y->others;
	if (x->row.exits.median != y->row.exits.median)
		return x->row.exits.median < y->row.exits.median ? 1 : -1;
	return x->key < y->key ? -1 : x->key > y->key;
}

static void fill_reason(const struct profiled_result *result, const struct profiled_run *run,
			struct why_reason *reason)
{
	collect(run, reason);
	for (size_t i = 0; i < reason->n; i++)
		summarize_part(result, run, get_cause, &reason->causes[i], &reason->causes[i].row);
	if (reason->n)
		qsort(reason->causes, reason->n, sizeof(*reason->causes), compare_causes);
	for (size_t i = 0; i < reason->n; i++)
		fill_codes(result, run, &(struct code_parent){ reason, &reason->causes[i] },
			   &reason->causes[i].codes);
	if (!reason->n)
		fill_codes(result, run, &(struct code_parent){ reason, NULL }, &reason->codes);
}

/* What the repeats have, and how good it is. */
static void note_repeats(const struct profiled_run *run, struct why *why)
{
	for (size_t i = 0; i < run->n_repeats; i++) {
		const struct code_counts *code = &run->repeats[i].repeat->code;

		if (!run->repeats[i].counts)
			continue;
		why->n_known += run->repeats[i].profile.has_causes;
		why->n_recorded += code->period > 0;
		why->estimated |= code->period > 1 || code->lost;
		why->lost += code->lost;
		if (code->period > why->period)
			why->period = code->period;
	}
}

void why_of_run(const struct profiled_result *result, const struct profiled_run *run,
		struct why *why)
{
	*why = (struct why){ .known = false };
	summarize(result, run, &why->summary);
	why->reasons = xcalloc(why->summary.n, sizeof(*why->reasons));
	why->n = why->summary.n;
	note_repeats(run, why);
	why->known = why->n_known > 0;
	why->recorded = why->n_recorded > 0;
	for (size_t i = 0; i < why->n; i++) {
		why->reasons[i].row = &why->summary.rows[i];
		fill_reason(result, run, &why->reasons[i]);
	}
}

const char *why_label(const struct why_cause *cause, const struct regions *regions,
		      char buf[CAUSE_LABEL_SIZE])
{
	return cause->others ? cause_others(&cause->row.key) :
			       cause_label(&cause->row.key, cause->key, regions, buf);
}

void why_free(struct why *why)
{
	for (size_t i = 0; i < why->n; i++) {
		for (size_t j = 0; j < why->reasons[i].n; j++)
			free(why->reasons[i].causes[j].codes.list);
		free(why->reasons[i].causes);
		free(why->reasons[i].codes.list);
	}
	free(why->reasons);
	summary_free(&why->summary);
	*why = (struct why){ .known = false };
}

/* Puts an end into its place, if it has one among the first. */
static size_t add_end(struct why_end *ends, size_t n, size_t most, struct why_end end)
{
	size_t at = n;

	while (at && ends[at - 1].row->exits.median < end.row->exits.median)
		at--;
	if (at == most)
		return n;
	n += n < most;
	for (size_t i = n - 1; i > at; i--)
		ends[i] = ends[i - 1];
	ends[at] = end;
	return n;
}

/* Whether a cause of the reason has a share of the exits that is worth a word. */
static bool has_end(const struct why *why, const struct why_reason *reason)
{
	for (size_t i = 0; i < reason->n; i++)
		if (summary_share(&why->summary, &reason->causes[i].row) >= WHY_END_SHARE)
			return true;
	return false;
}

size_t why_ends(const struct why *why, struct why_end *ends, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < why->n; i++) {
		const struct why_reason *reason = &why->reasons[i];
		bool divided = has_end(why, reason);

		for (size_t j = 0; j < reason->n && divided; j++) {
			const struct why_cause *cause = &reason->causes[j];

			n = add_end(ends, n, most,
				    (struct why_end){ reason, cause, &cause->codes, &cause->row });
		}
		if (!divided)
			n = add_end(ends, n, most,
				    (struct why_end){ reason, NULL, &reason->codes, reason->row });
	}
	while (n && summary_share(&why->summary, ends[n - 1].row) < WHY_END_SHARE)
		n--;
	return n;
}
