// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the text in which the host shows its counters (--counters host:FILE), before and after a
 * window: two texts. Without a second one the file does not change.
 */
#include "common/counters.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "counters/host_text.h"
#include "counters/source.h"

/* What is read adds up, and no part is larger than its whole. */
static void must_add_up(const struct host_text *text)
{
	for (size_t i = 0; i < text->n_rows; i++) {
		uint64_t sums[HOST_CELL] = { 0 };
		const uint64_t *cells = text->rows[i].cells;

		for (size_t j = 0; j <= text->n_ids; j++) {
			const uint64_t *of = cells + HOST_CELL * j;

			MUST(of[HOST_USER_EXITS] <= of[HOST_EXITS]);
			MUST(of[HOST_USER_CYCLES] <= of[HOST_CYCLES]);
			for (size_t k = 0; k < HOST_CELL && j; k++)
				sums[k] += of[k];
		}
		MUST(!text->n_ids || !memcmp(sums, cells, sizeof(sums)));
	}
}

static bool is_readable(const uint8_t *data, size_t size)
{
	char *bytes = xcalloc(size + 1, 1);
	struct error err = ERROR_INIT;
	struct host_text text;
	bool readable;

	memcpy(bytes, data, size);
	readable = !host_text_parse("input", bytes, size, &text, &err);
	if (readable) {
		must_add_up(&text);
		host_text_free(&text);
	} else {
		must_explain(&err);
	}
	free(bytes);
	return readable;
}

static void read_file(const char *before, const char *after, size_t size)
{
	const struct cpu_identity id = { .isa_known = size % 2, .isa = ISA_SVM };
	const char *path = input_file("host", (const uint8_t *)before, strlen(before));
	struct error err = ERROR_INIT;
	struct counters *counters;

	if (host_open(&counters, path, &id, &err)) {
		must_explain(&err);
		return;
	}
	try_counters(counters, &id, "host", after, size);
	counters_close(counters);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *texts[2];

	is_readable(data, size);
	input_texts(data, size, texts, 2);
	/* A file that is not readable is tried again for a while, which would be slow here. */
	if (is_readable((const uint8_t *)texts[0], strlen(texts[0]))) {
		if (texts[1] && !is_readable((const uint8_t *)texts[1], strlen(texts[1]))) {
			free(texts[1]);
			texts[1] = NULL;
		}
		read_file(texts[0], texts[1], size);
	}
	free(texts[0]);
	free(texts[1]);
	return 0;
}
