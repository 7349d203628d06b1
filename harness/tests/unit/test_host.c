// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests counters that are read from the text that the host shows in debugfs, and which of these
 * texts are refused.
 */
#include "check.h"

#include <stdio.h>

#include "analysis/profile.h"
#include "base/cleanup.h"
#include "counters/access.h"
#include "counters/host_text.h"
#include "scratch.h"

#define HEAD "# exit_stats 2 isa=svm mode=user epoch=0x5ba6a65b tsc_khz=2445406 vcpus=2 slots=172\n"
#define COLUMNS                                                                            \
	"# reason name exits cycles user_exits user_cycles exits:0 cycles:0 user_exits:0 " \
	"user_cycles:0 exits:7 cycles:7 user_exits:7 user_cycles:7\n"
#define FIRST                                                                                      \
	HEAD COLUMNS "0x060 interrupt 420 9120345 3 2210445 400 9000000 3 2210445 20 120345 0 0\n" \
		     "0x072 cpuid 1104 2981212 0 0 1100 2981000 0 0 4 212 0 0\n"                   \
		     "0xffffffff other 2 20 0 0 2 20 0 0 0 0 0 0\n"                                \
		     "total - 1526 12101577 3 2210445 1502 11981020 3 2210445 24 120557 0 0\n"
/* 80 HLTs of vCPU 7 later, 5 CPUIDs of vCPU 0, one of which went to the VMM. */
#define SECOND                                                                                     \
	HEAD COLUMNS "0x060 interrupt 420 9120345 3 2210445 400 9000000 3 2210445 20 120345 0 0\n" \
		     "0x072 cpuid 1109 2991212 1 900 1105 2991000 1 900 4 212 0 0\n"               \
		     "0x078 hlt 80 800000 0 0 0 0 0 0 80 800000 0 0\n"                             \
		     "0xffffffff other 2 20 0 0 2 20 0 0 0 0 0 0\n"                                \
		     "total - 1611 12911577 4 2211345 1507 11991020 4 2211345 104 920557 0 0\n"

/* The counters of a file "host" of that text in the scratch folder. */
static int open_text(struct counters_access *access, const char *text, struct error *err)
{
	_cleanup_free_ char *name = xasprintf("host:%s", scratch_write("host", text, strlen(text)));

	return access_open(access, name, NULL, err);
}

static void close_access(struct counters_access *access)
{
	struct error err = ERROR_INIT;

	assert_int_equal(access_close(access, &err), 0);
}

static const struct profile_row *row_of(const struct profile *profile, uint32_t code)
{
	const struct reason_key key = reason_key(profile->isa, code);
	const struct profile_row *row = profile_find(profile, &key);

	assert_non_null(row);
	return row;
}

static void test_info(void **state)
{
	const struct reason_key cpuid = reason_key(ISA_SVM, reason_cpuid(ISA_SVM));
	const struct counters_info *info;
	struct counters_access access;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(open_text(&access, FIRST, &err), 0);
	info = counters_info(access.counters);
	assert_string_equal(counters_abi_name(info->abi), "host");
	assert_int_equal(info->isa, ISA_SVM);
	assert_int_equal(info->epoch, 0x5ba6a65b);
	assert_int_equal(info->tsc_khz, 2445406);
	assert_int_equal(info->n_vcpus, 2);
	assert_int_equal(info->bits, 64);
	assert_true(info->has_time && counters_has_user_exits(info));
	assert_false(counters_has_histograms(info) || counters_use_marks(info));
	assert_true(strstr(info->doubts, "which is a copy") != NULL);
	assert_false(counters_read_by(info, &cpuid));
	close_access(&access);
}

/* A window between two states of the file, of the whole and of each vCPU; nothing is subtracted. */
static void test_window(void **state)
{
	struct snapshot before, after;
	struct counters_access access;
	struct error err = ERROR_INIT;
	struct read_cost cost;
	struct profile p;

	(void)state;
	assert_int_equal(open_text(&access, FIRST, &err), 0);
	assert_int_equal(counters_want_vcpus(access.counters, &err), 0);
	assert_false(counters_on_one_vcpu(access.counters));
	assert_int_equal(counters_measure_cost(access.counters, &cost, &err), 0);
	assert_true(cost.queries == 0 && cost.cycles == 0 && cost.net_exits == 0);
	snapshot_init(&before, access.counters);
	snapshot_init(&after, access.counters);
	assert_int_equal(counters_begin(access.counters, &before, &err), 0);
	scratch_write("host", SECOND, strlen(SECOND));
	assert_int_equal(counters_end(access.counters, &before, &after, &err), 0);
	assert_int_equal(
		profile_between(counters_info(access.counters), &before, &after, &cost, &p, &err),
		0);
	assert_no_error(&err);
	assert_int_equal(p.reader_exits, 0);
	assert_int_equal(p.exits, 85);
	assert_int_equal(p.n, 2);
	assert_int_equal(row_of(&p, 0x72)->exits, 5);
	assert_int_equal(row_of(&p, 0x72)->cycles, 10000);
	assert_int_equal(row_of(&p, 0x72)->user_exits, 1);
	assert_int_equal(row_of(&p, 0x72)->user_cycles, 900);
	assert_int_equal(row_of(&p, 0x78)->exits, 80);
	assert_int_equal(p.n_vcpus, 2);
	assert_int_equal(p.vcpus[0].exits, 5);
	assert_int_equal(p.vcpus[1].vcpu, 7);
	assert_int_equal(row_of(&p.vcpus[1], 0x78)->cycles, 800000);
	profile_free(&p);
	/* The same snapshots once more: nothing of the last reading is left in them. */
	scratch_write("host", FIRST, strlen(FIRST));
	assert_int_equal(counters_read(access.counters, &after, &err), 0);
	for (size_t i = 0; i < after.n; i++)
		assert_true(after.counters[i].key.code != 0x78 || !after.counters[i].exits);
	snapshot_free(&before);
	snapshot_free(&after);
	close_access(&access);
}

/* The text with the first of that part replaced, in fresh memory. */
static char *with(const char *text, const char *part, const char *by)
{
	const char *at = strstr(text, part);

	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - text), text, by, at + strlen(part));
}

static const struct {
	const char *part, *by, *error;
} bad[] = {
	{ "# exit_stats", "# exit_count", "line 1: does not begin with '# exit_stats'|rename" },
	{ "stats 2", "stats 3", "version 3 of|one of the same release" },
	{ "stats 2", "stats -2", "line 1: has no version" },
	{ "isa=svm", "isa=arm", "line 1: a value does not fit its key" },
	{ "0x5ba6a65b", "0x15ba6a65b", "line 1: a value does not fit its key" },
	{ "mode=user", "mode=somethingverylong", "line 1: a value does not fit its key" },
	{ "mode=user", " mode=user", "line 1: has two spaces in a row" },
	{ "# reason", "# season", "line 2: does not name the columns" },
	{ "exits:7", "exits:8", "line 2: does not name the columns of a vCPU" },
	{ "exits:7 cycles:7 user_exits:7 user_cycles:7",
	  "exits:0 cycles:0 user_exits:0 user_cycles:0", "line 2: names a vCPU twice" },
	{ "0x060 interrupt", "060 interrupt", "line 3: does not begin with an exit reason" },
	{ "0x060 interrupt", "0x1ffffffff x", "line 3: does not begin with an exit reason" },
	{ "0x072", "0x060", "line 4: repeats an exit reason" },
	{ "420 9120345", "421 9120345",
	  "line 3: has numbers of the whole VM that are not the sums of the vCPUs'" },
	{ "420 9120345", "420 -9120345", "line 3: does not have one number per column" },
	{ "420 9120345", "420 18446744073709551616",
	  "line 3: does not have one number per column" },
	{ "20 120345 0 0\n", "20 120345 0\n", "line 3: does not have one number per column" },
	{ "20 120345 0 0\n", "20 120345 0 0 0\n", "line 3: does not have one number per column" },
	{ "0xffffffff other 2 20 0 0 2 20 0 0 0 0 0 0\n", "", "total is not the sum" },
	/* Sums that are right but for 2^64, over the vCPUs and over the lines. */
	{ "2 20 0 0 2 20 0 0 0 0 0 0\n", "2 20 0 0 18446744073709551615 20 0 0 3 0 0 0\n",
	  "line 5: has a number of 2^63 or more" },
	{ "0xffffffff other 2 20 0 0 2 20 0 0 0 0 0 0\n",
	  "0x001 big 9223372036854775807 20 0 0 9223372036854775807 20 0 0 0 0 0 0\n"
	  "0x002 big 9223372036854775807 20 0 0 9223372036854775807 20 0 0 0 0 0 0\n"
	  "0xffffffff other 4 0 0 0 4 0 0 0 0 0 0 0\n",
	  "total is not the sum" },
	/* What no counter can be. */
	{ "1104 2981212 0 0 1100 2981000", "1104 9223372036854775808 0 0 1100 9223372036854775596",
	  "line 4: has a number of 2^63 or more" },
	{ "420 9120345 3 2210445 400 9000000 3", "420 9120345 401 2210445 400 9000000 401",
	  "line 3: |more exits went to the VMM than there were" },
	{ "3 2210445 20", "3 9000001 20", "line 3: |the VMM took more time than the exits did" },
	{ "20 120345 0 0\n", "20 120345 0 1\n", "line 3: has a time without an exit" },
	{ "1104 2981212 0 0 1100 2981000 0 0 4 212", "1104 2981212 0 0 1104 2981000 0 0 0 212",
	  "line 4: has a time without an exit that took it" },
	{ "vcpus=2", "vcpus=3", "line 2: has columns of 2 vCPUs, where line 1 says vcpus=3" },
	{ "vcpus=2", "vcpus=x", "line 1: a value does not fit its key" },
	{ "total - 1526", "total - 1527", "line 6: has numbers of the whole VM" },
	{ "total", "0x001", "line 6: is the last one, and the total is missing" },
	{ "24 120557 0 0\n", "24 120557 0 0", "line 6: ends in the middle" },
	{ "24 120557 0 0\n", "24 120557 0 0\nmore\n", "comes after the total" },
	{ "mode=user", "mode=off", "does not count this virtual machine's exits|kvm.exit_stats" },
};

static void test_bad_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(bad); i++) {
		_cleanup_free_ char *text = with(FIRST, bad[i].part, bad[i].by);
		bool off = !strcmp(bad[i].by, "mode=off");
		struct error err = ERROR_INIT;
		struct host_text parsed;

		if (!host_text_parse("the file", text, strlen(text), &parsed, &err))
			fail_msg("'%s' passes", bad[i].by);
		assert_error(&err, off ? EXIT_NO : EXIT_TROUBLE, bad[i].error);
		assert_error(&err, off ? EXIT_NO : EXIT_TROUBLE, "'the file'");
	}
}

/* What it says, if it says anything, adds up. */
static void check_sums(const struct host_text *text)
{
	for (size_t i = 0; i < text->n_rows; i++) {
		for (size_t j = 0; j < HOST_CELL && text->n_ids; j++) {
			uint64_t sum = 0;

			for (size_t k = 1; k <= text->n_ids; k++)
				sum += text->rows[i].cells[HOST_CELL * k + j];
			assert_true(sum == text->rows[i].cells[j]);
		}
	}
}

/* Every length, and every byte changed in several ways: an error, or a text that adds up. */
static void test_damaged_texts(void **state)
{
	static const unsigned char flips[] = { 0x01, 0x10, 0x20, 0x80, ' ', '\n', 0xff };
	const size_t size = strlen(SECOND);
	size_t n_passed = 0;

	(void)state;
	for (size_t i = 0; i < size; i++) {
		_cleanup_free_ char *cut = xstrndup(SECOND, i);
		struct error err = ERROR_INIT;
		struct host_text text;

		assert_int_equal(host_text_parse("cut", cut, i, &text, &err), -1);
		assert_true(err.status == EXIT_TROUBLE && *err.text);
		for (size_t j = 0; j < N(flips); j++) {
			_cleanup_free_ char *changed = xstrdup(SECOND);

			changed[i] = (char)((unsigned char)changed[i] ^ flips[j]);
			if (host_text_parse("changed", changed, size, &text, &err))
				continue;
			check_sums(&text);
			host_text_free(&text);
			n_passed++;
		}
	}
	/* Names, for instance, may be anything. */
	assert_true(n_passed > 0);
}

/* Between two readings it became another machine's, or lost what was asked for. */
static void test_another_machine(void **state)
{
	static const struct {
		const char *part, *by, *error;
	} changes[] = {
		{ "0x5ba6a65b", "0x5ba6a65c", "started again from zero (epoch 5ba6a65b became" },
		{ "tsc_khz=2445406", "tsc_khz=3000000",
		  "the host's TSC had 2445406 kHz in '|before and has 3000000 now" },
		{ "isa=svm", "isa=vmx", "exit reasons of svm before and has those of vmx now" },
		{ "0x078 hlt", "0x3fff new", "exit reason 0x3fff in '|is new" },
		{ "exits:7 cycles:7 user_exits:7 user_cycles:7",
		  "exits:6 cycles:6 user_exits:6 user_cycles:6", "vCPU 7 is gone from '" },
		{ "total", "tot", "cannot read the exit counters: not the host's counters: '" },
	};
	struct counters_access access;
	struct snapshot snapshot;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(open_text(&access, FIRST, &err), 0);
	assert_int_equal(counters_want_vcpus(access.counters, &err), 0);
	snapshot_init(&snapshot, access.counters);
	for (size_t i = 0; i < N(changes); i++) {
		_cleanup_free_ char *text = with(SECOND, changes[i].part, changes[i].by);

		scratch_write("host", text, strlen(text));
		err = (struct error)ERROR_INIT;
		assert_int_equal(counters_read(access.counters, &snapshot, &err), -1);
		assert_error(&err, EXIT_TROUBLE, changes[i].error);
	}
	snapshot_free(&snapshot);
	close_access(&access);
}

/* Whose reasons they are: the file's word comes first, then that of the processor. */
static void test_isa(void **state)
{
	_cleanup_free_ char *vmx = with(FIRST, "isa=svm", "isa=vmx");
	_cleanup_free_ char *untold = with(FIRST, " isa=svm", "");
	struct counters_access access;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(open_text(&access, vmx, &err), 0);
	assert_int_equal(counters_info(access.counters)->isa, ISA_VMX);
	close_access(&access);
	if (open_text(&access, untold, &err)) {
		assert_false(access.id.isa_known);
		assert_error(&err, EXIT_TROUBLE, "does not say whose exit reasons|add isa=");
		return;
	}
	assert_int_equal(counters_info(access.counters)->isa, access.id.isa);
	assert_non_null(strstr(counters_info(access.counters)->doubts,
			       "; the file does not say whose exit reasons it has"));
	close_access(&access);
}

static void test_names(void **state)
{
	struct counters_access access;
	struct error err = ERROR_INIT;

	(void)state;
	assert_string_equal(access_name(0), "auto");
	assert_null(access_name(100));
	assert_int_equal(access_open(&access, "host:", NULL, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "no file in 'host:'|host:FILE");
	assert_int_equal(access_open(&access, "hosts", NULL, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "unknown counters 'hosts'|auto, native|host:FILE");
	assert_int_equal(access_open(&access, "host:/none", "record", &err), -1);
	assert_error(&err, EXIT_TROUBLE, "nothing to record: 'host:/none'");
	assert_int_equal(access_open(&access, "host:/none", NULL, &err), -1);
	assert_error(&err, EXIT_TROUBLE, "cannot open '/none'");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_info),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_bad_texts),
		cmocka_unit_test(test_damaged_texts),
		cmocka_unit_test(test_another_machine),
		cmocka_unit_test(test_isa),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
