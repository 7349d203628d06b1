// SPDX-License-Identifier: GPL-2.0-only
/* Tests what counts as a change between two results, and which results cannot be compared. */
#include "support/build.h"

#include <math.h>

#include "base/cleanup.h"
#include "compare/compare.h"
#include "compare/verdict.h"

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
		memcpy(repeat.cycles, exits[i], sizeof(repeat.cycles));
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
static int compare(struct sides *s, unsigned int quantities, struct error *err)
{
	const struct comparison_wish wish = { quantities, COMPARISON_LEAST };
	struct profiled_result a = build_profiles(&s->base), b = build_profiles(&s->new);
	const struct comparison_side base = { &a, 1 }, new = { &b, 1 };
	int rc = compare_results(&base, &new, &wish, &s->set, err);

	profiled_result_free(&a);
	profiled_result_free(&b);
	return rc;
}

static void compare_sides(struct sides *s, unsigned int quantities)
{
	struct error err = ERROR_INIT;

	assert_int_equal(compare(s, quantities, &err), 0);
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

static const struct change *per_second(const struct comparison_row *row)
{
	return &row->changes[COMPARE_EXITS_PER_SECOND];
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
	assert_int_equal(comparison_primary(&s.set, c), COMPARE_EXITS_PER_SECOND);
	assert_false(c->rows[0].changes[COMPARE_EXITS_PER_OP].known);
	assert_int_equal(c->n, 4);
	assert_true(c->rows[0].total);
	assert_float_equal(per_second(&c->rows[0])->base.median, 111, 0);
	assert_float_equal(per_second(&c->rows[0])->new.median, 152, 0);
	assert_int_equal(c->rows[1].key.code, BUILD_NPF);
	assert_float_equal(per_second(&c->rows[1])->new.max, 52, 0);
	assert_int_equal(c->rows[2].key.code, BUILD_HLT);
	assert_float_equal(per_second(&c->rows[2])->relative, -1, 0);
	assert_float_equal(per_second(&c->rows[2])->shift.estimate, -11, 0);
	assert_int_equal(c->rows[3].key.code, BUILD_CPUID);
	assert_float_equal(per_second(&c->rows[3])->relative, 0.01, 1e-12);
	assert_float_equal(per_second(&c->rows[3])->test.p, 0.1, 1e-12);
	assert_int_equal(s.set.n_remarks, 0);
	free_sides(&s);
}

/* Both ways are compared if both sides know the operations, whether fixed in number or not. */
static void test_per_operation(void **state)
{
	static const uint64_t exits[3][BUILD_SLOTS] = { { 100 }, { 100 }, { 100 } };
	static const struct {
		double base_ops, new_ops;
		bool per_op, same_op, fixed;
	} rows[] = {
		{ 10, 20, true, true, true },   { 10, 20, true, true, false },
		{ 10, 0, false, true, false },  { 0, 20, false, true, false },
		{ 10, 20, false, false, true },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		const struct comparison_row *total;
		const struct comparison *c;
		struct sides s;

		build(&s.base, exits, rows[i].base_ops);
		build(&s.new, exits, rows[i].new_ops);
		s.base.runs[0].fixed_ops = s.new.runs[0].fixed_ops = rows[i].fixed;
		if (!rows[i].same_op)
			s.new.runs[0].op[0] = 'x';
		compare_sides(&s, COMPARE_EXITS);
		c = &s.set.workloads[0];
		total = &c->rows[0];
		assert_int_equal(total->changes[COMPARE_EXITS_PER_OP].known, rows[i].per_op);
		assert_int_equal(comparison_primary(&s.set, c),
				 rows[i].per_op ? COMPARE_EXITS_PER_OP : COMPARE_EXITS_PER_SECOND);
		assert_float_equal(per_second(total)->base.median, 100, 1e-12);
		if (rows[i].per_op) {
			assert_float_equal(total->changes[COMPARE_EXITS_PER_OP].base.median, 10, 0);
			assert_float_equal(total->changes[COMPARE_EXITS_PER_OP].new.median, 5, 0);
			assert_float_equal(c->pace_change, 1, 1e-12);
		}
		comparison_set_free(&s.set);
		compare_sides(&s, COMPARE_BIT(COMPARE_EXITS_PER_SECOND));
		assert_int_equal(comparison_primary(&s.set, &s.set.workloads[0]),
				 COMPARE_EXITS_PER_SECOND);
		free_sides(&s);
	}
}

/*
 * Handling time: ns of each side's own clock, and percent of the vCPUs' time; HLT's is not in the
 * total. Without a clock, or with another emulator, times are not compared.
 */
static void test_time(void **state)
{
	struct build_repeat repeat = {
		.wall_s = 1, .ops = 10, .exits = { 1, 1, 1 }, .cycles = { 1000, 900000, 4000 }
	};
	struct error err = ERROR_INIT;
	const struct comparison_row *total, *npf;
	struct sides s;

	(void)state;
	for (size_t j = 0; j < 2; j++) {
		struct result *result = j ? &s.new : &s.base;
		struct workload_run *run;

		build_result(result);
		run = build_run(result, "w");
		build_repeat(result, run, &repeat);
		build_repeat(result, run, &repeat);
		repeat.cycles[2] *= 2;
	}
	/* A cycle is a microsecond in the base, and half of one in the new result. */
	s.new.counters.tsc_khz = 2000;
	compare_sides(&s, COMPARE_TIME);
	total = &s.set.workloads[0].rows[0];
	npf = find(&s.set.workloads[0], BUILD_NPF);
	assert_float_equal(total->changes[COMPARE_NS_PER_OP].base.median, 500e3, 1e-6);
	assert_float_equal(total->changes[COMPARE_NS_PER_OP].new.median, 450e3, 1e-6);
	assert_float_equal(total->changes[COMPARE_TAX].base.median, 0.25, 1e-9);
	assert_float_equal(npf->changes[COMPARE_NS_PER_OP].base.median, 400e3, 1e-6);
	assert_float_equal(npf->changes[COMPARE_NS_PER_OP].relative, 0, 1e-9);
	comparison_set_free(&s.set);

	result_add_fact(&s.new, "tag.lab.emulated", "Bochs");
	assert_int_equal(compare(&s, COMPARE_TIME, &err), -1);
	assert_error(&err, EXIT_TROUBLE,
		     "not known to be emulated|emulated by Bochs|times cannot be");
	compare_sides(&s, COMPARE_EXITS);
	assert_true(s.set.workloads[0].rows[0].changes[COMPARE_EXITS_PER_OP].known);
	assert_false(s.set.workloads[0].rows[0].changes[COMPARE_EXITS_PER_SECOND].known);
	assert_false(s.set.workloads[0].rows[0].changes[COMPARE_NS_PER_OP].known);
	comparison_set_free(&s.set);
	compare_sides(&s, COMPARE_BIT(COMPARE_EXITS_PER_SECOND));
	assert_true(s.set.workloads[0].rows[0].changes[COMPARE_EXITS_PER_SECOND].known);
	comparison_set_free(&s.set);
	s.base.counters.tsc_khz = 0;
	assert_int_equal(compare(&s, COMPARE_TIME, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "the base has handling times in cycles of a clock whose");
	s.new.counters.has_time = false;
	s.base.counters.tsc_khz = 1000;
	assert_int_equal(compare(&s, COMPARE_TIME, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "the new result has no handling times");
	result_free(&s.base);
	result_free(&s.new);
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
	const struct comparison_wish wish = { COMPARE_EXITS, COMPARISON_LEAST };
	struct comparison_side base, new;
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
	base = (struct comparison_side){ &a, 1 };
	new = (struct comparison_side){ &b, 1 };
	assert_int_equal(compare_results(&base, &new, &wish, &s.set, &err), 0);
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

/* The sentences: one for all workloads of a kind, which names so many of them. */
static void test_sentences(void **state)
{
	static const struct comparison_remark remarks[] = {
		{ .kind = COMPARED_ONE_SIDE, .workload = "a" },
		{ .kind = COMPARED_ONE_SIDE, .workload = "b", .new = true },
		{ .kind = COMPARED_ONE_SIDE, .workload = "c" },
		{ .kind = COMPARED_ONE_SIDE, .workload = "d" },
		{ .kind = COMPARED_NO_REPEAT, .workload = "w", .new = true },
		{ .kind = COMPARED_NO_QUANTITY, .workload = "w" },
		{ .kind = COMPARED_STANDS_OUT, .workload = "w", .repeat = 2 },
		{ .kind = COMPARED_NET_IDLE,
		  .base_min = 1.25,
		  .base_max = 2,
		  .new_min = 3,
		  .new_max = 99.9 },
	};
	static const struct {
		enum comparison_remark_kind kind;
		bool new;
		size_t most;
		const char *text;
	} rows[] = {
		{ COMPARED_ONE_SIDE, false, 9, "Only in the base: a, c, d." },
		{ COMPARED_ONE_SIDE, false, 2, "Only in the base: a, c and 1 more." },
		{ COMPARED_ONE_SIDE, true, 2, "Only in the new result: b." },
		{ COMPARED_NO_REPEAT, true, 2,
		  "Left out, as the new result has no usable repeat: w." },
		{ COMPARED_NO_QUANTITY, false, 2,
		  "Left out, as both sides do not tell what is compared: w." },
		{ COMPARED_STANDS_OUT, false, 2, "Repeats of the base that stand out: w (2)." },
		{ COMPARED_NET_IDLE, false, 2,
		  "Idle guest: 1.2..2.0 and 3.0..99.9 exits/s; changes of that size may be of what "
		  "was subtracted." },
		{ COMPARED_STANDS_OUT, true, 2, NULL },
		{ COMPARED_NO_REPEAT, false, 2, NULL },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *text = comparison_remarks_text(
			remarks, N(remarks), rows[i].kind, rows[i].new, rows[i].most);

		if (rows[i].text)
			assert_string_equal(text, rows[i].text);
		else
			assert_null(text);
	}
}

/* Several results of a side are boots, unless they are of one boot. */
static void test_boots(void **state)
{
	static const uint64_t exits[3][3][BUILD_SLOTS] = { { { 10 }, { 11 }, { 19 } },
							   { { 20 }, { 21 }, { 22 } },
							   { { 30 }, { 32 }, { 99 } } };
	const struct comparison_wish wish = { COMPARE_EXITS, COMPARISON_LEAST };
	struct result base[3], new;
	struct profiled_result profiled[3], other;
	const struct comparison_side sides[] = { { profiled, 3 }, { &other, 1 } };
	struct error err = ERROR_INIT;
	struct comparison_set set;
	const struct change *total;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		build(&base[i], exits[i], 0);
		result_add_boot(&base[i], "2026-11-22T23:00:45Z", &base[i].counters, &base[i].cost);
		base[i].boots[0].epoch = (uint32_t)i + 1;
		profiled[i] = build_profiles(&base[i]);
	}
	build(&new, exits[2], 0);
	other = build_profiles(&new);
	for (size_t one_boot = 0; one_boot < 2; one_boot++) {
		base[1].boots[0].epoch = one_boot ? 1 : 2;
		assert_int_equal(compare_results(&sides[0], &sides[1], &wish, &set, &err), 0);
		total = per_second(&set.workloads[0].rows[0]);
		assert_true(set.workloads[0].by_boot);
		assert_int_equal(total->base.n, one_boot ? 2 : 3);
		assert_float_equal(total->base.median, one_boot ? (19.5 + 32) / 2 : 21, 0);
		assert_int_equal(total->new.n, 3);
		assert_int_equal(set.differences.n_warnings, 0);
		comparison_set_free(&set);
	}
	base[1].repeats = 9;
	assert_int_equal(compare_results(&sides[0], &sides[1], &wish, &set, &err), 0);
	assert_int_equal(set.differences.n_warnings, 1);
	assert_non_null(
		strstr(set.differences.warnings[0].text, "two results of the base were made"));
	comparison_set_free(&set);
	for (size_t i = 0; i < 3; i++) {
		profiled_result_free(&profiled[i]);
		result_free(&base[i]);
	}
	profiled_result_free(&other);
	result_free(&new);
}

/* So they are if none of them has a second repeat. */
static void test_boots_of_one_repeat(void **state)
{
	const struct comparison_wish wish = { COMPARE_EXITS, COMPARISON_LEAST };
	const struct build_repeat repeat = { .wall_s = 1, .exits = { 10 } };
	struct profiled_result profiled[4];
	const struct comparison_side sides[] = { { profiled, 2 }, { profiled + 2, 2 } };
	struct error err = ERROR_INIT;
	struct comparison_set set;
	struct result results[4];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		build_result(&results[i]);
		build_repeat(&results[i], build_run(&results[i], "w"), &repeat);
		result_add_boot(&results[i], "2026-11-22T23:00:45Z", &results[i].counters,
				&results[i].cost);
		results[i].boots[0].epoch = (uint32_t)i + 1;
		profiled[i] = build_profiles(&results[i]);
	}
	assert_int_equal(compare_results(&sides[0], &sides[1], &wish, &set, &err), 0);
	assert_true(set.workloads[0].by_boot);
	assert_int_equal(per_second(&set.workloads[0].rows[0])->base.n, 2);
	comparison_set_free(&set);
	for (size_t i = 0; i < 4; i++) {
		profiled_result_free(&profiled[i]);
		result_free(&results[i]);
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
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_per_operation),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_speed),
		cmocka_unit_test(test_boots),
		cmocka_unit_test(test_boots_of_one_repeat),
		cmocka_unit_test(test_agreement),
		cmocka_unit_test(test_remarks),
		cmocka_unit_test(test_remark_on_idle),
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_what_cannot_be_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
