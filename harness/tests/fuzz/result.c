// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads result.json. What can be read can be shown, compared and written, and what is written of
 * it is read as the same again.
 */
#include "common/input.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/profiled.h"
#include "base/cleanup.h"
#include "compare/compare.h"
#include "render/view.h"
#include "store/result_json.h"
#include "store/store.h"

/* All digits, so that what differs is not a matter of rounding. */
static char *text_of(const struct result *result)
{
	json_t *json = result_to_json(result);
	char *text = json ? json_dumps(json, JSON_REAL_PRECISION(17)) : NULL;

	json_decref(json);
	return text;
}

static void write_and_read(const struct result *result)
{
	_cleanup_free_ char *first = text_of(result);
	_cleanup_free_ char *second = NULL;
	struct error err = ERROR_INIT;
	struct result again = { 0 };
	json_t *json;

	MUST(first);
	json = json_loads(first, 0, NULL);
	MUST(json);
	MUST(!result_from_json(json, &again, &err));
	json_decref(json);
	second = text_of(&again);
	MUST(second && !strcmp(first, second));
	result_free(&again);
}

/* What is behind the exits, for other programs. */
static void export_why(const struct profiled_result *profiled, const struct profiled_run *run)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	MUST(out);
	why_folded(profiled, run, out);
	why_trace(profiled, run, out);
	MUST(!fclose(out));
}

static void show(const struct profiled_result *profiled, size_t size)
{
	const struct view_wish wish = {
		.per_vcpu = size / 8 % 2,
		.cycles = size / 64 % 2,
		.all = size % 2,
	};

	show_and_free(view_result(profiled, &wish), size);
	for (size_t i = 0; i < profiled->n_runs; i++) {
		const struct profiled_run *run = &profiled->runs[i];
		struct table *activity = view_activity(run, &wish);

		show_and_free(view_run(profiled, run, &wish), size);
		show_and_free(view_why(profiled, run, &wish), size);
		export_why(profiled, run);
		if (activity)
			show_and_free(activity, size);
	}
}

static void compare(const struct profiled_result *profiled, size_t size)
{
	const struct comparison_wish wish = {
		.quantities = size / 16 % 2 ? COMPARE_TIME : COMPARE_EXITS,
		.least = COMPARISON_LEAST,
	};
	const struct comparison_side side = { profiled, 1 };
	enum comparison_extent extent = size % 4;
	struct error err = ERROR_INIT;
	struct comparison_set set;

	if (compare_results(&side, &side, &wish, &set, &err)) {
		must_explain(&err);
		return;
	}
	show_and_free(view_comparison(&set, extent), size);
	comparison_set_free(&set);
}

static void show_and_compare(const struct result *result, const struct profile_options *options,
			     size_t size)
{
	struct profiled_result profiled;

	profile_result(result, options, &profiled);
	show(&profiled, size);
	compare(&profiled, size);
	profiled_result_free(&profiled);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = input_file("result.json", data, size);
	struct error err = ERROR_INIT;
	struct result result;

	if (store_load(".", path, &result, &err)) {
		must_explain(&err);
		return 0;
	}
	write_and_read(&result);
	show_and_compare(&result, NULL, size);
	show_and_compare(&result, &(const struct profile_options){ .net_idle = true }, size);
	show_and_compare(&result,
			 &(const struct profile_options){ .net_idle = true, .by_class = true },
			 size);
	result_free(&result);
	return 0;
}
