// SPDX-License-Identifier: GPL-2.0-only
#include "store/result_check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The most parts, of about fifty bytes each, that a text may be parsed into: 2 GiB. */
#define MOST_PARTS (UINT64_C(40) << 20)
#define OBJECT_PARTS 6
#define ARRAY_PARTS 3

int check_values(const char *text, size_t size, struct error *err)
{
	uint64_t parts = 0;
	bool quoted = false;

	for (size_t i = 0; i < size; i++) {
		char c = text[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == ',' || c == '{' || c == '['))
			parts += c == '{' ? OBJECT_PARTS : c == '[' ? ARRAY_PARTS : 1;
	}
	if (parts > MOST_PARTS)
		return error_set(err,
				 "too large: to read its %zu bytes would take more than 2 GiB "
				 "of memory",
				 size);
	return 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts the names, frees the list, and complains if one is in it twice. */
static int check_unique(const char **names, size_t n, const char *what, struct error *err)
{
	int rc = 0;

	if (n)
		qsort(names, n, sizeof(*names), by_text);
	for (size_t i = 1; i < n && !rc; i++)
		if (!strcmp(names[i - 1], names[i]))
			rc = error_set(err, "not a valid result: %s '%s' is there twice", what,
				       names[i]);
	free(names);
	return rc;
}

static int check_names(const struct result *result, struct error *err)
{
	const char **runs = xcalloc(result->n_runs, sizeof(*runs));
	const char **plan = xcalloc(result->n_plan, sizeof(*plan));
	const char **jobs = xcalloc(result->n_jobs, sizeof(*jobs));
	struct error ignored = ERROR_INIT;
	int rc;

	for (size_t i = 0; i < result->n_runs; i++)
		runs[i] = result->runs[i].name;
	for (size_t i = 0; i < result->n_plan; i++)
		plan[i] = result->plan[i];
	for (size_t i = 0; i < result->n_jobs; i++)
		jobs[i] = result->jobs[i].name;
	rc = check_unique(runs, result->n_runs, "the workload", err);
	/* Keep the first error. */
	if (check_unique(plan, result->n_plan, "in the plan", rc ? &ignored : err))
		rc = -1;
	if (check_unique(jobs, result->n_jobs, "the job file", rc ? &ignored : err))
		rc = -1;
	return rc;
}

/* In a good repeat the tool ended by itself, with status 0. */
static int check_repeat(const struct repeat *repeat, struct error *err)
{
	const struct child_result *child = &repeat->child;

	if (repeat->ok && (child->end != CHILD_EXITED || child->status || repeat->trouble))
		return error_set(err, "not a valid result: a repeat is ok, although it %s%s%s",
				 child->end != CHILD_EXITED ? "was " : "exited with trouble",
				 child->end != CHILD_EXITED ? child_end_name(child->end) : "",
				 repeat->trouble ? ", and has trouble" : "");
	if (!repeat->ok && !repeat->trouble)
		return error_set(err, "not a valid result: a repeat is not ok, and no trouble says "
				      "why");
	return 0;
}

static int check_state(const struct workload_run *run, struct error *err)
{
	size_t n_ok = 0;

	for (size_t i = 0; i < run->n_repeats; i++) {
		if (check_repeat(&run->repeats[i], err))
			return error_wrap(err, "repeat %zu", i + 1);
		n_ok += run->repeats[i].ok;
	}
	if (run->state == RUN_OK && (!run->n_repeats || n_ok != run->n_repeats || run->message))
		return error_set(err,
				 "not a valid result: the state is ok, with %zu of %zu "
				 "repeats%s",
				 n_ok, run->n_repeats, run->message ? " and a message" : "");
	if (run->state == RUN_SKIPPED && run->n_repeats)
		return error_set(err, "not a valid result: the state is skipped, with %zu repeats",
				 run->n_repeats);
	if (run->state != RUN_OK && !run->message)
		return error_set(err,
				 "not a valid result: the state is %s, and no message says "
				 "why",
				 run_state_name(run->state));
	return 0;
}

int check_result(const struct result *result, struct error *err)
{
	if (check_names(result, err))
		return -1;
	for (size_t i = 0; i < result->n_runs; i++) {
		const struct workload_run *run = &result->runs[i];

		if (check_state(run, err))
			return error_wrap(err, "workload %zu", i + 1);
		if (result->complete && run->state == RUN_INCOMPLETE)
			return error_set(err, "not a valid result: it is complete, and '%s' is not",
					 run->name);
	}
	for (size_t i = 0; i < result->n_idle; i++)
		if (check_repeat(&result->idle[i].repeat, err))
			return error_wrap(err, "idle window %zu", i + 1);
	return 0;
}
