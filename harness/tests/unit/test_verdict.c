// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests what a comparison calls a change, and how often it is wrong: on pairs that are made from
 * the kept recording of the whole suite, between which nothing has changed or one thing has.
 */
#include "support/build.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "analysis/rates.h"
#include "base/cleanup.h"
#include "compare/verdict.h"
#include "render/verdict_line.h"
#include "store/store.h"

#define RECORDING FIXTURES "/../../../results/reference/full-svm"

/*
 * A side is made of struct profiled_result by hand: what is compared are profiles, and the counters
 * that they come from are of no account here.
 */
struct made {
	struct result result;
	struct profiled_result profiled;
};

static void made_begin(struct made *made, size_t n_workloads, size_t n_repeats)
{
	build_result(&made->result);
	for (size_t i = 0; i < n_workloads; i++) {
		_cleanup_free_ char *name = xasprintf("w/%zu", i);
		struct workload_run *run = build_run(&made->result, name);

		for (size_t j = 0; j < n_repeats; j++)
			run_add_repeat(run)->ok = true;
	}
	made->profiled = (struct profiled_result){
		.result = &made->result,
		.isa = ISA_SVM,
		.runs = xcalloc(n_workloads, sizeof(*made->profiled.runs)),
		.n_runs = n_workloads,
	};
	for (size_t i = 0; i < n_workloads; i++) {
		struct profiled_run *run = &made->profiled.runs[i];

		run->run = &made->result.runs[i];
		run->repeats = xcalloc(n_repeats, sizeof(*run->repeats));
		run->n_repeats = n_repeats;
		for (size_t j = 0; j < n_repeats; j++) {
			run->repeats[j].repeat = &made->result.runs[i].repeats[j];
			run->repeats[j].counts = true;
			run->repeats[j].profile.has_time = true;
		}
	}
}

static void made_free(struct made *made)
{
	profiled_result_free(&made->profiled);
	result_free(&made->result);
}

/* Window and operations of a repeat. */
static void set_window(struct made *made, size_t run, size_t repeat, double wall_s, double ops)
{
	struct repeat *r = &made->result.runs[run].repeats[repeat];

	r->child.wall_ns = (uint64_t)(wall_s * (double)NS_PER_S);
	r->ops = ops;
}

static void add_exits(struct made *made, size_t run, size_t repeat, uint32_t code, double exits,
		      double cycles)
{
	struct profile *p = &made->profiled.runs[run].repeats[repeat].profile;

	if (exits < 0.5)
		return;
	p->rows = xgrow(p->rows, p->n, sizeof(*p->rows));
	p->rows[p->n++] = (struct profile_row){ .key = { .isa = ISA_SVM, .code = code },
						.exits = (uint64_t)round(exits),
						.cycles = (uint64_t)round(cycles) };
	p->exits += (uint64_t)round(exits);
	p->cycles += (uint64_t)round(cycles);
}

static struct comparison_set compared(struct made *base, struct made *new, unsigned int quantities)
{
	const struct comparison_wish wish = { quantities, COMPARISON_LEAST };
	const struct comparison_side a = { &base->profiled, 1 }, b = { &new->profiled, 1 };
	struct error err = ERROR_INIT;
	struct comparison_set set;

	assert_int_equal(compare_results(&a, &b, &wish, &set, &err), 0);
	return set;
}

/* ---- What is called what */

/* One workload of one reason, whose exits are given; each repeat has a second, 100 operations. */
static enum verdict verdict_of(const double *base, const double *new, size_t n, size_t *needs)
{
	struct comparison_set set;
	struct made a, b;
	enum verdict verdict;

	made_begin(&a, 1, n);
	made_begin(&b, 1, n);
	for (size_t i = 0; i < n; i++) {
		set_window(&a, 0, i, 1, 100);
		set_window(&b, 0, i, 1, 100);
		add_exits(&a, 0, i, BUILD_NPF, base[i], base[i]);
		add_exits(&b, 0, i, BUILD_NPF, new[i], new[i]);
	}
	set = compared(&a, &b, COMPARE_EXITS);
	verdict = set.workloads[0].verdict;
	*needs = set.workloads[0].rows[0].changes[COMPARE_EXITS_PER_OP].needs;
	comparison_set_free(&set);
	made_free(&a);
	made_free(&b);
	return verdict;
}

static void test_kinds(void **state)
{
	static const struct {
		double base[8], new[8];
		size_t n;
		enum verdict verdict;
	} rows[] = {
		{ { 100, 101, 102, 103, 104, 105, 106, 107 },
		  { 110, 111, 112, 113, 114, 115, 116, 117 },
		  8,
		  VERDICT_MORE },
		{ { 110, 111, 112, 113, 114, 115, 116, 117 },
		  { 100, 101, 102, 103, 104, 105, 106, 107 },
		  8,
		  VERDICT_LESS },
		{ { 100, 101, 102, 103, 104, 105, 106, 107 },
		  { 103, 104, 101, 106, 105, 102, 107, 101 },
		  8,
		  VERDICT_SAME },
		{ { 0 }, { 9, 9, 9, 8, 9, 7, 9, 9 }, 8, VERDICT_APPEARED },
		{ { 9, 9, 9, 8, 9, 7, 9, 9 }, { 0 }, 8, VERDICT_VANISHED },
		/* Half a percent, although no two values are in the wrong order. */
		{ { 10000, 10001, 10002, 10003, 10004, 10005, 10006, 10007 },
		  { 10050, 10051, 10052, 10053, 10054, 10055, 10056, 10057 },
		  8,
		  VERDICT_SMALL },
		/* Three against three lie apart once in ten times. */
		{ { 100, 101, 102 }, { 910, 911, 912 }, 3, VERDICT_UNSURE },
		{ { 100 }, { 910 }, 1, VERDICT_UNSURE },
	};
	size_t needs;

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		enum verdict verdict = verdict_of(rows[i].base, rows[i].new, rows[i].n, &needs);

		if (verdict != rows[i].verdict)
			fail_msg("row %zu: %s", i, verdict_name(verdict));
		/* Two tests that have four fifths of 5 %: 2 / (10 over 5) is little enough. */
		if (verdict == VERDICT_UNSURE)
			assert_int_equal(needs, 5);
	}
	assert_true(verdict_is_change(VERDICT_MORE) && verdict_is_change(VERDICT_VANISHED));
	assert_false(verdict_is_change(VERDICT_DISAGREE) || verdict_is_change(VERDICT_SMALL));
	assert_string_equal(verdict_name(VERDICT_DISAGREE), "disagree");
}

/*
 * Two results of 8 repeats. The second does twice the operations in as long, on a processor of that
 * speed; the first one's has 100. With speed 0 neither is known.
 */
static void make_twice_the_work(struct made *a, struct made *b, double speed, double exits_a,
				double exits_b)
{
	made_begin(a, 1, 8);
	made_begin(b, 1, 8);
	for (size_t i = 0; i < 8; i++) {
		set_window(a, 0, i, 1, 100);
		set_window(b, 0, i, 1, 200);
		a->result.runs[0].repeats[i].speed = speed > 0 ? 100 : 0;
		b->result.runs[0].repeats[i].speed = speed;
		add_exits(a, 0, i, BUILD_NPF, exits_a + (double)i, 0);
		add_exits(b, 0, i, BUILD_NPF, exits_b + (double)i, 0);
	}
}

/* A machine twice as fast does more in a second with fewer ticks for each operation. */
static void test_disagreement(void **state)
{
	static const double speeds[] = { 0, 100, 199 };
	static const char *const texts[] = { "how fast the processor was is not known.",
					     "the processor was as fast (+0.0 %), so the work",
					     "the processor was 99 % faster." };

	(void)state;
	for (size_t k = 0; k < N(speeds); k++) {
		_cleanup_free_ char *line = NULL, *text = NULL;
		struct comparison_set set;
		struct made a, b;

		make_twice_the_work(&a, &b, speeds[k], 1000, 1500);
		set = compared(&a, &b, COMPARE_EXITS);
		assert_int_equal(set.workloads[0].verdict, VERDICT_DISAGREE);
		for (size_t i = 0; i < 2; i++) {
			const struct comparison_row *row = &set.workloads[0].rows[i];

			assert_int_equal(row->changes[COMPARE_EXITS_PER_OP].verdict,
					 VERDICT_DISAGREE);
			assert_int_equal(row->changes[COMPARE_EXITS_PER_SECOND].verdict,
					 VERDICT_DISAGREE);
		}
		line = verdict_line(&set);
		assert_string_equal(
			line,
			"None of 1 workload changed; in 1, per operation and per second disagree");
		text = disagreement_text(&set.workloads[0]);
		if (!strstr(text,
			    "w/0: exits/op fell by 25.1 %, but exits/s rose by 49.8 %, as 100 % "
			    "more operations were done in a second; ") ||
		    !strstr(text, texts[k]))
			fail_msg("%s", text);
		comparison_set_free(&set);
		/* Asked for one of them alone, it is a change of that one. */
		set = compared(&a, &b, COMPARE_BIT(COMPARE_EXITS_PER_OP));
		assert_int_equal(set.workloads[0].verdict, VERDICT_LESS);
		comparison_set_free(&set);
		set = compared(&a, &b, COMPARE_BIT(COMPARE_EXITS_PER_SECOND));
		assert_int_equal(set.workloads[0].verdict, VERDICT_MORE);
		comparison_set_free(&set);
		made_free(&a);
		made_free(&b);
	}
}

/* Half the exits for each operation, and twice the operations: fewer, on the same processor. */
/*
 * As two boots of one and the same guest were on a machine that was less busy the second time: more
 * exits a second, and fewer for each operation, but those scatter.
 */
static void test_busy_machine(void **state)
{
	static const double ops[2][6] = { { 10, 100, 11, 99, 12, 98 },
					  { 300, 12, 301, 299, 13, 298 } };
	struct comparison_set set;
	struct made made[2];
	const struct change *rate;

	(void)state;
	for (size_t side = 0; side < 2; side++) {
		made_begin(&made[side], 1, 6);
		for (size_t i = 0; i < 6; i++) {
			double exits = (side ? 1500 : 1000) + (double)i;

			set_window(&made[side], 0, i, 1, ops[side][i]);
			add_exits(&made[side], 0, i, BUILD_NPF, exits, exits);
		}
	}
	set = compared(&made[0], &made[1], COMPARE_EXITS);
	rate = &set.workloads[0].rows[0].changes[COMPARE_EXITS_PER_SECOND];
	assert_true(rate->p <= VERDICT_ERROR);
	assert_int_equal(rate->verdict, VERDICT_DISAGREE);
	assert_int_equal(set.workloads[0].verdict, VERDICT_DISAGREE);
	comparison_set_free(&set);
	made_free(&made[0]);
	made_free(&made[1]);
}

static void test_as_many_per_second(void **state)
{
	static const struct {
		double speed;
		enum verdict verdict;
	} rows[] = { { 0, VERDICT_DISAGREE }, { 101, VERDICT_LESS }, { 120, VERDICT_DISAGREE } };

	(void)state;
	for (size_t k = 0; k < N(rows); k++) {
		struct comparison_set set;
		const struct change *changes;
		struct made a, b;

		make_twice_the_work(&a, &b, rows[k].speed, 100000, 100000);
		set = compared(&a, &b, COMPARE_EXITS);
		changes = set.workloads[0].rows[0].changes;
		assert_int_equal(changes[COMPARE_EXITS_PER_OP].verdict, rows[k].verdict);
		assert_int_equal(changes[COMPARE_EXITS_PER_SECOND].verdict, VERDICT_SAME);
		assert_int_equal(set.workloads[0].verdict, rows[k].verdict);
		comparison_set_free(&set);
		made_free(&a);
		made_free(&b);
	}
}

/*
 * A disk that takes one exit more for each request, and something of which there is as much in each
 * second: the total per operation scatters with the pace, so that it tells nothing, and per second
 * it grew.
 */
static void make_one_more(struct made *made, size_t side, size_t first, size_t n)
{
	static const double ops[2][8] = { { 100, 300, 130, 260, 160, 230, 190, 200 },
					  { 150, 300, 170, 280, 190, 260, 210, 230 } };

	made_begin(made, 1, n);
	for (size_t i = 0; i < n; i++) {
		double requests = ops[side][first + i];

		set_window(made, 0, i, 1, requests);
		add_exits(made, 0, i, BUILD_CPUID, 1000 + (double)(first + i), 0);
		add_exits(made, 0, i, BUILD_NPF, requests * (double)(1 + side), 0);
	}
}

/* Several boots: the line tells what grew for each operation, not the rate. */
static void test_reason_before_rate(void **state)
{
	const struct comparison_wish wish = { COMPARE_EXITS, COMPARISON_LEAST };
	struct profiled_result profiled[2][8];
	const struct comparison_side a = { profiled[0], 8 }, b = { profiled[1], 8 };
	_cleanup_free_ char *line = NULL;
	struct error err = ERROR_INIT;
	struct comparison_set set;
	struct made made[2][8];
	const struct change *total;

	(void)state;
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < 8; i++) {
			make_one_more(&made[side][i], side, i, 1);
			profiled[side][i] = made[side][i].profiled;
		}
	assert_int_equal(compare_results(&a, &b, &wish, &set, &err), 0);
	total = set.workloads[0].rows[0].changes;
	assert_false(verdict_is_change(total[COMPARE_EXITS_PER_OP].verdict));
	assert_true(verdict_is_change(total[COMPARE_EXITS_PER_SECOND].verdict));
	line = verdict_line(&set);
	if (!strstr(line, "1 of 1 workload changed; w/0: npf 1.00 -> 2.00 exits/op (+100 %, "))
		fail_msg("%s", line);
	comparison_set_free(&set);
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < 8; i++)
			made_free(&made[side][i]);
}

/* The same from one boot a side: a rate alone is no change, as the machine's speed changes, too. */
static void test_rate_of_single_boots(void **state)
{
	struct comparison_set set;
	const struct change *total;
	struct made made[2];

	(void)state;
	for (size_t side = 0; side < 2; side++)
		make_one_more(&made[side], side, 0, 8);
	set = compared(&made[0], &made[1], COMPARE_EXITS);
	total = set.workloads[0].rows[0].changes;
	assert_true(total[COMPARE_EXITS_PER_SECOND].p <= VERDICT_ERROR);
	assert_int_equal(total[COMPARE_EXITS_PER_SECOND].verdict, VERDICT_DISAGREE);
	assert_int_equal(set.workloads[0].verdict, VERDICT_DISAGREE);
	comparison_set_free(&set);
	/* Asked for rates alone, it is what was asked for. */
	set = compared(&made[0], &made[1], COMPARE_BIT(COMPARE_EXITS_PER_SECOND));
	assert_int_equal(set.workloads[0].verdict, VERDICT_MORE);
	comparison_set_free(&set);
	made_free(&made[0]);
	made_free(&made[1]);
}

/* ---- How often it is wrong, and what it finds */

/*
 * How much the exits of a reason scatter in the three repeats of the recording, as the standard
 * deviation of their logarithms.
 */
static double scatter(const struct profiled_run *run, const struct reason_key *key)
{
	double logs[3], mean = 0, sum = 0;

	for (size_t i = 0; i < 3; i++) {
		const struct profile_row *row = profile_find(&run->repeats[i].profile, key);

		if (!row || !row->exits)
			return 0.5;
		logs[i] = log((double)row->exits);
		mean += logs[i] / 3;
	}
	for (size_t i = 0; i < 3; i++)
		sum += (logs[i] - mean) * (logs[i] - mean);
	return sqrt(sum / 2);
}

/* What is planted: a factor for the most frequent reason of one workload. */
struct planted {
	const char *workload;
	double factor;
};

/*
 * A side with the noise of the recording: each repeat is one of the three that were recorded of the
 * workload, and the exits of each of its reasons vary besides. As three values are nearer to each
 * other than to the true mean, that is a third of their variance. Reasons that no workload has fill
 * up to n_reasons; they have some 20 exits.
 */
static void make_side(gsl_rng *rng, const struct profiled_result *recording, size_t first,
		      size_t n_workloads, size_t n_reasons, size_t n_repeats,
		      const struct planted *planted, struct made *made)
{
	made_begin(made, n_workloads, n_repeats);
	for (size_t i = 0; i < n_workloads; i++) {
		const struct profiled_run *run = &recording->runs[first + i];

		free(made->result.runs[i].name);
		made->result.runs[i].name = xstrdup(run->run->name);
		assert_int_equal(run->n_repeats, 3);
		for (size_t j = 0; j < n_repeats; j++) {
			const struct profiled_repeat *from =
				&run->repeats[gsl_rng_uniform_int(rng, 3)];
			const struct profile *p = &from->profile;

			set_window(made, i, j, repeat_wall_s(from->repeat), from->repeat->ops);
			for (size_t k = 0; k < p->n; k++) {
				const struct profile_row *row = &p->rows[k];
				double sd = scatter(run, &row->key) / sqrt(3);
				double factor = exp(gsl_ran_gaussian(rng, sd));

				if (planted && !strcmp(planted->workload, run->run->name) &&
				    reason_key_equal(&row->key,
						     &run->repeats[0].profile.rows[0].key))
					factor *= planted->factor;
				add_exits(made, i, j, row->key.code, factor * (double)row->exits,
					  factor * (double)row->cycles);
			}
			for (size_t k = p->n; k < n_reasons; k++)
				add_exits(made, i, j, (uint32_t)(0x10000 + k),
					  gsl_ran_poisson(rng, 20), 1000);
		}
	}
}

static struct result recording;
static struct profiled_result profiled;

static int load_recording(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	if (store_load(".", RECORDING, &recording, &err))
		fail_msg("%s", err.text);
	profiled = build_profiles(&recording);
	return 0;
}

static int free_recording(void **state)
{
	(void)state;
	profiled_result_free(&profiled);
	result_free(&recording);
	return 0;
}

/*
 * Of 200 pairs without a change, 5 % may have a wrong verdict anywhere, which is 10. The seed is
 * always the same.
 */
static void test_nothing_changed(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		struct comparison_set set;
		struct made a, b;
		bool any = false;

		/* Each time other workloads, all of which have their turn. */
		make_side(rng, &profiled, i % (profiled.n_runs - 14), 14, 0, 8, NULL, &a);
		make_side(rng, &profiled, i % (profiled.n_runs - 14), 14, 0, 8, NULL, &b);
		set = compared(&a, &b, COMPARE_EXITS);
		for (size_t j = 0; j < set.n; j++)
			any |= set.workloads[j].verdict != VERDICT_SAME &&
			       set.workloads[j].verdict != VERDICT_SMALL;
		wrong += any;
		comparison_set_free(&set);
		made_free(&a);
		made_free(&b);
	}
	print_message("wrong verdicts: %zu of 200 pairs\n", wrong);
	assert_true(wrong <= 10);
	gsl_rng_free(rng);
}

/* 5 % of one reason, in one of 40 workloads with 60 reasons each and 10 repeats. */
static void test_planted(void **state)
{
	static const char start[] = "None of 40 workloads changed", found[] = "1 of 40 workloads";
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	const struct planted planted = { "probes/cpuid", 1.05 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		_cleanup_free_ char *line = NULL;
		struct comparison_set set;
		struct made a, b;

		make_side(rng, &profiled, profiled.n_runs - 40, 40, 60, 10, NULL, &a);
		make_side(rng, &profiled, profiled.n_runs - 40, 40, 60, 10, i ? &planted : NULL,
			  &b);
		set = compared(&a, &b, COMPARE_EXITS);
		line = verdict_line(&set);
		print_message("%s\n", line);
		if (strncmp(line, i ? found : start, strlen(i ? found : start)) != 0)
			fail_msg("%s", line);
		if (i && (!strstr(line, "; probes/cpuid: ") || !strstr(line, " exits/op (+") ||
			  !strstr(line, ", all of it cpuid")))
			fail_msg("%s", line);
		assert_int_equal(set.workloads[0].n >= 60, true);
		comparison_set_free(&set);
		made_free(&a);
		made_free(&b);
	}
	gsl_rng_free(rng);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_disagreement),
		cmocka_unit_test(test_busy_machine),
		cmocka_unit_test(test_as_many_per_second),
		cmocka_unit_test(test_reason_before_rate),
		cmocka_unit_test(test_rate_of_single_boots),
		cmocka_unit_test(test_nothing_changed),
		cmocka_unit_test(test_planted),
	};

	return cmocka_run_group_tests(tests, load_recording, free_recording);
}
