/* SPDX-License-Identifier: GPL-2.0-only */
/* A result that holds everything, and whether two results are the same. */
#ifndef EXITBENCH_TESTS_RICH_RESULT_H
#define EXITBENCH_TESTS_RICH_RESULT_H

#include "build_result.h"

#include "scratch.h"
#include "store/store.h"

/* A snapshot that a mark tells everything of: one counter changed, on one of two vCPUs. */
static inline void build_details(struct snapshot *snapshot, uint64_t exits, uint64_t buckets_start)
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

/* A window of the idle guest in the second boot. */
static inline void build_idle(struct result *r)
{
	static const struct build_repeat idle = {
		{ 7, 50, 0, 0 }, { 700, 4, 0, 0 }, 1.25, 0, false
	};
	struct workload_run lender = { 0 };

	r->idle_s = 1.25;
	result_add_idle(r, IDLE_BETWEEN, 1, build_repeat(r, &lender, &idle));
	free(lender.repeats);
}

/* Everything that a result can hold. */
static inline void build_rich(struct result *r)
{
	static const struct build_repeat repeats[] = {
		{ { 10, 100, 4, 1 }, { 1000, 900000, 8000, 70 }, 2.5, 20, false },
		{ { UINT64_C(1) << 62, 50, 0, 0 }, { UINT64_C(1) << 62, 4, 0, 0 }, 1, 0, true },
	};
	struct workload_run *run;
	struct repeat *repeat;

	build_result(r);
	r->complete = false;
	r->duration_s = 1.5;
	r->order = xstrdup("random:4294967295");
	r->max_repeats = 17;
	r->precision = 0.02;
	r->counters.features = 0x80000003;
	result_add_fact(r, "cpu", "Prozessör ™ \"x\" \\ 漢字");
	result_add_fact(r, "empty", "");
	result_add_plan(r, "io/randread-4k");
	result_add_plan(r, "cpu/none");
	result_add_plan(r, "own/mine");
	result_add_job(r, "own/mine", "/home/me/mine.fio", "ba7816bf");
	result_add_boot(r, "2026-11-22T23:00:45Z", &r->counters, &r->cost);
	result_add_boot(r, "2026-11-22T23:59:59Z", &r->counters, &r->cost);
	r->boots[1].epoch = 0x80000001;
	run = build_run(r, "io/randread-4k");
	run->fixed_ops = true;
	run->stop = STOP_LIMIT;
	run->sha256 = xstrdup("e3b0c442");
	for (size_t i = 0; i < N(repeats); i++) {
		repeat = build_repeat(r, run, &repeats[i]);
		repeat->child.user_ns = 11 + i;
		repeat->child.system_ns = 22 + i;
	}
	build_details(&repeat->before, 3, 5);
	build_details(&repeat->after, 4, 6);
	strcpy(repeat->child.left, "sleep, sh");
	repeat->own_told = true;
	repeat->own_ns = 12345678;
	repeat->speed = 123.25;
	repeat->once_more_for = 1;
	repeat->activity.steal_told = true;
	repeat->activity.interrupts.told = repeat->activity.softirqs.told = true;
	repeat->activity.steal_ns = 40000000;
	activity_add(&repeat->activity.interrupts, "LOC", "Local timer interrupts", 1234);
	activity_add(&repeat->activity.interrupts, "24", "PCI-MSI virtio", 3);
	activity_add(&repeat->activity.softirqs, "NET_RX", "", 7);
	repeat->child.end = CHILD_KILLED;
	repeat->child.status = 9;
	repeat_add_metric(repeat, "read.iops", "1/s", 0.1);
	repeat_add_metric(repeat, "read.clat.p99", "ns", 1e300);
	run->state = RUN_FAILED;
	run->message = xstrdup("repeat 2: killed by signal 9\n(Killed)");
	build_idle(r);
	run = build_run(r, "cpu/none");
	run->boot = 1;
	run->state = RUN_SKIPPED;
	run->message = xstrdup("needs the program 'fio'");
}

static inline void assert_same_buckets(const uint64_t *a, const uint64_t *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_memory_equal(a, b, COUNTER_BUCKETS * sizeof(*a));
}

static inline void assert_same_snapshot(const struct snapshot *a, const struct snapshot *b)
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
		assert_true(reason_key_equal(&a->counters[i].key, &b->counters[i].key));
		assert_int_equal(a->counters[i].key.code, b->counters[i].key.code);
		assert_true(a->counters[i].exits == b->counters[i].exits);
		assert_true(a->counters[i].cycles == b->counters[i].cycles);
		assert_true(a->counters[i].user_exits == b->counters[i].user_exits);
		assert_true(a->counters[i].user_cycles == b->counters[i].user_cycles);
		assert_same_buckets(a->counters[i].buckets, b->counters[i].buckets);
	}
}

static inline void assert_same_counts(const struct activity_counts *a,
				      const struct activity_counts *b)
{
	assert_int_equal(a->told, b->told);
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_string_equal(a->rows[i].name, b->rows[i].name);
		assert_string_equal(a->rows[i].what, b->rows[i].what);
		assert_int_equal(a->rows[i].n, b->rows[i].n);
	}
}

static inline void assert_same_repeat(const struct repeat *a, const struct repeat *b)
{
	assert_same_snapshot(&a->before, &b->before);
	assert_same_snapshot(&a->after, &b->after);
	assert_int_equal(a->ok, b->ok);
	assert_int_equal(!a->trouble, !b->trouble);
	if (a->trouble)
		assert_string_equal(a->trouble, b->trouble);
	assert_int_equal(a->child.end, b->child.end);
	assert_int_equal(a->child.status, b->child.status);
	assert_string_equal(a->child.left, b->child.left);
	assert_int_equal(a->child.wall_ns, b->child.wall_ns);
	assert_int_equal(a->child.user_ns, b->child.user_ns);
	assert_int_equal(a->child.system_ns, b->child.system_ns);
	assert_int_equal(a->own_told, b->own_told);
	assert_int_equal(a->own_ns, b->own_ns);
	assert_float_equal(a->speed, b->speed, 0);
	assert_int_equal(a->once_more_for, b->once_more_for);
	assert_int_equal(a->activity.steal_told, b->activity.steal_told);
	assert_int_equal(a->activity.steal_ns, b->activity.steal_ns);
	assert_same_counts(&a->activity.interrupts, &b->activity.interrupts);
	assert_same_counts(&a->activity.softirqs, &b->activity.softirqs);
	assert_float_equal(a->ops, b->ops, 0);
	assert_int_equal(a->n_metrics, b->n_metrics);
	for (size_t i = 0; i < a->n_metrics; i++) {
		assert_string_equal(a->metrics[i].name, b->metrics[i].name);
		assert_string_equal(a->metrics[i].unit, b->metrics[i].unit);
		assert_float_equal(a->metrics[i].value, b->metrics[i].value, 0);
	}
}

static inline void assert_same_run(const struct workload_run *a, const struct workload_run *b)
{
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->title, b->title);
	assert_string_equal(a->class, b->class);
	assert_string_equal(a->tool, b->tool);
	assert_string_equal(a->op, b->op);
	assert_int_equal(a->fixed_ops, b->fixed_ops);
	assert_string_equal(a->expects, b->expects);
	assert_string_equal(a->why, b->why);
	assert_int_equal(!a->sha256, !b->sha256);
	if (a->sha256)
		assert_string_equal(a->sha256, b->sha256);
	assert_int_equal(a->state, b->state);
	assert_int_equal(a->boot, b->boot);
	assert_int_equal(a->stop, b->stop);
	assert_string_equal(a->message, b->message);
	assert_int_equal(a->n_repeats, b->n_repeats);
	for (size_t i = 0; i < a->n_repeats; i++)
		assert_same_repeat(&a->repeats[i], &b->repeats[i]);
}

static inline void assert_same_result(const struct result *a, const struct result *b)
{
	assert_string_equal(a->path, b->path);
	assert_string_equal(a->started, b->started);
	assert_string_equal(a->suite, b->suite);
	assert_string_equal(a->order, b->order);
	assert_int_equal(a->complete, b->complete);
	assert_int_equal(a->repeats, b->repeats);
	assert_int_equal(a->max_repeats, b->max_repeats);
	assert_float_equal(a->precision, b->precision, 0);
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
	assert_int_equal(a->n_jobs, b->n_jobs);
	for (size_t i = 0; i < a->n_jobs; i++) {
		assert_string_equal(a->jobs[i].name, b->jobs[i].name);
		assert_string_equal(a->jobs[i].path, b->jobs[i].path);
		assert_string_equal(a->jobs[i].sha256, b->jobs[i].sha256);
	}
	assert_int_equal(a->n_facts, b->n_facts);
	for (size_t i = 0; i < a->n_facts; i++)
		assert_string_equal(a->facts[i].value, result_fact(b, a->facts[i].key));
	assert_float_equal(a->idle_s, b->idle_s, 0);
	assert_int_equal(a->n_idle, b->n_idle);
	for (size_t i = 0; i < a->n_idle; i++) {
		assert_int_equal(a->idle[i].place, b->idle[i].place);
		assert_int_equal(a->idle[i].boot, b->idle[i].boot);
		assert_same_repeat(&a->idle[i].repeat, &b->idle[i].repeat);
	}
	assert_int_equal(a->n_runs, b->n_runs);
	for (size_t i = 0; i < a->n_runs; i++)
		assert_same_run(&a->runs[i], &b->runs[i]);
}

/* A fresh result folder below root, which is below the scratch folder. */
static inline void create(const char *root, struct result *r)
{
	struct error err = ERROR_INIT;

	free(r->started);
	if (store_create(root, r, &err))
		fail_msg("%s", err.text);
}

#endif
