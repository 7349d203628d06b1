// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in a guest. Executes a command and prints what was behind the exits between the two marks
 * around it, the exit of the second mark included: a line "REASON KEY EXITS" for each cause, in the
 * host's numbers, REASON and KEY in hexadecimal digits. KEY is "other" for exits without a place.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "counters/counters.h"

static int print_window(struct counters *counters, const char *command, struct error *err)
{
	const struct cause *cause;
	struct snapshot before, after;
	int rc;

	snapshot_init(&before, counters);
	snapshot_init(&after, counters);
	rc = counters_begin(counters, &before, err);
	if (!rc && system(command))
		rc = error_set(err, "the command failed: '%s'; run it alone to see why", command);
	if (!rc)
		rc = counters_end(counters, &before, &after, err);
	for (size_t i = 0; !rc && i < after.n_causes; i++) {
		cause = &after.causes[i];
		printf("%03" PRIx32 " ", after.counters[cause->slot].key.code);
		if (cause->others)
			printf("other");
		else
			printf("%" PRIx64, cause->key);
		printf(" %" PRIu64 "\n", cause->exits);
	}
	snapshot_free(&before);
	snapshot_free(&after);
	return rc;
}

int main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	struct cpuid_source *source;
	struct counters *counters = NULL;
	struct cpu_identity id;
	int rc;

	if (argc != 2) {
		fprintf(stderr, "usage: details COMMAND\n");
		return 2;
	}
	rc = cpuid_open_processor(&source, &err) || cpu_identify_source(source, &id, &err) ||
	     counters_open(&counters, source, &id, COUNTERS_AUTO, &err) ||
	     counters_want_causes(counters, &err) || print_window(counters, argv[1], &err);
	counters_close(counters);
	cpuid_close(source, &err);
	if (rc) {
		fprintf(stderr, "details: %s\n", err.text);
		return 1;
	}
	return 0;
}
