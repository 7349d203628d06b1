// SPDX-License-Identifier: GPL-2.0-only
/* Tests the calibration of a gate: what it is made of, its file, and what a gate does with it. */
#include "scratch.h"
#include "support/build.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "compare/calibrate.h"
#include "compare/gate.h"
#include "store/calibration_json.h"

#define RESULTS 5

/* Results with a workload "w" whose repeats have those exits per operation, times 100. */
struct built {
	struct result results[RESULTS];
	struct profiled_result profiled[RESULTS];
};

static void build(struct built *built, size_t n, const double *levels, size_t repeats)
{
	for (size_t i = 0; i < n; i++) {
		struct result *result = &built->results[i];
		struct workload_run *run;

		build_result(result);
		result_add_fact(result, "cpu", "a processor");
		run = build_run(result, "w");
		for (size_t j = 0; j < repeats; j++) {
			struct build_repeat repeat = {
				.exits = { 0, 0, (uint64_t)(100 * levels[i]) + j, 0 },
				.wall_s = 1,
				.ops = 100,
			};

			build_repeat(result, run, &repeat);
		}
		built->profiled[i] = build_profiles(result);
	}
}

static void built_free(struct built *built, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		profiled_result_free(&built->profiled[i]);
		result_free(&built->results[i]);
	}
}

static struct calibration calibrated(const double *levels, size_t n)
{
	struct calibration calibration;
	struct error err = ERROR_INIT;
	struct built built;

	build(&built, n, levels, 3);
	assert_int_equal(
		calibrate(&(const struct comparison_side){ built.profiled, n }, &calibration, &err),
		0);
	built_free(&built, n);
	return calibration;
}

static void test_limits(void **state)
{
	static const double levels[] = { 10, 11, 10.5, 10.2, 12 };
	struct calibration calibration = calibrated(levels, N(levels));
	const struct calibration_row *row = calibration_find(&calibration, "w", "exits/op");

	(void)state;
	assert_non_null(row);
	assert_float_equal(row->limit, 1201.0 / 1001 - 1, 1e-6);
	assert_string_equal(calibration.cpu, "a processor");
	assert_int_equal(calibration.n_results, 5);
	assert_float_equal(calibration_risk(&calibration), 1.0 / 3, 1e-12);
	assert_null(calibration_find(&calibration, "w", "exits/fortnight"));
	assert_null(calibration_find(&calibration, "v", "exits/op"));
	calibration_free(&calibration);
}

/* Two more results lie farther apart than the calibration says not more often than the risk. */
static void test_risk(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t beyond = 0, tries = 200;

	(void)state;
	for (size_t i = 0; i < tries; i++) {
		double levels[RESULTS], a, b;
		struct calibration calibration;

		for (size_t j = 0; j < RESULTS; j++)
			levels[j] = 1000 + gsl_ran_gaussian(rng, 20);
		a = 1000 + gsl_ran_gaussian(rng, 20);
		b = 1000 + gsl_ran_gaussian(rng, 20);
		calibration = calibrated(levels, RESULTS);
		beyond += fmax(a, b) / fmin(a, b) - 1 >
			  calibration_find(&calibration, "w", "exits/op")->limit;
		calibration_free(&calibration);
	}
	assert_in_range(beyond, 1, tries / 3);
	gsl_rng_free(rng);
}

static void test_refused(void **state)
{
	static const double levels[] = { 10, 11, 12 };
	struct calibration calibration;
	struct error err = ERROR_INIT;
	struct built built;

	(void)state;
	build(&built, 3, levels, 3);
	assert_int_equal(
		calibrate(&(const struct comparison_side){ built.profiled, 2 }, &calibration, &err),
		-1);
	assert_non_null(strstr(err.text, "needs 3 results or more, and there are 2"));
	calibration_free(&calibration);
	built.results[2].duration_s = 7;
	assert_int_equal(
		calibrate(&(const struct comparison_side){ built.profiled, 3 }, &calibration, &err),
		-1);
	assert_non_null(strstr(err.text, "under different conditions: --duration"));
	calibration_free(&calibration);
	built_free(&built, 3);
}

/* What the gate says of a growth by a tenth. */
static enum gate_outcome outcome(const struct calibration *calibration, struct error *err)
{
	static const double base_levels[] = { 100 }, new_levels[] = { 110 };
	const struct comparison_wish wish = { COMPARE_BIT(COMPARE_EXITS_PER_OP), COMPARISON_LEAST };
	const struct gate_wish asked = { .above = 0.05,
					 .quantity = COMPARE_EXITS_PER_OP,
					 .calibration = calibration };
	enum gate_outcome outcome = GATE_CONTRADICTS;
	struct built base, new;
	struct comparison_set set;
	struct gate gate;

	build(&base, 1, base_levels, 8);
	build(&new, 1, new_levels, 8);
	assert_int_equal(compare_results(&(const struct comparison_side){ base.profiled, 1 },
					 &(const struct comparison_side){ new.profiled, 1 }, &wish,
					 &set, err),
			 0);
	if (!gate_check(&set, &asked, &gate, err)) {
		assert_int_equal(gate.n, 1);
		outcome = gate.cases[0].outcome;
		gate_free(&gate);
	}
	comparison_set_free(&set);
	built_free(&base, 1);
	built_free(&new, 1);
	return outcome;
}

static void test_gate(void **state)
{
	static const double steady[] = { 100, 101, 102 }, wild[] = { 100, 112, 105 };
	struct calibration calibration = calibrated(steady, 3);
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(outcome(NULL, &err), GATE_FAILED);
	assert_int_equal(outcome(&calibration, &err), GATE_FAILED);
	calibration_free(&calibration);
	calibration = calibrated(wild, 3);
	assert_int_equal(outcome(&calibration, &err), GATE_PASSED);
	calibration.net_idle = true;
	assert_int_equal(outcome(&calibration, &err), GATE_CONTRADICTS);
	assert_non_null(strstr(err.text, "the calibration was made with --net-idle, and the "
					 "comparison is made without it"));
	calibration.net_idle = false;
	*calibration.cpu = 'A';
	assert_int_equal(outcome(&calibration, &err), GATE_CONTRADICTS);
	assert_non_null(strstr(err.text, "the calibration is of the processor 'A processor'"));
	calibration_free(&calibration);
}

static void test_file(void **state)
{
	static const double levels[] = { 10, 11, 12 };
	static const struct {
		const char *text, *error;
	} damaged[] = {
		{ "", "line 1" },
		{ "[]", "Expected object" },
		{ "{\"format\": \"exitbench-result\", \"version\": 1}", "its format is" },
		{ "{\"format\": \"exitbench-calibration\", \"version\": 2}", "it is of version 2" },
		{ "{\"format\": \"exitbench-calibration\", \"version\": 1}", "cpu" },
		{ "{\"format\": \"exitbench-calibration\", \"version\": 1, \"cpu\": \"c\", \"results\": 0,"
		  " \"limits\": []}",
		  "made of 0 results" },
		{ "{\"format\": \"exitbench-calibration\", \"version\": 1, \"cpu\": \"c\", \"results\": 3,"
		  " \"limits\": {}}",
		  "limits" },
		{ "{\"format\": \"exitbench-calibration\", \"version\": 1, \"cpu\": \"c\", \"results\": 3,"
		  " \"limits\": [[\"w\", \"exits/op\", -1]]}",
		  "no share: -1" },
		{ "{\"format\": \"exitbench-calibration\", \"version\": 1, \"cpu\": \"c\", \"results\": 3,"
		  " \"limits\": [[\"w\", \"exits/op\", 1], [\"w\", \"exits/op\", 1]]}",
		  "two limits" },
	};
	struct calibration written = calibrated(levels, N(levels)), read;
	const char *path = scratch_path("calibration");
	struct error err = ERROR_INIT;

	(void)state;
	written.net_idle = true;
	assert_int_equal(calibration_write(&written, path, &err), 0);
	assert_int_equal(calibration_read(path, &read, &err), 0);
	assert_string_equal(read.cpu, written.cpu);
	assert_int_equal(read.n_results, 3);
	assert_true(read.net_idle);
	assert_int_equal(read.n, written.n);
	for (size_t i = 0; i < read.n; i++)
		assert_float_equal(read.rows[i].limit, written.rows[i].limit, 1e-15);
	calibration_free(&read);
	calibration_free(&written);
	for (size_t i = 0; i < N(damaged); i++) {
		scratch_write("calibration", damaged[i].text, strlen(damaged[i].text));
		assert_int_equal(calibration_read(path, &read, &err), -1);
		if (!strstr(err.text, damaged[i].error) || !strstr(err.text, path))
			fail_msg("%zu: %s", i, err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),  cmocka_unit_test(test_risk),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_gate),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
