// SPDX-License-Identifier: GPL-2.0-only
/* Tests the recordings of CPUID: how they are written, replayed and refused. */
#include "check.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "counters/cpu.h"
#include "counters/cpuid.h"
#include "scratch.h"

#define HEAD "# exitbench cpuid 1\n"
#define LINE "40000000 00000000 = 40000001 4b4d564b 564b4d56 0000004d\n"

static void test_damaged_recordings(void **state)
{
	static const struct {
		const char *text;
		const char *error;
	} rows[] = {
		{ "", "not a recording of CPUID|damaged' line 1" },
		{ "# exitbench cpuid 2\n" LINE, "line 1 is not '# exitbench cpuid 1'" },
		{ "# exitbench cpuid 1", "line 1 is not" },
		{ LINE, "line 1 is not" },
		{ HEAD, "empty recording of CPUID|damaged'" },
		{ HEAD "# only a comment\n", "empty recording" },
		{ HEAD LINE "garbage\n", "damaged' line 3|LEAF SUBLEAF = EAX" },
		{ HEAD "\n# comment\n" LINE "4fffff00 00000000 = 1\n", "damaged' line 5" },
		/* The last line lost its end, or a digit. */
		{ HEAD LINE "4fffff00 00000000 = 4fffff04 4b4d564b 564b4d56", "line 3" },
		{ HEAD LINE "4fffff00 00000000 = 4fffff04 4b4d564b 564b4d56 0000", "line 3" },
		{ HEAD LINE "4fffff0 00000000 = 4fffff04 4b4d564b 564b4d56 00000000\n", "line 3" },
		{ HEAD "40000000 00000000 = 40000001 4b4d564b 564b4d56 0000004d 1\n", "line 2" },
		{ HEAD "40000000 00000000 : 40000001 4b4d564b 564b4d56 0000004d\n", "line 2" },
		{ HEAD "4000000g 00000000 = 40000001 4b4d564b 564b4d56 0000004d\n", "line 2" },
		{ HEAD "# tsc 0000000012345678\n# tsc 12345678\n" LINE, "line 3" },
		{ HEAD "# tsc 000000001234567g\n" LINE, "line 2" },
		{ HEAD "-4000000 00000000 = 40000001 4b4d564b 564b4d56 0000004d\n", "line 2" },
	};
	struct error err = ERROR_INIT;
	struct cpuid_source *source;

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		err = (struct error)ERROR_INIT;
		if (!cpuid_open_replay(&source,
				       scratch_write("damaged", rows[i].text, strlen(rows[i].text)),
				       &err))
			fail_msg("row %zu is taken for sound", i);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
	}
	assert_int_equal(cpuid_open_replay(&source, scratch_write("nul", HEAD "\0" LINE, 22), &err),
			 -1);
	assert_error(&err, EXIT_TROUBLE, "damaged recording|nul' holds NUL bytes");
	assert_int_equal(cpuid_open_replay(&source, scratch_path("missing"), &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot open '|missing': No such file");
}

static void test_replay_order(void **state)
{
	static const char text[] = HEAD "00000002 00000000 = 00000001 00000000 00000000 00000000\n"
					"00000001 00000007 = 00000009 00000000 00000000 00000000\n"
					"00000002 00000000 = 00000002 00000000 00000000 00000000\n"
					"00000002 00000001 = 00000003 00000000 00000000 00000000\n";
	static const struct {
		uint32_t leaf, subleaf, eax;
	} rows[] = { { 2, 0, 1 }, { 2, 1, 3 }, { 2, 0, 2 }, { 1, 7, 9 }, { 2, 0, 2 }, { 2, 1, 3 } };
	struct error err = ERROR_INIT;
	struct cpuid_source *source;
	struct cpuid_regs r;

	(void)state;
	assert_int_equal(
		cpuid_open_replay(&source, scratch_write("order", text, strlen(text)), &err), 0);
	for (size_t i = 0; i < N(rows); i++) {
		assert_int_equal(cpuid_query(source, rows[i].leaf, rows[i].subleaf, &r, &err), 0);
		assert_int_equal(r.eax, rows[i].eax);
		assert_int_equal(cpuid_queries(source), i + 1);
	}
	assert_int_equal(cpuid_query(source, 1, 0, &r, &err), -1);
	assert_error(&err, EXIT_TROUBLE,
		     "order' has no answer for CPUID leaf 0x1 subleaf 0x0; record it again");
	assert_int_equal(cpuid_queries(source), N(rows));
	assert_int_equal(cpuid_close(source, &err), 0);
}

/* What is left of a recording, looked at without using it up; time stamps between the queries. */
static void test_what_is_left(void **state)
{
	static const char text[] = HEAD "00000002 00000000 = 00000001 00000000 00000000 00000000\n"
					"# tsc 0000000100000000\n"
					"00000002 00000000 = 00000002 00000000 00000000 00000000\n"
					"# tsc 0000000100000fff\n# a comment\n";
	struct error err = ERROR_INIT;
	struct cpuid_source *source;
	struct cpuid_regs r;
	uint64_t tsc;

	(void)state;
	assert_int_equal(
		cpuid_open_replay(&source, scratch_write("left", text, strlen(text)), &err), 0);
	assert_true(cpuid_has_tsc(source));
	assert_true(cpuid_is_fresh(source, 2, 0));
	assert_false(cpuid_is_fresh(source, 2, 1));
	assert_true(cpuid_peek(source, 2, 0, 1, &r));
	assert_int_equal(r.eax, 2);
	assert_false(cpuid_peek(source, 2, 0, 2, &r));
	assert_false(cpuid_peek(source, 2, 0, SIZE_MAX, &r));
	for (unsigned int i = 0; i < 3; i++) {
		assert_int_equal(cpuid_query(source, 2, 0, &r, &err), 0);
		assert_int_equal(r.eax, i ? 2 : 1);
		assert_int_equal(cpuid_is_fresh(source, 2, 0), i == 0);
	}
	assert_true(cpuid_answers(source, 2, 0));
	assert_false(cpuid_answers(source, 2, 1));
	assert_true(cpuid_tsc(source, &tsc) && tsc == UINT64_C(0x100000000));
	assert_true(cpuid_tsc(source, &tsc) && tsc == UINT64_C(0x100000fff));
	assert_false(cpuid_tsc(source, &tsc));
	assert_int_equal(cpuid_close(source, &err), 0);
}

/* What this very processor says, recorded and replayed. */
static void test_record_and_replay(void **state)
{
	static const uint32_t leaves[] = { 0, 1, 0x80000000, 0x80000002, 0x80000004, 0 };
	_cleanup_free_ char *path = xstrdup(scratch_path("recording"));
	struct cpuid_regs first[N(leaves)], again;
	struct error err = ERROR_INIT;
	struct cpu_identity a, b;
	struct cpuid_source *source;
	uint64_t tsc, replayed;

	(void)state;
	assert_int_equal(cpuid_open_processor(&source, &err), 0);
	assert_int_equal(cpuid_record(source, path, &err), 0);
	assert_true(cpuid_has_tsc(source) && cpuid_tsc(source, &tsc) && tsc);
	for (size_t i = 0; i < N(leaves); i++)
		assert_int_equal(cpuid_query(source, leaves[i], 0, &first[i], &err), 0);
	assert_int_equal(cpu_identify_source(source, &a, &err), 0);
	assert_int_equal(cpuid_close(source, &err), 0);
	assert_int_equal(cpuid_open_replay(&source, path, &err), 0);
	assert_true(cpuid_tsc(source, &replayed) && replayed == tsc);
	for (size_t i = 0; i < N(leaves); i++) {
		assert_int_equal(cpuid_query(source, leaves[i], 0, &again, &err), 0);
		assert_memory_equal(&again, &first[i], sizeof(again));
	}
	assert_int_equal(cpu_identify_source(source, &b, &err), 0);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_int_equal(cpuid_close(source, &err), 0);
	assert_no_error(&err);
}

/* KVM's features by name; recordings from before they were asked for have none. */
static void test_hypervisor(void **state)
{
	static const struct {
		const char *more, *names;
		uint32_t features, hints;
	} rows[] = {
		{ "40000001 00000000 = 01000008 00000000 00000000 00000001\n",
		  "clocksource2 clocksource-stable realtime-hint", 0x01000008, 1 },
		{ "40000001 00000000 = 80000140 00000000 00000000 00000002\n",
		  "pv-eoi bit-8 bit-31", 0x80000140, 2 },
		{ "40000001 00000000 = 00000000 00000000 00000000 00000000\n", "", 0, 0 },
		{ "", NULL, 0, 0 },
	};
	struct error err = ERROR_INIT;
	struct hypervisor hypervisor;
	struct cpuid_source *source;

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *text = xasprintf("%s%s%s", HEAD, LINE, rows[i].more);
		_cleanup_free_ char *names = NULL;

		assert_int_equal(
			cpuid_open_replay(&source, scratch_write("kvm", text, strlen(text)), &err),
			0);
		assert_int_equal(hypervisor_identify(source, &hypervisor, &err), 0);
		assert_string_equal(hypervisor.signature, "KVMKVMKVM");
		assert_int_equal(hypervisor.highest, 0x40000001);
		assert_int_equal(hypervisor.has_kvm, rows[i].names != NULL);
		assert_int_equal(hypervisor.features, rows[i].features);
		assert_int_equal(hypervisor.hints, rows[i].hints);
		names = hypervisor_feature_names(&hypervisor);
		assert_string_equal(names, rows[i].names ? rows[i].names : "");
		assert_int_equal(cpuid_close(source, &err), 0);
	}
	assert_no_error(&err);
}

static void test_recording_that_cannot_be_written(void **state)
{
	struct error err = ERROR_INIT;
	struct cpuid_source *source;
	struct cpuid_regs r;

	(void)state;
	assert_int_equal(cpuid_open_processor(&source, &err), 0);
	/* At once, not after the measurement. */
	assert_int_equal(cpuid_record(source, "/nonexistent/file", &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot write '/nonexistent/file");
	assert_int_equal(cpuid_record(source, scratch_path("gone/file"), &err), 0);
	assert_int_equal(cpuid_query(source, 0, 0, &r, &err), 0);
	assert_int_equal(remove(scratch_path("gone/file")), 0);
	assert_int_equal(remove(scratch_path("gone")), 0);
	err = (struct error)ERROR_INIT;
	assert_int_equal(cpuid_close(source, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot write '|gone/file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_damaged_recordings),
		cmocka_unit_test(test_replay_order),
		cmocka_unit_test(test_what_is_left),
		cmocka_unit_test(test_record_and_replay),
		cmocka_unit_test(test_hypervisor),
		cmocka_unit_test(test_recording_that_cannot_be_written),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
