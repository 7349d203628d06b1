// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the counts of the guest's kernel: how they are read, subtracted and summed up over
 * repeats.
 */
#include "scratch.h"
#include "support/build.h"

#include <sys/stat.h>
#include <unistd.h>

#include "analysis/activity_summary.h"
#include "base/cleanup.h"
#include "measure/proc.h"

static const char stat_text[] = "cpu  10 20 30 40 50 60 70 %d 0 0\n"
				"cpu0 10 20 30 40 50 60 70 80 0 0\n"
				"intr 12345\n";

/* As on two vCPUs: a number for each, one for all, a description or none. */
static const char interrupts_text[] =
	"            CPU0       CPU1       \n"
	"   4:          0       %d   IO-APIC   4-edge      ttyS0\n"
	"  24:      %d          5   PCI-MSIX-0000:00:02.0   1-edge      virtio0-requests\n"
	" LOC:     1000       2000   Local timer interrupts\n"
	" ERR:          7\n"
	"   5:          1          1  2-level thing\n"
	"%s";

static const char softirqs_text[] = "                    CPU0       CPU1       \n"
				    "          HI:          1          0\n"
				    "       TIMER:        %d        300\n";

static struct proc_reading reading(const char *folder, int steal, int tty, int disk, int timer,
				   const char *more)
{
	_cleanup_free_ char *path = xstrdup(scratch_path(folder));
	const struct {
		const char *name;
		char *text;
	} files[] = {
		{ "stat", xasprintf(stat_text, steal) },
		{ "interrupts", xasprintf(interrupts_text, tty, disk, more) },
		{ "softirqs", xasprintf(softirqs_text, timer) },
	};

	mkdir(path, 0777);
	for (size_t i = 0; i < N(files); i++) {
		_cleanup_free_ char *name = xasprintf("%s/%s", folder, files[i].name);

		scratch_write(name, files[i].text, strlen(files[i].text));
		free(files[i].text);
	}
	return proc_read(path);
}

static void assert_row(const struct activity_counts *counts, size_t i, const char *name, uint64_t n,
		       const char *what)
{
	assert_true(i < counts->n);
	assert_string_equal(counts->rows[i].name, name);
	assert_int_equal(counts->rows[i].n, n);
	assert_string_equal(counts->rows[i].what, what);
}

static void test_difference(void **state)
{
	struct proc_reading before = reading("one", 80, 6, 100, 200, "");
	struct proc_reading after = reading("two", 95, 9, 1100, 201,
					    "  30:  2  3   PCI-MSI new\n"
					    " XYZ:  4  4 \n");
	struct activity a = proc_between(&before, &after);

	(void)state;
	assert_true(a.steal_known);
	assert_true(a.interrupts.known);
	assert_true(a.softirqs.known);
	assert_int_equal(a.steal_ns, 15 * NS_PER_S / (uint64_t)sysconf(_SC_CLK_TCK));
	/* Most first; what did not move is no row; what is new counts from nothing. */
	assert_int_equal(a.interrupts.n, 4);
	assert_row(&a.interrupts, 0, "24", 1000, "PCI-MSIX-0000:00:02.0 1-edge virtio0-requests");
	assert_row(&a.interrupts, 1, "XYZ", 8, "");
	assert_row(&a.interrupts, 2, "30", 5, "PCI-MSI new");
	assert_row(&a.interrupts, 3, "4", 3, "IO-APIC 4-edge ttyS0");
	assert_int_equal(a.softirqs.n, 1);
	assert_row(&a.softirqs, 0, "TIMER", 1, "");
	activity_free(&a);
	/* A device that came back, and time that went backwards. */
	a = proc_between(&after, &before);
	assert_int_equal(a.steal_ns, 0);
	assert_row(&a.interrupts, 0, "24", 105, "PCI-MSIX-0000:00:02.0 1-edge virtio0-requests");
	activity_free(&a);
	proc_free(&before);
	proc_free(&after);
}

static void replace(char **text, const char *by)
{
	free(*text);
	*text = by ? xstrdup(by) : NULL;
}

/* Counts since boot are no difference: where one of two readings makes no sense, none is told. */
static void test_one_that_cannot_be_read(void **state)
{
	static const struct {
		const char *stat, *interrupts, *softirqs;
	} spoilt[] = {
		{ NULL, NULL, NULL },
		{ "", "", "" },
		{ "cpu  10 20 30 40 50 60 70\n", "nonsense\n:\n\n 5 6 7\nx: y\n", "\n" },
		{ "intr 5\n", "            CPU0       \n   4:  6 x\n", " CPU0\n TIMER: 200\n" },
		{ "cpu", "            CPU1       CPU2       \n   4:  0  6 x\n", "CPU0" },
	};

	(void)state;
	for (size_t i = 0; i < 2 * N(spoilt); i++) {
		struct proc_reading whole = reading("whole", 80, 6, 100, 200, "");
		struct proc_reading part = reading("part", 80, 6, 100, 200, "");
		struct activity a;

		replace(&part.stat, spoilt[i / 2].stat);
		replace(&part.interrupts, spoilt[i / 2].interrupts);
		replace(&part.softirqs, spoilt[i / 2].softirqs);
		a = i % 2 ? proc_between(&whole, &part) : proc_between(&part, &whole);
		assert_false(a.steal_known);
		assert_int_equal(a.steal_ns, 0);
		assert_false(a.interrupts.known);
		assert_int_equal(a.interrupts.n, 0);
		assert_false(a.softirqs.known);
		assert_int_equal(a.softirqs.n, 0);
		activity_free(&a);
		proc_free(&part);
		proc_free(&whole);
	}
}

/* What can be read does not suffer for it. */
static void test_what_is_not_there(void **state)
{
	struct proc_reading none = proc_read(scratch_path("nowhere"));
	struct proc_reading before = reading("three", 80, 6, 100, 200, "");
	struct proc_reading after = reading("four", 95, 6, 102, 201, "");
	struct activity a = proc_between(&none, &none);

	(void)state;
	assert_null(none.stat);
	assert_false(a.steal_known || a.interrupts.known || a.softirqs.known);
	activity_free(&a);
	replace(&before.stat, NULL);
	replace(&after.softirqs, NULL);
	a = proc_between(&before, &after);
	assert_false(a.steal_known);
	assert_true(a.interrupts.known);
	assert_row(&a.interrupts, 0, "24", 2, "PCI-MSIX-0000:00:02.0 1-edge virtio0-requests");
	assert_false(a.softirqs.known);
	activity_free(&a);
	proc_free(&before);
	proc_free(&after);
}

/* This machine's own. */
static void test_the_real_thing(void **state)
{
	struct proc_reading now = proc_read("/proc");

	(void)state;
	/* Containers may hide either. */
	assert_true(!now.interrupts || strstr(now.interrupts, "CPU0"));
	assert_true(!now.softirqs || strstr(now.softirqs, "TIMER"));
	proc_free(&now);
}

/* Of the only workload. */
static void summarize_activity(const struct result *r, struct activity_summary *s)
{
	struct profiled_result p = build_profiles(r);

	activity_summarize(&p.runs[0], s);
	profiled_result_free(&p);
}

static void test_summary(void **state)
{
	static const struct build_repeat repeats[] = {
		{ .wall_s = 2, .ops = 10 },
		{ .wall_s = 1, .ops = 10 },
		{ .wall_s = 1, .ops = 0, .failed = true },
		{ .wall_s = 1, .ops = 0 },
	};
	static const uint64_t timer[] = { 40, 30, 999, 30 };
	struct activity_summary s;
	struct workload_run *run;
	struct result r;

	(void)state;
	build_result(&r);
	run = build_run(&r, "w");
	summarize_activity(&r, &s);
	assert_int_equal(s.n, 0);
	activity_summary_free(&s);
	for (size_t i = 0; i < N(repeats); i++) {
		struct activity *a = &build_repeat(&r, run, &repeats[i])->activity;

		a->interrupts.known = i != 3;
		a->softirqs.known = i == 1;
		activity_add(&a->interrupts, "LOC", "Local timer interrupts", timer[i]);
		if (i != 1)
			continue;
		activity_add(&a->softirqs, "LOC", "", 100);
		activity_add(&a->interrupts, "24", "", 20);
	}
	summarize_activity(&r, &s);
	assert_int_equal(s.n, 3);
	/* Of what one repeat does not tell the others' median stands. */
	assert_true(s.rows[0].softirq);
	assert_int_equal(s.rows[0].n.n, 1);
	assert_float_equal(s.rows[0].n.median, 100, 0);
	assert_string_equal(s.rows[1].what, "Local timer interrupts");
	assert_float_equal(s.rows[1].n.median, 35, 0);
	assert_float_equal(s.rows[1].per_second.median, 25, 0);
	assert_float_equal(s.rows[1].per_op.median, 3.5, 1e-9);
	/* Told, and not counted in a repeat, is 0 there. */
	assert_string_equal(s.rows[2].name, "24");
	assert_float_equal(s.rows[2].n.median, 10, 0);
	activity_summary_free(&s);
	result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_difference),
		cmocka_unit_test(test_one_that_cannot_be_read),
		cmocka_unit_test(test_what_is_not_there),
		cmocka_unit_test(test_the_real_thing),
		cmocka_unit_test(test_summary),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
