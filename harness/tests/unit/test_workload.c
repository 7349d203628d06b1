// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests job files, suites and the folder that holds them: what is read, and how the rest is
 * refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/near.h"
#include "scratch.h"
#include "workload/catalog.h"
#include "workload/jobfile.h"
#include "workload/tool.h"
#include "workload/workload.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

/* The workloads that the project ships. */
#define SHIPPED FIXTURES "/../../../workloads"

#define HEAD                             \
	"# exitbench: title = a title\n" \
	"# exitbench: class = cpu\n"     \
	"# exitbench: why = because\n"
#define JOB HEAD "timeout 3s\ncpu 1\n"

static const char *write_text(const char *name, const char *text)
{
	return scratch_write(name, text, strlen(text));
}

/* The error holds each of the parts, which one string has with '|' between them. */
static void assert_error(const struct error *err, const char *parts)
{
	char *copy = xstrdup(parts), *rest = copy, *part;

	assert_int_equal(err->status, EXIT_TROUBLE);
	while ((part = strsep(&rest, "|")))
		if (!strstr(err->text, part))
			fail_msg("no \"%s\" in \"%s\"", part, err->text);
	free(copy);
}

static void test_header_is_read(void **state)
{
	static const char text[] = "# SPDX-License-Identifier: GPL-2.0-only\n"
				   "# exitbench: title = ports = slow\r\n"
				   "  ;exitbench:class=probes  \n"
				   "# exitbench: work = ops\n"
				   "# exitbench: needs = cpus=2, root,disk, disk=/d\n"
				   "# exitbench: expects-vmx = io-instruction , hlt\n"
				   "# exitbench: expects-svm = msr:TSC_DEADLINE , io:0x80\n"
				   "# exitbench: known = io 35.5\n"
				   "# exitbench: startup = io 64\n"
				   "# exitbench: why = first\n"
				   "# not of exitbench: why = nothing\n"
				   "# exitbench: why = second\n"
				   "ioport 1\nioport-ops 200";
	struct error err = ERROR_INIT;
	struct workload w;

	(void)state;
	assert_int_equal(workload_read(&w, "probes/p", write_text("p.stress", text), &err), 0);
	assert_string_equal(w.name, "probes/p");
	assert_ptr_equal(w.tool, &tool_stressng);
	assert_string_equal(w.title, "ports = slow");
	assert_string_equal(w.class, "probes");
	assert_true(w.fixed_ops);
	assert_int_equal(w.need_cpus, 2);
	assert_true(w.need_root && w.need_disk);
	assert_string_equal(w.need_folder, "/d");
	assert_string_equal(w.expects_vmx, "io-instruction,hlt");
	assert_string_equal(w.expects_svm, "msr:TSC_DEADLINE,io:0x80");
	assert_string_equal(w.why, "first second");
	assert_string_equal(err.text, "");
	workload_free(&w);
}

static void test_defaults(void **state)
{
	struct error err = ERROR_INIT;
	struct workload w;

	(void)state;
	assert_int_equal(workload_read(&w, "d", write_text("d.stress", JOB), &err), 0);
	assert_false(w.fixed_ops || w.need_root || w.need_disk);
	assert_int_equal(w.need_cpus, 0);
	assert_null(w.need_folder);
	assert_null(w.expects_vmx);
	assert_null(w.expects_svm);
	workload_free(&w);
}

/* `known` may have cases, for what the machine has and for versions of the tool. */
static void test_known_cases(void **state)
{
	struct error err = ERROR_INIT;
	struct workload w;

	(void)state;
	assert_int_equal(workload_read(&w, "k",
				       write_text("k.stress", JOB
						  "# exitbench: known = io 1 if /nonexistent\n"
						  "# exitbench: known = io 2 if stress-ng 0.15.06\n"
						  "# exitbench: known = io 3\n"
						  "# exitbench: startup = io 3\n"),
				       &err),
			 0);
	workload_free(&w);
}

static void test_bad_job_files(void **state)
{
	static const struct {
		const char *name, *text, *error;
	} bad[] = {
		{ "a.stress", JOB "# exitbench: titel = x\n",
		  "unknown key 'titel' in line 6 of '|a.stress'; did you mean 'title'?" },
		{ "a.stress", "# exitbench: zzzzzz = x\n" JOB,
		  "in line 1 of|the keys are title, class" },
		{ "a.stress", JOB "# exitbench: class = io\n", "second 'class' in line 6|; leave" },
		{ "a.stress", JOB "# exitbench: work\n", "without '=' in line 6|key = value" },
		{ "a.stress", JOB "# exitbench: work =\n", "empty key or value in line 6" },
		{ "a.stress", JOB "# exitbench: = ops\n", "empty key or value in line 6" },
		{ "a.stress", JOB "# exitbench: work = fast\n", "bad work 'fast' in line 6|'ops'" },
		{ "a.stress", JOB "# exitbench: needs = cpus=0\n", "bad needs 'cpus=0'|cpus=2" },
		{ "a.stress", JOB "# exitbench: needs = cpus=2x\n", "bad needs 'cpus=2x'" },
		{ "a.stress", JOB "# exitbench: needs = cpus=-1\n", "bad needs 'cpus=-1'" },
		{ "a.stress", JOB "# exitbench: needs = disk,,root\n", "bad needs ''|'none'" },
		{ "a.stress", JOB "# exitbench: needs = disk=ide\n",
		  "bad needs 'disk=ide'|/FOLDER" },
		{ "a.stress", JOB "# exitbench: needs = disk=/a,disk=/b\n", "bad needs 'disk=/b'" },
		{ "a.stress", JOB "# exitbench: needs = gpu\n", "bad needs 'gpu' in line 6" },
		{ "a.stress", JOB "# exitbench: expects-vmx = hlt;cpuid\n", "bad expects-vmx" },
		{ "a.stress", JOB "# exitbench: expects-svm = hlt,\n", "bad expects-svm 'hlt,'" },
		{ "a.stress", JOB "# exitbench: expects-svm = msr:\n", "bad expects-svm 'msr:'" },
		{ "a.stress", JOB "# exitbench: expects-svm = :ICR\n", "bad expects-svm ':ICR'" },
		{ "a.stress", JOB "# exitbench: expects-svm = msr:A:B\n",
		  "may have a cause, as in 'msr:TSC_DEADLINE'" },
		{ "a.stress", JOB "# exitbench: known = cpuid\n", "bad known 'cpuid'|'cpuid 36'" },
		{ "a.stress", JOB "# exitbench: known = cpuid many\n", "bad known" },
		{ "a.stress", JOB "# exitbench: known = cpuid -1\n", "bad known" },
		{ "a.stress", JOB "# exitbench: known = cpuid nan\n", "bad known" },
		{ "a.stress", JOB "# exitbench: known = cpuid 3 sometimes\n", "bad known" },
		{ "a.stress", JOB "# exitbench: known = cpuid 3 if fio 3.33\n", "bad known" },
		{ "a.stress", JOB "# exitbench: known = cpuid 3 if stress-ng\n", "bad known" },
		{ "a.stress", JOB "# exitbench: known = cpuid 3 if stress-ng 0.15 or so\n",
		  "bad known|if stress-ng 0.15.06" },
		{ "a.stress", JOB "# exitbench: known = io 3\n# exitbench: known = cpuid 3\n",
		  "bad known 'cpuid 3'|the same class" },
		{ "a.stress", JOB "# exitbench: startup = cpuid 3\n", "'startup' without 'known'" },
		{ "a.stress", JOB "# exitbench: known = io 3\n# exitbench: startup = cpuid 3\n",
		  "'startup' without 'known'|known = cpuid N" },
		{ "a.stress", "timeout 3s\ncpu 1\n",
		  "no 'title' in '|a.stress'; add '# exitbench" },
		{ "a.stress", "", "no 'title' in" },
		{ "a.stress", "# exitbench: title = t\n# exitbench: why = w\n", "no 'class' in" },
		{ "a.stress", "# exitbench: title = t\n# exitbench: class = c\n", "no 'why' in" },
		{ "a.stress", "# exitbench: title = t\n# exitbench: class = C p u\n", "bad class" },
		{ "a.stress", HEAD "cpu 1\n", "no duration in '|a.stress'|'timeout 3s'" },
		{ "a.stress", HEAD "#timeout 3s\ntimeouts 3s\n", "no duration in" },
		{ "a.stress", JOB "# exitbench: work = ops\n", "no fixed work in '|'cpu-ops 100'" },
		{ "a.fio", HEAD "[a]\nruntime=3\n", "no duration in '|a.fio'|'time_based'" },
		{ "a.fio", HEAD "[a]\ntime_based\n", "no duration in" },
		{ "a.fio", HEAD "# exitbench: work = ops\n[a]\ntime_based\nruntime=3\n",
		  "both 'work" },
		{ "a.txt", JOB, "not a job file: '|a.txt'; use '.stress', '.fio' or '.job'" },
		{ "stress", JOB, "not a job file" },
	};

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		struct error err = ERROR_INIT;
		struct workload w;

		if (!workload_read(&w, "bad", write_text(bad[i].name, bad[i].text), &err))
			fail_msg("read in spite of: %s", bad[i].error);
		assert_error(&err, bad[i].error);
	}
}

static void test_unreadable_job_files(void **state)
{
	static char big[(1 << 20) + 2];
	struct error err = ERROR_INIT;
	struct workload w;

	(void)state;
	assert_int_equal(workload_read(&w, "n", scratch_path("no.fio"), &err), -1);
	assert_error(&err, "cannot open|no.fio|No such file");
	assert_int_equal(workload_read(&w, "n", scratch_write("nul.fio", "a\0b", 3), &err), -1);
	assert_error(&err, "not a text file: '|nul.fio");
	memset(big, '\n', sizeof(big));
	memcpy(big, JOB, strlen(JOB));
	assert_int_equal(
		workload_read(&w, "n", scratch_write("big.stress", big, sizeof(big) - 1), &err),
		-1);
	assert_error(&err, "too large: '|big.stress");
	/* One byte less is the largest that is read. */
	assert_int_equal(
		workload_read(&w, "n", scratch_write("big.stress", big, sizeof(big) - 2), &err), 0);
	workload_free(&w);
}

static void test_shipped_workloads(void **state)
{
	static const char *const suites[] = { "quick", "default" };
	const struct workload **selected;
	struct error err = ERROR_INIT;
	struct catalog catalog;
	size_t n;

	(void)state;
	if (catalog_read(&catalog, SHIPPED, &err))
		fail_msg("%s", err.text);
	assert_true(catalog.n_workloads >= 12);
	for (size_t i = 0; i < catalog.n_workloads; i++) {
		const struct workload *w = &catalog.workloads[i];

		assert_true(w->expects_vmx && w->expects_svm);
		assert_ptr_equal(catalog_find(&catalog, w->name), w);
		/* The folder is the class, so that a class can be run by its name. */
		assert_memory_equal(w->name, w->class, strlen(w->class));
		if (i)
			assert_true(strcmp(w[-1].name, w->name) < 0);
	}
	for (size_t i = 0; i < N(suites); i++) {
		assert_int_equal(catalog_select(&catalog, &suites[i], 1, &selected, &n, &err), 0);
		assert_true(n >= 5);
		free(selected);
	}
	catalog_free(&catalog);
}

/* A folder of two workloads and a suite of both. */
static void make_folder(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/cpu/one.stress", name);
	write_text(path, JOB);
	snprintf(path, sizeof(path), "%s/io/two.fio", name);
	write_text(path, HEAD "[a]\ntime_based\nruntime=3\n");
	snprintf(path, sizeof(path), "%s/both.suite", name);
	write_text(path, "# exitbench: title = both\n# a remark\n\nio/two # first\ncpu/one\n");
	snprintf(path, sizeof(path), "%s/README.md", name);
	write_text(path, "not a job\n");
	snprintf(path, sizeof(path), "%s/.hidden/half-written.fio", name);
	write_text(path, "garbage\n");
}

static void test_catalog(void **state)
{
	struct error err = ERROR_INIT;
	struct catalog catalog;

	(void)state;
	make_folder("good");
	assert_int_equal(catalog_read(&catalog, scratch_path("good/"), &err), 0);
	assert_int_equal(catalog.n_workloads, 2);
	assert_string_equal(catalog.workloads[0].name, "cpu/one");
	assert_string_equal(catalog.workloads[1].name, "io/two");
	assert_ptr_equal(catalog.workloads[1].tool, &tool_fio);
	assert_int_equal(catalog.n_suites, 1);
	assert_string_equal(catalog.suites[0].name, "both");
	assert_string_equal(catalog.suites[0].title, "both");
	assert_int_equal(catalog.suites[0].n, 2);
	assert_string_equal(catalog.suites[0].workloads[0], "io/two");
	catalog_free(&catalog);

	setenv("EXITBENCH_WORKLOADS", scratch_path("good"), 1);
	assert_int_equal(catalog_read(&catalog, NULL, &err), 0);
	assert_int_equal(catalog.n_workloads, 2);
	catalog_free(&catalog);
	unsetenv("EXITBENCH_WORKLOADS");
}

static void test_bad_catalogs(void **state)
{
	static const struct {
		const char *file, *text, *error;
	} bad[] = {
		{ "x/broken.fio", HEAD "[a]\n", "no duration in '|x/broken.fio" },
		{ "io/two.stress", JOB, "one name for '|two.fio|two.stress'; rename" },
		{ "cpu/one.suite", "# exitbench: title = t\nio/two\n", "one name for" },
		{ "x/two words.stress", JOB, "unusable file name '|two words.stress'" },
		{ "s.suite", "# exitbench: title = t\nio/tow\n",
		  "'io/tow' in line 2 of '|s.suite'" },
		{ "s.suite", "# exitbench: title = t\nio/two\nio/two\n",
		  "second 'io/two' in line 3" },
		{ "s.suite", "io/two\n", "no 'title' in '|s.suite'" },
		{ "s.suite", "# exitbench: title = t\n", "no workload in '|s.suite'" },
		{ "s.suite", "# exitbench: why = t\n", "unknown key 'why' in line 1" },
		{ "s.suite", "# exitbench: title = t\n# exitbench: title = t\n", "second 'title'" },
		{ "s.suite", "# exitbench title\n# exitbench: title\n", "without '=' in line 2" },
	};
	struct catalog catalog;
	struct error err = ERROR_INIT;
	char path[256], name[64];

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		snprintf(name, sizeof(name), "bad%zu", i);
		make_folder(name);
		snprintf(path, sizeof(path), "%s/%s", name, bad[i].file);
		write_text(path, bad[i].text);
		if (!catalog_read(&catalog, scratch_path(name), &err))
			fail_msg("read in spite of: %s", bad[i].error);
		assert_error(&err, bad[i].error);
	}
	assert_int_equal(catalog_read(&catalog, "/nonexistent", &err), -1);
	assert_error(&err, "no workloads folder '/nonexistent'; set EXITBENCH_WORKLOADS");
	write_text("empty/README.md", "nothing\n");
	assert_int_equal(catalog_read(&catalog, scratch_path("empty"), &err), -1);
	assert_error(&err, "no job files in '|empty'");
	make_folder("loop");
	assert_int_equal(symlink("..", scratch_path("loop/cpu/up")), 0);
	assert_int_equal(catalog_read(&catalog, scratch_path("loop"), &err), -1);
	assert_error(&err, "folder inside itself: '");
}

static void test_select(void **state)
{
	static const char *const names[] = { "cpu/one", "both", "io", "cpu/" };
	static const struct {
		const char *name, *error;
	} unknown[] = {
		{ "cpu/oen", "unknown workload or suite 'cpu/oen'; did you mean 'cpu/one'?" },
		{ "two", "did you mean 'io/two'?" },
		{ "boht", "did you mean 'both'?" },
		{ "o", "'exitbench list' shows them" },
		{ "nothing-like-it", "'exitbench list' shows them" },
		{ "", "unknown workload or suite ''" },
		{ "/", "unknown workload or suite '/'" },
		{ "i", "unknown workload or suite 'i'" },
	};
	const struct workload **selected = NULL;
	struct error err = ERROR_INIT;
	struct catalog catalog;
	size_t n = 0;

	(void)state;
	make_folder("select");
	assert_int_equal(catalog_read(&catalog, scratch_path("select"), &err), 0);
	assert_int_equal(catalog_select(&catalog, names, N(names), &selected, &n, &err), 0);
	assert_int_equal(n, 2);
	assert_string_equal(selected[0]->name, "cpu/one");
	assert_string_equal(selected[1]->name, "io/two");
	free(selected);
	for (size_t i = 0; i < N(unknown); i++) {
		assert_int_equal(catalog_select(&catalog, &unknown[i].name, 1, &selected, &n, &err),
				 -1);
		assert_error(&err, unknown[i].error);
	}
	catalog_free(&catalog);
}

static void test_near(void **state)
{
	char longer[200];

	(void)state;
	assert_int_equal(near_distance("", ""), 0);
	assert_int_equal(near_distance("abc", ""), 3);
	assert_int_equal(near_distance("abc", "abd"), 1);
	assert_int_equal(near_distance("abc", "acb"), 1);
	assert_int_equal(near_distance("kitten", "sitting"), 3);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(near_distance(longer, "a"), 199);
	assert_true(near_match("randraed-4k", "io/randread-4k"));
	assert_true(near_match("randread", "io/randread-4k"));
	assert_false(near_match("x", "io/randread-4k"));
}

static void test_can_run(void **state)
{
	struct workload w = { .tool = &tool_fio };
	char *path = xstrdup(getenv("PATH"));
	char why[200] = "";

	(void)state;
	write_text("bin/fio", "#!/bin/sh\n");
	chmod(scratch_path("bin/fio"), 0755);
	setenv("PATH", scratch_path("bin"), 1);
	assert_true(workload_can_run(&w, why, sizeof(why)));
	w.tool = &tool_stressng;
	assert_false(workload_can_run(&w, why, sizeof(why)));
	assert_string_equal(why, "needs the program 'stress-ng'; apt-get install stress-ng");
	w.tool = &tool_fio;
	w.need_cpus = 4096;
	assert_false(workload_can_run(&w, why, sizeof(why)));
	assert_memory_equal(why, "needs 4096 vCPUs, and this process may use ", 43);
	w.need_cpus = 1;
	w.need_root = true;
	assert_int_equal(workload_can_run(&w, why, sizeof(why)), geteuid() == 0);
	w.need_root = false;
	w.need_disk = true;
	setenv("EXITBENCH_DISK", "/nonexistent", 1);
	assert_false(workload_can_run(&w, why, sizeof(why)));
	assert_non_null(strstr(why, "'/nonexistent' is not one; set EXITBENCH_DISK"));
	setenv("EXITBENCH_DISK", scratch_folder, 1);
	assert_true(workload_can_run(&w, why, sizeof(why)));
	assert_string_equal(workload_disk_folder(), scratch_folder);
	unsetenv("EXITBENCH_DISK");
	assert_string_equal(workload_disk_folder(), "/mnt/exitbench");
	w.need_disk = false;
	w.need_folder = xstrdup("/nonexistent");
	assert_false(workload_can_run(&w, why, sizeof(why)));
	assert_memory_equal(why, "needs a writable folder on a disk at '/nonexistent'; ", 53);
	free(w.need_folder);
	w.need_folder = scratch_folder;
	assert_true(workload_can_run(&w, why, sizeof(why)));
	setenv("PATH", path, 1);
	free(path);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header_is_read),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_known_cases),
		cmocka_unit_test(test_bad_job_files),
		cmocka_unit_test(test_unreadable_job_files),
		cmocka_unit_test(test_shipped_workloads),
		cmocka_unit_test(test_catalog),
		cmocka_unit_test(test_bad_catalogs),
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_near),
		cmocka_unit_test(test_can_run),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
