// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests counters that are read from the kernel's histogram of the tracepoint kvm_exit, and which
 * of these files are refused.
 */
#include "check.h"

#include <stdio.h>

#include "analysis/profile.h"
#include "base/cleanup.h"
#include "counters/access.h"
#include "counters/source.h"
#include "scratch.h"

#define BEGIN                                                                                          \
	"# event histogram\n#\n# trigger info: hist:keys=isa,exit_reason:vals=hitcount:sort=hitcount:" \
	"size=2048 if common_pid == 7 [active]\n#\n\n"
#define FIRST                                                                       \
	BEGIN "{ isa:          2, exit_reason:        114 } hitcount:         40\n" \
	      "{ isa:          2, exit_reason:        120 } hitcount:        100\n" \
	      "{ isa:          2, exit_reason:       1028 } hitcount:          2\n" \
	      "\nTotals:\n    Hits: 142\n    Entries: 3\n    Dropped: 0\n"
/* 5 CPUIDs, 80 HLTs, one of a reason without a name and 3 I/O later. */
#define SECOND                                                                      \
	BEGIN "{ isa:          2, exit_reason:        123 } hitcount:          3\n" \
	      "{ isa:          2, exit_reason:        114 } hitcount:         45\n" \
	      "{ isa:          2, exit_reason:        120 } hitcount:        180\n" \
	      "{ isa:          2, exit_reason:       1028 } hitcount:          3\n" \
	      "\nTotals:\n    Hits: 231\n    Entries: 4\n    Dropped: 0\n"

static int open_text(struct counters_access *access, const char *text, struct error *err)
{
	_cleanup_free_ char *name = xasprintf("hist:%s", scratch_write("hist", text, strlen(text)));

	return access_open(access, name, NULL, err);
}

static void close_access(struct counters_access *access)
{
	struct error err = ERROR_INIT;

	assert_int_equal(access_close(access, &err), 0);
}

/* The text with the first of that part replaced, in fresh memory. */
static char *with(const char *text, const char *part, const char *by)
{
	const char *at = strstr(text, part);

	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - text), text, by, at + strlen(part));
}

static uint64_t exits_of(const struct profile *profile, uint32_t code)
{
	const struct reason_key key = reason_key(profile->isa, code);
	const struct profile_row *row = profile_find(profile, &key);

	return row ? row->exits : 0;
}

static void test_info(void **state)
{
	_cleanup_free_ char *unfiltered = with(FIRST, " if common_pid == 7", "");
	const struct counters_info *info;
	struct counters_access access;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(open_text(&access, FIRST, &err), 0);
	info = counters_info(access.counters);
	assert_string_equal(counters_abi_name(info->abi), "hist");
	assert_int_equal(info->isa, ISA_SVM);
	assert_false(info->has_time || counters_has_user_exits(info) || counters_use_marks(info));
	assert_string_equal(info->doubts, "");
	assert_int_equal(counters_want_vcpus(access.counters, &err), -1);
	assert_error(&err, EXIT_NO, "tells no vCPUs apart|leave --per-vcpu out");
	close_access(&access);
	assert_int_equal(open_text(&access, unfiltered, &err), 0);
	assert_non_null(strstr(counters_info(access.counters)->doubts, "all virtual machines"));
	close_access(&access);
}

static void test_window(void **state)
{
	struct snapshot before, after;
	struct counters_access access;
	struct error err = ERROR_INIT;
	struct read_cost cost;
	struct profile p;

	(void)state;
	assert_int_equal(open_text(&access, FIRST, &err), 0);
	assert_int_equal(counters_measure_cost(access.counters, &cost, &err), 0);
	assert_true(cost.queries == 0 && cost.cycles == 0 && cost.net_exits == 0);
	snapshot_init(&before, access.counters);
	snapshot_init(&after, access.counters);
	assert_int_equal(counters_begin(access.counters, &before, &err), 0);
	scratch_write("hist", SECOND, strlen(SECOND));
	assert_int_equal(counters_end(access.counters, &before, &after, &err), 0);
	assert_int_equal(
		profile_between(counters_info(access.counters), &before, &after, &cost, &p, &err),
		0);
	assert_no_error(&err);
	assert_int_equal(p.exits, 89);
	assert_int_equal(p.reader_exits, 0);
	assert_int_equal(p.n, 4);
	assert_int_equal(exits_of(&p, 114), 5);
	assert_int_equal(exits_of(&p, 120), 80);
	assert_int_equal(exits_of(&p, 123), 3);
	profile_free(&p);
	/* It cannot become smaller. */
	scratch_write("hist", FIRST, strlen(FIRST));
	assert_int_equal(counters_read(access.counters, &after, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "became smaller|was cleared|measure again");
	snapshot_free(&before);
	snapshot_free(&after);
	close_access(&access);
}

/* Intel's number has flags above it: this is an EPT violation at which the bus was locked. */
static void test_flags_of_vmx(void **state)
{
	static const char row[] = "{ isa:          2, exit_reason:        114 }";
	_cleanup_free_ char *text = with(FIRST, row, "{ isa: 1, exit_reason:   67108912 }");
	_cleanup_free_ char *more = with(text, "isa:          2", "isa:          1");
	_cleanup_free_ char *vmx = with(more, "isa:          2", "isa:          1");
	struct counters_access access;
	struct error err = ERROR_INIT;
	struct snapshot snapshot;
	size_t found = 0;

	(void)state;
	assert_int_equal(open_text(&access, vmx, &err), 0);
	snapshot_init(&snapshot, access.counters);
	assert_int_equal(counters_read(access.counters, &snapshot, &err), 0);
	for (size_t i = 0; i < snapshot.n; i++)
		if (snapshot.counters[i].key.code == 48 && snapshot.counters[i].exits == 40)
			found++;
	assert_int_equal(found, 1);
	snapshot_free(&snapshot);
	close_access(&access);
}

/* The doubts about a histogram on a processor with SVM; NULL and an error if it is not opened. */
static char *doubts_of(const char *text, bool isa_known, struct error *err)
{
	const struct cpu_identity id = { .isa_known = isa_known, .isa = ISA_SVM };
	struct counters *counters;
	char *doubts;

	if (hist_open(&counters, scratch_write("hist", text, strlen(text)), &id, err))
		return NULL;
	assert_int_equal(counters_info(counters)->isa, ISA_SVM);
	doubts = xstrdup(counters_info(counters)->doubts);
	counters_close(counters);
	return doubts;
}

/* Without the key isa the processor's vendor decides, which is said; without one it is refused. */
static void test_without_isa(void **state)
{
	_cleanup_free_ char *one = with(FIRST, "isa:          2, ", "");
	_cleanup_free_ char *two = with(one, "isa:          2, ", "");
	_cleanup_free_ char *text = with(two, "isa:          2, ", "");
	_cleanup_free_ char *unfiltered = with(text, " if common_pid == 7", "");
	_cleanup_free_ char *doubts = NULL, *more = NULL;
	struct error err = ERROR_INIT;

	(void)state;
	doubts = doubts_of(text, true, &err);
	assert_string_equal(doubts,
			    "no row of the histogram has the key isa, so its exit reasons are "
			    "taken for those of this processor, svm");
	more = doubts_of(unfiltered, true, &err);
	assert_non_null(strstr(more, "all virtual machines of the host; no row of"));
	assert_no_error(&err);
	assert_null(doubts_of(text, false, &err));
	assert_error(&err, EXIT_TROUBLE, "hist' does not say whose|begin it anew");
}

/* The host counts on while it writes the rows: a few exits are in the total only, which is said. */
static void test_counted_meanwhile(void **state)
{
	_cleanup_free_ char *text = with(FIRST, "Hits: 142", "Hits: 145");
	_cleanup_free_ char *doubts = NULL;
	struct error err = ERROR_INIT;

	(void)state;
	doubts = doubts_of(text, true, &err);
	assert_no_error(&err);
	assert_non_null(strstr(doubts, "3 exits fewer than its Hits"));
}

static const struct {
	const char *part, *by, *error;
} bad[] = {
	{ "# trigger info", "# trigger", "line 13: is the last one, and the file is not whole" },
	{ "hist:keys=isa", "hist:key=isa", "hist' line 3: has no keys|write 'hist:keys=isa" },
	{ "exit_reason:vals", "exit_reason.hex:vals", "not plain numbers" },
	{ "[active]", "[paused]", "does not count now" },
	{ "\n#\n\n", "\n# trigger info: hist:keys=isa [active]\n",
	  "line 4: begins one more histogram" },
	{ "isa:          2", "isa:          3", "no known ISA" },
	{ "isa:          2", "isa:          1", "more than one or no known ISA" },
	{ "isa:          2", "common_pid:   2", "keys that are not known" },
	{ "exit_reason:        114", "vcpu_id: 1", "line 6: has rows without exit_reason" },
	{ "        114", "  114-115", "a key that is no number" },
	{ "        114", " 4294967296", "a key that is no number" },
	{ "hitcount:         40", "bytes: 40", "rows without a hitcount" },
	{ "hitcount:         40", "hitcount: -40", "a hitcount that is no number" },
	{ "hitcount:         40", "hitcount: 18446744073709551615",
	  "a hitcount that is no number" },
	{ "Hits: 142", "Hits: 141", "rows with more exits in all, 142, than its Hits, 141" },
	{ "Hits: 142", "Hits: 160", "line 13: |only 142 exits, where its Hits are 160" },
	{ "Hits: 142", "Hits: ?", "line 11: has a total that is no number" },
	{ "    Hits: 142\n", "", "is not whole" },
	{ "    Entries: 3\n", "", "is not whole" },
	{ "Entries: 3", "Entries: 4", "comes after 3 rows, where its Entries are 4" },
	{ "Entries: 3", "Entries: x", "line 12: has a total that is no number" },
	{ "Dropped: 0\n", "Dropped: 0\n{ exit_reason: 3 } hitcount: 1\n",
	  "line 14: comes after the totals" },
	{ "Dropped: 0", "Dropped: 4", "had no room for 4 of them|size=65536" },
	{ "Dropped: 0\n", "Dropped: 0", "cut off" },
	{ "    Dropped: 0\n", "", "is not whole" },
};

static void test_bad_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		_cleanup_free_ char *text = with(FIRST, bad[i].part, bad[i].by);
		struct counters_access access;
		struct error err = ERROR_INIT;

		if (!open_text(&access, text, &err))
			fail_msg("'%s' passes", bad[i].by);
		assert_error(&err, EXIT_TROUBLE, bad[i].error);
	}
}

/* However much of it is missing at the end, nothing is shown of it. */
static void test_cut_texts(void **state)
{
	(void)state;
	for (size_t length = 0; length < strlen(FIRST); length++) {
		_cleanup_free_ char *text = xasprintf("%.*s", (int)length, FIRST);
		struct counters_access access;
		struct error err = ERROR_INIT;

		if (!open_text(&access, text, &err))
			fail_msg("%zu bytes pass", length);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_info),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_flags_of_vmx),
		cmocka_unit_test(test_without_isa),
		cmocka_unit_test(test_counted_meanwhile),
		cmocka_unit_test(test_bad_texts),
		cmocka_unit_test(test_cut_texts),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
