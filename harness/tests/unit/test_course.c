// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests which of the course's leaves are believed on the hosts that there are, and what is said
 * about the others.
 */
#include "check.h"

#include "analysis/profile.h"
#include "base/cleanup.h"
#include "reader.h"

/* A simulated host up to two snapshots with 77 HLTs between them. */
static void host(struct sim *sim, enum sim_host host, enum isa isa)
{
	sim_begin(sim, "course", host, isa);
}

static void host_end(struct sim *sim, struct reader *reader)
{
	struct error err = ERROR_INIT;

	sim_identify(sim);
	sim_probe(sim);
	sim_snapshot(sim);
	sim_exits(sim, sim->isa == ISA_VMX ? 12 : 0x78, 77);
	sim_snapshot(sim);
	sim_end(sim);
	if (reader_open(reader, scratch_path("course"), COUNTERS_AUTO, &err))
		fail_msg("%s", err.text);
}

static void read_two(struct reader *reader, struct snapshot *before, struct snapshot *after)
{
	struct error err = ERROR_INIT;

	snapshot_init(before, reader->counters);
	snapshot_init(after, reader->counters);
	assert_int_equal(counters_read(reader->counters, before, &err), 0);
	assert_int_equal(counters_read(reader->counters, after, &err), 0);
}

/* What is not believed is said with its reason, and what is, without a word. */
static void test_doubts(void **state)
{
	static const struct {
		enum sim_host host;
		enum isa isa;
		const char *doubts;
	} rows[] = {
		{ SIM_COURSE_A, ISA_VMX, "" },
		{ SIM_COURSE_B, ISA_SVM, "" },
		{ SIM_COURSE_B_SWAPPED, ISA_VMX, "" },
		{ SIM_COURSE_FE_FF, ISA_VMX, "" },
		{ SIM_COURSE_FD_FC, ISA_SVM, "" },
		{ SIM_COURSE_FE, ISA_VMX,
		  "no handling times: leaf 0x4fffffff gives the answer that this host gives to unknown leaves" },
		{ SIM_COURSE_FE, ISA_SVM,
		  "no handling times: leaf 0x4fffffff gives the answer that this host gives to unknown leaves" },
		{ SIM_COURSE_B_NO_FC, ISA_VMX,
		  "no handling times: leaf 0x4ffffffc gives the answer that this host gives to unknown leaves" },
		{ SIM_COURSE_B_WRONG, ISA_VMX,
		  "no handling times: leaf 0x4ffffffc grew by 20000 cycles for CPUID, while 12000 "
		  "passed" },
		/* Counts that grow by something else than our queries are none. */
		{ SIM_COURSE_DOUBLE, ISA_VMX,
		  "exits cannot be separated by reason: only leaf 0x4fffffff, their total, counts our own "
		  "queries; all of them are shown as 'other'" },
		{ SIM_COURSE_TOTAL, ISA_VMX,
		  "exits cannot be separated by reason: only leaf 0x4fffffff, their total, counts our own "
		  "queries; all of them are shown as 'other'" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct reader reader;
		struct sim sim;

		host(&sim, rows[i].host, rows[i].isa);
		host_end(&sim, &reader);
		assert_string_equal(counters_info(reader.counters)->doubts, rows[i].doubts);
		reader_close(&reader);
	}
}

/* The total alone: a window of it is net of the reader's exits, as that of CPUID's own is. */
static void test_total_only(void **state)
{
	struct snapshot before, after;
	struct error err = ERROR_INIT;
	struct reader reader;
	struct profile p;
	struct sim sim;

	(void)state;
	host(&sim, SIM_COURSE_TOTAL, ISA_SVM);
	host_end(&sim, &reader);
	assert_int_equal(counters_info(reader.counters)->abi, COUNTERS_COURSE_TOTAL);
	assert_int_equal(counters_info(reader.counters)->n_slots, 1);
	read_two(&reader, &before, &after);
	assert_int_equal(
		profile_between(counters_info(reader.counters), &before, &after, NULL, &p, &err),
		0);
	assert_int_equal(p.n, 1);
	assert_int_equal(p.exits, 77);
	assert_int_equal(p.reader_exits, 1);
	assert_true(reason_key_is_catch_all(&p.rows[0].key));
	profile_free(&p);
	snapshot_free(&before);
	snapshot_free(&after);
	reader_close(&reader);
}

/* However a host says that a kind of exit is not defined, it is no count. */
static void test_undefined_answers(void **state)
{
	static const struct {
		uint32_t undefined;
		bool leaves_eax;
	} rows[] = { { 0, false },         { UINT32_MAX, false }, { 0x0FFFFFFF, false },
		     { UINT32_MAX, true }, { 0x0FFFFFFF, true },  { 0, true } };
	static const enum sim_host hosts[] = { SIM_COURSE_A, SIM_COURSE_B, SIM_COURSE_FE_FF };

	(void)state;
	for (size_t i = 0; i < N(rows) * N(hosts); i++) {
		struct snapshot before, after;
		struct reader reader;
		struct sim sim;
		size_t n = 0;

		host(&sim, hosts[i % N(hosts)], ISA_VMX);
		sim.undefined = rows[i / N(hosts)].undefined;
		sim.leaves_eax = rows[i / N(hosts)].leaves_eax;
		host_end(&sim, &reader);
		read_two(&reader, &before, &after);
		for (size_t j = 0; j < before.n; j++) {
			n += before.counters[j].exits > 0;
			assert_true(before.counters[j].exits < 100000);
			assert_true(before.counters[j].exits || !before.counters[j].cycles);
		}
		/* Those of the simulated host. */
		assert_int_equal(n, SIM_SLOTS - 1);
		snapshot_free(&before);
		snapshot_free(&after);
		reader_close(&reader);
	}
}

/* Recordings from before times were checked: the same numbers, and what could not be checked. */
static void test_older_recordings(void **state)
{
	static const struct {
		enum sim_host host;
		const char *doubts;
	} rows[] = {
		{ SIM_COURSE_A, "" },
		{ SIM_COURSE_B, "not checked against the time stamp counter" },
		{ SIM_COURSE_C, "not checked against the time stamp counter" },
		{ SIM_COURSE_B_SWAPPED, "not checked against the time stamp counter" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		bool has_time = rows[i].host != SIM_COURSE_A;
		struct snapshot before, after;
		struct reader reader;
		struct sim sim;

		host(&sim, rows[i].host, ISA_VMX);
		sim.old = true;
		host_end(&sim, &reader);
		assert_int_equal(counters_info(reader.counters)->has_time, has_time);
		if (!strstr(counters_info(reader.counters)->doubts, rows[i].doubts))
			fail_msg("doubts: '%s'", counters_info(reader.counters)->doubts);
		read_two(&reader, &before, &after);
		assert_int_equal(counter_of(&after, 12)->exits - counter_of(&before, 12)->exits,
				 77);
		assert_int_equal(counter_of(&after, 12)->cycles - counter_of(&before, 12)->cycles,
				 has_time ? 77 * SIM_OTHER_CYCLES : 0);
		assert_int_equal(counter_of(&after, 10)->exits - counter_of(&before, 10)->exits,
				 after.queries - before.queries);
		snapshot_free(&before);
		snapshot_free(&after);
		reader_close(&reader);
	}
}

/* Which vendors are like Intel and which like AMD; of others the counter itself tells. */
static void test_vendors(void **state)
{
	static const struct {
		const char *vendor;
		enum isa isa;
		bool known;
	} rows[] = {
		{ "GenuineIntel", ISA_VMX, true }, { "CentaurHauls", ISA_VMX, true },
		{ "  Shanghai  ", ISA_VMX, true }, { "AuthenticAMD", ISA_SVM, true },
		{ "HygonGenuine", ISA_SVM, true }, { "TCGTCGTCGTCG", ISA_VMX, false },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct reader reader;
		struct sim sim;

		host(&sim, SIM_COURSE_A, rows[i].isa);
		sim.vendor = rows[i].vendor;
		host_end(&sim, &reader);
		assert_string_equal(reader.id.vendor, rows[i].vendor);
		assert_string_equal(reader.id.brand, "Simulated Processor");
		assert_int_equal(reader.id.isa_known, rows[i].known);
		if (rows[i].known)
			assert_int_equal(reader.id.isa, rows[i].isa);
		assert_int_equal(counters_info(reader.counters)->isa, rows[i].isa);
		reader_close(&reader);
	}
}

/* KVM behind others, with its own features. */
static void test_kvm_beside_others(void **state)
{
	static const struct {
		uint32_t base;
		const char *first, *beside;
	} rows[] = {
		{ 0x40000000, SIM_KVM, "" },
		{ 0x40000100, "Microsoft Hv", "Microsoft Hv" },
		{ 0x40000100, "XenVMMXenVMM", "XenVMMXenVMM" },
		{ 0x40000200, "Microsoft Hv", "Microsoft Hv, XenVMMXenVMM" },
		{ 0x4000FF00, "Microsoft Hv", "Microsoft Hv, XenVMMXenVMM" },
	};

	(void)state;
	for (size_t i = 0; i < 2 * N(rows); i++) {
		_cleanup_free_ char *names = NULL;
		const struct hypervisor *hypervisor;
		struct reader reader;
		struct sim sim;

		host(&sim, SIM_COURSE_A, i % 2 ? ISA_VMX : ISA_SVM);
		sim.kvm_base = rows[i / 2].base;
		sim.hypervisor = rows[i / 2].first;
		host_end(&sim, &reader);
		hypervisor = &reader.id.hypervisor;
		assert_string_equal(hypervisor->signature, "KVMKVMKVM");
		assert_string_equal(hypervisor->beside, rows[i / 2].beside);
		assert_int_equal(hypervisor->base, rows[i / 2].base);
		assert_true(hypervisor->has_kvm);
		names = hypervisor_feature_names(hypervisor);
		assert_string_equal(names,
				    "clocksource2 pv-eoi clocksource-stable bit-30 realtime-hint");
		reader_close(&reader);
	}
}

/* What can be sent to others: every leaf that was asked, in lines of 80 columns. */
static void test_report(void **state)
{
	struct error err = ERROR_INIT;
	struct reader reader;
	struct sim sim;
	size_t n_lines = 0;

	(void)state;
	host(&sim, SIM_UNPATCHED, ISA_VMX);
	sim_identify(&sim);
	sim_probe(&sim);
	sim_end(&sim);
	assert_int_equal(reader_open(&reader, scratch_path("course"), COUNTERS_AUTO, &err), -1);
	for (size_t i = 0; i < reader.report.n; i++) {
		_cleanup_free_ char *line = report_line(&reader.report.answers[i]);

		assert_true(strlen(line) <= 80);
		assert_non_null(strstr(line, " = 000007d0 00000bb8 00000064 00000000"));
		n_lines++;
	}
	assert_int_equal(n_lines, 6);
	assert_int_equal(reader.report.answers[1].leaf, 0x4FFFFFFF);
	assert_int_equal(reader.report.answers[1].asked, 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_doubts),
		cmocka_unit_test(test_total_only),
		cmocka_unit_test(test_undefined_answers),
		cmocka_unit_test(test_older_recordings),
		cmocka_unit_test(test_vendors),
		cmocka_unit_test(test_kvm_beside_others),
		cmocka_unit_test(test_report),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
