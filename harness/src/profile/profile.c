// SPDX-License-Identifier: GPL-2.0-only
#include "profile/profile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

static int compare_rows(const void *a, const void *b)
{
	const struct profile_row *x = a, *y = b;

	if (x->exits != y->exits)
		return x->exits < y->exits ? 1 : -1;
	return x->code < y->code ? -1 : x->code > y->code;
}

static int check_shapes(const struct snapshot *before, const struct snapshot *after,
			struct error *err)
{
	if (before->n != after->n)
		return error_set(err, "the two snapshots have %zu and %zu counters", before->n,
				 after->n);
	if (before->epoch != after->epoch)
		return error_set(err,
				 "the exit counters started again from zero between the two "
				 "snapshots (epoch %08" PRIx32 " became %08" PRIx32 ")",
				 before->epoch, after->epoch);
	for (size_t i = 0; i < after->n; i++)
		if (before->counters[i].code != after->counters[i].code ||
		    before->counters[i].other != after->counters[i].other)
			return error_set(err,
					 "counter %zu is of two different reasons in the two "
					 "snapshots",
					 i);
	return 0;
}

static int counter_delta(const struct counters_info *info, const struct counter *before,
			 const struct counter *after, struct profile_row *row, struct error *err)
{
	char label[REASON_LABEL_SIZE];

	*row = (struct profile_row){ .code = after->code, .other = after->other };
	row->exits = after->exits - before->exits;
	row->cycles = after->cycles - before->cycles;
	if (info->bits == 32)
		row->exits &= UINT32_MAX;
	else if (after->exits < before->exits)
		return error_set(err,
				 "the counter of '%s' went backwards, from %" PRIu64 " to "
				 "%" PRIu64,
				 profile_row_label(info->isa, row->code, row->other, label),
				 before->exits, after->exits);
	if (after->cycles < before->cycles)
		return error_set(err,
				 "the handling time of '%s' went backwards, from %" PRIu64
				 " to %" PRIu64,
				 profile_row_label(info->isa, row->code, row->other, label),
				 before->cycles, after->cycles);
	return 0;
}

/* The reader's share in the time of CPUID: known from the mark, else an estimate. */
static int subtract_own_time(const struct snapshot *before, const struct read_cost *cost,
			     struct profile *profile, struct profile_row *row, struct error *err)
{
	uint64_t cycles = cost ? profile->own_exits * cost->cycles : 0;

	if (before->generation)
		cycles = before->mark_cycles;
	if (cycles > row->cycles && before->generation)
		return error_set(err,
				 "%" PRIu64 " cycles of CPUID exits were counted where the mark "
				 "alone took %" PRIu64 "; the counters are not of this virtual "
				 "machine",
				 row->cycles, cycles);
	/* An estimate may exceed the whole by a little. */
	profile->own_cycles = cycles < row->cycles ? cycles : row->cycles;
	row->cycles = row->exits ? row->cycles - profile->own_cycles : 0;
	return 0;
}

static int subtract_own(const struct snapshot *before, const struct read_cost *cost,
			struct profile *profile, struct profile_row *row, struct error *err)
{
	if (row->exits < profile->own_exits)
		return error_set(err,
				 "%" PRIu64 " CPUID exits were counted where the reader alone "
				 "made %" PRIu64 "; the counters are not of this virtual machine",
				 row->exits, profile->own_exits);
	row->exits -= profile->own_exits;
	return subtract_own_time(before, cost, profile, row, err);
}

int profile_between(const struct counters_info *info, const struct snapshot *before,
		    const struct snapshot *after, const struct read_cost *cost,
		    struct profile *profile, struct error *err)
{
	struct profile p = { .isa = info->isa, .has_time = info->has_time };

	if (check_shapes(before, after, err))
		return -1;
	p.own_exits = after->queries - before->queries;
	p.rows = xcalloc(after->n, sizeof(*p.rows));
	for (size_t i = 0; i < after->n; i++) {
		struct profile_row *row = &p.rows[p.n];

		if (counter_delta(info, &before->counters[i], &after->counters[i], row, err))
			goto fail;
		if (!row->other && row->code == reason_cpuid(info->isa) &&
		    subtract_own(before, cost, &p, row, err))
			goto fail;
		if (!row->exits)
			continue;
		p.exits += row->exits;
		p.cycles += row->cycles;
		p.n++;
	}
	qsort(p.rows, p.n, sizeof(*p.rows), compare_rows);
	*profile = p;
	return 0;
fail:
	free(p.rows);
	return -1;
}

const struct profile_row *profile_find(const struct profile *profile, uint32_t code, bool other)
{
	for (size_t i = 0; i < profile->n; i++)
		if (profile->rows[i].code == code && profile->rows[i].other == other)
			return &profile->rows[i];
	return NULL;
}

void profile_free(struct profile *profile)
{
	free(profile->rows);
	*profile = (struct profile){ 0 };
}

const char *profile_row_label(enum isa isa, uint32_t code, bool other, char buf[REASON_LABEL_SIZE])
{
	if (!other)
		return reason_label(isa, code, buf);
	snprintf(buf, REASON_LABEL_SIZE, "other");
	return buf;
}
