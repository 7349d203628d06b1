// SPDX-License-Identifier: GPL-2.0-only
/* Tests whether a workload's exits are judged to be those that its job file expects. */
#include "check.h"

#include "analysis/expectation.h"
#include "base/cleanup.h"
#include "support/build.h"

struct row {
	const char *expects;
	struct build_reason exits[4];
	bool judged, met;
	double share;
	const char *surprise; /* the reason that is one; NULL: none */
	const char *measured;
};

/* Of the only workload. */
static void summarize_result(const struct result *result, struct summary *summary)
{
	struct profiled_result profiled;

	profile_result(result, NULL, &profiled);
	summarize(&profiled, &profiled.runs[0], summary);
	profiled_result_free(&profiled);
}

static void check(const struct row *row)
{
	struct result result = built_result(ISA_SVM);
	struct workload_run *run = build_run(&result, "w");
	_cleanup_free_ char *measured = NULL;
	struct expectation expectation;
	struct summary summary;
	size_t n = 0;

	while (n < N(row->exits) && row->exits[n].name)
		n++;
	free(run->expects);
	run->expects = xstrdup(row->expects);
	build_named(&result, run, row->exits, n);
	summarize_result(&result, &summary);
	expectation = expectation_judge(run, &summary);
	assert_int_equal(expectation.judged, row->judged);
	assert_int_equal(expectation.met, row->met);
	assert_float_equal(expectation.share, row->share, 1e-9);
	for (size_t i = 0; i < summary.n; i++) {
		char label[REASON_LABEL_SIZE];

		reason_key_label(&summary.rows[i].key, label);
		assert_int_equal(expectation_surprised(run, &summary, &summary.rows[i]),
				 row->surprise && !strcmp(row->surprise, label));
	}
	measured = expectation_measured(&summary);
	assert_string_equal(measured, row->measured);
	summary_free(&summary);
	result_free(&result);
}

static void test_judgement(void **state)
{
	static const struct row rows[] = {
		{ "msr,hlt",
		  { { "msr", 60 }, { "hlt", 35 }, { "npf", 5 } },
		  true,
		  true,
		  0.95,
		  NULL,
		  "msr 60 %, hlt 35 %" },
		/* The limit is a tenth, and by the kernel's name a reason is expected, too. */
		{ "io",
		  { { "ioio", 900 }, { "msr", 99 }, { "npf", 1 } },
		  true,
		  true,
		  0.9,
		  NULL,
		  "ioio 90 %" },
		{ "io",
		  { { "ioio", 900 }, { "msr", 100 } },
		  true,
		  false,
		  0.9,
		  "msr",
		  "ioio 90 %, msr 10 %" },
		{ "npf",
		  { { "cpuid", 80 }, { "npf", 20 } },
		  true,
		  false,
		  0.2,
		  "cpuid",
		  "cpuid 80 %, npf 20 %" },
		/* Neither half of them expected, nor one of the others dominating. */
		{ "npf", { { "npf", 10 }, { "msr", 0 } }, true, true, 1, NULL, "npf 100 %" },
		/* What the host has no counter for is never expected. */
		{ "msr",
		  { { "msr", 80 }, { "(other)", 20 } },
		  true,
		  false,
		  0.8,
		  "other",
		  "msr 80 %, other 20 %" },
		{ "", { { "msr", 100 } }, false, false, 0, NULL, "msr 100 %" },
		{ "msr", { { NULL, 0 } }, false, false, 0, NULL, "none" },
		{ "no-such-reason", { { "msr", 100 } }, true, false, 0, "msr", "msr 100 %" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		check(&rows[i]);
}

/* Many small ones: none of them dominates, and yet most is not expected. */
static void test_many(void **state)
{
	static const char *const names[] = { "cpuid",     "hlt",   "npf",    "ioio",
					     "interrupt", "vintr", "pause",  "nmi",
					     "invlpg",    "rdtsc", "wbinvd", "xsetbv" };
	struct build_reason exits[N(names)];
	struct result result = built_result(ISA_SVM);
	struct workload_run *run = build_run(&result, "w");
	struct expectation expectation;
	struct summary summary;

	(void)state;
	for (size_t i = 0; i < N(names); i++)
		exits[i] = (struct build_reason){ names[i], 10 };
	build_named(&result, run, exits, N(names));
	summarize_result(&result, &summary);
	for (size_t i = 0; i < summary.n; i++)
		assert_false(expectation_surprised(run, &summary, &summary.rows[i]));
	expectation = expectation_judge(run, &summary);
	assert_true(expectation.judged);
	assert_false(expectation.met);
	summary_free(&summary);
	result_free(&result);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judgement),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
