// SPDX-License-Identifier: GPL-2.0-only
/* Tests what counts as a change between two results, and which results cannot be compared. */
#include "support/build.h"

#include <math.h>

#include "base/cleanup.h"
#include "compare/compare.h"

/* A result with one workload of three one-second repeats. */
static void build(struct result *r, const uint64_t exits[3][BUILD_SLOTS], double ops)
{
	struct workload_run *run;

	build_result(r);
	run = build_run(r, "w");
	run->fixed_ops = ops > 0;
	for (size_t i = 0; i < 3; i++) {
		struct build_repeat repeat = { .wall_s = 1, .ops = ops };

		memcpy(repeat.exits, exits[i], sizeof(repeat.exits));
		build_repeat(r, run, &repeat);
	}
}

/* Two results, and what came of comparing them. */
struct sides {
	struct result base, new;
	struct comparison_set set;
};

static void build_sides(struct sides *s, const uint64_t base[3][BUILD_SLOTS],
			const uint64_t new[3][BUILD_SLOTS])
{
	build(&s->base, base, 0);
	build(&s->new, new, 0);
}

/* The profiles of both without options. */
static int compare(struct sides *s, enum comparison_quantity quantity, struct error *err)
{
	struct profiled_result a = build_profiles(&s->base), b = build_profiles(&s->new);
	int rc = compare_results(&a, &b, quantity, &s->set, err);

	profiled_result_free(&a);
	profiled_result_free(&b);
	return rc;
}

static void compare_sides(struct sides *s, enum comparison_quantity quantity)
{
	struct error err = ERROR_INIT;

	assert_int_equal(compare(s, quantity, &err), 0);
	assert_no_error(&err);
}

static void free_sides(struct sides *s)
{
	comparison_set_free(&s->set);
	result_free(&s->base);
	result_free(&s->new);
}

static const struct comparison_row *find(const struct comparison *c, uint32_t code)
{
	for (size_t i = 0; i < c->n; i++)
		if (!c->rows[i].total && c->rows[i].key.code == code)
			return &c->rows[i];
	fail_msg("no row of 0x%x", code);
	return NULL;
}

/* Every order of n of one side and m of the other, as bits: which have all of a side first? */
static void test_chance(void **state)
{
	(void)state;
	for (unsigned int n = 1; n <= 6; n++) {
		for (unsigned int m = 1; m <= 6; m++) {
			unsigned int all = 0, apart = 0;

			for (unsigned int order = 0; order < 1U << (n + m); order++) {
				if ((unsigned int)__builtin_popcount(order) != n)
					continue;
				all++;
				apart += order == (1U << n) - 1 || order == ((1U << n) - 1) << m;
			}
			assert_float_equal(comparison_chance(n, m), (double)apart / all, 1e-12);
		}
	}
	assert_float_equal(comparison_chance(3, 3), 0.1, 1e-12);
	assert_float_equal(comparison_chance(0, 3), 1, 0);
	assert_float_equal(comparison_chance(3, 0), 1, 0);
}

static void test_verdicts(void **state)
{
	static const struct {
		uint64_t base[3], new[3];
		enum verdict verdict;
		double change;
	} rows[] = {
		{ { 10, 11, 12 }, { 10, 11, 12 }, VERDICT_SAME, 0 },
		{ { 10, 11, 12 }, { 12, 13, 14 }, VERDICT_SAME, 2.0 / 11 },
		{ { 10, 11, 12 }, { 13, 14, 15 }, VERDICT_MORE, 3.0 / 11 },
		{ { 12, 10, 11 }, { 9, 7, 8 }, VERDICT_LESS, -3.0 / 11 },
		{ { 0, 0, 0 }, { 1, 1, 2 }, VERDICT_APPEARED, 0 },
		{ { 3, 1, 2 }, { 0, 0, 0 }, VERDICT_VANISHED, -1 },
		/* Not in every repeat: no news. */
		{ { 0, 0, 0 }, { 0, 5, 9 }, VERDICT_SAME, 0 },
		{ { 0, 5, 9 }, { 0, 0, 0 }, VERDICT_SAME, -1 },
		/* There was one before, so it has not appeared. */
		{ { 0, 0, 1 }, { 2, 2, 2 }, VERDICT_MORE, 0 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		uint64_t base[3][BUILD_SLOTS] = { 0 }, new[3][BUILD_SLOTS] = { 0 };
		const struct comparison_row *row;
		struct sides s;

		for (size_t j = 0; j < 3; j++) {
			base[j][2] = rows[i].base[j];
			new[j][2] = rows[i].new[j];
		}
		build_sides(&s, base, new);
		compare_sides(&s, COMPARE_EXITS);
		row = find(&s.set.workloads[0], BUILD_NPF);
		if (row->verdict != rows[i].verdict)
			fail_msg("row %zu: %s", i, verdict_name(row->verdict));
		assert_float_equal(row->change, rows[i].change, 1e-12);
		free_sides(&s);
	}
}

/* Rows: the total first, then the largest change; what one side alone has is there, too. */
static void test_rows(void **state)
{
	static const uint64_t base[3][BUILD_SLOTS] = { { 100, 10, 0, 0 },
						       { 100, 11, 0, 0 },
						       { 100, 12, 0, 0 } };
	static const uint64_t new[3][BUILD_SLOTS] = { { 101, 0, 50, 0 },
						      { 101, 0, 51, 0 },
						      { 101, 0, 52, 0 } };
	const struct comparison *c;
	struct sides s;

	(void)state;
	build_sides(&s, base, new);
	compare_sides(&s, COMPARE_EXITS);
	assert_int_equal(s.set.n, 1);
	assert_int_equal(s.set.isa, ISA_SVM);
	c = &s.set.workloads[0];
	assert_string_equal(c->workload, "w");
	assert_false(c->per_op);
	assert_int_equal(c->n, 4);
	assert_true(c->rows[0].total);
	assert_float_equal(c->rows[0].base.median, 111, 0);
	assert_float_equal(c->rows[0].new.median, 152, 0);
	assert_int_equal(c->rows[1].key.code, BUILD_NPF);
	assert_int_equal(c->rows[1].verdict, VERDICT_APPEARED);
	assert_float_equal(c->rows[1].new.max, 52, 0);
	assert_int_equal(c->rows[2].key.code, BUILD_HLT);
	assert_int_equal(c->rows[2].verdict, VERDICT_VANISHED);
	assert_int_equal(c->rows[3].key.code, BUILD_CPUID);
	assert_int_equal(c->rows[3].verdict, VERDICT_MORE);
	assert_int_equal(s.set.n_remarks, 0);
	free_sides(&s);
}

/* Fixed work is compared by operation, if both sides know how many there were. */
static void test_per_operation(void **state)
{
	static const uint64_t exits[3][BUILD_SLOTS] = { { 100 }, { 100 }, { 100 } };
	static const struct {
		double base_ops, new_ops;
		bool per_op;
		double base, new;
	} rows[] = {
		{ 10, 20, true, 10, 5 },
		{ 10, 0, false, 100, 100 },
		{ 0, 20, false, 100, 100 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct sides s;

		build(&s.base, exits, rows[i].base_ops);
		build(&s.new, exits, rows[i].new_ops);
		compare_sides(&s, COMPARE_EXITS);
		assert_int_equal(s.set.workloads[0].per_op, rows[i].per_op);
		assert_float_equal(s.set.workloads[0].rows[0].base.median, rows[i].base, 1e-12);
		assert_float_equal(s.set.workloads[0].rows[0].new.median, rows[i].new, 1e-12);
		free_sides(&s);
	}
}

/*
 * Handling time: cycles per operation, else percent of the vCPUs' time; HLT's is not in the total.
 */
static void test_time(void **state)
{
	static const struct {
		double ops, total, npf;
	} rows[] = { { 10, 500, 400 }, { 0, 0.25, 0.2 } };

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct build_repeat repeat = {
			.wall_s = 1,
			.ops = rows[i].ops,
			.exits = { 1, 1, 1 },
			.cycles = { 1000, 900000, 4000 },
		};
		struct error err = ERROR_INIT;
		struct sides s;
		struct result *const results[2] = { &s.base, &s.new };

		for (size_t j = 0; j < 2; j++) {
			struct workload_run *run;

			build_result(results[j]);
			run = build_run(results[j], "w");
			run->fixed_ops = rows[i].ops > 0;
			build_repeat(results[j], run, &repeat);
			build_repeat(results[j], run, &repeat);
			repeat.cycles[2] *= 2;
		}
		compare_sides(&s, COMPARE_TIME);
		assert_float_equal(s.set.workloads[0].rows[0].base.median, rows[i].total, 1e-9);
		assert_int_equal(s.set.workloads[0].rows[0].verdict, VERDICT_MORE);
		assert_float_equal(find(&s.set.workloads[0], BUILD_NPF)->base.median, rows[i].npf,
				   1e-9);
		assert_float_equal(find(&s.set.workloads[0], BUILD_NPF)->change, 1, 1e-9);
		assert_int_equal(find(&s.set.workloads[0], BUILD_HLT)->verdict, VERDICT_SAME);
		comparison_set_free(&s.set);
		s.new.counters.has_time = false;
		assert_int_equal(compare(&s, COMPARE_TIME, &err), -1);
		assert_error(&err, EXIT_TROUBLE, "the new result has no handling times");
		result_free(&s.base);
		result_free(&s.new);
	}
}

/* Of the processor: what has no speed is left out of the median. */
static void test_speed(void **state)
{
	static const uint64_t exits[3][BUILD_SLOTS] = { { 1 }, { 1 }, { 1 } };
	struct sides s;

	(void)state;
	build_sides(&s, exits, exits);
	compare_sides(&s, COMPARE_EXITS);
	assert_true(isnan(s.set.workloads[0].speed_change));
	comparison_set_free(&s.set);
	s.base.runs[0].repeats[0].speed = 200;
	s.new.runs[0].repeats[1].speed = 240;
	s.new.runs[0].repeats[2].speed = 260;
	compare_sides(&s, COMPARE_EXITS);
	assert_float_equal(s.set.workloads[0].speed_change, 0.25, 1e-12);
	free_sides(&s);
}

static void test_one_repeat_is_unsure(void **state)
{
	static const uint64_t base[3][BUILD_SLOTS] = { { 1 }, { 1 }, { 1 } };
	static const uint64_t new[3][BUILD_SLOTS] = { { 900 }, { 900 }, { 900 } };
	struct sides s;

	(void)state;
	build_sides(&s, base, new);
	s.new.runs[0].repeats[1].ok = s.new.runs[0].repeats[2].ok = false;
	compare_sides(&s, COMPARE_EXITS);
	assert_int_equal(s.set.workloads[0].rows[0].verdict, VERDICT_UNSURE);
	free_sides(&s);
}

/* Whether that is said of a workload on a side. */
static bool has_remark(const struct comparison_set *set, const struct comparison_remark *wanted)
{
	for (size_t i = 0; i < set->n_remarks; i++) {
		const struct comparison_remark *remark = &set->remarks[i];

		if (remark->kind == wanted->kind && remark->new == wanted->new &&
		    remark->repeat == wanted->repeat && !strcmp(remark->workload, wanted->workload))
			return true;
	}
	return false;
}

static void test_remarks(void **state)
{
	static const struct comparison_remark expected[] = {
		{ .kind = COMPARED_ONE_SIDE, .workload = "only-base" },
		{ .kind = COMPARED_ONE_SIDE, .workload = "only-new", .new = true },
		{ .kind = COMPARED_NO_REPEAT, .workload = "failed", .new = true },
		{ .kind = COMPARED_NO_REPEAT, .workload = "failed before" },
		{ .kind = COMPARED_STANDS_OUT, .workload = "odd", .new = true, .repeat = 2 },
	};
	static const uint64_t exits[3][BUILD_SLOTS] = { { 1 }, { 1 }, { 1 } };
	static const struct build_repeat sound = { .wall_s = 1 };
	static const struct build_repeat failed = { .wall_s = 1, .failed = true };
	struct sides s;

	(void)state;
	build_sides(&s, exits, exits);
	build_run(&s.base, "only-base");
	build_run(&s.new, "only-new");
	build_repeat(&s.base, build_run(&s.base, "failed"), &sound);
	build_repeat(&s.new, build_run(&s.new, "failed"), &failed);
	build_repeat(&s.base, build_run(&s.base, "failed before"), &failed);
	build_repeat(&s.new, build_run(&s.new, "failed before"), &sound);
	for (size_t i = 0; i < 3; i++) {
		struct build_repeat repeat = { .wall_s = 1, .exits = { 900 } };

		build_repeat(&s.base,
			     i ? &s.base.runs[s.base.n_runs - 1] : build_run(&s.base, "odd"),
			     &repeat);
		repeat.exits[0] = i == 1 ? 9000 : 900;
		build_repeat(&s.new, i ? &s.new.runs[s.new.n_runs - 1] : build_run(&s.new, "odd"),
			     &repeat);
	}
	compare_sides(&s, COMPARE_EXITS);
	assert_int_equal(s.set.n, 2);
	for (size_t i = 0; i < N(expected); i++)
		if (!has_remark(&s.set, &expected[i]))
			fail_msg("no remark of kind %d on '%s'", expected[i].kind,
				 expected[i].workload);
	assert_int_equal(s.set.n_remarks, N(expected));
	assert_int_equal(s.set.differences.conditions.n + s.set.differences.n_warnings, 0);
	free_sides(&s);
}

/* Net of idle, the rates that were subtracted are told. */
static void test_remark_on_idle(void **state)
{
	static const struct build_repeat idle[] = { { .wall_s = 1, .exits = { 0, 20 } },
						    { .wall_s = 1, .exits = { 0, 30 } } };
	static const uint64_t exits[3][BUILD_SLOTS] = { { 0, 100 }, { 0, 100 }, { 0, 100 } };
	const struct profile_options options = { .net_idle = true };
	struct profiled_result a, b;
	struct error err = ERROR_INIT;
	struct sides s;

	(void)state;
	build_sides(&s, exits, exits);
	build_idle(&s.base, IDLE_BEFORE, 0, &idle[0]);
	build_idle(&s.base, IDLE_AFTER, 0, &idle[1]);
	build_idle(&s.new, IDLE_BEFORE, 0, &idle[1]);
	profile_result(&s.base, &options, &a);
	profile_result(&s.new, &options, &b);
	assert_int_equal(compare_results(&a, &b, COMPARE_EXITS, &s.set, &err), 0);
	profiled_result_free(&a);
	profiled_result_free(&b);
	assert_int_equal(s.set.n_remarks, 1);
	assert_int_equal(s.set.remarks[0].kind, COMPARED_NET_IDLE);
	assert_float_equal(s.set.remarks[0].base_min, 20, 1e-9);
	assert_float_equal(s.set.remarks[0].base_max, 30, 1e-9);
	assert_float_equal(s.set.remarks[0].new_min, 30, 1e-9);
	assert_float_equal(s.set.remarks[0].new_max, 30, 1e-9);
	free_sides(&s);
}

/* The sentences, of which there is one for each kind. */
static void test_sentences(void **state)
{
	static const struct {
		struct comparison_remark remark;
		const char *text;
	} rows[] = {
		{ { .kind = COMPARED_ONE_SIDE, .workload = "w" }, "'w' is in the base only" },
		{ { .kind = COMPARED_NO_REPEAT, .workload = "w", .new = true },
		  "'w' is left out: the new result has no usable repeat of it" },
		{ { .kind = COMPARED_STANDS_OUT, .workload = "w", .repeat = 2 },
		  "'w': repeat 2 of the base stands out and widens its range" },
		{ { .kind = COMPARED_NET_IDLE,
		    .base_min = 1.25,
		    .base_max = 2,
		    .new_min = 3,
		    .new_max = 99.9 },
		  "Idle guest: 1.2..2.0 and 3.0..99.9 exits/s; changes of that size may be of what "
		  "was subtracted" },
		{ { .kind = COMPARED_NET_IDLE, .base_max = 100, .new_max = 3 },
		  "Idle guest: 0..100 and 0..3 exits/s; changes of that size may be of what was "
		  "subtracted" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *text = comparison_remark_text(&rows[i].remark);

		assert_string_equal(text, rows[i].text);
	}
}

static void test_what_cannot_be_compared(void **state)
{
	static const uint64_t exits[3][BUILD_SLOTS] = { { 1 }, { 1 }, { 1 } };
	struct error err = ERROR_INIT;
	struct sides s;

	(void)state;
	build_sides(&s, exits, exits);
	s.new.counters.isa = ISA_VMX;
	assert_int_equal(compare(&s, COMPARE_EXITS, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "one result is of svm and the other of vmx");
	s.new.counters.isa = ISA_SVM;
	free(s.new.runs[0].name);
	s.new.runs[0].name = xstrdup("another");
	assert_int_equal(compare(&s, COMPARE_EXITS, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "no measured workload in common");
	result_free(&s.new);
	build_result(&s.new);
	build_run(&s.new, "w");
	assert_int_equal(compare(&s, COMPARE_EXITS, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "no measured workload in common");
	result_free(&s.base);
	result_free(&s.new);
}

/* By totals: one workload is the same, one has more, of one there is a single repeat. */
static void test_agreement(void **state)
{
	static const uint64_t exits[] = { 100, 101, 102 };
	static const struct {
		const char *name;
		uint64_t more;
		size_t n;
	} workloads[] = { { "same", 2, 3 }, { "more", 9, 3 }, { "unsure", 0, 1 } };
	struct agreement agreement;
	struct sides s;

	(void)state;
	build_result(&s.base);
	build_result(&s.new);
	for (size_t i = 0; i < N(workloads); i++) {
		struct workload_run *base = build_run(&s.base, workloads[i].name);
		struct workload_run *new = build_run(&s.new, workloads[i].name);

		for (size_t j = 0; j < workloads[i].n; j++) {
			struct build_repeat repeat = { .wall_s = 1, .exits = { exits[j] } };

			build_repeat(&s.base, base, &repeat);
			repeat.exits[0] += workloads[i].more;
			build_repeat(&s.new, new, &repeat);
		}
	}
	compare_sides(&s, COMPARE_EXITS);
	agreement = comparison_agreement(&s.set);
	assert_int_equal(agreement.n, 2);
	assert_int_equal(agreement.same, 1);
	assert_float_equal(agreement.by_chance, 1.8, 1e-12);
	free_sides(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chance),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_per_operation),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_speed),
		cmocka_unit_test(test_one_repeat_is_unsure),
		cmocka_unit_test(test_agreement),
		cmocka_unit_test(test_remarks),
		cmocka_unit_test(test_remark_on_idle),
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_what_cannot_be_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
