// SPDX-License-Identifier: GPL-2.0-only
/* Tests the gate: who grew by more than a limit, in which order, and what cannot be judged. */
#include "support/build.h"

#include "base/cleanup.h"
#include "compare/gate.h"
#include "model/tags.h"
#include "render/gate_report.h"

#define REPEATS 9

/* Exits of CPUID and of nested page faults in a second of each repeat of base and new. */
struct given {
	const char *name;
	uint64_t cpuid[2], npf[2];
	double ops[2];
	uint64_t scatter; /* by how much more CPUIDs each repeat has than the one before; 0: by 1 */
};

static void build(struct result *result, const struct given *given, size_t n, size_t side,
		  size_t repeats)
{
	build_result(result);
	for (size_t i = 0; i < n; i++) {
		struct workload_run *run = build_run(result, given[i].name);

		for (size_t j = 0; j < repeats; j++) {
			const struct build_repeat repeat = {
				.wall_s = 1,
				.ops = given[i].ops[side],
				.exits = { given[i].cpuid[side] +
						   j * (given[i].scatter ? given[i].scatter : 1),
					   0, given[i].npf[side] },
				.cycles = { 1000, 0, 1000 },
			};

			build_repeat(result, run, &repeat);
		}
	}
}

static const struct given all[] = {
	{ "same", { 1000, 1000 }, { 100, 100 }, { 10, 10 }, 0 },
	{ "little", { 1000, 1040 }, { 100, 100 }, { 10, 10 }, 0 },
	{ "more", { 1000, 1200 }, { 100, 100 }, { 10, 10 }, 0 },
	{ "less", { 1000, 500 }, { 100, 100 }, { 10, 10 }, 0 },
	{ "most", { 1000, 3000 }, { 0, 50 }, { 10, 10 }, 0 },
	{ "faster", { 1000, 3000 }, { 100, 100 }, { 10, 40 }, 0 },
};

/* A reason grew by 8 % and by 3 % of a total that scatters; and in one that is known to be less. */
static const struct given hidden[] = {
	{ "hidden", { 1000, 1000 }, { 100, 250 }, { 10, 10 }, 200 },
	{ "a little", { 1000, 1000 }, { 100, 150 }, { 10, 10 }, 200 },
	{ "less", { 2000, 500 }, { 100, 300 }, { 10, 10 }, 0 },
};

/* What besides the workloads the results have. */
struct around {
	uint64_t idle[2]; /* exits/s of the idle guest of base and new; 0: it was not measured */
	const char *tag;  /* of both; NULL: none */
};

static void build_around(struct result *result, const struct around *around, size_t side)
{
	const struct build_repeat idle = { .wall_s = 1, .exits = { around->idle[side] } };

	if (around->idle[side])
		build_idle(result, IDLE_BEFORE, 0, &idle);
	if (around->tag)
		tag_add(result, around->tag);
}

/* What the gate says of these, in one string, and the text of its report. */
static char *outcome_of(const struct given *given, size_t n, size_t repeats,
			const struct around *around, const struct gate_wish *wish, char **report,
			struct error *err)
{
	static const char marks[] = { [GATE_PASSED] = '-',
				      [GATE_FAILED] = '!',
				      [GATE_TOO_FEW] = '?',
				      [GATE_CONTRADICTS] = '~',
				      [GATE_IDLE] = 'i' };
	const struct comparison_wish compared = { COMPARE_EXITS, COMPARISON_LEAST };
	struct profiled_result a, b;
	const struct comparison_side base = { &a, 1 }, new = { &b, 1 };
	struct result before, after;
	struct comparison_set set;
	struct gate gate;
	char *text = NULL;

	build(&before, given, n, 0, repeats);
	build(&after, given, n, 1, repeats);
	build_around(&before, around, 0);
	build_around(&after, around, 1);
	a = build_profiles(&before);
	b = build_profiles(&after);
	assert_int_equal(compare_results(&base, &new, &compared, &set, err), 0);
	if (!gate_check(&set, wish, &gate, err)) {
		text = xstrdup("");
		for (size_t i = 0; i < gate.n; i++) {
			char *longer = xasprintf("%s%s%c ", text, gate.cases[i].workload->workload,
						 marks[gate.cases[i].outcome]);

			free(text);
			text = longer;
		}
		*report = gate_text(&gate);
		gate_free(&gate);
	}
	comparison_set_free(&set);
	profiled_result_free(&a);
	profiled_result_free(&b);
	result_free(&before);
	result_free(&after);
	return text;
}

static char *outcome(size_t repeats, const struct gate_wish *wish, char **report, struct error *err)
{
	static const struct around nothing;

	return outcome_of(all, N(all), repeats, &nothing, wish, report, err);
}

static void test_gate(void **state)
{
	static const struct {
		struct gate_wish wish;
		const char *outcome, *report;
	} rows[] = {
		{ { 0.05, COMPARE_N, NULL, NULL, NULL },
		  "most! more! little- same- faster- less- ",
		  "2 of 6 grew by more than 5 %: most: 100 -> 305 exits/op (+204 %, p 0.0003); more: "
		  "110 -> 130 exits/op (+18 %, p 0.0003)" },
		{ { 0.02, COMPARE_N, NULL, NULL, NULL },
		  "most! more! little! same- faster- less- ",
		  "3 of 6" },
		{ { 3, COMPARE_N, NULL, NULL, NULL },
		  "most- more- little- same- faster- less- ",
		  NULL },
		{ { 0.05, COMPARE_EXITS_PER_SECOND, NULL, NULL, NULL },
		  "most! more! faster~ little- same- less- ",
		  "; 1 of 6 cannot be judged, as per operation and per second disagree; 'faster' first" },
		{ { 0.05, COMPARE_N, "npf", NULL, NULL },
		  "most! less- little- more- same- faster- ",
		  "1 of 6 grew by more than 5 %: most: npf 0.00 -> 5.00 exits/op (p 0.0002)" },
		{ { 0.05, COMPARE_N, NULL, "more", NULL },
		  "more! ",
		  "1 of 1 grew by more than 5 %: more: " },
		{ { 0.05, COMPARE_N, NULL, "same", NULL }, "same- ", NULL },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *report = NULL, *text = NULL;
		struct error err = ERROR_INIT;

		text = outcome(REPEATS, &rows[i].wish, &report, &err);
		assert_no_error(&err);
		if (strcmp(text, rows[i].outcome) != 0)
			fail_msg("row %zu: %s", i, text);
		if (!rows[i].report ? report != NULL : !report || !strstr(report, rows[i].report))
			fail_msg("row %zu: %s", i, report ? report : "nothing");
	}
}

/* What the idle guest has more of by itself is not the workload's. */
static void test_idle_guest(void **state)
{
	static const struct {
		struct around around;
		struct gate_wish wish;
		const char *outcome, *report;
	} rows[] = {
		{ { { 50, 300 }, NULL },
		  { 0.05, COMPARE_N, NULL, NULL, NULL },
		  "most! morei little- same- faster- less- ",
		  "; 1 of 6 cannot be judged, as the idle guest's exits grew as much, from 50 to 300 "
		  "exits/s; 'more' first; find what runs in it, or subtract it (--net-idle)" },
		{ { { 50, 300 }, NULL },
		  { 0.05, COMPARE_EXITS_PER_SECOND, NULL, "more", NULL },
		  "morei ",
		  "1 of 1 cannot be judged" },
		/* Less than the growth, or less than before, or not known on one side. */
		{ { { 50, 100 }, NULL },
		  { 0.05, COMPARE_N, NULL, "more", NULL },
		  "more! ",
		  "+18 %" },
		{ { { 300, 50 }, NULL }, { 0.05, COMPARE_N, NULL, "more", NULL }, "more! ", "" },
		{ { { 0, 300 }, NULL }, { 0.05, COMPARE_N, NULL, "more", NULL }, "more! ", "" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *report = NULL, *text = NULL;
		struct error err = ERROR_INIT;

		text = outcome_of(all, N(all), REPEATS, &rows[i].around, &rows[i].wish, &report,
				  &err);
		assert_no_error(&err);
		if (strcmp(text, rows[i].outcome) != 0 || !strstr(report, rows[i].report))
			fail_msg("row %zu: %s, %s", i, text, report);
	}
}

/* A total that scatters does not hide what grew in it. */
static void test_hidden(void **state)
{
	static const struct {
		struct around around;
		struct gate_wish wish;
		const char *outcome, *report;
	} rows[] = {
		{ { { 0 }, NULL },
		  { 0.05, COMPARE_N, NULL, NULL, NULL },
		  "hidden! a little- less- ",
		  "1 of 3 grew by more than 5 %: hidden: npf 10.0 -> 25.0 exits/op (+150 %, p 0.001)" },
		{ { { 0 }, NULL },
		  { 0.1, COMPARE_N, NULL, NULL, NULL },
		  "hidden- a little- less- ",
		  NULL },
		{ { { 50, 300 }, NULL },
		  { 0.05, COMPARE_N, NULL, NULL, NULL },
		  "hiddeni a little- less- ",
		  "idle" },
		/* Counted exactly, the total grew. */
		{ { .tag = "lab.emulated=Bochs, counting instructions" },
		  { 0.05, COMPARE_N, NULL, NULL, NULL },
		  "hidden! a little- less- ",
		  "hidden: 190 -> 205 exits/op (+7.9 %, exactly)" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *report = NULL, *text = NULL;
		struct error err = ERROR_INIT;

		text = outcome_of(hidden, N(hidden), REPEATS, &rows[i].around, &rows[i].wish,
				  &report, &err);
		assert_no_error(&err);
		if (strcmp(text, rows[i].outcome) != 0 ||
		    (rows[i].report ? !report || !strstr(report, rows[i].report) : report != NULL))
			fail_msg("row %zu: %s, %s", i, text, report);
	}
}

/* Where hosts count instructions one repeat tells, and nothing is left to chance. */
static void test_exact(void **state)
{
	static const struct around exact = { .tag = "lab.emulated=Bochs, counting instructions" };
	static const struct around emulated = { .tag = "lab.emulated=Bochs" };
	static const struct gate_wish wish = { 0.05, COMPARE_N, NULL, NULL, NULL };
	_cleanup_free_ char *report = NULL, *text = NULL, *other = NULL, *other_report = NULL;
	struct error err = ERROR_INIT;

	(void)state;
	text = outcome_of(all, N(all), 1, &exact, &wish, &report, &err);
	assert_no_error(&err);
	assert_string_equal(text, "most! more! little- same- faster- less- ");
	assert_non_null(strstr(report, "more: 110 -> 130 exits/op (+18 %, exactly)"));
	other = outcome_of(all, N(all), 1, &emulated, &wish, &other_report, &err);
	assert_non_null(strstr(other, "most?"));
}

/* A workload that failed is not judged, whatever else passed. */
static void test_missing(void **state)
{
	static const struct gate_wish wishes[] = { { 0.05, COMPARE_N, NULL, NULL, NULL },
						   { 0.05, COMPARE_N, NULL, "same", NULL } };
	const struct comparison_wish compared = { COMPARE_EXITS, COMPARISON_LEAST };
	const struct build_repeat failed = { .wall_s = 1, .failed = true };
	const struct build_repeat sound = { .wall_s = 1 };
	struct profiled_result a, b;
	const struct comparison_side base = { &a, 1 }, new = { &b, 1 };
	struct result before, after;
	struct error err = ERROR_INIT;
	struct comparison_set set;

	(void)state;
	build(&before, all, 1, 0, REPEATS);
	build(&after, all, 1, 1, REPEATS);
	build_repeat(&before, build_run(&before, "broken"), &sound);
	build_repeat(&after, build_run(&after, "broken"), &failed);
	a = build_profiles(&before);
	b = build_profiles(&after);
	assert_int_equal(compare_results(&base, &new, &compared, &set, &err), 0);
	for (size_t i = 0; i < N(wishes); i++) {
		_cleanup_free_ char *text = NULL;
		struct gate gate;

		assert_int_equal(gate_check(&set, &wishes[i], &gate, &err), 0);
		text = gate_text(&gate);
		if (i)
			assert_null(text);
		else
			assert_string_equal(text, "1 cannot be judged, as a side has no usable "
						  "repeat; 'broken' first");
		gate_free(&gate);
	}
	comparison_set_free(&set);
	profiled_result_free(&a);
	profiled_result_free(&b);
	result_free(&before);
	result_free(&after);
}

/* A line that names hundreds would be cut. */
static void test_many(void **state)
{
	static const struct gate_wish totals = { 0.05, COMPARE_N, NULL, NULL, NULL };
	static const struct around nothing;
	struct given many[20];
	char names[N(many)][8];
	struct error err = ERROR_INIT;
	char *report = NULL, *text;

	(void)state;
	for (size_t i = 0; i < N(many); i++) {
		many[i] = all[2];
		snprintf(names[i], sizeof(names[i]), "w%02zu", i);
		many[i].name = names[i];
	}
	many[N(many) - 1] = all[5];
	text = outcome_of(many, N(many), 2 * REPEATS, &nothing, &totals, &report, &err);
	assert_non_null(report);
	assert_non_null(strstr(report, "19 of 20 grew by more than 5 %: w00: "));
	assert_non_null(strstr(report, "; w05: "));
	assert_null(strstr(report, "w06"));
	assert_non_null(strstr(report, "); and 13 more"));
	free(report);
	free(text);
}

static void test_what_it_cannot(void **state)
{
	static const struct gate_wish totals = { 0.05, COMPARE_N, NULL, NULL, NULL };
	static const struct gate_wish reason = { 0.05, COMPARE_N, "hlt", NULL, NULL };
	static const struct gate_wish workload = { 0.05, COMPARE_N, NULL, "nonsense", NULL };
	static const struct gate_wish one = { 0.05, COMPARE_N, NULL, "more", NULL };
	_cleanup_free_ char *report = NULL, *text = NULL, *none = NULL, *other = NULL,
			    *enough = NULL;
	struct error err = ERROR_INIT;

	(void)state;
	/* Six tests: 2 / (12 over 6) is less than a sixth of 4 %, 2 / (10 over 5) is not. */
	text = outcome(4, &totals, &report, &err);
	assert_non_null(strstr(text, "same?"));
	assert_string_equal(
		report,
		"6 of 6 cannot be judged with so few repeats; measure 6 or more (--repeat)");
	/* For a single test four are enough. */
	free(report);
	report = NULL;
	enough = outcome(4, &one, &report, &err);
	assert_string_equal(enough, "more! ");
	assert_no_error(&err);
	none = outcome(REPEATS, &reason, &report, &err);
	assert_null(none);
	assert_error(&err, EXIT_TROUBLE, "the gate has nothing to judge|with the reason hlt");
	err = (struct error)ERROR_INIT;
	other = outcome(REPEATS, &workload, &report, &err);
	assert_null(other);
	assert_error(&err, EXIT_TROUBLE, "no workload 'nonsense'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gate),           cmocka_unit_test(test_idle_guest),
		cmocka_unit_test(test_hidden),         cmocka_unit_test(test_exact),
		cmocka_unit_test(test_missing),        cmocka_unit_test(test_many),
		cmocka_unit_test(test_what_it_cannot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
