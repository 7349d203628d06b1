// SPDX-License-Identifier: GPL-2.0-only
/* What is odd about repeats, and the advice about it. */
#include "build_result.h"

#include "base/cleanup.h"
#include "profile/remarks.h"

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

static void assert_remarks(struct remarks *remarks, const char *text)
{
	if (!text && remarks->n)
		fail_msg("unexpected remark \"%s\"", remarks->texts[0]);
	assert_int_equal(remarks->n, text ? 1 : 0);
	if (text)
		assert_string_equal(remarks->texts[0], text);
	remarks_free(remarks);
}

static void assert_remark(struct result *r, const char *text)
{
	struct remarks remarks = { 0 };

	remarks_of_run(r, &r->runs[0], &remarks);
	assert_remarks(&remarks, text);
}

static void assert_remark_of_result(struct result *r, const char *text)
{
	struct remarks remarks = { 0 };

	remarks_of_result(r, &remarks);
	assert_remarks(&remarks, text);
}

static void test_scores(void **state)
{
	static const struct {
		double values[5], z[5];
	} rows[] = {
		/* median 3, absolute deviations 2 1 0 1 97: their median is 1 */
		{ { 1, 2, 3, 4, 100 }, { -1.349, -0.6745, 0, 0.6745, 65.4265 } },
		/* their median is 0, their mean 2 */
		{ { 5, 5, 5, 15, 5 }, { 0, 0, 0, 10 / (1.2533 * 2), 0 } },
		{ { 7, 7, 7, 7, 7 }, { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		double z[5];

		modified_z_scores(rows[i].values, 5, z);
		for (size_t j = 0; j < 5; j++)
			assert_float_equal(z[j], rows[i].z[j], 1e-9);
	}
}

static void test_outliers(void **state)
{
	static const struct {
		uint64_t exits[8];
		const char *text;
	} rows[] = {
		{ { 1000, 1010, 990, 1005, 995 }, NULL },
		{ { 1000, 1010, 990, 1500, 995 },
		  "w, repeat 4: 50 % more exits/op than the median: look for what else ran, or "
		  "repeat more often" },
		{ { 1000, 1010, 990, 500, 995 },
		  "w, repeat 4: 50 % fewer exits/op than the median: look for what else ran, or "
		  "repeat more often" },
		{ { 1500, 1010, 990, 1000, 995 },
		  "w, repeat 1: 50 % more exits/op than the median, and it is the first: warm up "
		  "more (--warmup)" },
		/* Far out by its score, but a hundredth only. */
		{ { 1000, 1000, 1000, 1010, 1000 }, NULL },
		/* As many as scatter that much. */
		{ { 1000, 1500, 500, 1400, 600 }, NULL },
		/* Too few for a score: the first one alone, if the others agree. */
		{ { 1000, 1010, 2000 }, NULL },
		{ { 1500, 1010, 990 },
		  "w, repeat 1: 49 % more exits/op than the median, and it is the first: warm up "
		  "more (--warmup)" },
		{ { 1100, 1010, 990 }, NULL },
		{ { 1500, 800, 1200 }, NULL },
		{ { 1500, 1000 }, NULL },
		{ { 1500 }, NULL },
		{ { 0 }, NULL },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct result r;

		make(&r, rows[i].exits);
		assert_remark(&r, rows[i].text);
		result_free(&r);
	}
}

/* As net of idle it may be. Of nothing there is no percentage. */
static void test_outlier_of_nothing(void **state)
{
	struct result r;

	(void)state;
	make(&r, (const uint64_t[8]){ 1, 1, 1, 1, 5 });
	for (size_t i = 0; i < 4; i++)
		r.runs[0].repeats[i].profile.exits = 0;
	assert_remark(&r,
		      "w, repeat 5: exits, where the median is none: look for what else ran, or "
		      "repeat more often");
	result_free(&r);
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
	assert_remark(&r, NULL);
	result_free(&r);
	make(&r, second)->repeats[0].ok = false;
	assert_remark(&r, NULL);
	result_free(&r);
}

static void test_stolen_time(void **state)
{
	struct workload_run *run;
	struct result r;

	(void)state;
	/* One tick is no news, however short the window. */
	run = make(&r, calm);
	run->repeats[1].child.wall_ns = NS_PER_MS * 100;
	run->repeats[1].activity.steal_ns = NS_PER_MS * 10;
	assert_remark(&r, NULL);
	result_free(&r);
	/* Of two seconds of two vCPUs. */
	run = make(&r, calm);
	run->repeats[1].activity.steal_ns = NS_PER_MS * 20;
	assert_remark(&r, NULL);
	run->repeats[1].activity.steal_ns = NS_PER_MS * 30;
	assert_remark(
		&r,
		"w, repeat 2: 1.5 % of the vCPUs' time was stolen: quieten the host, or give it a CPU for "
		"what the VMM does itself");
	run->repeats[2].activity.steal_ns = NS_PER_MS * 200;
	assert_remark(&r, "w, repeat 3: 10.0 % of the vCPUs' time was stolen, and some in others: "
			  "quieten the host, or give it a CPU for "
			  "what the VMM does itself");
	assert_remark_of_result(
		&r, "w, repeat 3: 10.0 % of the vCPUs' time was stolen, and some in others: "
		    "quieten the host, or give it a CPU for what the VMM does itself");
	/* Of several workloads the worst one stands for all. */
	run = build_run(&r, "v");
	build_repeat(&r, run, &(const struct build_repeat){ .wall_s = 1, .ops = 10 });
	run->repeats[0].activity.steal_ns = NS_PER_MS * 100;
	assert_remark_of_result(
		&r, "w, repeat 3: 10.0 % of the vCPUs' time was stolen, and some in other "
		    "workloads: quieten the host, or give it a CPU for what the VMM does "
		    "itself");
	run->repeats[0].activity.steal_ns = NS_PER_MS * 400;
	assert_remark_of_result(
		&r, "v, repeat 1: 20.0 % of the vCPUs' time was stolen, and some in other "
		    "workloads: quieten the host, or give it a CPU for what the VMM does "
		    "itself");
	r.counters.n_vcpus = 0;
	assert_remark(&r, NULL);
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
	assert_remark(&r, NULL);
	run->repeats[1].speed = 60;
	assert_remark(&r,
		      "w, repeat 2: the processor was 40 % slower than in repeat 1, by a loop that "
		      "is always the same, and what is slow has more ticks in it: quieten the "
		      "machine, fix its frequency");
	run = build_run(&r, "v");
	build_repeat(&r, run, &(const struct build_repeat){ .wall_s = 1, .ops = 10 });
	run->repeats[0].speed = 240;
	assert_remark_of_result(
		&r, "w, repeat 2: the processor was 75 % slower than in v, repeat 1, by "
		    "a loop that is always the same, and what is slow has more ticks in "
		    "it: quieten the machine, fix its frequency");
	result_free(&r);
}

static void test_other_work(void **state)
{
	struct workload_run *run;
	struct result r;

	(void)state;
	run = make(&r, calm);
	run->repeats[1].ops = 9;
	run->repeats[1].profile.exits = 900;
	assert_remark(&r,
		      "w, repeat 2: 9 operations, where the median is 10: compare exits/op, not "
		      "exits");
	run->fixed_ops = false;
	assert_remark(&r, NULL);
	result_free(&r);
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
		_cleanup_free_ char *text = xasprintf(
			"w, repeat 2: %llu exits by port I/O that it is not about, of a serial console "
			"most likely: boot the guest with 'quiet' or a low 'loglevel'",
			(unsigned long long)rows[i].exits);
		struct workload_run *run;
		struct result r;

		run = make(&r, calm);
		free(run->class);
		free(run->expects);
		run->class = xstrdup(rows[i].class);
		run->expects = xstrdup(rows[i].expects);
		run->repeats[0].profile.rows[0].code = BUILD_IOIO;
		run->repeats[0].profile.rows[0].exits = 3;
		run->repeats[1].profile.rows[0].code = BUILD_IOIO;
		run->repeats[1].profile.rows[0].exits = rows[i].exits;
		assert_remark(&r, rows[i].told ? text : NULL);
		result_free(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_outliers),
		cmocka_unit_test(test_outlier_of_nothing),
		cmocka_unit_test(test_repeats_that_failed),
		cmocka_unit_test(test_stolen_time),
		cmocka_unit_test(test_speed),
		cmocka_unit_test(test_other_work),
		cmocka_unit_test(test_console),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
