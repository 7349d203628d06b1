// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/why.h"

#include <stdlib.h>

#include "base/memory.h"

static bool is_cause(const struct why_cause *cause, const struct profile_cause *of)
{
	return reason_key_equal(&cause->row.key, &of->reason) && cause->others == of->others &&
	       (cause->others || cause->key == of->key);
}

/* For summarize_part(): the cause in one repeat. */
static void get_cause(const void *part, const struct profiled_repeat *repeat, uint64_t *exits,
		      uint64_t *cycles)
{
	const struct profile *profile = &repeat->profile;

	for (size_t i = 0; i < profile->n_causes; i++) {
		if (!is_cause(part, &profile->causes[i]))
			continue;
		*exits = profile->causes[i].exits;
		*cycles = profile->causes[i].cycles;
		return;
	}
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
}

void why_of_run(const struct profiled_result *result, const struct profiled_run *run,
		struct why *why)
{
	*why = (struct why){ .known = false };
	summarize(result, run, &why->summary);
	why->reasons = xcalloc(why->summary.n, sizeof(*why->reasons));
	why->n = why->summary.n;
	for (size_t i = 0; i < run->n_repeats; i++)
		why->known |= run->repeats[i].counts && run->repeats[i].profile.has_causes;
	for (size_t i = 0; i < why->n; i++) {
		why->reasons[i].row = &why->summary.rows[i];
		fill_reason(result, run, &why->reasons[i]);
	}
}

void why_free(struct why *why)
{
	for (size_t i = 0; i < why->n; i++)
		free(why->reasons[i].causes);
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

size_t why_ends(const struct why *why, struct why_end *ends, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < why->n; i++) {
		const struct why_reason *reason = &why->reasons[i];

		for (size_t j = 0; j < reason->n; j++)
			n = add_end(ends, n, most,
				    (struct why_end){ reason, &reason->causes[j],
						      &reason->causes[j].row });
		if (!reason->n)
			n = add_end(ends, n, most, (struct why_end){ reason, NULL, reason->row });
	}
	return n;
}
