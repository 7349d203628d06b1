// SPDX-License-Identifier: GPL-2.0-only
/* Results on disk: what is written is read again, and damage is told, never guessed over. */
#include "build_result.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "scratch.h"
#include "store/store.h"

/* A snapshot that a mark tells everything of: one counter changed, on one of two vCPUs. */
static void build_details(struct snapshot *snapshot, uint64_t exits, uint64_t buckets_start)
{
	snapshot->detailed = true;
	snapshot->generation = 7;
	snapshot->counters[2].user_exits = exits;
	snapshot->counters[2].user_cycles = exits << 32;
	snapshot->counters[0].buckets = xcalloc(COUNTER_BUCKETS, sizeof(uint64_t));
	snapshot->counters[2].buckets = xcalloc(COUNTER_BUCKETS, sizeof(uint64_t));
	snapshot->counters[0].buckets[0] = buckets_start;
	snapshot->counters[2].buckets[31] = exits;
	snapshot->n_vcpus = 2;
	snapshot->vcpus = xcalloc(2, sizeof(*snapshot->vcpus));
	for (size_t i = 0; i < 2; i++) {
		build_snapshot(&snapshot->vcpus[i], 0);
		snapshot->vcpus[i].vcpu = 17 * (uint32_t)i;
		snapshot->vcpus[i].generation = 7;
		snapshot->vcpus[i].detailed = true;
		snapshot->vcpus[i].counters[2].user_exits = exits * i;
	}
}

/* Everything that a result can hold. */
static void build_rich(struct result *r)
{
	static const struct build_repeat repeats[] = {
		{ { 10, 100, 4, 1 }, { 1000, 900000, 8000, 70 }, 2.5, 20, false },
		{ { UINT64_C(1) << 62, 50, 0, 0 }, { UINT64_C(1) << 62, 4, 0, 0 }, 1, 0, true },
	};
	struct error err = ERROR_INIT;
	struct workload_run *run;
	struct repeat *repeat;

	build_result(r);
	r->complete = false;
	r->duration_s = 1.5;
	r->counters.features = 0x80000003;
	result_add_fact(r, "cpu", "Prozessör ™ \"x\" \\ 漢字");
	result_add_fact(r, "empty", "");
	result_add_plan(r, "io/randread-4k");
	result_add_plan(r, "cpu/none");
	result_add_boot(r, "2026-11-22T23:00:45Z", &r->counters, &r->cost);
	result_add_boot(r, "2026-11-22T23:59:59Z", &r->counters, &r->cost);
	r->boots[1].epoch = 0x80000001;
	run = build_run(r, "io/randread-4k");
	run->fixed_ops = true;
	for (size_t i = 0; i < N(repeats); i++) {
		repeat = build_repeat(r, run, &repeats[i]);
		repeat->child.user_ns = 11 + i;
		repeat->child.system_ns = 22 + i;
	}
	build_details(&repeat->before, 3, 5);
	build_details(&repeat->after, 4, 6);
	profile_free(&repeat->profile);
	assert_int_equal(profile_between(&r->counters, &repeat->before, &repeat->after, &r->cost,
					 &repeat->profile, &err),
			 0);
	repeat->child.end = CHILD_KILLED;
	repeat->child.status = 9;
	repeat_add_metric(repeat, "read.iops", "1/s", 0.1);
	repeat_add_metric(repeat, "read.clat.p99", "ns", 1e300);
	run->state = RUN_FAILED;
	run->message = xstrdup("repeat 2: killed by signal 9\n(Killed)");
	run = build_run(r, "cpu/none");
	run->boot = 1;
	run->state = RUN_SKIPPED;
	run->message = xstrdup("needs the program 'fio'");
}

static void assert_same_buckets(const uint64_t *a, const uint64_t *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_memory_equal(a, b, COUNTER_BUCKETS * sizeof(*a));
}

static void assert_same_snapshot(const struct snapshot *a, const struct snapshot *b)
{
	assert_int_equal(a->detailed, b->detailed);
	assert_int_equal(a->n_vcpus, b->n_vcpus);
	for (size_t i = 0; i < a->n_vcpus; i++) {
		assert_int_equal(a->vcpus[i].vcpu, b->vcpus[i].vcpu);
		assert_same_snapshot(&a->vcpus[i], &b->vcpus[i]);
	}
	assert_int_equal(a->n, b->n);
	assert_int_equal(a->epoch, b->epoch);
	assert_int_equal(a->queries, b->queries);
	assert_true(a->generation == b->generation);
	assert_true(a->mark_cycles == b->mark_cycles);
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->counters[i].code, b->counters[i].code);
		assert_int_equal(a->counters[i].other, b->counters[i].other);
		assert_true(a->counters[i].exits == b->counters[i].exits);
		assert_true(a->counters[i].cycles == b->counters[i].cycles);
		assert_true(a->counters[i].user_exits == b->counters[i].user_exits);
		assert_true(a->counters[i].user_cycles == b->counters[i].user_cycles);
		assert_same_buckets(a->counters[i].buckets, b->counters[i].buckets);
	}
}

static void assert_same_repeat(const struct repeat *a, const struct repeat *b)
{
	assert_same_snapshot(&a->before, &b->before);
	assert_same_snapshot(&a->after, &b->after);
	assert_int_equal(a->ok, b->ok);
	assert_int_equal(!a->trouble, !b->trouble);
	if (a->trouble)
		assert_string_equal(a->trouble, b->trouble);
	assert_int_equal(a->child.end, b->child.end);
	assert_int_equal(a->child.status, b->child.status);
	assert_int_equal(a->child.wall_ns, b->child.wall_ns);
	assert_int_equal(a->child.user_ns, b->child.user_ns);
	assert_int_equal(a->child.system_ns, b->child.system_ns);
	assert_float_equal(a->ops, b->ops, 0);
	assert_int_equal(a->n_metrics, b->n_metrics);
	for (size_t i = 0; i < a->n_metrics; i++) {
		assert_string_equal(a->metrics[i].name, b->metrics[i].name);
		assert_string_equal(a->metrics[i].unit, b->metrics[i].unit);
		assert_float_equal(a->metrics[i].value, b->metrics[i].value, 0);
	}
	assert_int_equal(a->profile.n, b->profile.n);
	assert_true(a->profile.exits == b->profile.exits);
	assert_true(a->profile.cycles == b->profile.cycles);
}

static void assert_same_run(const struct workload_run *a, const struct workload_run *b)
{
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->title, b->title);
	assert_string_equal(a->class, b->class);
	assert_string_equal(a->tool, b->tool);
	assert_string_equal(a->op, b->op);
	assert_int_equal(a->fixed_ops, b->fixed_ops);
	assert_string_equal(a->expects, b->expects);
	assert_string_equal(a->why, b->why);
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->boot, b->boot);
	assert_string_equal(a->message, b->message);
	assert_int_equal(a->n_repeats, b->n_repeats);
	for (size_t i = 0; i < a->n_repeats; i++)
		assert_same_repeat(&a->repeats[i], &b->repeats[i]);
}

static void assert_same_result(const struct result *a, const struct result *b)
{
	assert_string_equal(a->path, b->path);
	assert_string_equal(a->started, b->started);
	assert_string_equal(a->suite, b->suite);
	assert_int_equal(a->complete, b->complete);
	assert_int_equal(a->repeats, b->repeats);
	assert_float_equal(a->duration_s, b->duration_s, 0);
	assert_int_equal(a->counters.abi, b->counters.abi);
	assert_int_equal(a->counters.isa, b->counters.isa);
	assert_int_equal(a->counters.version, b->counters.version);
	assert_int_equal(a->counters.features, b->counters.features);
	assert_int_equal(a->counters.n_slots, b->counters.n_slots);
	assert_int_equal(a->counters.n_vcpus, b->counters.n_vcpus);
	assert_int_equal(a->counters.n_marks, b->counters.n_marks);
	assert_int_equal(a->counters.tsc_khz, b->counters.tsc_khz);
	assert_int_equal(a->counters.epoch, b->counters.epoch);
	assert_int_equal(a->counters.bits, b->counters.bits);
	assert_int_equal(a->counters.has_time, b->counters.has_time);
	assert_memory_equal(&a->cost, &b->cost, sizeof(a->cost));
	assert_int_equal(a->n_boots, b->n_boots);
	for (size_t i = 0; i < a->n_boots; i++) {
		assert_string_equal(a->boots[i].started, b->boots[i].started);
		assert_int_equal(a->boots[i].epoch, b->boots[i].epoch);
		assert_int_equal(a->boots[i].tsc_khz, b->boots[i].tsc_khz);
		assert_memory_equal(&a->boots[i].cost, &b->boots[i].cost, sizeof(a->cost));
	}
	assert_int_equal(a->n_plan, b->n_plan);
	for (size_t i = 0; i < a->n_plan; i++)
		assert_string_equal(a->plan[i], b->plan[i]);
	assert_int_equal(a->n_facts, b->n_facts);
	for (size_t i = 0; i < a->n_facts; i++)
		assert_string_equal(a->facts[i].value, result_fact(b, a->facts[i].key));
	assert_int_equal(a->n_runs, b->n_runs);
	for (size_t i = 0; i < a->n_runs; i++)
		assert_same_run(&a->runs[i], &b->runs[i]);
}

/* A fresh result folder below root, which is below the scratch folder. */
static void create(const char *root, struct result *r)
{
	struct error err = ERROR_INIT;

	free(r->started);
	if (store_create(root, r, &err))
		fail_msg("%s", err.text);
}

static void test_round_trip(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/deep/results", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	create(root, &a);
	assert_int_equal(store_save(&a, &err), 0);
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_no_error(&err);
	assert_same_result(&a, &b);
	result_free(&a);
	result_free(&b);
}

/* "latest" is a link; whoever goes on with the result behind it means the result. */
static void test_reopening(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/reopen", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	create(root, &a);
	assert_int_equal(store_set_latest(root, &a, &err), 0);
	assert_int_equal(store_load(root, "latest", &b, &err), 0);
	assert_int_equal(store_reopen(&b, &err), 0);
	assert_string_equal(b.path, a.path);
	/* A result of another place is not pointed to. */
	assert_int_equal(store_set_latest(scratch_folder, &b, &err), 0);
	assert_int_not_equal(access(scratch_path("latest"), F_OK), 0);
	assert_no_error(&err);
	result_free(&a);
	result_free(&b);
}

/* A name, its folder, its file, and the link all mean the same result. */
static void test_names_of_a_result(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/names", scratch_folder);
	_cleanup_free_ char *file = NULL, *name = NULL;
	struct error err = ERROR_INIT;
	struct result a, b, c;
	char **names;

	(void)state;
	build_rich(&a);
	create(root, &a);
	assert_int_equal(store_set_latest(root, &a, &err), 0);
	build_rich(&b);
	create(root, &b);
	/* Of the same second, most likely, and a folder of its own all the same. */
	assert_string_not_equal(a.path, b.path);
	assert_int_equal(store_set_latest(root, &b, &err), 0);
	file = xasprintf("%s/result.json", b.path);
	name = xstrdup(strrchr(b.path, '/') + 1);
	for (size_t i = 0; i < 4; i++) {
		const char *const spellings[] = { "latest", name, b.path, file };

		assert_int_equal(store_load(root, spellings[i], &c, &err), 0);
		assert_string_equal(c.started, b.started);
		assert_string_equal(strstr(c.path, root), c.path);
		result_free(&c);
	}
	mkdir(scratch_path("names/2000-without-a-result"), 0777);
	assert_int_equal(store_list(root, &names, &err), 0);
	assert_string_equal(names[0], strrchr(a.path, '/') + 1);
	assert_string_equal(names[1], name);
	assert_null(names[2]);
	for (char **n = names; *n; n++)
		free(*n);
	free(names);
	assert_int_equal(store_load(root, "nonsense", &c, &err), -1);
	assert_error(&err, EXIT_TROUBLE,
		     "no result 'nonsense' here or in '|exitbench list results");
	result_free(&a);
	result_free(&b);
}

static void test_listing(void **state)
{
	_cleanup_free_ char *file = xstrdup(scratch_write("listed", "", 0));
	struct error err = ERROR_INIT;
	char **names;

	(void)state;
	assert_int_equal(store_list(scratch_path("not-there"), &names, &err), 0);
	assert_null(names[0]);
	free(names);
	assert_int_equal(store_list(file, &names, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot list '|Not a directory");
}

static void test_log(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/log", scratch_folder);
	_cleanup_free_ char *path = NULL, *text = NULL;
	struct error err = ERROR_INIT;
	struct result r;
	char *line;

	(void)state;
	build_rich(&r);
	create(root, &r);
	assert_int_equal(store_log(&r, &err, "%s ok", "first"), 0);
	assert_int_equal(store_log(&r, &err, "second"), 0);
	path = xasprintf("%s/log", r.path);
	assert_int_equal(file_read(path, 1000, &text, NULL, &err), 0);
	line = strchr(text, '\n');
	assert_memory_equal(text + 20, " first ok\n", 10);
	assert_memory_equal(line + 21, " second\n", 9);
	result_free(&r);
}

static char *saved_text(struct result *r, char **path)
{
	_cleanup_free_ char *root = xasprintf("%s/damage", scratch_folder);
	struct error err = ERROR_INIT;
	char *text;

	build_rich(r);
	create(root, r);
	assert_int_equal(store_save(r, &err), 0);
	*path = xasprintf("%s/result.json", r->path);
	assert_int_equal(file_read(*path, 1 << 20, &text, NULL, &err), 0);
	return text;
}

static void test_truncated(void **state)
{
	_cleanup_free_ char *text = NULL, *path = NULL;
	struct result r;
	size_t size;

	(void)state;
	text = saved_text(&r, &path);
	size = strlen(text);
	for (size_t i = 0; i < 16; i++) {
		struct error err = ERROR_INIT;
		struct result loaded;

		assert_int_equal(file_write_atomic(path, text, i * size / 16, &err), 0);
		assert_int_equal(store_load(".", path, &loaded, &err), -1);
		assert_error(&err, EXIT_TROUBLE, "damaged result: '|/result.json' line |raw/");
		/* The line is that where the text ends. */
		assert_true(i == 0 || atoi(strstr(err.text, "' line ") + 7) >= (int)i);
	}
	result_free(&r);
}

/* Replaces the first occurrence. */
static char *replaced(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	if (!at)
		fail_msg("no '%s' in the result", old);
	return xasprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static void test_sound_json_that_is_no_result(void **state)
{
	static const struct {
		const char *old, *new, *error;
	} rows[] = {
		{ "exitbench-result", "other", "not a result: its format is 'other'" },
		{ "\"version\": 2,\n", "\"version\": 3,\n", "version 3; this program reads" },
		{ "\"version\": 2,\n", "\"version\": 0,\n", "version 0; this program reads" },
		{ "\"suite\"", "\"siute\"", "Object item not found: suite" },
		{ "\"complete\": false", "\"complete\": \"no\"", "Expected true or false" },
		{ "\"native\"", "\"mystery\"", "unknown counters 'mystery'" },
		{ "\"svm\"", "\"arm\"", "unknown instruction set 'arm'" },
		{ "\"bits\": 64", "\"bits\": 16", "counters of 16 bits" },
		{ "\"workloads\": [", "\"workloads\": {}, \"x\": [", "'workloads' is no array" },
		{ "\"slots\": [", "\"slots\": 4, \"x\": [", "'slots' is no array" },
		{ "\"environment\": {", "\"environment\": [], \"x\": {",
		  "'environment' is no object" },
		{ "\"empty\": \"\"", "\"empty\": 5", "environment 'empty' is no text" },
		{ "\"repeats\": [", "\"repeats\": 3, \"x\": [", "'repeats' is no array" },
		{ "\"metrics\": [", "\"metrics\": null, \"x\": [", "'metrics' is no array" },
		{ "\"counters\": [", "\"counters\": \"\", \"x\": [", "'counters' is no array" },
		{ "\"failed\"", "\"flaky\"", "workload 1|unknown state 'flaky'" },
		{ "\"exited\"", "\"escaped\"", "repeat 1|unknown end 'escaped'" },
		{ "\"queries\": 45", "\"queries\": 999", "workload 1|repeat 1|CPUID exits" },
		{ "\"queries\": 45", "\"queries\": 1e999", "damaged result|real number overflow" },
		{ "\"queries\": 45", "\"queries\": 45, \"epoch\": 8", "again from zero" },
		{ "\"details\": [", "\"details\": 1, \"x\": [", "'details' is no array" },
		{ "\"details\": [", "\"details\": [[0, 1]], \"x\": [", "repeat 2|not a sound" },
		{ "\"details\": [", "\"details\": [[9, 1, 1]], \"x\": [", "there is no slot 9" },
		{ "\"details\": [", "\"details\": [[0, 1, 1, 1]], \"x\": [", "is no array" },
		{ "\"details\": [", "\"details\": [[0, 1, 1, [0.5]]], \"x\": [", "a bucket is no" },
		{ "\"details\": [",
		  "\"details\": [[0, 1, 1, [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
		  "0,0,0,0,1]]], \"x\": [",
		  "a histogram of 33 buckets" },
		{ "\"vcpus\": [", "\"vcpus\": 1, \"x\": [", "'vcpus' is no array" },
		{ "\"vcpus\": [", "\"vcpus\": [{\"vcpus\": []}], \"x\": [", "vCPUs in a vCPU" },
		{ "\"vcpu\": 17", "\"vcpu\": 18", "vCPU 1 has two numbers" },
		{ "\"boot\": 1", "\"boot\": 2", "workload 2|there is no boot 2" },
		{ "\"boot\": 1", "\"boot\": -1", "there is no boot -1" },
		{ "\"boots\": [", "\"boots\": 1, \"x\": [", "'boots' is no array" },
		{ "\"plan\": [", "\"plan\": 1, \"x\": [", "'plan' is no array" },
		{ "\"plan\": [", "\"plan\": [1, ", "'plan' holds what is no text" },
		{ "[\n        3,\n", "[\n        4,\n", "there is no slot 4" },
		{ "[\n        3,\n", "[\n        -1,\n", "there is no slot -1" },
	};
	_cleanup_free_ char *text = NULL, *path = NULL;
	struct result r;

	(void)state;
	text = saved_text(&r, &path);
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *bad = NULL;
		struct error err = ERROR_INIT;
		struct result loaded;

		bad = replaced(text, rows[i].old, rows[i].new);
		assert_int_equal(file_write_atomic(path, bad, strlen(bad), &err), 0);
		if (!store_load(".", path, &loaded, &err))
			fail_msg("'%s' is taken for sound", rows[i].new);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
		assert_non_null(strstr(err.text, path));
	}
	result_free(&r);
}

static void test_what_is_no_json(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "", "line 1: '[' or '{' expected" },
		{ "garbage", "line 1" },
		{ "[]", "Expected object" },
		{ "{}", "not a sound result|format" },
		{ "\x7f"
		  "ELF\1\2\3",
		  "damaged result" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct result loaded;
		const char *path = scratch_write("no.json", rows[i].text, strlen(rows[i].text));

		assert_int_equal(store_load(".", path, &loaded, &err), -1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
		assert_non_null(strstr(err.text, "no.json"));
	}
}

/* One that comes from a job file or a kernel's command line must not cost the result. */
static void test_text_that_is_not_utf8(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/latin", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	result_add_fact(&a, "kernel.command-line", "name=\xe4\xf6");
	free(a.runs[0].title);
	a.runs[0].title = xstrdup("Gr\xfc\xdf"
				  "e");
	create(root, &a);
	assert_int_equal(store_save(&a, &err), 0);
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_int_equal(b.n_runs, 2);
	assert_string_equal(b.runs[0].title, "Gr??e");
	assert_string_equal(result_fact(&b, "kernel.command-line"), "name=\?\?");
	result_free(&a);
	result_free(&b);
}

/* JSON has no infinity: an error, rather than a file without the workload. */
static void test_number_that_is_not_finite(void **state)
{
	_cleanup_free_ char *root = xasprintf("%s/infinite", scratch_folder);
	struct error err = ERROR_INIT;
	struct result a, b;

	(void)state;
	build_rich(&a);
	create(root, &a);
	a.runs[0].repeats[0].ops = 1e308 * 10;
	assert_int_equal(store_save(&a, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot put the result into JSON");
	assert_int_equal(store_load(root, a.path, &b, &err), 0);
	assert_int_equal(b.n_runs, 2);
	result_free(&a);
	result_free(&b);
}

static void test_folder_that_cannot_be_written(void **state)
{
	_cleanup_free_ char *file = xstrdup(scratch_write("regular", "", 0));
	_cleanup_free_ char *below = xasprintf("%s/results", file);
	struct error err = ERROR_INIT;
	struct result r;

	(void)state;
	build_result(&r);
	assert_int_equal(store_create(below, &r, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot keep results|--results|Not a directory");
	assert_int_equal(store_create(file, &r, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot keep results|not a folder: '");
	assert_int_equal(store_create("/proc/none", &r, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot keep results|'/proc/none'");
	result_free(&r);
}

#define CANNOT_MOUNT 77

static void put_map(const char *path, unsigned int id)
{
	char text[32];
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	snprintf(text, sizeof(text), "0 %u 1", id);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		_exit(CANNOT_MOUNT);
	close(fd);
}

/* A small file system at path, which only this process sees; it needs no privilege. */
static void mount_small(const char *path, const char *options)
{
	unsigned int uid = geteuid(), gid = getegid();

	if (uid && unshare(CLONE_NEWUSER))
		_exit(CANNOT_MOUNT);
	if (uid) {
		int fd = open("/proc/self/setgroups", O_WRONLY | O_CLOEXEC);

		if (fd >= 0 && write(fd, "deny", 4) != 4)
			_exit(CANNOT_MOUNT);
		close(fd);
		put_map("/proc/self/uid_map", uid);
		put_map("/proc/self/gid_map", gid);
	}
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("none", path, "tmpfs", 0, options))
		_exit(CANNOT_MOUNT);
}

/* Runs the body with a small file system at path in a process of its own. */
static void with_small_disk(const char *options, int (*body)(const char *root))
{
	_cleanup_free_ char *path = xstrdup(scratch_path("small"));
	int status;
	pid_t pid;

	mkdir(path, 0777);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		mount_small(path, options);
		_exit(body(path));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status) && WEXITSTATUS(status) == CANNOT_MOUNT) {
		print_message("skipped: this user may not mount a small file system\n");
		skip();
	}
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int create_on_small_disk(const char *root)
{
	struct error err = ERROR_INIT;
	struct result r;

	build_result(&r);
	if (store_create(root, &r, &err) != -1)
		return 1;
	return strstr(err.text, "only 1024 KiB are free in '") && strstr(err.text, "--results") ?
		       0 :
		       2;
}

/* Fills the disk under a result that is there. */
static int save_on_full_disk(const char *root)
{
	_cleanup_free_ char *filler = xasprintf("%s/filler", root), *part = NULL;
	static char megabyte[1 << 20];
	struct error err = ERROR_INIT;
	struct result r, again;
	int fd;

	build_rich(&r);
	if (store_create(root, &r, &err) || store_save(&r, &err))
		return 1;
	fd = open(filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	while (write(fd, megabyte, sizeof(megabyte)) > 0)
		;
	result_add_fact(&r, "more", "of it");
	if (store_save(&r, &err) != -1)
		return 2;
	if (!strstr(err.text, "cannot write '") || !strstr(err.text, "No space left"))
		return 3;
	/* What was there before is whole, and nothing else is there. */
	if (store_load(root, r.path, &again, &err))
		return 4;
	part = xasprintf("%s/result.json.part", r.path);
	return again.n_facts == 2 && again.n_runs == 2 && !file_exists(part) ? 0 : 5;
}

static void test_too_little_room(void **state)
{
	(void)state;
	with_small_disk("size=1m", create_on_small_disk);
}

static void test_disk_gets_full(void **state)
{
	(void)state;
	with_small_disk("size=20m", save_on_full_disk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_reopening),
		cmocka_unit_test(test_names_of_a_result),
		cmocka_unit_test(test_listing),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_sound_json_that_is_no_result),
		cmocka_unit_test(test_what_is_no_json),
		cmocka_unit_test(test_text_that_is_not_utf8),
		cmocka_unit_test(test_number_that_is_not_finite),
		cmocka_unit_test(test_folder_that_cannot_be_written),
		cmocka_unit_test(test_too_little_room),
		cmocka_unit_test(test_disk_gets_full),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
