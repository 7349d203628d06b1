// SPDX-License-Identifier: GPL-2.0-only
/* Tests the sentences of remarks. No other test reads them. */
#include "support/build.h"

#include <math.h>

#include "analysis/remarks.h"

static const struct workload_run a_run = { .name = "w", .class = "cpu" };
static const struct workload_run a_command = { .name = "sh", .class = "" };
static const struct workload_run another_run = { .name = "v", .class = "cpu" };

/* The sentences, of which there is one for each kind. */
static const struct {
	struct remark facts;
	const char *text;
} sentences_rows[] = {
	{ { REMARK_IDLE_DRIFTS, .value = 0.5 },
	  "the idle guest's exits/s differ by 50 % between its windows, so not all workloads "
	  "were measured under the same conditions: look for what else runs in the guest, or "
	  "measure again" },
	{ { REMARK_NOTE, &a_run, .name = "a note" }, "w: a note" },
	{ { REMARK_STANDS_OUT, &a_run, 1, .words = "did much" },
	  "w, repeat 1: did much: it is the first one: warm up more (--warmup)" },
	{ { REMARK_STANDS_OUT, &a_run, 2, .words = "did much" },
	  "w, repeat 2: did much: look for what else ran, or repeat more often" },
	{ { REMARK_STANDS_OUT, &a_run, 2, .words = "did much", .other = 4, .alike = true },
	  "w, repeat 2: did much; so it is no accident: repeat more often" },
	{ { REMARK_ONCE_MORE, &a_run, 4, .value = 2 },
	  "w, repeat 4: made because repeat 2 stood out when it was measured" },
	{ { REMARK_SCATTERS, &a_run, 1, .value = 0.5, .per_op = true },
	  "w, repeat 1: 50 % more exits/op than the median, and it is the first: warm up more "
	  "(--warmup)" },
	{ { REMARK_SCATTERS, &a_run, 3, .value = 0.5, .fewer = true },
	  "w, repeat 3: 50 % fewer exits/s than the median: look for what else ran, or repeat "
	  "more often" },
	{ { REMARK_SCATTERS, &a_run, 3, .value = INFINITY },
	  "w, repeat 3: exits, where the median is none: look for what else ran, or repeat more "
	  "often" },
	{ { REMARK_STOLEN, &a_run, 2, .value = 0.015 },
	  "w, repeat 2: the host gave 1.5 % of the vCPUs' time to others (stolen time): stop what "
	  "else runs on the host, or give it a CPU for what the VMM does itself" },
	{ { REMARK_STOLEN, &a_run, 2, .value = 0.1, .also = ALSO_IN_WORKLOADS },
	  "w, repeat 2: the host gave 10.0 % of the vCPUs' time to others (stolen time), and some "
	  "of it in other workloads: stop what else runs on the host, or give it a CPU for what "
	  "the VMM does itself" },
	{ { REMARK_SLOWER, &a_run, 2, .value = 0.4, .other_run = &a_run, .other = 1 },
	  "w, repeat 2: the processor was 40 % slower than in repeat 1, measured by a loop that is "
	  "always the same; what takes longer holds more timer ticks: stop what else runs on the "
	  "host, and fix the processor's frequency" },
	{ { REMARK_SLOWER, &a_run, 2, .value = 0.4, .other_run = &another_run, .other = 3 },
	  "w, repeat 2: the processor was 40 % slower than in v, repeat 3, measured by a loop that "
	  "is always the same; what takes longer holds more timer ticks: stop what else runs on "
	  "the host, and fix the processor's frequency" },
	{ { REMARK_OTHER_WORK, &a_run, 2, .value = 9, .median = 10 },
	  "w, repeat 2: did 9 operations where the median is 10: compare exits/op, not exits" },
	{ { REMARK_OTHER_WORK, &a_run, 2, .value = 1234567, .median = 0.25 },
	  "w, repeat 2: did 1,234,567 operations where the median is 0.25: compare exits/op, not "
	  "exits" },
	{ { REMARK_LEFT, &a_run, 1, .value = 2, .name = "sleep" },
	  "w, repeat 1: 'sleep' outlived it, as in other repeats, and was ended: what it was still "
	  "to do is not in the counts" },
	{ { REMARK_LEFT, &a_command, 1, .value = 1, .name = "sleep" },
	  "sh, repeat 1: 'sleep' outlived it, and was left alone: it works on in what is measured "
	  "after it" },
	{ { REMARK_CONSOLE, &a_run, 2, .value = 5000 },
	  "w, repeat 2: 5,000 exits by port I/O, which the workload does not do: most likely a "
	  "serial console; boot the guest with 'quiet' or a low 'loglevel'" },
	{ { REMARK_TOO_LONG, &a_run, 2, .value = 12.341 },
	  "w, repeat 2: the exits took 1,235 % of the vCPUs' time, which is more than there was: "
	  "some were under way when the window began, or its length is wrong; measure for longer" },
};

static void test_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(sentences_rows); i++) {
		struct remarks remarks = { 0 };

		remark_add(&remarks, &sentences_rows[i].facts);
		assert_int_equal(remarks.n, 1);
		assert_string_equal(remarks.list[0].text, sentences_rows[i].text);
		remarks_free(&remarks);
	}
}

/* The same exits that take ten times as long: in us where the rate of the host's TSC is known. */
static void test_time_stands_out(void **state)
{
	static const struct {
		uint32_t tsc_khz;
		const char *words;
	} rows[] = {
		{ 2000, "had 5,000 us/op in the host where the others had 500 and 500" },
		{ 0, "had 10,000 cycles/op in the host where the others had 1,000 and 1,000" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct remarks remarks = { 0 };
		struct profiled_result profiled;
		struct workload_run *run;
		struct result r;

		build_result(&r);
		r.counters.tsc_khz = rows[i].tsc_khz;
		run = build_run(&r, "w");
		for (size_t j = 0; j < 3; j++) {
			const struct build_repeat from = {
				.exits = { 0, 0, 1000, 0 },
				.cycles = { 0, 0, j == 1 ? 1000000 : 100000, 0 },
				.wall_s = 1,
				.ops = 100
			};

			build_repeat(&r, run, &from);
		}
		profiled = build_profiles(&r);
		remarks_of_run(&profiled, &profiled.runs[0], &remarks);
		assert_int_equal(remarks.n, 1);
		assert_non_null(strstr(remarks.list[0].text, rows[i].words));
		remarks_free(&remarks);
		profiled_result_free(&profiled);
		result_free(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_sentences),
					    cmocka_unit_test(test_time_stands_out) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
