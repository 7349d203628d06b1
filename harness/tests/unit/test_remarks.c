// SPDX-License-Identifier: GPL-2.0-only
/* Tests which remarks are made about odd repeats. */
#include "support/build.h"

#include <math.h>

#include "analysis/outliers.h"
#include "analysis/remarks.h"

#define BUILD_IOIO 0x7b

/* Exits (of NPF) of up to eight repeats of 1 s and 10 operations; 0 ends them. */
static struct workload_run *make(struct result *r, const uint64_t *exits)
{
	struct workload_run *run;

	build_result(r);
	run = build_run(r, "w");
	run->fixed_ops = true;
	for (size_t i = 0; i < 8 && exits[i]; i++) {
		const struct build_repeat from = { .exits = { 0, 0, exits[i], 0 },
						   .wall_s = 1,
						   .ops = 10 };

		build_repeat(r, run, &from);
	}
	return run;
}

/* The facts of a remark on workload "w" unless another one is named. A value below 0: no remark. */
struct told {
	struct remark facts;
	const char *workload, *other; /* names of run and other_run */
};

static const struct told nothing = { .facts = { .value = -1 } };

static void assert_facts(const struct remark *remark, const struct told *told)
{
	const struct remark *facts = &told->facts;

	assert_int_equal(remark->kind, facts->kind);
	assert_string_equal(remark->run->name, told->workload ? told->workload : "w");
	assert_int_equal(remark->repeat, facts->repeat);
	if (isinf(facts->value))
		assert_true(isinf(remark->value));
	else
		assert_float_equal(remark->value, facts->value, 1e-6);
	assert_float_equal(remark->median, facts->median, 1e-9);
	assert_int_equal(remark->fewer, facts->fewer);
	assert_int_equal(remark->per_op, facts->per_op);
	assert_int_equal(remark->also, facts->also);
	assert_int_equal(remark->other, facts->other);
	if (facts->other)
		assert_string_equal(remark->other_run->name, told->other ? told->other : "w");
	assert_int_equal(remark->by, facts->by);
	assert_int_equal(remark->alike, facts->alike);
}

static void assert_remarks(struct remarks *remarks, const struct told *told)
{
	bool none = told->facts.value < 0;

	if (none && remarks->n)
		fail_msg("unexpected remark \"%s\"", remarks->list[0].text);
	assert_int_equal(remarks->n, none ? 0 : 1);
	if (!none)
		assert_facts(&remarks->list[0], told);
	remarks_free(remarks);
}

static void assert_remark(struct result *r, const struct told *told)
{
	struct profiled_result p = build_profiles(r);
	struct remarks remarks = { 0 };

	remarks_of_run(&p, &p.runs[0], &remarks);
	assert_remarks(&remarks, told);
	profiled_result_free(&p);
}

static void assert_remark_of_result(struct result *r, const struct told *told)
{
	struct profiled_result p = build_profiles(r);
	struct remarks remarks = { 0 };

	remarks_of_result(&p, &remarks);
	assert_remarks(&remarks, told);
	profiled_result_free(&p);
}

/* Words of the first remark on a result. */
static void assert_words(struct result *r, const char *const *words, size_t n)
{
	struct profiled_result p = build_profiles(r);
	struct remarks remarks = { 0 };

	remarks_of_run(&p, &p.runs[0], &remarks);
	for (size_t i = 0; i < n && words[i]; i++)
		if (!remarks.n || !strstr(remarks.list[0].text, words[i]))
			fail_msg("no \"%s\"", words[i]);
	remarks_free(&remarks);
	profiled_result_free(&p);
}

#define SCATTERS(number, off, ...)                  \
	{                                           \
		.facts = { .kind = REMARK_SCATTERS, \
			   .repeat = (number),      \
			   .value = (off),          \
			   .per_op = true,          \
			   ##__VA_ARGS__ },         \
	}
#define NOTHING                         \
	{                               \
		.facts = {.value = -1 } \
	}

static void test_scatter(void **state)
{
	static const struct {
		uint64_t exits[8];
		struct told told;
	} rows[] = {
		{ { 1000, 1010, 990, 1005, 995 }, NOTHING },
		{ { 1000, 1010, 990, 1500, 995 }, SCATTERS(4, 0.5) },
		{ { 1000, 1010, 990, 550, 995 }, SCATTERS(4, 445.0 / 995, .fewer = true) },
		{ { 1500, 1010, 990, 1000, 995 }, SCATTERS(1, 0.5) },
		/* Far out by its score, but a hundredth only. */
		{ { 1000, 1000, 1000, 1010, 1000 }, NOTHING },
		/* As many as scatter that much. */
		{ { 1000, 1500, 500, 1400, 600 }, NOTHING },
		/* Too few for a score: the first one alone, if the others agree. */
		{ { 1000, 1010, 2000 }, NOTHING },
		{ { 1500, 1010, 990 }, SCATTERS(1, 490.0 / 1010) },
		{ { 1100, 1010, 990 }, NOTHING },
		{ { 1500, 800, 1200 }, NOTHING },
		{ { 1500, 1000 }, NOTHING },
		{ { 1500 }, NOTHING },
		{ { 0 }, NOTHING },
		/* What stands out is not said twice. */
		{ { 1000, 1010, 990, 3000, 995 },
		  { .facts = { .kind = REMARK_STANDS_OUT,
			       .repeat = 4,
			       .value = 3000.0 / 1010,
			       .by = 1u << ASPECT_EXITS } } },
		{ { 2500, 1010, 990 },
		  { .facts = { .kind = REMARK_STANDS_OUT,
			       .repeat = 1,
			       .value = 2500.0 / 1010,
			       .by = 1u << ASPECT_EXITS } } },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct result r;

		make(&r, rows[i].exits);
		assert_remark(&r, &rows[i].told);
		result_free(&r);
	}
}

/* Without operations it is by second; as net of idle it may be, there is no share of nothing. */
static void test_scatter_of_nothing(void **state)
{
	static const struct told infinite = SCATTERS(5, INFINITY);
	static const struct told by_second = { .facts = {
						       .kind = REMARK_SCATTERS,
						       .repeat = 4,
						       .value = 0.5,
					       } };
	struct workload_run *run;
	struct result r;

	(void)state;
	make(&r, (const uint64_t[8]){ 1, 1, 1, 1, 5 });
	for (size_t i = 0; i < 4; i++)
		build_exits(&r.runs[0].repeats[i], BUILD_NPF_SLOT, 0);
	assert_remark(&r, &infinite);
	result_free(&r);
	run = make(&r, (const uint64_t[8]){ 1000, 1010, 990, 1500, 1000 });
	run->fixed_ops = false;
	for (size_t i = 0; i < run->n_repeats; i++)
		run->repeats[i].ops = 0;
	assert_remark(&r, &by_second);
	result_free(&r);
}

#define WORK (1u << ASPECT_WORK)

/* Fixed time, three repeats and perhaps one more because of the second: what is said of both. */
static const struct {
	double ops[4], latency_s[4];
	struct told told;
	const char *words[2]; /* that are made of what the repeats did */
} standing_out_rows[] = {
	{ { 804, 780, 759 }, { 0 }, NOTHING, { NULL } },
	{ { 804, 78, 759 },
	  { .01, .9, .012 },
	  { .facts = { .kind = REMARK_STANDS_OUT,
		       .repeat = 2,
		       .value = .9 / .012,
		       .by = WORK | 1u << ASPECT_LATENCY } },
	  { "did 78 I/Os where the others did 804 and 759",
	    "its slowest I/O took 0.9 s where those of the others took 10 ms and 12 ms" } },
	{ { 804, 78, 759, 790 },
	  { 0 },
	  { .facts = { .kind = REMARK_STANDS_OUT,
		       .repeat = 2,
		       .value = 759.0 / 78,
		       .by = WORK,
		       .other = 4 } },
	  { "did 78 I/Os where the others did 804 and 759", "as repeat 4: 790;" } },
	{ { 804, 78, 759, 80 },
	  { 0 },
	  { .facts = { .kind = REMARK_STANDS_OUT,
		       .repeat = 2,
		       .value = 759.0 / 78,
		       .by = WORK,
		       .other = 4,
		       .alike = true } },
	  { "as repeat 4: 80;" } },
	/* With another rule, or net of idle, it may not stand out any more. */
	{ { 804, 780, 759, 790 },
	  { 0 },
	  { .facts = { .kind = REMARK_ONCE_MORE, .repeat = 4, .value = 2 } },
	  { NULL } },
};

static void test_standing_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(standing_out_rows); i++) {
		struct workload_run *run;
		struct result r;

		/* Exits and time in proportion, so that work and latency alone are odd. */
		run = make(&r, (const uint64_t[8]){ 1, 1, 1, standing_out_rows[i].ops[3] > 0 });
		run->fixed_ops = false;
		free(run->op);
		run->op = xstrdup("I/O");
		for (size_t j = 0; j < run->n_repeats; j++) {
			struct repeat *repeat = &run->repeats[j];

			repeat->ops = standing_out_rows[i].ops[j];
			build_exits(repeat, BUILD_NPF_SLOT,
				    (uint64_t)(10 * standing_out_rows[i].ops[j]));
			repeat->after.counters[BUILD_NPF_SLOT].cycles =
				100 * repeat->after.counters[BUILD_NPF_SLOT].exits;
			repeat->before.counters[BUILD_NPF_SLOT].cycles =
				100 * repeat->before.counters[BUILD_NPF_SLOT].exits;
			repeat->once_more_for = j == 3 ? 2 : 0;
			if (standing_out_rows[i].latency_s[j] > 0)
				repeat_add_metric(repeat, "read.clat.max", "ns",
						  1e9 * standing_out_rows[i].latency_s[j]);
		}
		assert_remark(&r, &standing_out_rows[i].told);
		assert_remark_of_result(&r, &standing_out_rows[i].told);
		assert_words(&r, standing_out_rows[i].words, N(standing_out_rows[i].words));
		result_free(&r);
	}
}

static const uint64_t calm[8] = { 1000, 1000, 1000 };

/* Nobody is told about repeats that do not count, nor takes another one for the first. */
static void test_repeats_that_failed(void **state)
{
	static const uint64_t exits[8] = { 1000, 1000, 9000, 1010, 990, 1000 };
	static const uint64_t second[8] = { 1000, 1500, 1010, 990 };
	struct result r;

	(void)state;
	make(&r, exits)->repeats[2].ok = false;
	assert_remark(&r, &nothing);
	result_free(&r);
	make(&r, second)->repeats[0].ok = false;
	assert_remark(&r, &nothing);
	result_free(&r);
}

static void steal(struct repeat *repeat, uint64_t ms)
{
	repeat->activity.steal_known = true;
	repeat->activity.steal_ns = NS_PER_MS * ms;
}

static void test_stolen_time(void **state)
{
	struct workload_run *run;
	struct result r;

	(void)state;
	/* One tick is no news, however short the window. */
	run = make(&r, calm);
	for (size_t i = 0; i < run->n_repeats; i++)
		run->repeats[i].child.wall_ns = NS_PER_MS * 100;
	steal(&run->repeats[1], 10);
	assert_remark(&r, &nothing);
	result_free(&r);
	/* Of two seconds of two vCPUs. */
	run = make(&r, calm);
	steal(&run->repeats[1], 20);
	assert_remark(&r, &nothing);
	steal(&run->repeats[1], 30);
	assert_remark(&r,
		      &(const struct told){
			      .facts = { .kind = REMARK_STOLEN, .repeat = 2, .value = 0.015 } });
	steal(&run->repeats[2], 200);
	assert_remark(&r, &(const struct told){ .facts = { .kind = REMARK_STOLEN,
							   .repeat = 3,
							   .value = 0.1,
							   .also = ALSO_IN_REPEATS } });
	assert_remark_of_result(&r, &(const struct told){ .facts = { .kind = REMARK_STOLEN,
								     .repeat = 3,
								     .value = 0.1,
								     .also = ALSO_IN_REPEATS } });
	/* Of several workloads the worst one stands for all. */
	run = build_run(&r, "v");
	build_repeat(&r, run, &(const struct build_repeat){ .wall_s = 1, .ops = 10 });
	steal(&run->repeats[0], 100);
	assert_remark_of_result(&r, &(const struct told){ .facts = { .kind = REMARK_STOLEN,
								     .repeat = 3,
								     .value = 0.1,
								     .also = ALSO_IN_WORKLOADS } });
	steal(&run->repeats[0], 400);
	assert_remark_of_result(&r, &(const struct told){ .facts = { .kind = REMARK_STOLEN,
								     .repeat = 1,
								     .value = 0.2,
								     .also = ALSO_IN_WORKLOADS },
							  .workload = "v" });
	/* What is not known is not nothing, and not much. */
	run->repeats[0].activity.steal_known = false;
	assert_remark_of_result(&r, &(const struct told){ .facts = { .kind = REMARK_STOLEN,
								     .repeat = 3,
								     .value = 0.1,
								     .also = ALSO_IN_REPEATS } });
	r.counters.n_vcpus = 0;
	assert_remark(&r, &nothing);
	result_free(&r);
}

/* Of the processor: the slowest repeat against the fastest one, wherever they are. */
static void test_speed(void **state)
{
	struct workload_run *run;
	struct result r;

	(void)state;
	run = make(&r, calm);
	run->repeats[0].speed = 100;
	run->repeats[1].speed = 76;
	assert_remark(&r, &nothing);
	run->repeats[1].speed = 60;
	assert_remark(&r, &(const struct told){ .facts = { .kind = REMARK_SLOWER,
							   .repeat = 2,
							   .value = 0.4,
							   .other = 1 } });
	run = build_run(&r, "v");
	build_repeat(&r, run, &(const struct build_repeat){ .wall_s = 1, .ops = 10 });
	run->repeats[0].speed = 240;
	assert_remark_of_result(
		&r,
		&(const struct told){
			.facts = { .kind = REMARK_SLOWER, .repeat = 2, .value = 0.75, .other = 1 },
			.other = "v" });
	result_free(&r);
}

static void test_other_work(void **state)
{
	struct workload_run *run;
	struct result r;

	(void)state;
	run = make(&r, calm);
	run->repeats[1].ops = 9;
	build_exits(&run->repeats[1], BUILD_NPF_SLOT, 900);
	assert_remark(&r, &(const struct told){ .facts = { .kind = REMARK_OTHER_WORK,
							   .repeat = 2,
							   .value = 9,
							   .median = 10 } });
	run->fixed_ops = false;
	assert_remark(&r, &nothing);
	result_free(&r);
}

/* Makes exits by port I/O of so many that there are already, so that their number stays. */
static void give_ports(struct repeat *repeat, uint64_t exits)
{
	build_code(repeat, BUILD_OTHER_SLOT, BUILD_IOIO);
	build_exits(repeat, BUILD_OTHER_SLOT, exits);
	repeat->after.counters[BUILD_NPF_SLOT].exits -= exits;
}

static void test_console(void **state)
{
	static const struct {
		const char *class, *expects;
		uint64_t exits;
		bool is_told;
	} rows[] = {
		{ "cpu", "msr", 16, true },  { "cpu", "msr", 15, false },
		{ "cpu", "", 500, true },    { "probes", "ioio", 500, false },
		{ "", "", 500, false },      { "io", "msr", 500, false },
		{ "cpu", "io", 500, false }, { "disk", "msr", 500, false },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		const struct told told = { .facts = {
						   .kind = REMARK_CONSOLE,
						   .repeat = 2,
						   .value = (double)rows[i].exits,
					   } };
		struct workload_run *run;
		struct result r;

		run = make(&r, calm);
		free(run->class);
		free(run->expects);
		run->class = xstrdup(rows[i].class);
		run->expects = xstrdup(rows[i].expects);
		give_ports(&run->repeats[0], 3);
		give_ports(&run->repeats[1], rows[i].exits);
		assert_remark(&r, rows[i].is_told ? &told : &nothing);
		result_free(&r);
	}
}

/* Exits that took longer than two vCPUs had in a second; HLT is idle time and may. */
static void test_too_long(void **state)
{
	const struct told told = {
		.facts = { .kind = REMARK_TOO_LONG, .repeat = 2, .value = 1.6 },
	};
	struct workload_run *run;
	struct result r;

	(void)state;
	run = make(&r, calm);
	for (size_t i = 0; i < run->n_repeats; i++)
		run->repeats[i].after.counters[BUILD_NPF_SLOT].cycles += i == 1 ? 3200000 : 3000000;
	assert_remark(&r, &told);
	result_free(&r);
	run = make(&r, calm);
	for (size_t i = 0; i < run->n_repeats; i++) {
		build_code(&run->repeats[i], BUILD_NPF_SLOT, BUILD_HLT);
		build_code(&run->repeats[i], 1, BUILD_IOIO);
		run->repeats[i].after.counters[BUILD_NPF_SLOT].cycles += 3000000;
	}
	assert_remark(&r, &nothing);
	result_free(&r);
}

/* A process that outlived its tool, in two repeats; and a note from before the run. */
static void test_left_and_notes(void **state)
{
	struct remarks remarks = { 0 };
	struct workload_run *run;
	struct profiled_result p;
	struct result r;

	(void)state;
	run = make(&r, calm);
	strcpy(run->repeats[1].child.left, "sleep");
	strcpy(run->repeats[2].child.left, "sh");
	run_add_note(run, "runs for less than a second");
	p = build_profiles(&r);
	remarks_of_run(&p, &p.runs[0], &remarks);
	assert_int_equal(remarks.n, 2);
	assert_facts(&remarks.list[0], &(const struct told){ .facts = { .kind = REMARK_NOTE } });
	assert_string_equal(remarks.list[0].name, "runs for less than a second");
	assert_facts(
		&remarks.list[1],
		&(const struct told){ .facts = { .kind = REMARK_LEFT, .repeat = 2, .value = 2 } });
	assert_string_equal(remarks.list[1].name, "sleep");
	remarks_free(&remarks);
	profiled_result_free(&p);
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scatter),      cmocka_unit_test(test_scatter_of_nothing),
		cmocka_unit_test(test_standing_out), cmocka_unit_test(test_repeats_that_failed),
		cmocka_unit_test(test_stolen_time),  cmocka_unit_test(test_speed),
		cmocka_unit_test(test_other_work),   cmocka_unit_test(test_console),
		cmocka_unit_test(test_too_long),     cmocka_unit_test(test_left_and_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
