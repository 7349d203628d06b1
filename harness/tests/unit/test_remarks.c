// SPDX-License-Identifier: GPL-2.0-only
/* What is odd about repeats, and the advice about it. */
#include "support/build.h"

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

/* What is to be said: facts, and words that have to be in the sentence. A value below 0: nothing. */
struct said {
	enum remark_kind kind;
	size_t repeat; /* its number */
	double value;
	const char *words[4];
};

static const struct said nothing = { .repeat = 0, .value = -1 };

static void assert_remarks(struct remarks *remarks, const struct said *said)
{
	bool none = said->value < 0;

	if (none && remarks->n)
		fail_msg("unexpected remark \"%s\"", remarks->list[0].text);
	assert_int_equal(remarks->n, none ? 0 : 1);
	if (!none) {
		const struct remark *remark = &remarks->list[0];

		assert_int_equal(remark->kind, said->kind);
		assert_int_equal(remark->repeat, said->repeat);
		assert_float_equal(remark->value, said->value, 1e-6);
		for (size_t i = 0; i < N(said->words) && said->words[i]; i++)
			if (!strstr(remark->text, said->words[i]))
				fail_msg("no \"%s\" in \"%s\"", said->words[i], remark->text);
	}
	remarks_free(remarks);
}

static void assert_remark(struct result *r, const struct said *said)
{
	struct profiled_result p = build_profiles(r);
	struct remarks remarks = { 0 };

	remarks_of_run(&p, &p.runs[0], &remarks);
	assert_remarks(&remarks, said);
	profiled_result_free(&p);
}

static void assert_remark_of_result(struct result *r, const struct said *said)
{
	struct profiled_result p = build_profiles(r);
	struct remarks remarks = { 0 };

	remarks_of_result(&p, &remarks);
	assert_remarks(&remarks, said);
	profiled_result_free(&p);
}

static void test_scatter(void **state)
{
	static const struct {
		uint64_t exits[8];
		struct said said;
	} rows[] = {
		{ { 1000, 1010, 990, 1005, 995 }, { .value = -1 } },
		{ { 1000, 1010, 990, 1500, 995 },
		  { REMARK_SCATTERS,
		    4,
		    0.5,
		    { "w, repeat 4: 50 % more exits/op", "repeat more" } } },
		{ { 1000, 1010, 990, 550, 995 },
		  { REMARK_SCATTERS, 4, 445.0 / 995, { "45 % fewer exits/op", "repeat more" } } },
		{ { 1500, 1010, 990, 1000, 995 },
		  { REMARK_SCATTERS, 1, 0.5, { "repeat 1", "--warmup" } } },
		/* Far out by its score, but a hundredth only. */
		{ { 1000, 1000, 1000, 1010, 1000 }, { .value = -1 } },
		/* As many as scatter that much. */
		{ { 1000, 1500, 500, 1400, 600 }, { .value = -1 } },
		/* Too few for a score: the first one alone, if the others agree. */
		{ { 1000, 1010, 2000 }, { .value = -1 } },
		{ { 1500, 1010, 990 },
		  { REMARK_SCATTERS, 1, 490.0 / 1010, { "49 % more exits/op", "--warmup" } } },
		{ { 1100, 1010, 990 }, { .value = -1 } },
		{ { 1500, 800, 1200 }, { .value = -1 } },
		{ { 1500, 1000 }, { .value = -1 } },
		{ { 1500 }, { .value = -1 } },
		{ { 0 }, { .value = -1 } },
		/* What stands out is not said twice. */
		{ { 1000, 1010, 990, 3000, 995 },
		  { REMARK_STANDS_OUT,
		    4,
		    3000.0 / 1010,
		    { "w, repeat 4: had 300 exits/op", "a median of 99.8" } } },
		{ { 2500, 1010, 990 },
		  { REMARK_STANDS_OUT,
		    1,
		    2500.0 / 1010,
		    { "had 250 exits/op where the others had 101 and 99", "--warmup" } } },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct result r;

		make(&r, rows[i].exits);
		assert_remark(&r, &rows[i].said);
		result_free(&r);
	}
}

/* As net of idle it may be. Of nothing there is no percentage. */
static void test_scatter_of_nothing(void **state)
{
	struct remarks remarks = { 0 };
	struct profiled_result p;
	struct result r;

	(void)state;
	make(&r, (const uint64_t[8]){ 1, 1, 1, 1, 5 });
	for (size_t i = 0; i < 4; i++)
		build_exits(&r.runs[0].repeats[i], BUILD_NPF_SLOT, 0);
	p = build_profiles(&r);
	remarks_of_run(&p, &p.runs[0], &remarks);
	assert_int_equal(remarks.n, 1);
	assert_int_equal(remarks.list[0].kind, REMARK_SCATTERS);
	assert_int_equal(remarks.list[0].repeat, 5);
	assert_non_null(strstr(remarks.list[0].text, "where the median is none"));
	remarks_free(&remarks);
	profiled_result_free(&p);
	result_free(&r);
}

/* Fixed time, three repeats and perhaps one more because of the second: what is said of both. */
static void test_standing_out(void **state)
{
	static const struct {
		double ops[4], latency_s[4];
		struct said said;
	} rows[] = {
		{ { 804, 780, 759 }, { 0 }, { .value = -1 } },
		{ { 804, 78, 759 },
		  { .01, .9, .012 },
		  { REMARK_STANDS_OUT,
		    2,
		    .9 / .012,
		    { "w, repeat 2: did 78 I/Os where the others did 804 and 759",
		      "its slowest I/O took 0.9 s where those of the others took 10 ms and 12 ms",
		      "repeat more often" } } },
		{ { 804, 78, 759, 790 },
		  { 0 },
		  { REMARK_STANDS_OUT,
		    2,
		    759.0 / 78,
		    { "did 78 I/Os where the others did 804 and 759",
		      "measured once more, as repeat 4: 790", "look for what else ran" } } },
		{ { 804, 78, 759, 80 },
		  { 0 },
		  { REMARK_STANDS_OUT,
		    2,
		    759.0 / 78,
		    { "measured once more, as repeat 4: 80", "no accident" } } },
		/* With another rule, or net of idle, it may not stand out any more. */
		{ { 804, 780, 759, 790 },
		  { 0 },
		  { REMARK_ONCE_MORE, 4, 2, { "repeat 2 stood out" } } },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct workload_run *run;
		struct result r;

		/* Exits and time in proportion, so that work and latency alone are odd. */
		run = make(&r, (const uint64_t[8]){ 1, 1, 1, rows[i].ops[3] > 0 });
		run->fixed_ops = false;
		free(run->op);
		run->op = xstrdup("I/O");
		for (size_t j = 0; j < run->n_repeats; j++) {
			struct repeat *repeat = &run->repeats[j];

			repeat->ops = rows[i].ops[j];
			build_exits(repeat, BUILD_NPF_SLOT, (uint64_t)(10 * rows[i].ops[j]));
			repeat->after.counters[BUILD_NPF_SLOT].cycles =
				100 * repeat->after.counters[BUILD_NPF_SLOT].exits;
			repeat->before.counters[BUILD_NPF_SLOT].cycles =
				100 * repeat->before.counters[BUILD_NPF_SLOT].exits;
			repeat->once_more_for = j == 3 ? 2 : 0;
			if (rows[i].latency_s[j] > 0)
				repeat_add_metric(repeat, "read.clat.max", "ns",
						  1e9 * rows[i].latency_s[j]);
		}
		assert_remark(&r, &rows[i].said);
		assert_remark_of_result(&r, &rows[i].said);
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
	repeat->activity.steal_told = true;
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
	assert_remark(&r, &(struct said){ REMARK_STOLEN, 2, 0.015, { "w, repeat 2", "1.5 %" } });
	steal(&run->repeats[2], 200);
	assert_remark(&r, &(struct said){ REMARK_STOLEN, 3, 0.1, { "10.0 %", "other repeats" } });
	assert_remark_of_result(
		&r, &(struct said){ REMARK_STOLEN, 3, 0.1, { "w, repeat 3", "other repeats" } });
	/* Of several workloads the worst one stands for all. */
	run = build_run(&r, "v");
	build_repeat(&r, run, &(const struct build_repeat){ .wall_s = 1, .ops = 10 });
	steal(&run->repeats[0], 100);
	assert_remark_of_result(
		&r, &(struct said){ REMARK_STOLEN, 3, 0.1, { "w, repeat 3", "other workloads" } });
	steal(&run->repeats[0], 400);
	assert_remark_of_result(
		&r, &(struct said){ REMARK_STOLEN, 1, 0.2, { "v, repeat 1", "other workloads" } });
	/* What is not told is not nothing, and not much. */
	run->repeats[0].activity.steal_told = false;
	assert_remark_of_result(&r, &(struct said){ REMARK_STOLEN, 3, 0.1, { "w, repeat 3" } });
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
	assert_remark(&r, &(struct said){ REMARK_SLOWER,
					  2,
					  0.4,
					  { "w, repeat 2", "40 % slower than in repeat 1" } });
	run = build_run(&r, "v");
	build_repeat(&r, run, &(const struct build_repeat){ .wall_s = 1, .ops = 10 });
	run->repeats[0].speed = 240;
	assert_remark_of_result(
		&r, &(struct said){ REMARK_SLOWER,
				    2,
				    0.75,
				    { "w, repeat 2", "75 % slower than in v, repeat 1" } });
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
	assert_remark(&r, &(struct said){ REMARK_OTHER_WORK,
					  2,
					  9,
					  { "w, repeat 2: did 9 operations", "10", "exits/op" } });
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
		bool told;
	} rows[] = {
		{ "cpu", "msr", 16, true },  { "cpu", "msr", 15, false },
		{ "cpu", "", 500, true },    { "probes", "ioio", 500, false },
		{ "", "", 500, false },      { "io", "msr", 500, false },
		{ "cpu", "io", 500, false }, { "disk", "msr", 500, false },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		const struct said said = { REMARK_CONSOLE,
					   2,
					   (double)rows[i].exits,
					   { "w, repeat 2", "console", "'quiet'" } };
		struct workload_run *run;
		struct result r;

		run = make(&r, calm);
		free(run->class);
		free(run->expects);
		run->class = xstrdup(rows[i].class);
		run->expects = xstrdup(rows[i].expects);
		give_ports(&run->repeats[0], 3);
		give_ports(&run->repeats[1], rows[i].exits);
		assert_remark(&r, rows[i].told ? &said : &nothing);
		result_free(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scatter),      cmocka_unit_test(test_scatter_of_nothing),
		cmocka_unit_test(test_standing_out), cmocka_unit_test(test_repeats_that_failed),
		cmocka_unit_test(test_stolen_time),  cmocka_unit_test(test_speed),
		cmocka_unit_test(test_other_work),   cmocka_unit_test(test_console),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
