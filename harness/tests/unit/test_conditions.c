// SPDX-License-Identifier: GPL-2.0-only
/* Tests when a run may continue a result that an earlier boot of the guest began. */
#include "check.h"

#include "compare/conditions.h"
#include "support/build.h"

static void make(struct result *result, struct snapshot *slots)
{
	static const struct build_repeat repeat = { .exits = { 1, 2, 3, 4 }, .wall_s = 1 };

	build_result(result);
	result_add_fact(result, "kernel", "Linux 6.12.0");
	result_add_fact(result, "memory", "2000 MiB");
	build_repeat(result, build_run(result, "cpu/one"), &repeat);
	build_snapshot(slots, 0);
}

static void change(struct result *now, struct snapshot *slots, const char *what)
{
	switch (*what) {
	case 's':
		free(now->suite);
		now->suite = xstrdup("quick");
		break;
	case 'r':
		now->repeats = 5;
		break;
	case 'l':
		now->max_repeats = 5;
		break;
	case 'p':
		now->precision = 0.02;
		break;
	case 'd':
		now->duration_s = 1.5;
		break;
	case 'a':
		now->counters.abi = COUNTERS_COURSE_A;
		break;
	case 'v':
		now->counters.n_vcpus = 4;
		break;
	case 'm':
		now->counters.n_marks = 7;
		break;
	case 't':
		now->counters.tsc_khz = 1011;
		break;
	case 'c':
		slots->counters[1].key.code = 0x99;
		break;
	case 'k':
		free(now->facts[0].value);
		now->facts[0].value = xstrdup("Linux 6.1.0");
		break;
	case 'M':
		free(now->facts[1].value);
		now->facts[1].value = xstrdup("1900 MiB");
		break;
	case 'n':
		result_add_fact(now, "clocksource", "tsc");
	}
}

static void test_what_must_not_differ(void **state)
{
	static const struct {
		const char *what, *error;
	} rows[] = {
		{ "suite", "the suite differs: 'default' then, 'quick' now" },
		{ "repeat", "--repeat differs: '3' then, '5' now" },
		{ "limit", "the limit of --repeat differs: '3' then, '5' now" },
		{ "precision", "--precision differs: '0' then, '2' now" },
		{ "duration", "--duration differs: '0' then, '1.5' now" },
		{ "abi", "counters differs: 'native' then, 'course-a' now" },
		{ "vcpus", "counters.vcpus differs: '2' then, '4' now" },
		{ "marks", "counters.marks differs: '0' then, '7' now" },
		{ "tsc", "host TSC in kHz differs: '1000' then, '1011' now" },
		{ "code", "the exit reason of counter 1 differs" },
		{ "kernel", "kernel differs: 'Linux 6.12.0' then, 'Linux 6.1.0' now" },
		{ "Memory", "memory differs: '2000 MiB' then, '1900 MiB' now" },
		{ "new", "clocksource differs: '' then, 'tsc' now" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct result then, now;
		struct snapshot slots, unused;

		make(&then, &unused);
		make(&now, &slots);
		change(&now, &slots, rows[i].what);
		assert_int_equal(conditions_same(&then, &now, &slots, &err), -1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
		snapshot_free(&slots);
		snapshot_free(&unused);
		result_free(&then);
		result_free(&now);
	}
}

/* What every boot does differently is no other condition. */
static void test_what_may_differ(void **state)
{
	struct error err = ERROR_INIT;
	struct result then, now;
	struct snapshot slots, unused;

	(void)state;
	make(&then, &unused);
	make(&now, &slots);
	now.counters.epoch = 99;
	now.counters.tsc_khz = 1001;
	now.cost.cycles = 5000;
	free(now.facts[1].value);
	now.facts[1].value = xstrdup("1999 MiB");
	assert_int_equal(conditions_same(&then, &now, &slots, &err), 0);
	assert_no_error(&err);
	snapshot_free(&slots);
	snapshot_free(&unused);
	result_free(&then);
	result_free(&now);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_must_not_differ),
		cmocka_unit_test(test_what_may_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
