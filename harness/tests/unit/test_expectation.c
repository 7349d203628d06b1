// SPDX-License-Identifier: GPL-2.0-only
/* Tests whether a workload's exits are judged to be those that its job file expects. */
#include "check.h"

#include "analysis/expectation.h"
#include "support/build.h"

struct row {
	const char *expects;
	struct build_reason exits[4];
	bool judged, met;
	double share;
	const char *surprise; /* the reason that is one; NULL: none */
	const char *measured;
};

static void check(const struct row *row)
{
	struct result result = built_result(ISA_SVM);
	struct workload_run *run = build_run(&result, "w");
	struct profiled_result profiled;
	struct expectation expectation;
	struct summary summary;
	size_t n = 0;

	while (n < N(row->exits) && row->exits[n].name)
		n++;
	free(run->expects);
	run->expects = xstrdup(row->expects);
	build_named(&result, run, row->exits, n);
	profiled = build_profiles(&result);
	summarize(&profiled, &profiled.runs[0], &summary);
	expectation_judge(&profiled, &profiled.runs[0], &summary, &expectation);
	assert_int_equal(expectation.judged, row->judged);
	assert_int_equal(expectation.met, row->met);
	assert_float_equal(expectation.share, row->share, 1e-9);
	assert_string_equal(expectation.measured, row->measured);
	for (size_t i = 0; i < summary.n; i++) {
		char label[REASON_LABEL_SIZE];

		reason_key_label(&summary.rows[i].key, label);
		assert_int_equal(expectation_surprised(run, &summary, &summary.rows[i]),
				 row->surprise && !strcmp(row->surprise, label));
	}
	expectation_free(&expectation);
	summary_free(&summary);
	profiled_result_free(&profiled);
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
		/* Where no causes were counted the reason is enough. */
		{ "msr:TSC_DEADLINE,hlt",
		  { { "msr", 60 }, { "hlt", 35 }, { "npf", 5 } },
		  true,
		  true,
		  0.95,
		  NULL,
		  "msr 60 %, hlt 35 %" },
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
	struct profiled_result profiled;
	struct expectation expectation;
	struct summary summary;

	(void)state;
	for (size_t i = 0; i < N(names); i++)
		exits[i] = (struct build_reason){ names[i], 10 };
	build_named(&result, run, exits, N(names));
	profiled = build_profiles(&result);
	summarize(&profiled, &profiled.runs[0], &summary);
	for (size_t i = 0; i < summary.n; i++)
		assert_false(expectation_surprised(run, &summary, &summary.rows[i]));
	expectation_judge(&profiled, &profiled.runs[0], &summary, &expectation);
	assert_true(expectation.judged);
	assert_false(expectation.met);
	expectation_free(&expectation);
	summary_free(&summary);
	profiled_result_free(&profiled);
	result_free(&result);
}

/* 100 exits of npf: 70 at one page, which is a device, 20 at another one, 10 at others. */
static void add_pages(struct result *result, struct workload_run *run)
{
	const struct build_repeat from = { { 0, 100, 100, 0 }, { 0, 100, 100, 0 }, 1, 10, false };
	struct snapshot *after = &build_repeat(result, run, &from)->after;

	regions_add(&result->regions, REGION_MEMORY, 0xfe003000, 0xfe003fff,
		    "virtio4 (vdb): notify");
	after->has_causes = true;
	after->causes = xcalloc(4, sizeof(*after->causes));
	after->causes[after->n_causes++] =
		(struct cause){ 0, false, COUNTERS_MARK_CAUSE, BUILD_QUERIES, 500 };
	after->causes[after->n_causes++] = (struct cause){ BUILD_NPF_SLOT, false, 0x1000, 20, 20 };
	after->causes[after->n_causes++] = (struct cause){ BUILD_NPF_SLOT, false, 0xfe003, 70, 70 };
	after->causes[after->n_causes++] = (struct cause){ BUILD_NPF_SLOT, true, 0, 10, 10 };
}

/* Where causes were counted it matters which they are, for reasons that are expected by cause. */
static void test_causes(void **state)
{
	static const struct {
		const char *expects;
		bool met;
		double share;
		const char *measured;
	} rows[] = {
		{ "hlt,npf", true, 1, "hlt 50 %, npf 50 %" },
		{ "hlt,npf:virtio,npf:0x1000000", true, 0.95,
		  "hlt 50 %, npf (memory 0xfe003000: virtio4 (vdb): notify) 35 %, "
		  "npf (memory 0x1000000) 10 %" },
		{ "hlt,npf:virtio", false, 0.85,
		  "hlt 50 %, npf (memory 0xfe003000: virtio4 (vdb): notify) 35 %, "
		  "npf (memory 0x1000000) 10 %" },
		{ "hlt,npf:nvme", false, 0.5,
		  "hlt 50 %, npf (memory 0xfe003000: virtio4 (vdb): notify) 35 %, "
		  "npf (memory 0x1000000) 10 %" },
		/* A reason that is expected as a whole has no wrong cause. */
		{ "hlt,npf,npf:nvme", true, 1, "hlt 50 %, npf 50 %" },
		/* What has no causes at all is expected by its reason. */
		{ "hlt:whatever,npf", true, 1, "hlt 50 %, npf 50 %" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct result result = built_result(ISA_SVM);
		struct workload_run *run = build_run(&result, "w");
		struct profiled_result profiled;
		struct expectation expectation;
		struct summary summary;

		free(run->expects);
		run->expects = xstrdup(rows[i].expects);
		add_pages(&result, run);
		profiled = build_profiles(&result);
		summarize(&profiled, &profiled.runs[0], &summary);
		expectation_judge(&profiled, &profiled.runs[0], &summary, &expectation);
		assert_true(expectation.judged);
		assert_string_equal(expectation.measured, rows[i].measured);
		assert_float_equal(expectation.share, rows[i].share, 1e-9);
		assert_int_equal(expectation.met, rows[i].met);
		expectation_free(&expectation);
		summary_free(&summary);
		profiled_result_free(&profiled);
		result_free(&result);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judgement),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_causes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
