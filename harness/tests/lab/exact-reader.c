// SPDX-License-Identifier: GPL-2.0-only
/*
 * In a guest: is the reader's share of what it reads known exactly?
 *
 * - An empty window shows no CPUID exit net of the reader's own, every time.
 * - CPUIDs executed in a loop inside a window show up to the last one.
 * - The counters of all reasons add up to the course leaf's total.
 *
 * Prints TAP.
 */
#include <cpuid.h>
#include <inttypes.h>
#include <stdio.h>

#include "counters/counters.h"
#include "profile/profile.h"

#define WINDOWS 50

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
		row = profile_find(&profile, reason_cpuid(info->isa), false);
		*cpuids = row ? row->exits : 0;
		*others = profile.exits - *cpuids;
		profile_free(&profile);
	}
	snapshot_free(&before);
	snapshot_free(&after);
	return rc;
}

static int test_windows(struct counters *counters, unsigned int n, struct error *err)
{
	uint64_t cpuids, others, quietest = UINT64_MAX;
	unsigned int exact = 0;
	char what[80];

	for (int i = 0; i < WINDOWS; i++) {
		if (window(counters, n, &cpuids, &others, err))
			return -1;
		exact += cpuids == n;
		if (cpuids != n)
			printf("# window %d: %" PRIu64 " CPUID exits\n", i, cpuids);
		if (others < quietest)
			quietest = others;
	}
	snprintf(what, sizeof(what), "%u CPUIDs show as exactly %u, in %d windows of %d", n, n,
		 WINDOWS, WINDOWS);
	report(exact == WINDOWS, what);
	/* Under emulation a reading outlasts a timer tick, whose exits are the guest's own. */
	printf("# other exits in the quietest window: %" PRIu64 "\n", quietest);
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
	     test_windows(counters, 0, &err) || test_windows(counters, 1, &err) ||
	     test_windows(counters, 1000, &err) || test_total(counters, source, &err);
	counters_close(counters);
	cpuid_close(source, &err);
	if (rc) {
		fprintf(stderr, "exact-reader: %s\n", err.text);
		return 1;
	}
	printf("1..%d\n", n_tests);
	return n_failed != 0;
}
