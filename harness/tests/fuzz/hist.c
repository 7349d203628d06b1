// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the kernel's histogram of KVM's exits (--counters hist:FILE), before and after a window:
 * two texts. Without a second one the file does not change.
 */
#include "common/counters.h"

#include <stdlib.h>
#include <string.h>

#include "counters/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct cpu_identity id = { .isa_known = size % 2, .isa = ISA_SVM };
	struct error err = ERROR_INIT;
	struct counters *counters;
	const char *path;
	char *texts[2];

	input_texts(data, size, texts, 2);
	path = input_file("hist", (const uint8_t *)texts[0], strlen(texts[0]));
	if (hist_open(&counters, path, &id, &err)) {
		must_explain(&err);
	} else {
		try_counters(counters, &id, "hist", texts[1], size);
		counters_close(counters);
	}
	free(texts[0]);
	free(texts[1]);
	return 0;
}
