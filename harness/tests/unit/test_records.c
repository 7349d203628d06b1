// SPDX-License-Identifier: GPL-2.0-only
/* Tests the records of where the guest was, on a host that has them. */
#include "check.h"

#include "counters/records.h"
#include "reader.h"

#define HLT 0x78
#define CPUID 0x72
#define MSR 0x7c

#define EOI (UINT64_C(1) << 32 | 0x80b)
#define KERNEL UINT64_C(0xffffffff81000000)

/* A simulated host with room for that many records, and a reader that wants them. */
static void host_begin(struct sim *sim, uint32_t room)
{
	sim_begin(sim, "records", SIM_MARKS, ISA_SVM);
	sim_have_details(sim, SIM_KEYS);
	sim_have_records(sim, room);
	sim_identify(sim);
	sim_probe(sim);
	sim_want_records(sim);
}

static void host_end(struct sim *sim, struct reader *reader)
{
	struct error err = ERROR_INIT;

	sim_end(sim);
	if (reader_open(reader, scratch_path("records"), COUNTERS_AUTO, &err) ||
	    counters_want_records(reader->counters, &err))
		fail_msg("%s", err.text);
	assert_true(counters_wants_records(reader->counters));
}

/* The window ends, then the recording, and then both are read. */
static void end_window(struct sim *sim)
{
	sim_query(sim, 0x4FFFFF03, 2);
	sim_stop_recording(sim);
	sim_read_window(sim, false);
	sim_read_records(sim);
}

/* A window with n exits at one instruction of each vCPU, recorded with that period. */
static void window(struct sim *sim, uint32_t period, uint64_t n)
{
	sim_start_recording(sim, period);
	sim_code(sim, 0, HLT, 0, KERNEL, 1);
	sim_begin_window(sim);
	sim_code(sim, 0, MSR, EOI, KERNEL + 0x10, n);
	sim_code(sim, 1, MSR, EOI, 0x401234, n);
	end_window(sim);
}

/* The reader's side of a window. */
static int read_window(struct reader *reader, struct recording *recording, struct error *err)
{
	struct snapshot before, after;
	int rc;

	snapshot_init(&before, reader->counters);
	snapshot_init(&after, reader->counters);
	rc = counters_record_start(reader->counters, err);
	if (!rc)
		rc = counters_begin(reader->counters, &before, err);
	if (!rc)
		rc = counters_stop(reader->counters, &after, err);
	if (!rc)
		rc = counters_record_stop(reader->counters, err);
	if (!rc)
		rc = counters_collect(reader->counters, &before, &after, err);
	if (!rc)
		rc = counters_record_read(reader->counters, &before, &after, recording, err);
	snapshot_free(&before);
	snapshot_free(&after);
	return rc;
}

/* Every exit of the window and no other, with all that is known of it. */
static void test_every_exit(void **state)
{
	struct error err = ERROR_INIT;
	struct recording recording;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim, SIM_RECORDS);
	window(&sim, 1, 20);
	host_end(&sim, &reader);
	if (read_window(&reader, &recording, &err))
		fail_msg("%s", err.text);
	assert_int_equal(recording.period, 1);
	assert_int_equal(recording.lost, 0);
	assert_int_equal(recording.n, 40);
	for (size_t i = 0; i < 40; i++) {
		const struct record *record = &recording.list[i];

		assert_int_equal(record->vcpu, i / 20);
		assert_true(record->rip == (i < 20 ? KERNEL + 0x10 : 0x401234));
		assert_int_equal(record->cpl, i < 20 ? 0 : 3);
		assert_int_equal(record->cr3, i < 20 ? 0x1000 : 0x2000);
		assert_int_equal(record->cycles, SIM_OTHER_CYCLES);
		assert_true(record->key == EOI);
		assert_true(i % 20 == 0 || record->tsc > record[-1].tsc);
	}
	recording_free(&recording);
	reader_close(&reader);
}

/* What does not fit is told, and the next window is recorded so that it fits. */
static void test_period_is_chosen(void **state)
{
	struct error err = ERROR_INIT;
	struct recording recording;
	uint32_t period;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim, 16);
	/* 50 exits of each vCPU and some of the reader's; 16 of each are kept. */
	window(&sim, 1, 50);
	period = record_period((uint64_t)(1.5 * (16 + sim.n_lost)), 16);
	assert_true(period > 1);
	window(&sim, period, 50);
	host_end(&sim, &reader);
	if (read_window(&reader, &recording, &err))
		fail_msg("%s", err.text);
	assert_true(recording.lost >= 2 * (50 - 16));
	assert_true(recording.n > 20 && recording.n <= 32);
	recording_free(&recording);
	if (read_window(&reader, &recording, &err))
		fail_msg("%s", err.text);
	assert_int_equal(recording.period, period);
	assert_int_equal(recording.lost, 0);
	assert_true(recording.n > 0 && recording.n <= 2 * 50 / period + 2);
	recording_free(&recording);
	reader_close(&reader);
}

static void test_periods(void **state)
{
	static const struct {
		uint64_t exits, room;
		uint32_t period;
	} rows[] = {
		{ 0, 100, 1 },    { 100, 100, 1 }, { 101, 100, 2 },          { 300, 100, 5 },
		{ 999, 100, 11 }, { 100, 0, 1 },   { UINT64_MAX, 1, 65535 }, { 65536, 1, 65535 },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		assert_int_equal(record_period(rows[i].exits, rows[i].room), rows[i].period);
}

/* Another reader starts over; a host that has no memory; a host without records. */
static void test_trouble(void **state)
{
	struct error err = ERROR_INIT;
	struct recording recording;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim, SIM_RECORDS);
	sim_start_recording(&sim, 1);
	sim_begin_window(&sim);
	sim_query(&sim, 0x4FFFFF03, 2);
	sim_stop_recording(&sim);
	sim.record_epoch++;
	sim_read_window(&sim, false);
	sim_read_records(&sim);
	sim.refuses_records = true;
	sim_start_recording(&sim, 1);
	host_end(&sim, &reader);
	assert_int_equal(read_window(&reader, &recording, &err), 1);
	assert_error(&err, EXIT_TROUBLE, "another reader|run one reader at a time");
	assert_int_equal(recording.n, 0);
	assert_int_equal(counters_record_start(reader.counters, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "refused to record|no memory");
	reader_close(&reader);

	sim_begin(&sim, "records", SIM_MARKS, ISA_SVM);
	sim_identify(&sim);
	sim_probe(&sim);
	sim_end(&sim);
	err = (struct error)ERROR_INIT;
	if (reader_open(&reader, scratch_path("records"), COUNTERS_AUTO, &err))
		fail_msg("%s", err.text);
	assert_int_equal(counters_want_records(reader.counters, &err), -1);
	assert_error(&err, EXIT_NO, "does not record where the guest was|'records' switched on");
	assert_false(counters_wants_records(reader.counters));
	reader_close(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_exit),
		cmocka_unit_test(test_period_is_chosen),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_trouble),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
