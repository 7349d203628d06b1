// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in a guest. Checks that the reader's share of what it reads is known exactly:
 *
 * - An empty window never shows a CPUID exit besides the reader's own. Between two marks
 *   it shows no other exit either, except for one of a timer now and then.
 * - CPUIDs executed in a loop inside a window show up to the last one.
 * - The counters of all reasons add up to the course leaf's total.
 *
 * Prints TAP.
 */
#include <cpuid.h>
#include <inttypes.h>
#include <stdio.h>

#include "analysis/profile.h"
#include "counters/counters.h"

static int n_tests, n_failed;

static void report(bool passed, const char *what)
{
	printf("%sok %d - %s\n", passed ? "" : "not ", ++n_tests, what);
	n_failed += !passed;
}

/* One window with n CPUIDs in it. */
static int window(struct counters *counters, unsigned int n, uint64_t *cpuids, uint64_t *others,
		  struct error *err)
{
	const struct counters_info *info = counters_info(counters);
	const struct reason_key cpuid = reason_key(info->isa, reason_cpuid(info->isa));
	const struct profile_row *row;
	struct snapshot before, after;
	struct profile profile;
	int rc;

	snapshot_init(&before, counters);
	snapshot_init(&after, counters);
	rc = counters_begin(counters, &before, err);
	for (unsigned int i = 0; i < n; i++) {
		unsigned int a, b, c, d;

		__cpuid(0, a, b, c, d);
	}
	if (!rc)
		rc = counters_end(counters, &before, &after, err);
	if (!rc)
		rc = profile_between(info, &before, &after, NULL, &profile, err);
	if (!rc) {
		row = profile_find(&profile, &cpuid);
		*cpuids = row ? row->exits : 0;
		*others = profile.exits - *cpuids;
		profile_free(&profile);
	}
	snapshot_free(&before);
	snapshot_free(&after);
	return rc;
}

static int test_windows(struct counters *counters, unsigned int n, unsigned int windows,
			struct error *err)
{
	unsigned int exact = 0, quiet = 0;
	uint64_t cpuids, others;
	char what[80];

	for (unsigned int i = 0; i < windows; i++) {
		if (window(counters, n, &cpuids, &others, err))
			return -1;
		exact += cpuids == n;
		quiet += cpuids == n && !others;
		if (cpuids != n)
			printf("# window %u: %" PRIu64 " CPUID exits\n", i, cpuids);
	}
	snprintf(what, sizeof(what), "%u CPUIDs show as exactly %u, in %u windows of %u", n, n,
		 exact, windows);
	report(exact == windows, what);
	printf("# windows of %u CPUIDs without any other exit: %u of %u\n", n, quiet, windows);
	/* Reading without marks takes longer than a timer's tick, so there are other exits. */
	if (!n && counters_use_marks(counters_info(counters)))
		report(quiet > 0, "between two marks around nothing there is one exit, the mark's");
	return 0;
}

/*
 * Other vCPUs may exit between the readings, so the sum must lie between two
 * totals taken around it.
 */
static int test_total(struct counters *counters, struct cpuid_source *source, struct error *err)
{
	struct cpuid_regs before, after;
	struct snapshot snapshot;
	uint32_t sum = 0;

	snapshot_init(&snapshot, counters);
	if (cpuid_query(source, 0x4FFFFFFF, 0, &before, err) ||
	    counters_read(counters, &snapshot, err) ||
	    cpuid_query(source, 0x4FFFFFFF, 0, &after, err)) {
		snapshot_free(&snapshot);
		return -1;
	}
	for (size_t i = 0; i < snapshot.n; i++)
		sum += (uint32_t)snapshot.counters[i].exits;
	printf("# total %" PRIu32 ", sum %" PRIu32 ", total %" PRIu32 "\n", before.eax, sum,
	       after.eax);
	report(sum - before.eax < 1u << 31 && after.eax - sum < 1u << 31,
	       "the sum over all reasons lies between the totals before and after");
	snapshot_free(&snapshot);
	return 0;
}

int main(void)
{
	struct error err = ERROR_INIT;
	struct cpuid_source *source;
	struct counters *counters = NULL;
	struct cpu_identity id;
	int rc;

	rc = cpuid_open_processor(&source, &err) || cpu_identify_source(source, &id, &err) ||
	     counters_open(&counters, source, &id, COUNTERS_AUTO, &err) ||
	     test_windows(counters, 0, 50, &err) || test_windows(counters, 1, 50, &err) ||
	     test_windows(counters, 1000, 10, &err) || test_total(counters, source, &err);
	counters_close(counters);
	cpuid_close(source, &err);
	if (rc) {
		fprintf(stderr, "exact-reader: %s\n", err.text);
		return 1;
	}
	printf("1..%d\n", n_tests);
	return n_failed != 0;
}
