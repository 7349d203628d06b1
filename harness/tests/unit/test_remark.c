// SPDX-License-Identifier: GPL-2.0-only
/* The sentences that are made of the facts of remarks: the only test that reads them. */
#include "check.h"

#include <math.h>

#include "analysis/remark.h"

/* The sentences, of which there is one for each kind. */
static void test_sentences(void **state)
{
	static const struct workload_run run = { .name = "w", .class = "cpu" };
	static const struct workload_run command = { .name = "sh", .class = "" };
	static const struct workload_run other = { .name = "v", .class = "cpu" };
	static const struct {
		struct remark facts;
		const char *text;
	} rows[] = {
		{ { REMARK_IDLE_DRIFTS, .value = 0.5 },
		  "the idle guest's exits/s differ by 50 % between its windows, so not all workloads "
		  "were measured under the same conditions: look for what else runs in the guest, or "
		  "measure again" },
		{ { REMARK_NOTE, &run, .name = "a note" }, "w: a note" },
		{ { REMARK_STANDS_OUT, &run, 1, .words = "did much" },
		  "w, repeat 1: did much: it is the first one: warm up more (--warmup)" },
		{ { REMARK_STANDS_OUT, &run, 2, .words = "did much" },
		  "w, repeat 2: did much: look for what else ran, or repeat more often" },
		{ { REMARK_STANDS_OUT, &run, 2, .words = "did much", .other = 4, .alike = true },
		  "w, repeat 2: did much; so it is no accident: repeat more often" },
		{ { REMARK_ONCE_MORE, &run, 4, .value = 2 },
		  "w, repeat 4: made because repeat 2 stood out when it was measured" },
		{ { REMARK_SCATTERS, &run, 1, .value = 0.5, .per_op = true },
		  "w, repeat 1: 50 % more exits/op than the median, and it is the first: warm up more "
		  "(--warmup)" },
		{ { REMARK_SCATTERS, &run, 3, .value = 0.5, .fewer = true },
		  "w, repeat 3: 50 % fewer exits/s than the median: look for what else ran, or repeat "
		  "more often" },
		{ { REMARK_SCATTERS, &run, 3, .value = INFINITY },
		  "w, repeat 3: exits, where the median is none: look for what else ran, or repeat more "
		  "often" },
		{ { REMARK_STOLEN, &run, 2, .value = 0.015 },
		  "w, repeat 2: the host gave 1.5 % of the vCPUs' time to others (stolen time): stop what "
		  "else runs on the host, or give it a CPU for what the VMM does itself" },
		{ { REMARK_STOLEN, &run, 2, .value = 0.1, .also = ALSO_IN_WORKLOADS },
		  "w, repeat 2: the host gave 10.0 % of the vCPUs' time to others (stolen time), and some "
		  "of it in other workloads: stop what else runs on the host, or give it a CPU for what "
		  "the VMM does itself" },
		{ { REMARK_SLOWER, &run, 2, .value = 0.4, .other_run = &run, .other = 1 },
		  "w, repeat 2: the processor was 40 % slower than in repeat 1, measured by a loop that is "
		  "always the same; what takes longer holds more timer ticks: stop what else runs on the "
		  "host, and fix the processor's frequency" },
		{ { REMARK_SLOWER, &run, 2, .value = 0.4, .other_run = &other, .other = 3 },
		  "w, repeat 2: the processor was 40 % slower than in v, repeat 3, measured by a loop that "
		  "is always the same; what takes longer holds more timer ticks: stop what else runs on "
		  "the host, and fix the processor's frequency" },
		{ { REMARK_OTHER_WORK, &run, 2, .value = 9, .median = 10 },
		  "w, repeat 2: did 9 operations where the median is 10: compare exits/op, not exits" },
		{ { REMARK_LEFT, &run, 1, .value = 2, .name = "sleep" },
		  "w, repeat 1: 'sleep' outlived it, as in other repeats, and was ended: what it was still "
		  "to do is not in the counts" },
		{ { REMARK_LEFT, &command, 1, .value = 1, .name = "sleep" },
		  "sh, repeat 1: 'sleep' outlived it, and was left alone: it works on in what is measured "
		  "after it" },
		{ { REMARK_CONSOLE, &run, 2, .value = 500 },
		  "w, repeat 2: 500 exits by port I/O, which the workload does not do: a serial console "
		  "most likely; boot the guest with 'quiet' or a low 'loglevel'" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct remarks remarks = { 0 };

		remark_add(&remarks, &rows[i].facts);
		assert_int_equal(remarks.n, 1);
		assert_string_equal(remarks.list[0].text, rows[i].text);
		remarks_free(&remarks);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_sentences) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
