// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads /proc/stat, interrupts and softirqs, before and after a window: six texts. If there are
 * fewer, the others stand for files that do not exist.
 */
#include "measure/proc.h"

#include "common/input.h"

#include <stdlib.h>

static void must_be_told(const struct activity_counts *counts)
{
	MUST(counts->known || !counts->n);
	for (size_t i = 0; i < counts->n; i++)
		MUST(counts->rows[i].name && counts->rows[i].what);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proc_reading before, after;
	struct activity activity;
	char *texts[6];

	input_texts(data, size, texts, 6);
	before = (struct proc_reading){ texts[0], texts[1], texts[2] };
	after = (struct proc_reading){ texts[3], texts[4], texts[5] };
	activity = proc_between(&before, &after);
	MUST(activity.steal_known || !activity.steal_ns);
	must_be_told(&activity.interrupts);
	must_be_told(&activity.softirqs);
	activity_free(&activity);
	proc_free(&before);
	proc_free(&after);
	return 0;
}
