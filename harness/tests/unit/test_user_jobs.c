// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the user's job files: what they are called, what is guessed about them, and what is
 * refused.
 */
#include "check.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/argv.h"
#include "scratch.h"
#include "workload/catalog.h"
#include "workload/jobfile.h"
#include "workload/tool.h"
#include "workload/workload.h"

static const char *write_text(const char *name, const char *text)
{
	return scratch_write(name, text, strlen(text));
}

static void add(struct catalog *catalog, const char *path)
{
	struct error err = ERROR_INIT;

	if (catalog_add_user_job(catalog, path, &err))
		fail_msg("%s", err.text);
}

static void test_names(void **state)
{
	static const struct {
		const char *file, *name;
	} names[] = {
		{ "plain.fio", "user/plain" },
		{ "two words.fio", "user/two_words" },
		{ "a.b.fio", "user/a.b" },
		{ ".hidden.fio", "user/_hidden" },
		{ "...fio", "user/_." },
		{ ".fio", "user/_fio" },
		{ "-x\n$(id)`;'\".fio", "user/-x___id_____" },
		{ "\xc3\xa4.fio", "user/__" },
	};
	struct catalog catalog = { 0 };

	(void)state;
	for (size_t i = 0; i < N(names); i++) {
		add(&catalog, write_text(names[i].file, "[a]\n"));
		assert_int_equal(catalog.n_workloads, i + 1);
		assert_string_equal(catalog.workloads[i].name, names[i].name);
		assert_string_equal(catalog.workloads[i].title, names[i].file);
		assert_true(catalog.workloads[i].from_user);
	}
	catalog_free(&catalog);
}

/* The same file is there once; another one of its name, or of a workload's, is an error. */
static void test_clashes(void **state)
{
	struct error err = ERROR_INIT;
	struct catalog catalog = { 0 };
	char here[600];

	(void)state;
	add(&catalog, write_text("one/a.fio", "[a]\n"));
	snprintf(here, sizeof(here), "%s/one/../one/./a.fio", scratch_folder);
	add(&catalog, here);
	assert_int_equal(catalog.n_workloads, 1);
	assert_int_equal(
		catalog_add_user_job(&catalog, write_text("two/a.stress", "cpu 1\n"), &err), -1);
	assert_error(&err, EXIT_TROUBLE,
		     "would be the name of both '|one/a.fio' and '|two/a.stress'");
	catalog_free(&catalog);

	write_text("folder/user/b.stress", "# exitbench: title = t\n# exitbench: class = user\n"
					   "# exitbench: why = w\ncpu 1\ntimeout 1s\n");
	err = (struct error)ERROR_INIT;
	assert_int_equal(catalog_read(&catalog, scratch_path("folder"), &err), 0);
	assert_int_equal(catalog_add_user_job(&catalog, write_text("b.stress", "cpu 1\n"), &err),
			 -1);
	assert_error(&err, EXIT_TROUBLE,
		     "b.stress' would be named 'user/b', as '|folder/user/b.stress' is");
	catalog_free(&catalog);
}

/* A file of which the name and the hash are known. */
static void test_known(void **state)
{
	static const char abc[] =
		"bda197bfdafda9cf80b5fdb7a2c06c6db1ab3b52d2bf4e5e7a76dd53a17a4cc6";
	struct error err = ERROR_INIT;
	struct catalog catalog = { 0 };
	char hash[SHA256_HEX_SIZE];

	(void)state;
	sha256_hex("[a]\n", 4, hash);
	assert_int_equal(
		catalog_add_known(&catalog, "user/k", write_text("k.fio", "[a]\n"), hash, &err), 0);
	assert_string_equal(catalog.workloads[0].sha256, hash);
	catalog_free(&catalog);
	assert_int_equal(catalog_add_known(&catalog, "user/k", scratch_path("k.fio"), abc, &err),
			 -1);
	assert_error(&err, EXIT_TROUBLE,
		     "k.fio' was changed: its SHA-256 was bda197bfdafd...|run it anew");
	catalog_free(&catalog);
}

static void read_own(struct workload *w, const char *file, const char *text)
{
	struct error err = ERROR_INIT;

	if (workload_read_user_job(w, "user/w", write_text(file, text), &err))
		fail_msg("%s: %s", text, err.text);
}

static void test_guesses(void **state)
{
	static const struct {
		const char *file, *text;
		bool ops, disk;
	} jobs[] = {
		{ "w.stress", "cpu 1\n", false, false },
		{ "w.stress", "cpu 1\ncpu-ops 5\n", true, false },
		{ "w.stress", "cpu 1\ncpu-ops 5\ntimeout 60s\n", true, false },
		{ "w.stress", "cpu 1\ncpu-ops 5\nvm 1\n", false, false },
		{ "w.stress", "# exitbench: needs = disk\nhdd 1\n", false, true },
		{ "w.stress", "# exitbench: needs = none\nhdd 1\n", false, false },
		{ "w.stress", "hdd 1\n", false, true },
		{ "w.stress", "chmod 1\ntimeout 3\n", false, true },
		{ "w.stress", "hdd 1\ntemp-path /data\n", false, false },
		{ "w.fio", "[a]\nrw=read\nsize=1m\n", true, true },
		{ "w.fio", "[a]\ntime_based\nruntime=3\n", false, true },
		{ "w.fio", "[a]\nioengine=null\n", true, false },
		{ "w.fio", "[a]\nioengine=cpuio # idles\n", true, false },
		{ "w.fio", "[a]\nfilename=/dev/vdb\n", true, false },
		{ "w.fio", "[a]\nfilename=data\n", true, true },
		{ "w.fio", "# exitbench: needs = none\n[a]\n", true, false },
		{ "w.fio", "[a]\ntime_based\n", true, true },
		{ "w.fio", "[a]\ntime_based\ntimeout=3\n", false, true },
		{ "w.fio", "[a]\ntime_based=0\nruntime=3\n", true, true },
		{ "w.fio", "[a]\ntime_based\nruntime=3\nruntime=0\n", true, true },
		{ "w.fio", "[global]\ntime_based\nruntime=3\n[a]\n[b]\ntime_based=0\n", false,
		  true },
		{ "w.fio", "[a]\nioengine=null\n[b]\nfilename=/dev/vdb\n", true, false },
		{ "w.fio", "[a]\nioengine=null\n[b]\nfilename=vdb\n", true, true },
		{ "w.fio", "[a]\nfilename=/dev/vdb:x\n", true, true },
		{ "w.fio", "[a]\nfilename=/x\ndirectory=y\n", true, true },
		{ "w.fio", "[a]\nfilename=${EXITBENCH_PLACE}\n", true, false },
		{ "w.fio", "[a]\ndirectory=/x\n[global]\ndirectory=y\n", true, false },
		{ "w.fio", "[a]\nioengine=null\n[global]\ntime_based\nruntime=2\n", true, false },
		{ "w.fio",
		  "[a]\nioengine=null\ndescription=x\" --name=b --time_based --runtime=2\n", true,
		  false },
		{ "w.fio", "# exitbench: work = time\n[a]\nruntime=9\ntime_based\n", false, true },
	};

	(void)state;
	setenv("EXITBENCH_PLACE", "/dev/vdb", 1);
	for (size_t i = 0; i < N(jobs); i++) {
		struct workload w;

		read_own(&w, jobs[i].file, jobs[i].text);
		if (w.fixed_ops != jobs[i].ops || w.need_disk != jobs[i].disk)
			fail_msg("%s: ops %d, disk %d", jobs[i].text, w.fixed_ops, w.need_disk);
		assert_string_equal(w.class, "user");
		assert_string_equal(w.title, jobs[i].file);
		assert_string_equal(w.why, "");
		workload_free(&w);
	}
}

/* A part of a header counts. */
static void test_headers(void **state)
{
	struct workload w;

	(void)state;
	read_own(&w, "h.fio", "# exitbench: title = mine\n# exitbench: expects-svm = npf\n[a]\n");
	assert_string_equal(w.title, "mine");
	assert_string_equal(w.expects_svm, "npf");
	assert_null(w.expects_vmx);
	assert_string_equal(w.class, "user");
	workload_free(&w);
}

static void assert_job(const struct workload *w, double duration_s, const char *wanted)
{
	struct error err = ERROR_INIT;
	char *job;

	if (w->tool->job(w, w->text, duration_s, &job, &err))
		fail_msg("%s", err.text);
	assert_string_equal(job, wanted);
	free(job);
}

/* What is run: the file as it is, but a stress-ng job has an end. */
static void test_jobs(void **state)
{
	struct workload w;

	(void)state;
	read_own(&w, "w.stress", "cpu 1");
	assert_job(&w, 0, "cpu 1\ntimeout 3s\n");
	assert_job(&w, 7, "cpu 1\ntimeout 7s\n");
	workload_free(&w);
	read_own(&w, "w.stress", "cpu 1\ncpu-ops 1\n");
	assert_job(&w, 7, "cpu 1\ncpu-ops 1\n");
	workload_free(&w);
	read_own(&w, "w.fio", "[a]\nrw=read\n");
	assert_job(&w, 7, "[a]\nrw=read\n");
	workload_free(&w);
	/* The last of a kind holds, and an option may be cut. */
	read_own(&w, "w.stress", "timeo 2\ncpu 1\n");
	assert_job(&w, 0, "timeo 2\ncpu 1\n");
	assert_job(&w, 7, "timeo 2\ncpu 1\ntimeout 7s\n");
	workload_free(&w);
	/* Its words and its report stay where we look for them. */
	read_own(&w, "w.stress", "timeout 2\nyaml own.yaml\nquiet\ncpu 1\nyield 1\n");
	assert_job(&w, 0, "timeout 2\n# yaml own.yaml\n# quiet\ncpu 1\nyield 1\n");
	workload_free(&w);
	/* One stressor's limit makes no fixed work of the others. */
	read_own(&w, "w.stress", "timeout 2\ncpu 1\nzero 1\nzero-ops 5 # five\n");
	assert_job(&w, 7, "timeout 2\ncpu 1\nzero 1\nzero-ops 5 # five\ntimeout 7s\n");
	workload_free(&w);
	/* Only the sections that run for a time, wherever it is said, and what they include. */
	write_text("t.inc", "time_based\nruntime=3\n");
	read_own(&w, "w.fio",
		 "[global]\nioengine=null\n[a]\ninclude t.inc\n[b]\nsize=1m\n[c]\n"
		 "time_based\ntimeout=4\n[d]\nruntime=3");
	assert_job(&w, 0,
		   "[global]\nioengine=null\n[a]\ntime_based\nruntime=3\n[b]\nsize=1m\n[c]\n"
		   "time_based\ntimeout=4\n[d]\nruntime=3");
	assert_job(&w, 7,
		   "[global]\nioengine=null\n[a]\ntime_based\nruntime=3\nruntime=7000ms\n"
		   "[b]\nsize=1m\n[c]\ntime_based\ntimeout=4\nruntime=7000ms\n[d]\nruntime=3\n");
	workload_free(&w);
}

/* How long a run takes: as the file says, with another duration, and at most. */
static void test_lengths(void **state)
{
	static const struct {
		const char *file, *text;
		double own_s, at_7_s, most_s;
	} rows[] = {
		{ "w.stress", "timeout 50s\ncpu 1\nswitch 1\npipe 1\n", 50, 7, 50 },
		{ "w.stress", "run sequential\ntimeout 50s\ncpu 1\nswitch 1\npipe 1\n", 150, 21,
		  150 },
		{ "w.stress", "sequential 1\ntimeout 1m\ncpu 1\npipe 1\n", 120, 14, 120 },
		{ "w.stress", "timeout 1.5s\ncpu 1\n", 1, 7, 1 },
		{ "w.stress", "cpu 1\n", 3, 7, 3 },
		{ "w.stress", "timeout 0\ncpu 1\n", 3, 7, 3 },
		{ "w.stress", "timeout 60\ncpu 1\ncpu-ops 3\n", 0, 0, 60 },
		{ "w.fio", "[a]\ntime_based\nruntime=5\n[b]\ntime_based\nruntime=2m\n", 120, 7,
		  120 },
		{ "w.fio", "[a]\ntime_based\nruntime=5\n[b]\nstonewall\ntime_based\nruntime=2m\n",
		  125, 14, 125 },
		{ "w.fio", "[a]\ntime_based\nruntime=5\n[b]\nstonewall=0\ntime_based\nruntime=2m\n",
		  120, 7, 120 },
		{ "w.fio", "[a]\ntime_based\nruntime=500ms\nstartdelay=3\nramp_time=1\n", 4.5, 11,
		  4.5 },
		{ "w.fio", "[a]\ntime_based\nruntime=9\nruntime=2\n", 2, 7, 2 },
		{ "w.fio", "[a]\nruntime=600\n", 0, 0, 600 },
		{ "w.fio", "[a]\n", 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct workload w;

		read_own(&w, rows[i].file, rows[i].text);
		assert_float_equal(workload_run_s(&w, 0), rows[i].own_s, 1e-9);
		assert_float_equal(workload_run_s(&w, 7), rows[i].at_7_s, 1e-9);
		assert_float_equal(workload_most_s(&w, 0), rows[i].most_s, 1e-9);
		workload_free(&w);
	}
}

/* What has to be said of a job before anybody believes its numbers. */
static void test_notes(void **state)
{
	static const struct {
		const char *disk, *file, *text, *note; /* NULL: none */
	} rows[] = {
		{ "/dev/shm", "w.stress", "hdd 1\ntimeout 1\n",
		  "'/dev/shm', is kept in memory (tmpfs)" },
		{ "/dev/shm", "w.stress", "cpu 1\ntimeout 1\n", NULL },
		{ "/", "w.stress", "hdd 1\ntimeout 1\n", NULL },
		{ "/", "w.stress", "hdd 1\ntimeout 1\ntemp-path /dev/shm\n", "(tmpfs)" },
		{ "/", "w.stress", "cpu 1\n", "would run it for a day: it is run for 3 s" },
		{ "/", "w.stress", "cpu 1\ntimeout 0\n",
		  "would run it for ever: it is run for 3 s" },
		{ "/dev/shm", "w.fio", "[a]\n",
		  "job 'a' reads or writes, '/dev/shm/.', is kept in memory" },
		{ "/", "w.fio", "[a]\n", NULL },
		{ "/dev/shm", "w.fio", "[a]\nioengine=null\n", NULL },
		{ "/", "w.fio", "[b]\nfilename=/x\n[a]\nfilename=/dev/shm/no/x\n",
		  "job 'a'|(tmpfs)" },
		{ "/", "w.fio", "[a]\nfilename=/dev/nothing\n",
		  "is kept in memory (a file in /dev, as there is no such device)" },
		{ "/", "w.fio", "[a]\nfilename=/dev/zero\n", "is kept in memory (no disk but" },
		{ "/", "w.fio", "[a]\nfilename=/x\\:y:/dev/shm/y\n", "'/dev/shm/y'" },
		{ "/", "w.fio", "[a]\nread_iolog=x.log\n",
		  "in its log, 'x.log', and is not known" },
		{ "/", "w.fio", "[a]\n[b]\ntime_based\nruntime=1\n", "neither is fixed" },
		{ "/", "w.fio", "# exitbench: needs = none\n[a]\n",
		  "it works in a folder in memory" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error as_error = { EXIT_TROUBLE, "" };
		struct workload w;

		setenv("EXITBENCH_DISK", rows[i].disk, 1);
		read_own(&w, rows[i].file, rows[i].text);
		if (w.n_notes != (rows[i].note ? 1 : 0))
			fail_msg("%s: %zu notes", rows[i].text, w.n_notes);
		if (rows[i].note) {
			snprintf(as_error.text, sizeof(as_error.text), "%s", w.notes[0]);
			assert_error(&as_error, EXIT_TROUBLE, rows[i].note);
		}
		workload_free(&w);
	}
	unsetenv("EXITBENCH_DISK");
}

static void assert_argv(char **argv, const char *wanted)
{
	char line[512] = "";

	for (size_t i = 0; argv[i]; i++)
		strcat(strcat(line, i ? " " : ""), argv[i]);
	assert_string_equal(line, wanted);
	argv_free(argv);
}

static void test_command_lines(void **state)
{
	struct workload w;

	(void)state;
	setenv("EXITBENCH_DISK", "/data", 1);
	read_own(&w, "w.fio", "[a]\nrw=read\n");
	assert_argv(tool_fio.argv(&w, "j", "r"),
		    "fio --eta=never --output-format=json --output r j");
	assert_argv(tool_fio.prepare(&w, "j"), "fio --eta=never --create_only=1 j");
	workload_free(&w);
	read_own(&w, "w.stress", "hdd 1\n");
	assert_argv(tool_stressng.argv(&w, "j", "r"),
		    "stress-ng --job j --metrics --yaml r --temp-path /data");
	workload_free(&w);
	/* The tools work in a folder of their own. */
	setenv("EXITBENCH_DISK", "data", 1);
	assert_int_equal(*workload_disk_folder(), '/');
	assert_string_equal(strrchr(workload_disk_folder(), '/'), "/data");
	unsetenv("EXITBENCH_DISK");
}

static void test_refused(void **state)
{
	static const struct {
		const char *file, *text, *error;
	} bad[] = {
		{ "a.txt", "cpu 1\n", "not a job file: '|a.txt'; use '.stress', '.fio' or '.job'" },
		{ "a.stress", "", "no job in '|a.stress'; write lines such as 'cpu 1'" },
		{ "a.stress", "# nothing\n", "no job in" },
		{ "a.stress", "# Title\n\n*bold*\n",
		  "not an option of stress-ng in line 3 of '|a.stress'" },
		{ "a.stress", "{\"a\": 1}\n", "not an option of stress-ng in line 1" },
		{ "a.stress", "cpu 1\n--cpu 2\n",
		  "option with dashes in line 2|without the dashes" },
		{ "a.fio", "", "no job in '|a.fio'; begin one with '[name]'" },
		{ "a.fio", "[global]\nrw=read\n", "no job in" },
		{ "a.fio", "rw=read\n[a]\n", "option outside of a section in line 1|'[name]'" },
		{ "a.fio", "[a]\nthis is prose\n", "not an option of fio in line 2|'rw=read'" },
		{ "a.fio", "[a]\n<html>\n", "not an option of fio in line 2" },
		{ "a.fio", "[a]\n# exitbench: titel = x\n",
		  "unknown key 'titel' in line 2 of '|a.fio'" },
		{ "a.fio", "[a]\nfilename=${EXITBENCH_NOWHERE}\n",
		  "its variable 'EXITBENCH_NOWHERE' has no value; set it" },
		{ "a.fio", "[a]\ninclude nothing.inc\n",
		  "no file 'nothing.inc' to include in line 2 of '|a.fio'" },
		{ "a.fio", "[a]\ninclude a.fio\n", "includes that are 16 deep" },
		{ "a.stress", "cpu 1\nversion\n", "stress-ng does not take '|a.stress'" },
		{ "a.fio", "# exitbench: work = time\n[a]\n", "no duration in" },
		{ "a.stress", "# exitbench: work = ops\ncpu 1\n", "no fixed work in" },
	};
	struct workload w;
	struct error err;

	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		err = (struct error)ERROR_INIT;
		if (!workload_read_user_job(&w, "user/bad", write_text(bad[i].file, bad[i].text),
					    &err))
			fail_msg("read in spite of: %s", bad[i].error);
		assert_error(&err, EXIT_TROUBLE, bad[i].error);
	}
}

/* A file of stress-ng's examples, or one of fio: by what is in it. */
static void test_job_endings(void **state)
{
	struct workload w;

	(void)state;
	read_own(&w, "w.job", "# [no]\ncpu 1\ntimeout 2\n");
	assert_ptr_equal(w.tool, &tool_stressng);
	workload_free(&w);
	read_own(&w, "w.job", "; fio\n [a]\nioengine=null\n");
	assert_ptr_equal(w.tool, &tool_fio);
	workload_free(&w);
}

/* What a tool takes is not refused. */
static void test_accepted(void **state)
{
	static const char *const good[] = {
		"[global]\ninclude common.inc\n[a]\n",
		"[a]\n\trw=randread\n  ; a comment\nbs=4k ; of a line\nstonewall\n",
		"[a b/c]\nfilename=${PWD}/x\nexec_prerun=echo \"a b\" > c\n",
		"[a]\nrw=read\r\n",
	};
	struct workload w;

	(void)state;
	write_text("common.inc", "bs=4k\n");
	for (size_t i = 0; i < N(good); i++) {
		read_own(&w, "g.fio", good[i]);
		workload_free(&w);
	}
	read_own(&w, "g.stress",
		 "run sequential\n cpu 1 # one\r\nvm-bytes 64m\nmetrics-brief\nvm=1\n");
	workload_free(&w);
}

static void test_kinds(void **state)
{
	struct workload w;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(mkfifo(scratch_path("f.fio"), 0666), 0);
	assert_int_equal(workload_read_user_job(&w, "user/f", scratch_path("f.fio"), &err), -1);
	assert_error(&err, EXIT_TROUBLE, "not a job file: '|f.fio' is a FIFO; copy it");
	assert_int_equal(mkdir(scratch_path("d.fio"), 0777), 0);
	assert_int_equal(workload_read_user_job(&w, "user/d", scratch_path("d.fio"), &err), -1);
	assert_error(&err, EXIT_TROUBLE, "not a job file: '|d.fio' is a folder; name the files");
	assert_int_equal(symlink("/dev/zero", scratch_path("z.fio")), 0);
	assert_int_equal(workload_read_user_job(&w, "user/z", scratch_path("z.fio"), &err), -1);
	assert_error(&err, EXIT_TROUBLE, "'|z.fio' is a device or socket");
	assert_int_equal(symlink("nowhere", scratch_path("n.fio")), 0);
	assert_int_equal(workload_read_user_job(&w, "user/n", scratch_path("n.fio"), &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot open '|n.fio': No such file");
	assert_int_equal(
		workload_read_user_job(&w, "user/b", scratch_write("b.fio", "[a]\n\0b", 6), &err),
		-1);
	assert_error(&err, EXIT_TROUBLE, "'|b.fio' holds a NUL byte in line 2");
	assert_int_equal(workload_read_user_job(&w, "user/m",
						scratch_write("m.fio", "\xef\xbb\xbf[a]\n", 7),
						&err),
			 -1);
	assert_error(&err, EXIT_TROUBLE, "'|m.fio' begins with a byte order mark");
	/* A link is as good as what it leads to, and its own name counts. */
	write_text("target", "[a]\n");
	assert_int_equal(symlink("target", scratch_path("l.fio")), 0);
	assert_int_equal(workload_read_user_job(&w, "user/l", scratch_path("l.fio"), &err), 0);
	workload_free(&w);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),         cmocka_unit_test(test_clashes),
		cmocka_unit_test(test_known),         cmocka_unit_test(test_guesses),
		cmocka_unit_test(test_headers),       cmocka_unit_test(test_jobs),
		cmocka_unit_test(test_lengths),       cmocka_unit_test(test_notes),
		cmocka_unit_test(test_command_lines), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_job_endings),   cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_kinds),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
