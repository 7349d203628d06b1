// SPDX-License-Identifier: GPL-2.0-only
/* Tests windows and snapshots by marks, on a host that has them. */
#include "check.h"

#include "analysis/profile.h"
#include "reader.h"

#define HLT 0x78
#define CPUID 0x72
#define IO 0x7b
#define NPF 0x400

/* A simulated host with marks, up to where the reader knows it. */
static void host_begin(struct sim *sim)
{
	sim_begin(sim, "marks", SIM_MARKS, ISA_SVM);
	sim_identify(sim);
	sim_probe(sim);
}

static void host_end(struct sim *sim, struct reader *reader)
{
	struct error err = ERROR_INIT;

	sim_end(sim);
	if (reader_open(reader, scratch_path("marks"), COUNTERS_AUTO, &err))
		fail_msg("%s", err.text);
}

/* The reader's side of a window; what counters_end() returned. */
static int read_window(struct reader *reader, struct snapshot *before, struct snapshot *after,
		       struct error *err)
{
	snapshot_init(before, reader->counters);
	snapshot_init(after, reader->counters);
	assert_int_equal(counters_begin(reader->counters, before, err), 0);
	return counters_end(reader->counters, before, after, err);
}

/* The row of a reason's exits, or NULL. */
static const struct profile_row *find(const struct profile *profile, uint32_t code)
{
	const struct reason_key key = reason_key(profile->isa, code);

	return profile_find(profile, &key);
}

static void free_window(struct snapshot *before, struct snapshot *after)
{
	snapshot_free(before);
	snapshot_free(after);
}

static void test_info(void **state)
{
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim);
	host_end(&sim, &reader);
	assert_int_equal(counters_info(reader.counters)->n_marks, SIM_MARK_COUNT);
	assert_true(counters_use_marks(counters_info(reader.counters)));
	reader_close(&reader);
}

/* One exit of the reader's in a window, with the time of the first mark's: nothing else. */
static void test_window_is_exact(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot before, after;
	const struct profile_row *row;
	struct reader reader;
	struct profile p;
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim_begin_window(&sim);
	sim_end_window(&sim);
	sim_begin_window(&sim);
	sim_exits(&sim, HLT, 77);
	sim_exits(&sim, CPUID, 3);
	sim_end_window(&sim);
	host_end(&sim, &reader);

	assert_int_equal(read_window(&reader, &before, &after, &err), 0);
	assert_no_error(&err);
	assert_int_equal(after.queries - before.queries, 1);
	assert_int_equal(before.generation, 1);
	assert_int_equal(after.generation, 1);
	assert_int_equal(before.mark_cycles, SIM_MARK_CYCLES);
	assert_int_equal(counter_of(&after, CPUID)->cycles - counter_of(&before, CPUID)->cycles,
			 SIM_MARK_CYCLES);
	assert_int_equal(
		profile_between(counters_info(reader.counters), &before, &after, NULL, &p, &err),
		0);
	assert_int_equal(p.n, 0);
	profile_free(&p);
	free_window(&before, &after);

	assert_int_equal(read_window(&reader, &before, &after, &err), 0);
	assert_int_equal(before.generation, 2);
	assert_int_equal(
		profile_between(counters_info(reader.counters), &before, &after, NULL, &p, &err),
		0);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.reader_exits, 1);
	assert_int_equal(p.reader_cycles, SIM_MARK_CYCLES);
	assert_int_equal(find(&p, HLT)->exits, 77);
	row = find(&p, CPUID);
	assert_int_equal(row->exits, 3);
	assert_int_equal(row->cycles, 3 * SIM_OTHER_CYCLES);
	profile_free(&p);
	free_window(&before, &after);
	reader_close(&reader);
}

/* Another reader takes the mark before it is read: nothing of the window can be told. */
static void test_spoilt_window(void **state)
{
	static const struct {
		uint32_t mark;
		bool late; /* after our second mark */
		const char *error;
	} rows[] = {
		{ 1, false, "another reader|took mark 1 (generation 1 became 2)|one reader" },
		{ 1, true, "took mark 1 (generation 1 became 2)" },
		{ 2, true, "took mark 2 (generation 1 became 2)" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct snapshot before, after;
		struct reader reader;
		struct profile p;
		struct sim sim;

		host_begin(&sim);
		sim_begin_window(&sim);
		sim_exits(&sim, HLT, 5);
		if (!rows[i].late)
			sim_query(&sim, 0x4FFFFF03, rows[i].mark);
		if (rows[i].late)
			sim.intruder = rows[i].mark;
		sim_end_window(&sim);
		host_end(&sim, &reader);
		assert_int_equal(read_window(&reader, &before, &after, &err), 1);
		assert_error(&err, EXIT_TROUBLE, rows[i].error);
		/* What is left is empty, and makes an empty profile. */
		assert_int_equal(before.generation, 0);
		assert_int_equal(counter_of(&after, HLT)->exits, 0);
		assert_int_equal(profile_between(counters_info(reader.counters), &before, &after,
						 NULL, &p, &err),
				 0);
		assert_int_equal(p.n, 0);
		profile_free(&p);
		free_window(&before, &after);
		reader_close(&reader);
	}
}

/* A snapshot by itself can be taken again, a few times. */
static void test_snapshot_is_taken_again(void **state)
{
	(void)state;
	for (unsigned int spoilt = 1; spoilt <= 3; spoilt++) {
		struct error err = ERROR_INIT;
		struct snapshot snapshot;
		struct reader reader;
		struct sim sim;

		host_begin(&sim);
		for (unsigned int i = 0; i < spoilt; i++) {
			sim_exits(&sim, HLT, 1);
			sim.intruder = 3;
			sim_snapshot(&sim);
		}
		sim_exits(&sim, HLT, 1000);
		sim.intruder = 0;
		sim_snapshot(&sim);
		host_end(&sim, &reader);
		snapshot_init(&snapshot, reader.counters);
		if (spoilt < 3) {
			assert_int_equal(counters_read(reader.counters, &snapshot, &err), 0);
			assert_no_error(&err);
			assert_int_equal(snapshot.generation, 2 * spoilt + 1);
			assert_int_equal(counter_of(&snapshot, HLT)->exits, 4000 + spoilt + 1000);
		} else {
			assert_int_equal(counters_read(reader.counters, &snapshot, &err), -1);
			assert_error(&err, EXIT_TROUBLE,
				     "cannot read the exit counters|took mark 3");
		}
		snapshot_free(&snapshot);
		reader_close(&reader);
	}
}

/*
 * What the mark tells beyond exits and time: of the counters that changed, net of the mark's exit.
 */
static void test_details(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot before, after;
	const struct profile_row *row;
	struct reader reader;
	struct profile p;
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim_begin_window(&sim);
	sim_exits(&sim, IO, 20);
	sim_vcpu_exits(&sim, 1, HLT, 3, 5000);
	sim_vcpu_exits(&sim, 1, HLT, 2, UINT64_C(1) << 40);
	sim_vcpu_exits(&sim, 1, HLT, 1, 0);
	sim_vcpu_exits(&sim, 0, CPUID, 2, 1500);
	sim_end_window(&sim);
	host_end(&sim, &reader);
	assert_int_equal(read_window(&reader, &before, &after, &err), 0);
	assert_no_error(&err);
	assert_true(before.detailed && after.detailed);
	/* What did not change is not asked for. */
	assert_null(counter_of(&after, NPF)->buckets);
	assert_int_equal(
		profile_between(counters_info(reader.counters), &before, &after, NULL, &p, &err),
		0);
	assert_true(p.has_user && p.has_histograms);
	row = find(&p, IO);
	/* Of 15 and 5 exits of two vCPUs. */
	assert_int_equal(row->user_exits, 7 + 2);
	assert_int_equal(row->user_cycles, 9 * SIM_VMM_CYCLES);
	assert_int_equal(row->histogram.buckets[12], 20);
	row = find(&p, HLT);
	assert_int_equal(row->user_exits, 0);
	assert_int_equal(row->histogram.buckets[0], 1);
	assert_int_equal(row->histogram.buckets[12], 3);
	assert_int_equal(row->histogram.buckets[31], 2);
	row = find(&p, CPUID);
	assert_int_equal(histogram_total(&row->histogram), 2);
	assert_int_equal(row->histogram.buckets[10], 2);
	profile_free(&p);
	/* A histogram without the mark's exit is not the one that was asked for. */
	for (size_t i = 0; i < before.n; i++)
		if (before.counters[i].buckets)
			before.counters[i].buckets[13] = 0;
	for (size_t i = 0; i < after.n; i++)
		if (after.counters[i].buckets)
			after.counters[i].buckets[13] = 0;
	assert_int_equal(
		profile_between(counters_info(reader.counters), &before, &after, NULL, &p, &err),
		-1);
	assert_error(&err, EXIT_TROUBLE, "the histogram of CPUID exits lacks the mark's own");
	free_window(&before, &after);
	reader_close(&reader);
}

static void test_snapshot_with_details(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot snapshot;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim_snapshot(&sim);
	host_end(&sim, &reader);
	snapshot_init(&snapshot, reader.counters);
	assert_int_equal(counters_read(reader.counters, &snapshot, &err), 0);
	assert_true(snapshot.detailed);
	assert_int_equal(counter_of(&snapshot, HLT)->buckets[12], 4000);
	assert_int_equal(counter_of(&snapshot, IO)->user_exits, 2500);
	/* The catch-all has no exits. */
	assert_null(snapshot.counters[SIM_SLOTS - 1].buckets);
	snapshot_free(&snapshot);
	reader_close(&reader);
}

/* Each vCPU by itself; the reader's exits are those of the one it ran on. */
static void test_vcpus(void **state)
{
	static const struct {
		uint32_t ids[SIM_VCPUS];
		size_t reader;
		bool topology;
	} rows[] = { { { 0, 1 }, 0, true }, { { 0, 1 }, 1, true }, { { 3, 18 }, 1, false } };

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct error err = ERROR_INIT;
		struct snapshot before, after;
		const struct profile *ours, *other;
		struct reader reader;
		struct profile p;
		struct sim sim;

		host_begin(&sim);
		memcpy(sim.vcpu_ids, rows[i].ids, sizeof(sim.vcpu_ids));
		sim.reader = rows[i].reader;
		sim.topology = rows[i].topology;
		sim_want_vcpus(&sim);
		sim_begin_window(&sim);
		sim_exits(&sim, IO, 20);
		sim_vcpu_exits(&sim, 1 - sim.reader, CPUID, 2, 1500);
		sim_end_window(&sim);
		host_end(&sim, &reader);
		assert_int_equal(counters_want_vcpus(reader.counters, &err), 0);
		assert_int_equal(read_window(&reader, &before, &after, &err), 0);
		assert_no_error(&err);
		assert_int_equal(profile_between(counters_info(reader.counters), &before, &after,
						 NULL, &p, &err),
				 0);
		assert_int_equal(p.n_vcpus, 2);
		ours = &p.vcpus[sim.reader];
		other = &p.vcpus[1 - sim.reader];
		assert_int_equal(ours->vcpu, rows[i].ids[sim.reader]);
		assert_int_equal(ours->reader_exits, 1);
		assert_int_equal(ours->reader_cycles, SIM_MARK_CYCLES);
		assert_null(find(ours, CPUID));
		assert_int_equal(other->reader_exits, 0);
		assert_int_equal(find(other, CPUID)->exits, 2);
		assert_int_equal(find(other, CPUID)->cycles, 3000);
		assert_int_equal(find(&p.vcpus[0], IO)->exits, 15);
		assert_int_equal(find(&p.vcpus[0], IO)->user_exits, 7);
		assert_int_equal(find(&p.vcpus[1], IO)->exits, 5);
		assert_int_equal(p.exits, p.vcpus[0].exits + p.vcpus[1].exits);
		assert_int_equal(p.cycles, p.vcpus[0].cycles + p.vcpus[1].cycles);
		assert_true(p.vcpus[0].has_user && !p.vcpus[0].has_histograms);
		profile_free(&p);
		free_window(&before, &after);
		reader_close(&reader);
	}
}

static void test_no_vcpus(void **state)
{
	struct error err = ERROR_INIT;
	struct reader reader;
	struct sim sim;

	(void)state;
	sim_begin(&sim, "marks", SIM_NATIVE, ISA_VMX);
	sim_identify(&sim);
	sim_probe(&sim);
	host_end(&sim, &reader);
	assert_int_equal(counters_want_vcpus(reader.counters, &err), -1);
	assert_error(&err, EXIT_NO, "cannot show vCPUs separately|no marks|leave --per-vcpu out");
	reader_close(&reader);
}

/* A window cannot begin on this host, which refuses the first mark, and says these words. */
static void check_refusal(struct sim *sim, const char *words)
{
	struct error err = ERROR_INIT;
	struct snapshot before;
	struct reader reader;

	sim_query(sim, 0x4FFFFF03, 1);
	host_end(sim, &reader);
	snapshot_init(&before, reader.counters);
	assert_int_equal(counters_begin(reader.counters, &before, &err), -1);
	assert_error(&err, EXIT_TROUBLE, words);
	snapshot_free(&before);
	reader_close(&reader);
}

static void test_refused_mark(void **state)
{
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim.refuses_marks = true;
	check_refusal(&sim, "refused mark 1|no memory|memory cgroup");
}

/* A host that is busy is asked again, but not in the window: the refusal is an exit, too. */
static void test_busy_mark(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot before, after;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim.busy = 2;
	for (int i = 0; i < 3; i++)
		sim_query(&sim, 0x4FFFFF03, 1);
	sim.busy = 1;
	sim_query(&sim, 0x4FFFFF03, 2);
	host_end(&sim, &reader);
	snapshot_init(&before, reader.counters);
	snapshot_init(&after, reader.counters);
	assert_int_equal(counters_begin(reader.counters, &before, &err), 0);
	assert_int_equal(before.generation, 1);
	assert_int_equal(counters_end(reader.counters, &before, &after, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "busy with another reader's mark|mark 2|measure again");
	snapshot_free(&before);
	snapshot_free(&after);
	reader_close(&reader);
}

/* Version 1 of the ABI does not say why it refuses. */
static void test_refused_without_reason(void **state)
{
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim.version = 1;
	sim.busy = 1;
	check_refusal(&sim, "refused mark 1|no memory");
}

/* A virtual machine that is restored in a window: the counters are others. */
static void test_epoch_changes_in_window(void **state)
{
	struct error err = ERROR_INIT;
	struct snapshot before, after;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim_begin_window(&sim);
	sim.epoch = 0xabad1dea;
	sim_end_window(&sim);
	host_end(&sim, &reader);
	assert_int_equal(read_window(&reader, &before, &after, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "started again from zero|5eed0001 became abad1dea");
	free_window(&before, &after);
	reader_close(&reader);
}

/* With too few marks for a window, or for a snapshot beside it, counters are read live. */
static void test_few_marks(void **state)
{
	(void)state;
	for (uint32_t n = 0; n <= 2; n++) {
		struct error err = ERROR_INIT;
		struct snapshot before, after;
		struct reader reader;
		struct sim sim;

		sim_begin(&sim, "marks", SIM_MARKS, ISA_SVM);
		sim.n_marks = n;
		sim_identify(&sim);
		sim_probe(&sim);
		sim_snapshot(&sim);
		sim_begin_window(&sim);
		sim_exits(&sim, HLT, 9);
		sim_end_window(&sim);
		host_end(&sim, &reader);
		assert_int_equal(counters_use_marks(counters_info(reader.counters)), n == 2);
		snapshot_init(&before, reader.counters);
		assert_int_equal(counters_read(reader.counters, &before, &err), 0);
		assert_int_equal(before.generation, 0);
		snapshot_free(&before);
		assert_int_equal(read_window(&reader, &before, &after, &err), 0);
		assert_int_equal(before.generation, n == 2);
		assert_int_equal(after.queries - before.queries, n == 2 ? 1 : SIM_SLOTS + 1);
		assert_int_equal(counter_of(&after, HLT)->exits - counter_of(&before, HLT)->exits,
				 9);
		free_window(&before, &after);
		reader_close(&reader);
	}
}

static void test_cost(void **state)
{
	struct error err = ERROR_INIT;
	struct read_cost cost;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim_cost(&sim);
	host_end(&sim, &reader);
	assert_int_equal(counters_measure_cost(reader.counters, &cost, &err), 0);
	assert_int_equal(cost.queries, 1);
	assert_int_equal(cost.net_exits, 0);
	assert_int_equal(cost.cycles, SIM_MARK_CYCLES);
	assert_true(cost.wall_ns > 0);
	reader_close(&reader);
}

/* What a mark costs is a whole number, and no more than the host itself has counted. */
static void test_cost_of_slow_marks(void **state)
{
	struct error err = ERROR_INIT;
	struct read_cost cost;
	struct reader reader;
	struct sim sim;

	(void)state;
	host_begin(&sim);
	sim.mark_cycles = (UINT64_C(1) << 53) + 1;
	sim_cost(&sim);
	host_end(&sim, &reader);
	assert_int_equal(counters_measure_cost(reader.counters, &cost, &err), 0);
	assert_true(cost.cycles == (UINT64_C(1) << 53) + 1);
	reader_close(&reader);
	host_begin(&sim);
	sim.lies = true;
	sim_cost(&sim);
	host_end(&sim, &reader);
	assert_int_equal(counters_measure_cost(reader.counters, &cost, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "where the mark alone took 18446744073709551615");
	reader_close(&reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_info),
		cmocka_unit_test(test_window_is_exact),
		cmocka_unit_test(test_spoilt_window),
		cmocka_unit_test(test_snapshot_is_taken_again),
		cmocka_unit_test(test_details),
		cmocka_unit_test(test_snapshot_with_details),
		cmocka_unit_test(test_vcpus),
		cmocka_unit_test(test_no_vcpus),
		cmocka_unit_test(test_refused_mark),
		cmocka_unit_test(test_busy_mark),
		cmocka_unit_test(test_refused_without_reason),
		cmocka_unit_test(test_cost_of_slow_marks),
		cmocka_unit_test(test_epoch_changes_in_window),
		cmocka_unit_test(test_few_marks),
		cmocka_unit_test(test_cost),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
