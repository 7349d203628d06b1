// SPDX-License-Identifier: GPL-2.0-only
/* Tests that windows are refused that are too short for the times that were recorded in them. */
#include "analysis/window_length.h"
#include "support/build.h"

/* A window of one second with two vCPUs, in which one thing is changed. */
static const struct {
	const char *what;
	struct build_repeat from;
	uint64_t wall_ns, harness_ns, steal_ns; /* 0: as it is */
	const char *error;                      /* NULL: it is long enough */
} rows[] = {
	{ "a usual one",
	  { .exits = { 5, 9, 7, 1 }, .cycles = { 9, 900000, 7, 2 }, .wall_s = 1 },
	  0,
	  0,
	  0,
	  NULL },
	{ "an idle vCPU that slept before it",
	  { .exits = { 0, 1 }, .cycles = { 0, 3600000000 }, .wall_s = 1 },
	  0,
	  0,
	  0,
	  NULL },
	{ "an exit that was under way",
	  { .exits = { 0, 0, 3 }, .cycles = { 0, 0, 2500000 }, .wall_s = 1 },
	  0,
	  0,
	  0,
	  NULL },
	{ "more time than there was",
	  { .exits = { 0, 0, 3 }, .cycles = { 0, 0, 7000000 }, .wall_s = 1 },
	  0,
	  0,
	  0,
	  "the exits took 7 s, but the window is only 1 s long, with 2 vCPUs; measure again" },
	{ "a window that cannot be",
	  { .exits = { 1 }, .wall_s = 1 },
	  1,
	  0,
	  0,
	  "a window of 1 ns, and none is shorter than 1000 ns; measure again" },
	{ "a length that is not known",
	  { .exits = { 1 }, .cycles = { 9000000 }, .wall_s = 0 },
	  0,
	  0,
	  0,
	  NULL },
	{ "exitbench",
	  { .exits = { 1 }, .wall_s = 1 },
	  0,
	  4 * NS_PER_S,
	  0,
	  "exitbench itself took 4 s, but the window" },
	{ "exitbench, a little too long",
	  { .exits = { 1 }, .wall_s = 1 },
	  0,
	  2 * NS_PER_S,
	  0,
	  NULL },
	{ "stolen time",
	  { .exits = { 1 }, .wall_s = 1 },
	  0,
	  0,
	  7 * NS_PER_S,
	  "what else ran on the host took 7 s" },
	{ "a repeat that failed",
	  { .exits = { 0, 0, 3 }, .cycles = { 0, 0, 7000000 }, .wall_s = 1, .failed = true },
	  0,
	  0,
	  0,
	  NULL },
};

static void test_lengths(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct repeat *repeat;
		struct result result;
		int rc;

		build_result(&result);
		repeat = build_repeat(&result, build_run(&result, "cpu/one"), &rows[i].from);
		if (rows[i].wall_ns)
			repeat->child.wall_ns = rows[i].wall_ns;
		repeat->harness_known = rows[i].harness_ns > 0;
		repeat->harness_ns = rows[i].harness_ns;
		repeat->activity.steal_known = rows[i].steal_ns > 0;
		repeat->activity.steal_ns = rows[i].steal_ns;
		rc = window_check_length(&result.counters, repeat, &result.cost, &err);
		if (!rows[i].error && rc)
			fail_msg("%s: %s", rows[i].what, err.text);
		if (rows[i].error && !rc)
			fail_msg("%s passes", rows[i].what);
		if (rows[i].error)
			assert_error(&err, EXIT_TROUBLE, rows[i].error);
		result_free(&result);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
