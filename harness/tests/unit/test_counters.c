// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the reading of counters from recordings of every kind of host, also of hosts that give
 * wrong answers.
 */
#include "check.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "reader.h"

#define REAL FIXTURES "/cpuid/"

static const struct {
	const char *name;
	enum sim_host host;
	enum isa isa;
	enum counters_abi abi;
	unsigned int bits;
	bool has_time;
} variants[] = {
	{ "native-vmx", SIM_NATIVE, ISA_VMX, COUNTERS_NATIVE, 64, true },
	{ "native-svm", SIM_NATIVE, ISA_SVM, COUNTERS_NATIVE, 64, true },
	{ "course-a-vmx", SIM_COURSE_A, ISA_VMX, COUNTERS_COURSE_A, 32, false },
	{ "course-a-svm", SIM_COURSE_A, ISA_SVM, COUNTERS_COURSE_A, 32, false },
	{ "course-b-vmx", SIM_COURSE_B, ISA_VMX, COUNTERS_COURSE_B, 32, true },
	{ "course-b-svm", SIM_COURSE_B, ISA_SVM, COUNTERS_COURSE_B, 32, true },
	{ "course-c-vmx", SIM_COURSE_C, ISA_VMX, COUNTERS_COURSE_C, 32, true },
	{ "course-c-svm", SIM_COURSE_C, ISA_SVM, COUNTERS_COURSE_C, 32, true },
	{ "fe-vmx", SIM_COURSE_FE, ISA_VMX, COUNTERS_COURSE_A, 32, false },
	{ "fe-svm", SIM_COURSE_FE, ISA_SVM, COUNTERS_COURSE_A, 32, false },
	{ "fe-ff-vmx", SIM_COURSE_FE_FF, ISA_VMX, COUNTERS_COURSE_C, 32, true },
	{ "fe-ff-svm", SIM_COURSE_FE_FF, ISA_SVM, COUNTERS_COURSE_C, 32, true },
	{ "fd-fc-vmx", SIM_COURSE_FD_FC, ISA_VMX, COUNTERS_COURSE_B, 32, true },
	{ "fd-fc-svm", SIM_COURSE_FD_FC, ISA_SVM, COUNTERS_COURSE_B, 32, true },
	{ "no-fc-vmx", SIM_COURSE_B_NO_FC, ISA_VMX, COUNTERS_COURSE_B, 32, false },
	{ "no-fc-svm", SIM_COURSE_B_NO_FC, ISA_SVM, COUNTERS_COURSE_B, 32, false },
	{ "swapped-vmx", SIM_COURSE_B_SWAPPED, ISA_VMX, COUNTERS_COURSE_B, 32, true },
	{ "swapped-svm", SIM_COURSE_B_SWAPPED, ISA_SVM, COUNTERS_COURSE_B, 32, true },
	{ "wrong-vmx", SIM_COURSE_B_WRONG, ISA_VMX, COUNTERS_COURSE_B, 32, false },
};

static uint64_t exits_between(const struct snapshot *before, const struct snapshot *after,
			      uint32_t code)
{
	return counter_of(after, code)->exits - counter_of(before, code)->exits;
}

/* Two snapshots, with 77 HLTs between them. */
static void check_window(struct reader *reader, bool has_time)
{
	bool vmx = counters_info(reader->counters)->isa == ISA_VMX;
	uint32_t hlt = vmx ? 12 : 0x78, cpuid = vmx ? 10 : 0x72, io = vmx ? 30 : 0x7b;
	struct snapshot before, after;
	struct error err = ERROR_INIT;

	snapshot_init(&before, reader->counters);
	snapshot_init(&after, reader->counters);
	assert_int_equal(counters_read(reader->counters, &before, &err), 0);
	assert_int_equal(counters_read(reader->counters, &after, &err), 0);
	assert_no_error(&err);
	assert_int_equal(exits_between(&before, &after, hlt), 77);
	assert_int_equal(counter_of(&after, hlt)->cycles - counter_of(&before, hlt)->cycles,
			 has_time ? 77 * SIM_OTHER_CYCLES : 0);
	/* Of CPUID there are exactly those that the reader says it made. */
	assert_int_equal(exits_between(&before, &after, cpuid), after.queries - before.queries);
	assert_int_equal(exits_between(&before, &after, io), 0);
	assert_true(counter_of(&after, io)->exits >= 1000);
	snapshot_free(&before);
	snapshot_free(&after);
}

/* Each kind of host is recognised without being told, and read to the last exit. */
static void test_variants(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(variants); i++) {
		const struct counters_info *info;
		struct error err = ERROR_INIT;
		struct reader reader;
		struct sim sim;

		sim_begin(&sim, variants[i].name, variants[i].host, variants[i].isa);
		sim_identify(&sim);
		sim_probe(&sim);
		sim_snapshot(&sim);
		sim_exits(&sim, variants[i].isa == ISA_VMX ? 12 : 0x78, 77);
		sim_snapshot(&sim);
		sim_end(&sim);
		if (reader_open(&reader, scratch_path(variants[i].name), COUNTERS_AUTO, &err))
			fail_msg("%s: %s", variants[i].name, err.text);
		info = counters_info(reader.counters);
		assert_int_equal(info->abi, variants[i].abi);
		assert_int_equal(info->isa, variants[i].isa);
		assert_int_equal(info->bits, variants[i].bits);
		assert_int_equal(info->has_time, variants[i].has_time);
		check_window(&reader, variants[i].has_time);
		reader_close(&reader);
	}
}

static void test_native_info(void **state)
{
	const struct counters_info *info;
	struct error err = ERROR_INIT;
	struct reader reader;
	struct sim sim;

	(void)state;
	sim_begin(&sim, "native", SIM_NATIVE, ISA_SVM);
	sim_identify(&sim);
	sim_probe(&sim);
	sim_end(&sim);
	assert_int_equal(reader_open(&reader, scratch_path("native"), COUNTERS_NATIVE, &err), 0);
	info = counters_info(reader.counters);
	assert_int_equal(info->version, 2);
	assert_int_equal(info->n_slots, SIM_SLOTS);
	assert_int_equal(info->n_vcpus, SIM_VCPUS);
	assert_int_equal(info->n_marks, 0);
	assert_int_equal(info->tsc_khz, SIM_TSC_KHZ);
	assert_int_equal(info->epoch, sim.epoch);
	assert_string_equal(reader.id.vendor, "AuthenticAMD");
	assert_string_equal(reader.id.brand, "Simulated Processor");
	assert_string_equal(reader.id.hypervisor.signature, "KVMKVMKVM");
	assert_true(reader.id.guest && reader.id.isa_known);
	assert_int_equal(reader.id.isa, ISA_SVM);
	reader_close(&reader);
}

/* 64 bits are read as such, and the catch-all slot is not a reason. */
static void test_large_counters(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot snapshot;
	struct reader reader;
	struct sim sim;

	(void)state;
	sim_begin(&sim, "large", SIM_NATIVE, ISA_SVM);
	sim_slot(&sim, 0x80000000)->exits = UINT64_C(0x123456789abcdef0);
	sim_slot(&sim, 0x80000000)->cycles = UINT64_C(0xfedcba9876543210);
	sim.slots[SIM_SLOTS - 1].exits = 3;
	sim_identify(&sim);
	sim_probe(&sim);
	sim_snapshot(&sim);
	sim_end(&sim);
	assert_int_equal(reader_open(&reader, scratch_path("large"), COUNTERS_AUTO, &err), 0);
	snapshot_init(&snapshot, reader.counters);
	assert_int_equal(counters_read(reader.counters, &snapshot, &err), 0);
	assert_true(counter_of(&snapshot, 0x80000000)->exits == UINT64_C(0x123456789abcdef0));
	assert_true(counter_of(&snapshot, 0x80000000)->cycles == UINT64_C(0xfedcba9876543210));
	assert_true(reason_key_is_catch_all(&snapshot.counters[SIM_SLOTS - 1].key));
	assert_int_equal(snapshot.counters[SIM_SLOTS - 1].exits, 3);
	assert_int_equal(snapshot.epoch, sim.epoch);
	snapshot_free(&snapshot);
	reader_close(&reader);
}

/* What is said of hosts that do not count: status 1 and one sentence. */
static void test_hosts_without_counters(void **state)
{
	static const struct {
		enum isa isa;
		bool guest;
		const char *hypervisor;
		const char *error;
	} rows[] = {
		{ ISA_VMX, true, SIM_KVM,
		  "does not count exits|data of the highest basic leaf|Intel|kvm.exit_stats=user" },
		{ ISA_SVM, true, SIM_KVM,
		  "does not count exits|answers zeros|kvm.exit_stats=user" },
		{ ISA_VMX, false, "", "not in a virtual machine|hypervisor bit is clear" },
		{ ISA_VMX, true, "Microsoft Hv",
		  "no counters|the hypervisor is 'Microsoft Hv'|KVM is not at any leaf|0x4000ff00" },
		{ ISA_SVM, true, "XenVMMXenVMM", "the hypervisor is 'XenVMMXenVMM'|KVM is not at" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct reader reader;
		struct sim sim;

		sim_begin(&sim, "none", SIM_UNPATCHED, rows[i].isa);
		sim.guest = rows[i].guest;
		sim.hypervisor = rows[i].hypervisor;
		sim_identify(&sim);
		sim_probe(&sim);
		sim_end(&sim);
		assert_int_equal(reader_open(&reader, scratch_path("none"), COUNTERS_AUTO, &err),
				 -1);
		assert_error(&err, EXIT_NO, rows[i].error);
	}
}

/* Recordings of real machines, made by `exitbench probe --record`. */
static void test_real_recordings(void **state)
{
	static const struct {
		const char *file;
		enum counters_abi abi; /* COUNTERS_AUTO: no counters, and this is said: */
		const char *error;
	} rows[] = {
		{ "unpatched-vmx.cpuid", COUNTERS_AUTO, "does not count exits|answers zeros" },
		{ "hyperv-alone.cpuid", COUNTERS_AUTO,
		  "'Microsoft Hv'|KVM is behind it is not recorded|leaf 0x40000100|record it again" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *path = xasprintf(REAL "%s", rows[i].file);
		struct error err = ERROR_INIT;
		struct read_cost cost;
		struct reader reader;

		if (rows[i].abi == COUNTERS_AUTO) {
			assert_int_equal(reader_open(&reader, path, COUNTERS_AUTO, &err), -1);
			assert_error(&err, EXIT_NO, rows[i].error);
			continue;
		}
		if (reader_open(&reader, path, COUNTERS_AUTO, &err) ||
		    counters_measure_cost(reader.counters, &cost, &err))
			fail_msg("%s: %s", rows[i].file, err.text);
		assert_int_equal(counters_info(reader.counters)->abi, rows[i].abi);
		assert_true(cost.queries >= counters_info(reader.counters)->n_slots);
		reader_close(&reader);
	}
}

/* Recordings that hold one snapshot, or less: what is told, what is not, and why not. */
static void test_short_recordings(void **state)
{
	static const struct {
		const char *file;
		size_t n;
		uint32_t hlt;
		const char *doubts;
	} rows[] = {
		{ "course-b-without-fc.cpuid", 80, 5000,
		  "no handling times: leaf 0x4ffffffc gives the answer that this host gives to unknown leaves" },
		{ "course-fe-without-total.cpuid", 1, 0,
		  "no handling times: the recording does not hold two reads of leaf 0x4fffffff for CPUID; "
		  "79 of 80 exit reasons are not recorded and not shown" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *path = xasprintf(REAL "%s", rows[i].file);
		const struct counters_info *info;
		struct error err = ERROR_INIT;
		struct snapshot snapshot;
		struct read_cost cost;
		struct reader reader;

		if (reader_open(&reader, path, COUNTERS_AUTO, &err))
			fail_msg("%s: %s", rows[i].file, err.text);
		info = counters_info(reader.counters);
		assert_string_equal(info->doubts, rows[i].doubts);
		assert_false(info->has_time);
		assert_int_equal(info->n_slots, rows[i].n);
		snapshot_init(&snapshot, reader.counters);
		assert_int_equal(counters_read(reader.counters, &snapshot, &err), 0);
		assert_true(counter_of(&snapshot, 10)->exits > 700);
		assert_int_equal(counter_of(&snapshot, 10)->cycles, 0);
		if (rows[i].hlt)
			assert_int_equal(counter_of(&snapshot, 12)->exits, rows[i].hlt);
		/* The last answer again is no answer. */
		assert_int_equal(counters_measure_cost(reader.counters, &cost, &err), 1);
		assert_error(&err, EXIT_TROUBLE, "the recording ends before");
		snapshot_free(&snapshot);
		reader_close(&reader);
	}
}

/* One that is asked for must be there; another that answers is no substitute. */
static void test_abi_that_is_asked_for(void **state)
{
	static const enum counters_abi asked[] = { COUNTERS_COURSE_A, COUNTERS_COURSE_B,
						   COUNTERS_COURSE_C, COUNTERS_COURSE_TOTAL };

	(void)state;
	for (size_t i = 0; i < N(asked); i++) {
		struct error err = ERROR_INIT;
		struct reader reader;
		struct sim sim;

		sim_begin(&sim, "asked", SIM_UNPATCHED, ISA_VMX);
		sim_identify(&sim);
		sim_probe(&sim);
		sim_end(&sim);
		assert_int_equal(reader_open(&reader, scratch_path("asked"), asked[i], &err), -1);
		assert_error(&err, EXIT_NO, "does not answer as '|leave --counters out");
		assert_non_null(strstr(err.text, counters_abi_name(asked[i])));
	}
}

static void test_native_hosts_that_are_refused(void **state)
{
	static const struct {
		uint32_t version, n_slots;
		bool hides_cpuid;
		const char *error;
	} rows[] = {
		{ 3, SIM_SLOTS, false, "has version 3|knows versions 1 to 2" },
		{ 0, SIM_SLOTS, false, "has version 0" },
		{ 1, 0, false, "reports 0 slots; 1 to 1024" },
		{ 1, 1025, false, "reports 1025 slots" },
		{ 1, UINT32_MAX, false, "reports 4294967295 slots" },
		{ 1, SIM_SLOTS, true, "names no slot for CPUID" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct reader reader;
		struct sim sim;

		sim_begin(&sim, "refused", SIM_NATIVE, ISA_VMX);
		sim.version = rows[i].version;
		sim.n_slots = rows[i].n_slots;
		sim.hides_cpuid = rows[i].hides_cpuid;
		sim_identify(&sim);
		sim_probe(&sim);
		sim_end(&sim);
		assert_int_equal(reader_open(&reader, scratch_path("refused"), COUNTERS_AUTO, &err),
				 -1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
	}
}

/* A guest that was restored from a snapshot finds counters that began anew. */
static void test_epoch_changes(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot snapshot;
	struct reader reader;
	struct sim sim;

	(void)state;
	sim_begin(&sim, "epoch", SIM_NATIVE, ISA_SVM);
	sim_identify(&sim);
	sim_probe(&sim);
	sim_snapshot(&sim);
	sim.epoch = 0xabad1dea;
	sim_snapshot(&sim);
	sim_end(&sim);
	assert_int_equal(reader_open(&reader, scratch_path("epoch"), COUNTERS_AUTO, &err), 0);
	snapshot_init(&snapshot, reader.counters);
	assert_int_equal(counters_read(reader.counters, &snapshot, &err), 0);
	assert_int_equal(counters_read(reader.counters, &snapshot, &err), -1);
	assert_error(&err, EXIT_TROUBLE,
		     "started again from zero|5eed0001 became abad1dea|measure again");
	snapshot_free(&snapshot);
	reader_close(&reader);
}

/* A slot that the host has told of, and then does not know. */
static void test_slot_that_vanishes(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot snapshot;
	struct reader reader;
	struct sim sim;

	(void)state;
	sim_begin(&sim, "vanishes", SIM_NATIVE, ISA_SVM);
	sim_identify(&sim);
	sim_probe(&sim);
	sim.slots[3].exits = sim.slots[3].cycles = UINT64_MAX;
	sim_snapshot(&sim);
	sim_end(&sim);
	assert_int_equal(reader_open(&reader, scratch_path("vanishes"), COUNTERS_AUTO, &err), 0);
	snapshot_init(&snapshot, reader.counters);
	assert_int_equal(counters_read(reader.counters, &snapshot, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot read the exit counters|does not know slot 3");
	snapshot_free(&snapshot);
	reader_close(&reader);
}

/* Ten snapshots with nothing between them, or with one exit of a HLT's in all but one gap. */
static void test_cost(void **state)
{
	static const struct {
		unsigned int quiet; /* windows without exits of others */
		uint64_t net;
	} rows[] = { { 9, 0 }, { 1, 0 }, { 0, 4 } };

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct read_cost cost;
		struct reader reader;
		struct sim sim;

		sim_begin(&sim, "cost", SIM_NATIVE, ISA_SVM);
		sim_identify(&sim);
		sim_probe(&sim);
		for (unsigned int window = 0; window < 10; window++) {
			if (window > rows[i].quiet)
				sim_exits(&sim, 0x78, 4);
			sim_snapshot(&sim);
		}
		sim_end(&sim);
		assert_int_equal(reader_open(&reader, scratch_path("cost"), COUNTERS_AUTO, &err),
				 0);
		assert_int_equal(counters_measure_cost(reader.counters, &cost, &err), 0);
		/* Every slot, and the epoch. */
		assert_int_equal(cost.queries, SIM_SLOTS + 1);
		assert_int_equal(cost.net_exits, rows[i].net);
		assert_int_equal(cost.cycles, SIM_QUERY_CYCLES);
		assert_true(cost.wall_ns > 0);
		reader_close(&reader);
	}
}

/* Counters that stand still while they are read, or run backwards, are not ours. */
static void test_cost_of_counters_that_lie(void **state)
{
	struct error err = ERROR_INIT;
	struct read_cost cost;
	struct reader reader;
	struct sim sim;

	(void)state;
	sim_begin(&sim, "still", SIM_NATIVE, ISA_SVM);
	sim_identify(&sim);
	sim_probe(&sim);
	sim_snapshot(&sim);
	sim_end(&sim);
	assert_int_equal(reader_open(&reader, scratch_path("still"), COUNTERS_AUTO, &err), 0);
	assert_int_equal(counters_measure_cost(reader.counters, &cost, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "0 CPUID exits were counted|the reader alone made 10");
	reader_close(&reader);
	sim_begin(&sim, "back", SIM_NATIVE, ISA_SVM);
	sim_identify(&sim);
	sim_probe(&sim);
	for (int i = 0; i < 10; i++) {
		sim_slot(&sim, 0x78)->exits--;
		sim_snapshot(&sim);
	}
	sim_end(&sim);
	assert_int_equal(reader_open(&reader, scratch_path("back"), COUNTERS_AUTO, &err), 0);
	assert_int_equal(counters_measure_cost(reader.counters, &cost, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "went backwards");
	reader_close(&reader);
}

static void test_names(void **state)
{
	enum counters_abi abi;

	(void)state;
	for (int i = COUNTERS_AUTO; i < COUNTERS_N_ABIS; i++) {
		assert_true(counters_abi_from_name(counters_abi_name((enum counters_abi)i), &abi));
		assert_int_equal(abi, i);
	}
	assert_string_equal(counters_abi_name(COUNTERS_N_ABIS), "unknown");
	assert_false(counters_abi_from_name("unknown", &abi));
	assert_false(counters_abi_from_name("", &abi));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_variants),
		cmocka_unit_test(test_native_info),
		cmocka_unit_test(test_large_counters),
		cmocka_unit_test(test_hosts_without_counters),
		cmocka_unit_test(test_real_recordings),
		cmocka_unit_test(test_short_recordings),
		cmocka_unit_test(test_abi_that_is_asked_for),
		cmocka_unit_test(test_native_hosts_that_are_refused),
		cmocka_unit_test(test_epoch_changes),
		cmocka_unit_test(test_slot_that_vanishes),
		cmocka_unit_test(test_cost),
		cmocka_unit_test(test_cost_of_counters_that_lie),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
