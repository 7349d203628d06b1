// SPDX-License-Identifier: GPL-2.0-only
/* Tests the causes of a window's exits, on a host that counts exits by their keys. */
#include "check.h"

#include "analysis/profile.h"
#include "reader.h"

#define HLT 0x78
#define CPUID 0x72
#define IO 0x7b
#define MSR 0x7c
#define NPF 0x400

#define WRITE (UINT64_C(1) << 32)
#define COM1 (WRITE | 1 << 16 | 0x3f8)
#define EOI (WRITE | 0x80b)
#define ICR (WRITE | 0x830)

/* A simulated host with tables of that many keys, and a reader that wants them. */
static void host_begin(struct sim *sim, uint32_t n_keys)
{
	sim_begin(sim, "causes", SIM_MARKS, ISA_SVM);
	sim_have_details(sim, n_keys);
	sim_identify(sim);
	sim_probe(sim);
	sim_want_causes(sim);
}

static void host_end(struct sim *sim, struct reader *reader)
{
	struct error err = ERROR_INIT;

	sim_end(sim);
	if (reader_open(reader, scratch_path("causes"), COUNTERS_AUTO, &err) ||
	    counters_want_causes(reader->counters, &err))
		fail_msg("%s", err.text);
}

/* The reader's side of a window, up to its profile; what failed first. */
static int read_profile(struct reader *reader, struct profile *profile, struct error *err)
{
	struct snapshot before, after;
	int rc;

	snapshot_init(&before, reader->counters);
	snapshot_init(&after, reader->counters);
	rc = counters_begin(reader->counters, &before, err);
	if (!rc)
		rc = counters_end(reader->counters, &before, &after, err);
	if (!rc)
		rc = profile_between(counters_info(reader->counters), &before, &after, NULL,
				     profile, err);
	snapshot_free(&before);
	snapshot_free(&after);
	return rc;
}

static void assert_cause(const struct profile *p, size_t i, uint32_t code, bool others,
			 uint64_t key, uint64_t exits, uint64_t cycles)
{
	assert_true(i < p->n_causes);
	assert_int_equal(p->causes[i].reason.code, code);
	assert_int_equal(p->causes[i].others, others);
	if (!others)
		assert_true(p->causes[i].key == key);
	assert_int_equal(p->causes[i].exits, exits);
	assert_int_equal(p->causes[i].cycles, cycles);
}

/* Those of a reason add up to its row. */
static void assert_adds_up(const struct profile *p)
{
	for (size_t i = 0; i < p->n; i++) {
		uint64_t exits = 0, cycles = 0;
		bool any = false;

		for (size_t j = 0; j < p->n_causes; j++) {
			if (!reason_key_equal(&p->causes[j].reason, &p->rows[i].key))
				continue;
			any = true;
			exits += p->causes[j].exits;
			cycles += p->causes[j].cycles;
		}
		assert_true(!any || exits == p->rows[i].exits);
		assert_true(!any || cycles == p->rows[i].cycles);
	}
}

/* Of both vCPUs, without the reader's, and what has no key by itself. */
static void test_window_is_exact(void **state)
{
	struct error err = ERROR_INIT;
	struct reader reader;
	struct profile p;
	struct sim sim;

	(void)state;
	host_begin(&sim, SIM_KEYS);
	sim_cause(&sim, 0, IO, COM1, 1000, 5000);
	sim_begin_window(&sim);
	sim_end_window(&sim);
	sim_begin_window(&sim);
	sim_cause(&sim, 0, IO, COM1, 7, 5000);
	sim_cause(&sim, 1, IO, COM1, 3, 6000);
	sim_cause(&sim, 1, IO, 1 << 16 | 0x64, 2, 100);
	sim_cause(&sim, 0, MSR, ICR, 20, 10);
	sim_exits(&sim, MSR, 8);
	sim_exits(&sim, HLT, 4);
	sim_cause(&sim, 1, CPUID, UINT64_C(1) << 32, 5, 1500);
	sim_end_window(&sim);
	host_end(&sim, &reader);
	assert_int_equal(counters_info(reader.counters)->n_causes, SIM_KEYS + SIM_SLOTS);

	assert_int_equal(read_profile(&reader, &p, &err), 0);
	assert_no_error(&err);
	assert_true(p.has_causes);
	assert_int_equal(p.n_causes, 0);
	profile_free(&p);

	assert_int_equal(read_profile(&reader, &p, &err), 0);
	assert_no_error(&err);
	assert_int_equal(p.n_causes, 5);
	assert_cause(&p, 0, MSR, false, ICR, 20, 200);
	assert_cause(&p, 1, IO, false, COM1, 10, 53000);
	assert_cause(&p, 2, MSR, true, 0, 8, 8 * SIM_OTHER_CYCLES);
	assert_cause(&p, 3, CPUID, false, UINT64_C(1) << 32, 5, 7500);
	assert_cause(&p, 4, IO, false, 1 << 16 | 0x64, 2, 200);
	assert_adds_up(&p);
	profile_free(&p);
	reader_close(&reader);
}

/* Of a host that tells the numbers of pages to the guest's kernel only. */
static void test_hidden_pages(void **state)
{
	(void)state;
	for (int kernel_asks = 0; kernel_asks <= 1; kernel_asks++) {
		struct error err = ERROR_INIT;
		struct reader reader;
		struct profile p;
		struct sim sim;

		host_begin(&sim, SIM_KEYS);
		sim.hides_pages = true;
		sim.kernel_asks = kernel_asks;
		sim_cause(&sim, 0, NPF, 0xfee00, 100, 5000);
		sim_begin_window(&sim);
		sim_cause(&sim, 0, NPF, 0xfee00, 7, 5000);
		sim_cause(&sim, 1, NPF, 0xfec00, 2, 6000);
		sim_cause(&sim, 0, IO, COM1, 3, 10);
		sim_end_window(&sim);
		host_end(&sim, &reader);

		assert_int_equal(read_profile(&reader, &p, &err), 0);
		assert_no_error(&err);
		assert_adds_up(&p);
		if (kernel_asks) {
			assert_int_equal(p.n_causes, 3);
			assert_cause(&p, 0, NPF, false, 0xfee00, 7, 35000);
			assert_cause(&p, 1, IO, false, COM1, 3, 30);
			assert_cause(&p, 2, NPF, false, 0xfec00, 2, 12000);
		} else {
			assert_int_equal(p.n_causes, 2);
			assert_cause(&p, 0, NPF, true, 0, 9, 47000);
			assert_cause(&p, 1, IO, false, COM1, 3, 30);
		}
		profile_free(&p);
		reader_close(&reader);
	}
}

/* Tables that are too small: entries change hands, and the rest is in "others". */
static void test_full_tables(void **state)
{
	(void)state;
	for (uint32_t n_keys = 1; n_keys <= 6; n_keys++) {
		struct error err = ERROR_INIT;
		struct reader reader;
		struct profile p;
		struct sim sim;

		host_begin(&sim, n_keys);
		for (uint64_t key = 0; key < 6; key++)
			sim_cause(&sim, 0, MSR, key, 50, 10);
		for (int window = 0; window < 3; window++) {
			sim_begin_window(&sim);
			for (uint64_t key = 10; key < 14; key++)
				sim_cause(&sim, 0, MSR, (unsigned int)window + key, key, 10);
			sim_cause(&sim, 1, MSR, 11, 100, 7);
			sim_cause(&sim, 1, NPF, 11, 1, 7);
			sim_end_window(&sim);
		}
		host_end(&sim, &reader);
		for (int window = 0; window < 3; window++) {
			uint64_t counted = 0;

			if (read_profile(&reader, &p, &err))
				fail_msg("%u keys, window %d: %s", n_keys, window, err.text);
			assert_adds_up(&p);
			for (size_t i = 0; i < p.n_causes; i++) {
				const struct profile_cause *c = &p.causes[i];

				/* What is told of a key is all of it, or what other vCPUs had. */
				if (c->reason.code == MSR && !c->others) {
					counted += c->exits;
					assert_true(c->exits == c->key - (uint64_t)window ||
						    c->exits == 100 ||
						    c->exits == 100 + c->key - (uint64_t)window);
				}
			}
			assert_true(counted <= 146);
			/* With room for all keys of a window and the marks', all are told. */
			if (n_keys == 6)
				assert_int_equal(counted, 146);
			profile_free(&p);
		}
		reader_close(&reader);
	}
}

/* What a host that counts wrongly tells is an error, not a number. */
static void test_wrong_hosts(void **state)
{
	static const struct {
		int fault;
		const char *error;
	} rows[] = {
		{ 1, "entry 0 of the details of vCPU 0 is of no slot|do not match" },
		{ 2, "the details of 'ioio' add up to 5|the host's kernel counts wrongly" },
		{ 3, "is not that of its slot's other keys" },
		{ 4, "of the details of vCPU 0 went backwards" },
		{ 5, "of the details of vCPU 0 changed its key" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct reader reader;
		struct profile p;
		struct sim sim;

		host_begin(&sim, SIM_KEYS);
		/* The first entry is that of the reader's own leaf. */
		sim_cause(&sim, 0, IO, COM1, 50, 5000);
		for (uint32_t j = 0; j < SIM_KEYS; j++)
			if (rows[i].fault == 1 && sim.tables[0][j].used)
				sim.breaks_detail = sim.breaks_detail ? sim.breaks_detail : j + 1;
		sim_begin_window(&sim);
		sim_cause(&sim, 0, IO, COM1, 1, 5000);
		for (uint32_t j = 0; j < SIM_KEYS; j++) {
			if (sim.tables[0][j].key != COM1)
				continue;
			sim.tables[0][j].exits -= rows[i].fault == 4 ? 20 : 0;
			sim.tables[0][j].key += rows[i].fault == 5;
		}
		if (rows[i].fault == 2)
			sim_slot(&sim, IO)->exits++;
		if (rows[i].fault == 3)
			sim.breaks_detail =
				SIM_KEYS + (uint32_t)(sim_slot(&sim, IO) - sim.slots) + 1;
		sim_end_window(&sim);
		host_end(&sim, &reader);
		assert_int_equal(read_profile(&reader, &p, &err), -1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
		reader_close(&reader);
	}
}

/* Another reader spoils the window: that is told, not that its causes do not add up. */
static void test_spoilt_window(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot before, after;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim, SIM_KEYS);
	sim_begin_window(&sim);
	sim.intruder = 2;
	sim_end_window(&sim);
	host_end(&sim, &reader);
	snapshot_init(&before, reader.counters);
	snapshot_init(&after, reader.counters);
	assert_int_equal(counters_begin(reader.counters, &before, &err), 0);
	assert_int_equal(counters_end(reader.counters, &before, &after, &err), 1);
	assert_error(&err, EXIT_TROUBLE, "took mark 2");
	assert_int_equal(after.n_causes, 0);
	snapshot_free(&before);
	snapshot_free(&after);
	reader_close(&reader);
}

/* Hosts without details, and with impossible ones. */
static void test_other_hosts(void **state)
{
	static const struct {
		enum sim_host host;
		uint32_t n_keys, highest;
		const char *error;
	} rows[] = {
		{ SIM_MARKS, 0, 0x4FFFFF05,
		  "does not tell what is behind exits|'details' switched on" },
		{ SIM_NATIVE, 0, 0x4FFFFF04, "does not tell what is behind exits" },
		{ SIM_NATIVE, SIM_KEYS, 0x4FFFFF06, "has no marks" },
		{ SIM_COURSE_A, 0, 0, "does not tell what is behind exits" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct reader reader;
		struct sim sim;

		sim_begin(&sim, "causes", rows[i].host, ISA_VMX);
		sim_have_details(&sim, rows[i].n_keys);
		sim_identify(&sim);
		sim_probe(&sim);
		sim_end(&sim);
		if (reader_open(&reader, scratch_path("causes"), COUNTERS_AUTO, &err))
			fail_msg("%s", err.text);
		assert_int_equal(counters_want_causes(reader.counters, &err), -1);
		assert_error(&err, EXIT_NO, rows[i].error);
		reader_close(&reader);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_window_is_exact), cmocka_unit_test(test_full_tables),
		cmocka_unit_test(test_wrong_hosts),     cmocka_unit_test(test_spoilt_window),
		cmocka_unit_test(test_other_hosts),     cmocka_unit_test(test_hidden_pages),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
