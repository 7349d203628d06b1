// SPDX-License-Identifier: GPL-2.0-only
#include "support/rich.h"

static void assert_same_buckets(const uint64_t *a, const uint64_t *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_memory_equal(a, b, COUNTER_BUCKETS * sizeof(*a));
}

void assert_same_snapshot(const struct snapshot *a, const struct snapshot *b)
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

static void assert_same_causes(const struct snapshot *a, const struct snapshot *b)
{
	assert_int_equal(a->has_causes, b->has_causes);
	assert_int_equal(a->n_causes, b->n_causes);
	for (size_t i = 0; i < a->n_causes; i++) {
		assert_int_equal(a->causes[i].slot, b->causes[i].slot);
		assert_int_equal(a->causes[i].others, b->causes[i].others);
		assert_true(a->causes[i].key == b->causes[i].key);
		assert_true(a->causes[i].exits == b->causes[i].exits);
		assert_true(a->causes[i].cycles == b->causes[i].cycles);
	}
}

static void assert_same_code(const struct code_counts *a, const struct code_counts *b)
{
	assert_int_equal(a->period, b->period);
	assert_int_equal(a->lost, b->lost);
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->list[i].slot, b->list[i].slot);
		assert_true(a->list[i].key == b->list[i].key);
		assert_string_equal(a->list[i].name, b->list[i].name);
		assert_int_equal(a->list[i].n, b->list[i].n);
		assert_int_equal(a->list[i].cycles, b->list[i].cycles);
	}
}

static void assert_same_regions(const struct regions *a, const struct regions *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->list[i].space, b->list[i].space);
		assert_true(a->list[i].first == b->list[i].first);
		assert_true(a->list[i].last == b->list[i].last);
		assert_string_equal(a->list[i].name, b->list[i].name);
	}
}

static void assert_same_counts(const struct activity_counts *a, const struct activity_counts *b)
{
	assert_int_equal(a->known, b->known);
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_string_equal(a->rows[i].name, b->rows[i].name);
		assert_string_equal(a->rows[i].what, b->rows[i].what);
		assert_int_equal(a->rows[i].n, b->rows[i].n);
	}
}

static void assert_same_repeat(const struct repeat *a, const struct repeat *b)
{
	assert_same_snapshot(&a->before, &b->before);
	assert_same_snapshot(&a->after, &b->after);
	assert_same_causes(&a->after, &b->after);
	assert_same_code(&a->code, &b->code);
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
	assert_int_equal(a->harness_known, b->harness_known);
	assert_int_equal(a->harness_ns, b->harness_ns);
	assert_float_equal(a->speed, b->speed, 0);
	assert_int_equal(a->once_more_for, b->once_more_for);
	assert_int_equal(a->activity.steal_known, b->activity.steal_known);
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

void assert_same_result(const struct result *a, const struct result *b)
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
	assert_same_regions(&a->regions, &b->regions);
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
