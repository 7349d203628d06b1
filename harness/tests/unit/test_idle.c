// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the idle guest's rate and its drift, and that its exits are subtracted from a workload's.
 */
#include "support/build.h"

#include <math.h>

#include "analysis/idle.h"
#include "analysis/summary.h"

static void test_drift(void **state)
{
	static const struct {
		uint64_t exits[3];
		double wall_s[3];
		bool failed[3];
		size_t n_windows;
		size_t n;
		double median, share;
		bool is_signal;
	} rows[] = {
		{ { 0 }, { 0 }, { 0 }, 0, 0, 0, 0, false },
		{ { 500 }, { 1 }, { 0 }, 1, 1, 500, 0, false },
		{ { 500, 500, 500 }, { 1, 1, 1 }, { 0 }, 3, 3, 500, 0, false },
		/* 20 % is not wide, however sure. */
		{ { 10000, 11000, 12000 }, { 1, 1, 1 }, { 0 }, 3, 3, 11000, 2000.0 / 11000, false },
		{ { 10000, 11000, 14000 }, { 1, 1, 1 }, { 0 }, 3, 3, 11000, 4000.0 / 11000, true },
		/* The same share of few exits may be chance: 3 x sqrt(10 + 14) is more than 4. */
		{ { 10, 11, 14 }, { 1, 1, 1 }, { 0 }, 3, 3, 11, 4.0 / 11, false },
		/* Rates count, not exits. */
		{ { 500, 1000, 250 }, { 1, 2, 0.5 }, { 0 }, 3, 3, 500, 0, false },
		{ { 500, 9000, 500 }, { 1, 1, 1 }, { false, true, false }, 3, 2, 500, 0, false },
		{ { 0, 0, 0 }, { 1, 1, 1 }, { 0 }, 3, 3, 0, 0, false },
		{ { 500, 500, 500 }, { 1, 0, 1 }, { 0 }, 3, 2, 500, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct profiled_result p;
		struct idle_drift drift;
		struct result r;

		build_result(&r);
		for (size_t j = 0; j < rows[i].n_windows; j++) {
			struct build_repeat from = { .wall_s = rows[i].wall_s[j],
						     .failed = rows[i].failed[j] };

			from.exits[1] = rows[i].exits[j];
			build_idle(&r, (enum idle_place)j, 0, &from);
		}
		p = build_profiles(&r);
		drift = idle_drift(&p);
		assert_int_equal(drift.n, rows[i].n);
		assert_float_equal(drift.median, rows[i].median, 1e-9);
		assert_float_equal(drift.share, rows[i].share, 1e-9);
		assert_int_equal(drift.is_signal, rows[i].is_signal);
		profiled_result_free(&p);
		result_free(&r);
	}
}

static const struct profile_options net_idle = { .net_idle = true };

static const struct profile_row *find(const struct profiled_result *p, uint32_t code)
{
	const struct reason_key key = reason_key(ISA_SVM, code);

	return profile_find(&p->runs[0].repeats[0].profile, &key);
}

/* CPUID, HLT, NPF: rates of 10, 100 and 0 (medians of 5 10 12, 90 100 110, 0 0 9) in 2 s. */
static void test_subtraction(void **state)
{
	static const struct build_repeat idle[] = {
		{ { 5, 90, 9, 0 }, { 100, 7000, 900, 0 }, 1, 0, false },
		{ { 20, 200, 0, 0 }, { 400, 14000, 0, 0 }, 2, 0, false },
		{ { 6, 55, 0, 0 }, { 150, 3500, 0, 0 }, 0.5, 0, false },
		{ { 77, 7777, 777, 0 }, { 0 }, 1, 0, true },
	};
	static const struct build_repeat work = {
		{ 50, 150, 4, 3 }, { 10000, 9000, 800, 70 }, 2, 10, false
	};
	const struct reason_key other = reason_key_catch_all(ISA_SVM);
	struct profiled_result p;
	struct summary s;
	struct result r;

	(void)state;
	build_result(&r);
	build_repeat(&r, build_run(&r, "w"), &work);
	profile_result(&r, &net_idle, &p);
	assert_false(p.net_idle);
	assert_int_equal(find(&p, BUILD_CPUID)->exits, 50);
	profiled_result_free(&p);
	for (size_t i = 0; i < N(idle); i++)
		build_idle(&r, (enum idle_place)(i % 3), 0, &idle[i]);
	profile_result(&r, &net_idle, &p);
	assert_true(p.net_idle);
	assert_int_equal(find(&p, BUILD_CPUID)->exits, 30);
	assert_int_equal(find(&p, BUILD_CPUID)->cycles, 10000 - 2 * 200);
	/* No less than nothing; and HLT's time stays what it is. */
	assert_int_equal(find(&p, BUILD_HLT)->exits, 0);
	assert_int_equal(find(&p, BUILD_HLT)->cycles, 9000);
	assert_int_equal(find(&p, BUILD_NPF)->exits, 4);
	assert_int_equal(profile_find(&p.runs[0].repeats[0].profile, &other)->exits, 3);
	assert_int_equal(p.runs[0].repeats[0].profile.exits, 37);
	assert_int_equal(p.runs[0].repeats[0].profile.cycles, 9600 + 9000 + 800 + 70);
	/* What was recorded stays as it was, and so do the profiles without the option. */
	assert_int_equal(r.runs[0].repeats[0].after.counters[1].exits, 2150);
	summarize(&p, &p.runs[0], &s);
	assert_float_equal(s.total.per_op.median, 3.7, 1e-9);
	summary_free(&s);
	profiled_result_free(&p);
	p = build_profiles(&r);
	assert_int_equal(find(&p, BUILD_CPUID)->exits, 50);
	profiled_result_free(&p);
	result_free(&r);
}

/* Nothing is left of a reason: it has no row. */
static void test_nothing_left(void **state)
{
	static const struct build_repeat idle = { { 9, 0, 9, 0 }, { 900, 0, 900, 0 }, 1, 0, false };
	static const struct build_repeat work = { { 9, 0, 5, 0 }, { 900, 0, 100, 0 }, 1, 0, false };
	struct profiled_result p;
	struct result r;

	(void)state;
	build_result(&r);
	build_repeat(&r, build_run(&r, "w"), &work);
	build_idle(&r, IDLE_BEFORE, 0, &idle);
	profile_result(&r, &net_idle, &p);
	assert_true(p.net_idle);
	assert_int_equal(p.runs[0].repeats[0].profile.n, 0);
	assert_int_equal(p.runs[0].repeats[0].profile.exits, 0);
	profiled_result_free(&p);
	result_free(&r);
}

static void give_details(struct profile *p, uint64_t user, uint64_t low, uint64_t high)
{
	p->has_user = p->has_histograms = true;
	for (size_t i = 0; i < p->n; i++) {
		p->rows[i].user_exits = user;
		p->rows[i].user_cycles = 10 * user;
		p->rows[i].histogram.buckets[10] = low;
		p->rows[i].histogram.buckets[20] = high;
	}
}

static void give_vcpu(struct profile *p, uint64_t exits)
{
	p->vcpus = xcalloc(1, sizeof(*p->vcpus));
	p->n_vcpus = 1;
	p->vcpus[0] = (struct profile){ .isa = ISA_SVM, .n = 1, .exits = exits };
	p->vcpus[0].rows = xcalloc(1, sizeof(*p->rows));
	p->vcpus[0].rows[0] =
		(struct profile_row){ .key = reason_key(ISA_SVM, BUILD_NPF), .exits = exits };
}

static void test_details_and_vcpus(void **state)
{
	static const struct build_repeat idle = { { 0, 0, 30, 0 }, { 0 }, 1, 0, false };
	static const struct build_repeat work = { { 0, 0, 100, 0 }, { 0 }, 1, 0, false };
	const struct profile_row *row;
	struct profiled_repeat *repeat;
	struct profiled_result p;
	struct result r;

	(void)state;
	build_result(&r);
	build_repeat(&r, build_run(&r, "w"), &work);
	build_idle(&r, IDLE_BEFORE, 0, &idle);
	p = build_profiles(&r);
	repeat = &p.runs[0].repeats[0];
	give_details(&repeat->profile, 40, 60, 40);
	give_vcpu(&repeat->profile, 70);
	give_details(&p.idle[0].profile, 5, 25, 5);
	give_vcpu(&p.idle[0].profile, 20);
	idle_subtract(p.idle, p.n_idle, repeat);
	row = find(&p, BUILD_NPF);
	assert_int_equal(row->exits, 70);
	assert_int_equal(row->user_exits, 35);
	assert_int_equal(row->user_cycles, 350);
	assert_int_equal(row->histogram.buckets[10], 35);
	assert_int_equal(row->histogram.buckets[20], 35);
	assert_int_equal(repeat->profile.vcpus[0].rows[0].exits, 50);
	assert_int_equal(repeat->profile.vcpus[0].exits, 50);
	profiled_result_free(&p);
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drift),
		cmocka_unit_test(test_subtraction),
		cmocka_unit_test(test_nothing_left),
		cmocka_unit_test(test_details_and_vcpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
