// SPDX-License-Identifier: GPL-2.0-only
#include "support/rich.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/store.h"

/* A snapshot of a mark, with all details: one counter changed, on one of two vCPUs. */
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

/* What was behind the exits of the first of the repeats below. */
static void build_causes(struct snapshot *after)
{
	static const struct cause causes[] = {
		{ 0, false, UINT64_C(1) << 32, 10, 1000 },
		{ 0, false, COUNTERS_MARK_CAUSE, BUILD_QUERIES, 500 },
		{ BUILD_NPF_SLOT, false, UINT64_C(1) << 63 | 0xfe003, 3, 5000 },
		{ BUILD_NPF_SLOT, true, 0, 1, 3000 },
	};

	after->has_causes = true;
	after->n_causes = N(causes);
	after->causes = xcalloc(N(causes), sizeof(*causes));
	memcpy(after->causes, causes, sizeof(causes));
}

/* Everything that a result can hold. */
void build_rich(struct result *r)
{
	static const struct build_repeat idle = {
		{ 7, 50, 0, 0 }, { 700, 4, 0, 0 }, 1.25, 0, false
	};
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
	result_add_plan(r, "user/mine");
	result_add_job(r, "user/mine", "/home/me/mine.fio", "ba7816bf");
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
	build_causes(&run->repeats[0].after);
	run->repeats[0].code = (struct code_counts){ .period = 7, .lost = 3 };
	code_add(&run->repeats[0].code, BUILD_NPF_SLOT, UINT64_C(1) << 63 | 0xfe003,
		 "vp_notify [virtio_pci]", 2, 4000);
	code_add(&run->repeats[0].code, 1, 0, "user 0x401000", 1, 0);
	regions_add(&r->regions, REGION_MEMORY, 0xfe000000, 0xfe003fff, "virtio1 \"x\", notify");
	regions_add(&r->regions, REGION_PORTS, 0x3f8, UINT64_MAX, "serial");
	build_details(&repeat->before, 3, 5);
	build_details(&repeat->after, 4, 6);
	strcpy(repeat->child.left, "sleep, sh");
	repeat->harness_known = true;
	repeat->harness_ns = 12345678;
	repeat->speed = 123.25;
	repeat->once_more_for = 1;
	repeat->activity.steal_known = true;
	repeat->activity.interrupts.known = repeat->activity.softirqs.known = true;
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
	r->idle_s = 1.25;
	build_idle(r, IDLE_BETWEEN, 1, &idle);
	run = build_run(r, "cpu/none");
	run->boot = 1;
	run->state = RUN_SKIPPED;
	run->message = xstrdup("needs the program 'fio'");
}

void build_folder(const char *root, struct result *r)
{
	struct error err = ERROR_INIT;

	free(r->started);
	if (store_create(root, r, &err))
		fail_msg("%s", err.text);
}
