// SPDX-License-Identifier: GPL-2.0-only
/* Tests medians and ranges over repeats: which repeats count, and what is not known. */
#include "support/build.h"

#include "analysis/summary.h"

static void test_spread(void **state)
{
	static const struct {
		double values[4];
		size_t n;
		struct spread expected;
	} rows[] = {
		{ { 0 }, 0, { 0, 0, 0, 0 } },
		{ { 5 }, 1, { 1, 5, 5, 5 } },
		{ { 9, 1 }, 2, { 2, 5, 1, 9 } },
		{ { 9, 1, 2 }, 3, { 3, 2, 1, 9 } },
		{ { 4, -1, 3, 2 }, 4, { 4, 2.5, -1, 4 } },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		double values[4];
		struct spread s;

		memcpy(values, rows[i].values, sizeof(values));
		s = spread_of(values, rows[i].n);
		assert_int_equal(s.n, rows[i].expected.n);
		assert_float_equal(s.median, rows[i].expected.median, 0);
		assert_float_equal(s.min, rows[i].expected.min, 0);
		assert_float_equal(s.max, rows[i].expected.max, 0);
	}
}

static void assert_spread(const struct spread *s, size_t n, double median, double min, double max)
{
	assert_int_equal(s->n, n);
	assert_float_equal(s->median, median, 1e-9);
	assert_float_equal(s->min, min, 1e-9);
	assert_float_equal(s->max, max, 1e-9);
}

static const struct summary_row *find(const struct summary *summary, uint32_t code, bool other)
{
	for (size_t i = 0; i < summary->n; i++)
		if (summary->rows[i].key.code == code &&
		    reason_key_is_catch_all(&summary->rows[i].key) == other)
			return &summary->rows[i];
	fail_msg("no row of 0x%x", code);
	return NULL;
}

/* Of the first workload of a result. */
static void summarize_first(const struct result *r, const struct profile_options *options,
			    struct summary *s)
{
	struct profiled_result p;

	profile_result(r, options, &p);
	summarize(&p, &p.runs[0], s);
	profiled_result_free(&p);
}

static void test_quantities(void **state)
{
	/* CPUID, HLT, NPF, catch-all */
	static const struct build_repeat repeats[] = {
		{ { 10, 100, 4, 0 }, { 1000, 900000, 8000, 0 }, 2, 20, false },
		{ { 30, 50, 0, 0 }, { 3000, 400000, 0, 0 }, 1, 10, false },
		{ { 20, 60, 2, 6 }, { 4000, 500000, 2000, 600 }, 4, 40, false },
	};
	struct workload_run *run;
	struct summary s;
	struct result r;

	(void)state;
	build_result(&r);
	run = build_run(&r, "w");
	for (size_t i = 0; i < N(repeats); i++)
		build_repeat(&r, run, &repeats[i]);
	summarize_first(&r, NULL, &s);
	assert_int_equal(s.n_repeats, 3);
	assert_int_equal(s.n, 4);
	assert_spread(&s.wall_s, 3, 2, 1, 4);
	assert_spread(&s.ops, 3, 20, 10, 40);
	/* Largest median first. */
	assert_int_equal(s.rows[0].key.code, BUILD_HLT);
	assert_int_equal(s.rows[1].key.code, BUILD_CPUID);
	assert_spread(&find(&s, BUILD_CPUID, false)->exits, 3, 20, 10, 30);
	assert_spread(&find(&s, BUILD_CPUID, false)->per_second, 3, 5, 5, 30);
	assert_spread(&find(&s, BUILD_CPUID, false)->per_op, 3, 0.5, 0.5, 3);
	assert_spread(&find(&s, BUILD_CPUID, false)->cycles_per_exit, 3, 100, 100, 200);
	assert_spread(&find(&s, BUILD_CPUID, false)->cycles_per_op, 3, 100, 50, 300);
	/* A reason that a repeat did not see counts there as 0, but has no cost per exit. */
	assert_spread(&find(&s, BUILD_NPF, false)->exits, 3, 2, 0, 4);
	assert_spread(&find(&s, BUILD_NPF, false)->cycles_per_exit, 2, 1500, 1000, 2000);
	assert_spread(&find(&s, 0xffffffff, true)->exits, 3, 0, 0, 6);
	/* 1 MHz, two vCPUs: 2,000,000 cycles a second. */
	assert_spread(&find(&s, BUILD_HLT, false)->tax, 3, 0.2, 0.0625, 0.225);
	/* The total has HLT's exits, and not its time. */
	assert_spread(&s.total.exits, 3, 88, 80, 114);
	assert_spread(&s.total.per_second, 3, 57, 22, 80);
	assert_spread(&s.total.cycles_per_exit, 3, 6600.0 / 28, 100, 9000.0 / 14);
	assert_spread(&s.total.cycles_per_op, 3, 300, 165, 450);
	assert_spread(&s.total.tax, 3, 3000.0 / 2e6, 6600.0 / 8e6, 9000.0 / 4e6);
	summary_free(&s);
	result_free(&r);
}

static void test_failed_repeats_do_not_count(void **state)
{
	static const struct build_repeat repeats[] = {
		{ { 10, 0, 0, 0 }, { 0 }, 1, 5, false },
		{ { 99, 0, 77, 0 }, { 0 }, 9, 9, true },
	};
	struct workload_run *run;
	struct summary s;
	struct result r;

	(void)state;
	build_result(&r);
	run = build_run(&r, "w");
	for (size_t i = 0; i < N(repeats); i++)
		build_repeat(&r, run, &repeats[i]);
	summarize_first(&r, NULL, &s);
	assert_int_equal(s.n_repeats, 1);
	assert_int_equal(s.n, 1);
	assert_spread(&s.total.exits, 1, 10, 10, 10);
	assert_spread(&s.wall_s, 1, 1, 1, 1);
	summary_free(&s);
	/* Unless they are asked for; what was recorded stays as it was. */
	summarize_first(&r, &(const struct profile_options){ .failed_too = true }, &s);
	assert_int_equal(s.n_repeats, 2);
	assert_spread(&s.total.exits, 2, 93, 10, 176);
	summary_free(&s);
	assert_false(run->repeats[1].ok);
	assert_non_null(run->repeats[1].trouble);
	result_free(&r);
}

#define BUILD_IDLE_HLT 0xa6

/* A processor with two reasons for idle time: neither is a cost, and the sum of a repeat counts. */
static void test_two_kinds_of_idle_time(void **state)
{
	/* CPUID, HLT, HLT of the other kind, catch-all; of 2,000,000 cycles a second */
	static const struct build_repeat repeats[] = {
		{ { 10, 100, 50, 0 }, { 2000, 900000, 100000, 0 }, 1, 20, false },
		{ { 10, 100, 50, 0 }, { 4000, 100000, 300000, 0 }, 1, 20, false },
		{ { 10, 100, 50, 0 }, { 6000, 500000, 900000, 0 }, 1, 20, false },
	};
	const struct summary_row *top[SUMMARY_TOP];
	struct workload_run *run;
	struct summary s;
	struct result r;

	(void)state;
	build_result(&r);
	run = build_run(&r, "w");
	for (size_t i = 0; i < N(repeats); i++)
		build_code(build_repeat(&r, run, &repeats[i]), 2, BUILD_IDLE_HLT);
	summarize_first(&r, NULL, &s);
	/* The medians of both are 0.25 and 0.15; of the sums 0.5, 0.2 and 0.7 it is 0.5. */
	assert_spread(&find(&s, BUILD_HLT, false)->tax, 3, 0.25, 0.05, 0.45);
	assert_spread(&find(&s, BUILD_IDLE_HLT, false)->tax, 3, 0.15, 0.05, 0.45);
	assert_spread(&s.idle, 3, 0.5, 0.2, 0.7);
	assert_spread(&s.total.tax, 3, 0.002, 0.001, 0.003);
	assert_spread(&s.total.cycles_per_exit, 3, 400, 200, 600);
	assert_int_equal(summary_top(&s, top), 3);
	assert_int_equal(top[0]->key.code, BUILD_HLT);
	assert_float_equal(summary_share(&s, top[0]), 0.625, 1e-9);
	summary_free(&s);
	/* Merged into one class it is the same. */
	summarize_first(&r, &(const struct profile_options){ .by_class = true }, &s);
	assert_int_equal(s.isa, ISA_CLASSES);
	assert_spread(&s.idle, 3, 0.5, 0.2, 0.7);
	assert_spread(&find(&s, REASON_HLT, false)->tax, 3, 0.5, 0.2, 0.7);
	summary_free(&s);
	result_free(&r);
}

/* The most frequent reasons are told from a twentieth of the exits on. */
static void test_top(void **state)
{
	static const struct {
		uint64_t exits[BUILD_SLOTS];
		size_t n;
	} rows[] = {
		{ { 0, 0, 0, 0 }, 0 },
		{ { 95, 5, 0, 0 }, 2 },
		{ { 951, 49, 0, 0 }, 1 },
		{ { 25, 25, 25, 25 }, 3 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct build_repeat repeat = { .wall_s = 1 };
		const struct summary_row *top[SUMMARY_TOP];
		struct workload_run *run;
		struct summary s;
		struct result r;

		build_result(&r);
		run = build_run(&r, "w");
		memcpy(repeat.exits, rows[i].exits, sizeof(repeat.exits));
		build_repeat(&r, run, &repeat);
		summarize_first(&r, NULL, &s);
		assert_int_equal(summary_top(&s, top), rows[i].n);
		summary_free(&s);
		result_free(&r);
	}
}

/* No repeat at all, or one without a single exit. */
static void test_nothing_to_sum_up(void **state)
{
	static const struct build_repeat quiet = { .wall_s = 1 };
	struct workload_run *run;
	struct summary s;
	struct result r;

	(void)state;
	build_result(&r);
	run = build_run(&r, "w");
	summarize_first(&r, NULL, &s);
	assert_int_equal(s.n_repeats, 0);
	assert_int_equal(s.n, 0);
	assert_int_equal(s.total.exits.n, 0);
	summary_free(&s);
	build_repeat(&r, run, &quiet);
	summarize_first(&r, NULL, &s);
	assert_int_equal(s.n_repeats, 1);
	assert_int_equal(s.n, 0);
	assert_spread(&s.total.exits, 1, 0, 0, 0);
	assert_spread(&s.total.per_second, 1, 0, 0, 0);
	assert_int_equal(s.total.per_op.n, 0);
	assert_int_equal(s.total.cycles_per_exit.n, 0);
	summary_free(&s);
	result_free(&r);
}

/* What the host or the tool does not tell is not known, rather than 0. */
static void test_what_is_not_told(void **state)
{
	static const struct build_repeat repeat = {
		{ 10, 2, 0, 0 }, { 50, 70, 0, 0 }, 1, 0, false
	};
	static const struct {
		bool has_time;
		uint32_t tsc_khz, n_vcpus;
		size_t n_cycles, n_tax;
	} rows[] = {
		{ true, 1000, 2, 1, 1 },
		{ false, 1000, 2, 0, 0 },
		{ true, 0, 2, 1, 0 },
		{ true, 1000, 0, 1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct workload_run *run;
		struct summary s;
		struct result r;

		build_result(&r);
		r.counters.has_time = rows[i].has_time;
		r.counters.tsc_khz = rows[i].tsc_khz;
		r.counters.n_vcpus = rows[i].n_vcpus;
		run = build_run(&r, "w");
		build_repeat(&r, run, &repeat);
		summarize_first(&r, NULL, &s);
		assert_int_equal(s.ops.n, 0);
		assert_int_equal(s.rows[0].per_op.n, 0);
		assert_int_equal(s.rows[0].cycles_per_op.n, 0);
		assert_int_equal(s.rows[0].cycles_per_exit.n, rows[i].n_cycles);
		assert_int_equal(s.total.tax.n, rows[i].n_tax);
		summary_free(&s);
		result_free(&r);
	}
}

/* Details of a row in a profile, all vCPUs together or one. */
static void add_details(struct profile *p, uint32_t code, uint64_t user_exits, size_t bucket)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->rows[i].key.kind != KIND_ALL || p->rows[i].key.code != code)
			continue;
		p->rows[i].user_exits = user_exits;
		p->rows[i].user_cycles = 10 * user_exits;
		p->rows[i].histogram.buckets[bucket] = p->rows[i].exits;
	}
	p->has_user = p->has_histograms = true;
}

static void test_details(void **state)
{
	static const struct build_repeat repeats[] = {
		{ { 10, 100, 4, 0 }, { 1000, 900000, 8000, 0 }, 2, 20, false },
		{ { 10, 100, 8, 0 }, { 1000, 900000, 8000, 0 }, 2, 20, false },
	};
	const struct summary_row *npf;
	struct profiled_result p;
	struct workload_run *run;
	struct summary s;
	struct result r;

	(void)state;
	build_result(&r);
	run = build_run(&r, "w");
	for (size_t i = 0; i < N(repeats); i++)
		build_repeat(&r, run, &repeats[i]);
	p = build_profiles(&r);
	for (size_t i = 0; i < N(repeats); i++) {
		add_details(&p.runs[0].repeats[i].profile, BUILD_NPF, 2, 10 + i);
		add_details(&p.runs[0].repeats[i].profile, BUILD_HLT, 0, 20);
	}
	summarize(&p, &p.runs[0], &s);
	npf = find(&s, BUILD_NPF, false);
	assert_spread(&npf->user_exits, 2, 2, 2, 2);
	assert_spread(&npf->user_share, 2, 0.375, 0.25, 0.5);
	assert_spread(&npf->user_cycles, 2, 20, 20, 20);
	assert_spread(&npf->cycles, 2, 8000, 8000, 8000);
	/* Of all repeats together. */
	assert_int_equal(npf->histogram.buckets[10], 4);
	assert_int_equal(npf->histogram.buckets[11], 8);
	/* HLT's time is idle time: it is not in the total's histogram. */
	assert_int_equal(histogram_total(&find(&s, BUILD_HLT, false)->histogram), 200);
	assert_int_equal(histogram_total(&s.total.histogram), 12);
	assert_spread(&s.total.user_exits, 2, 2, 2, 2);
	summary_free(&s);
	profiled_result_free(&p);
	result_free(&r);
}

/* Beside the counters: of two vCPUs' time. */
static void test_surroundings(void **state)
{
	static const struct build_repeat repeats[] = { { .wall_s = 1 },
						       { .wall_s = 2 },
						       { .wall_s = 1 } };
	struct workload_run *run;
	struct summary s;
	struct result r;

	(void)state;
	build_result(&r);
	run = build_run(&r, "w");
	for (size_t i = 0; i < N(repeats); i++) {
		struct repeat *repeat = build_repeat(&r, run, &repeats[i]);

		repeat->harness_known = repeat->activity.steal_known = i < 2;
		repeat->harness_ns = NS_PER_MS * 10 * (i + 1);
		repeat->activity.steal_ns = NS_PER_MS * 200;
		repeat->speed = i < 2 ? 100.0 * (double)(i + 1) : 0;
	}
	summarize_first(&r, NULL, &s);
	assert_spread(&s.steal, 2, 0.075, 0.05, 0.1);
	assert_spread(&s.harness_share, 2, 0.005, 0.005, 0.005);
	assert_spread(&s.harness_ns, 2, 15e6, 10e6, 20e6);
	assert_spread(&s.speed, 2, 150, 100, 200);
	summary_free(&s);
	r.counters.n_vcpus = 0;
	summarize_first(&r, NULL, &s);
	assert_int_equal(s.steal.n, 0);
	assert_int_equal(s.harness_share.n, 0);
	summary_free(&s);
	result_free(&r);
}

/* A vCPU by itself: its time is one vCPU's, and nobody knows its operations. */
static void test_vcpus(void **state)
{
	static const struct build_repeat repeat = {
		{ 10, 100, 4, 0 }, { 1000, 900000, 8000, 0 }, 2, 20, false
	};
	const struct profiled_run *run;
	struct profiled_result p;
	struct profile *profile;
	struct summary s;
	struct result r;

	(void)state;
	build_result(&r);
	build_repeat(&r, build_run(&r, "w"), &repeat);
	p = build_profiles(&r);
	run = &p.runs[0];
	profile = &run->repeats[0].profile;
	assert_int_equal(run_vcpus(run), 0);
	profile->vcpus = xcalloc(2, sizeof(*profile->vcpus));
	profile->n_vcpus = 2;
	profile->vcpus[1] = (struct profile){ .isa = ISA_SVM, .n = 1, .vcpu = 5 };
	profile->vcpus[1].rows = xcalloc(1, sizeof(*profile->rows));
	profile->vcpus[1].rows[0] = (struct profile_row){ .key = reason_key(ISA_SVM, BUILD_NPF),
							  .exits = 4,
							  .cycles = 8000 };
	assert_int_equal(run_vcpus(run), 2);
	assert_int_equal(run_vcpu_number(run, 1), 5);
	summarize_vcpu(&p, run, 1, &s);
	assert_int_equal(s.n, 1);
	assert_spread(&s.rows[0].exits, 1, 4, 4, 4);
	assert_int_equal(s.rows[0].per_op.n, 0);
	/* 2 s of 1000 kHz. */
	assert_spread(&s.rows[0].tax, 1, 0.004, 0.004, 0.004);
	assert_int_equal(s.total.user_exits.n, 0);
	summary_free(&s);
	summarize_vcpu(&p, run, 0, &s);
	assert_int_equal(s.n, 0);
	summary_free(&s);
	profiled_result_free(&p);
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spread),
		cmocka_unit_test(test_quantities),
		cmocka_unit_test(test_failed_repeats_do_not_count),
		cmocka_unit_test(test_two_kinds_of_idle_time),
		cmocka_unit_test(test_top),
		cmocka_unit_test(test_nothing_to_sum_up),
		cmocka_unit_test(test_what_is_not_told),
		cmocka_unit_test(test_details),
		cmocka_unit_test(test_surroundings),
		cmocka_unit_test(test_vcpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
