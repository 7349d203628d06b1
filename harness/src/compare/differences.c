// SPDX-License-Identifier: GPL-2.0-only
#include "compare/differences.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* So many digits of a hash are enough to distinguish two files. */
#define HASH_DIGITS 12

/* Takes the text. */
static void warn(struct differences *differences, const char *workload, char *text)
{
	differences->warnings = xgrow(differences->warnings, differences->n_warnings,
				      sizeof(*differences->warnings));
	differences->warnings[differences->n_warnings++] = (struct doubt){
		.text = text,
		.workload = workload ? xstrdup(workload) : NULL,
	};
}

/* Two ABIs count the reader's exits differently, and exits/s depend on the number of vCPUs. */
static void check_counters(struct differences *differences, const struct counters_info *base,
			   const struct counters_info *new)
{
	if (base->abi != new->abi)
		warn(differences, NULL,
		     xasprintf(
			     "the counters are read in another way: exits during the reading of one vCPU's "
			     "neighbours may be on one side only"));
	if (base->n_vcpus != new->n_vcpus)
		warn(differences, NULL,
		     xasprintf(
			     "exits/s are of all vCPUs together, and there were %u and %u of them",
			     base->n_vcpus, new->n_vcpus));
}

/* Whether the tool told operations of the repeats. */
static bool knows_ops(const struct workload_run *run)
{
	for (size_t i = 0; i < run->n_repeats; i++)
		if (run->repeats[i].ok && run->repeats[i].ops > 0)
			return true;
	return false;
}

bool compared_per_op(const struct workload_run *base, const struct workload_run *new)
{
	return (base->fixed_ops && new->fixed_ops) || (knows_ops(base) && knows_ops(new));
}

/* Each tool defines its operations, and another version may define them differently. */
static void check_tool(struct differences *differences, const struct result *base,
		       const struct result *new, const char *tool)
{
	_cleanup_free_ char *key = xasprintf(CONDITION_TOOL_PREFIX "%s", tool);
	const char *a = result_fact(base, key), *b = result_fact(new, key), *first = NULL;
	size_t n = 0;

	if (!*a || !*b || conditions_same_version(a, b))
		return;
	for (size_t i = 0; i < base->n_runs; i++) {
		const struct workload_run *run = &base->runs[i];
		const struct workload_run *other = result_find_run(new, run->name);

		if (!other || strcmp(run->tool, tool) != 0 || !compared_per_op(run, other))
			continue;
		if (!n++)
			first = run->name;
	}
	if (n == 1)
		warn(differences, first,
		     xasprintf(
			     "'%s' is compared per operation, and in another version of %s an operation may "
			     "be something else",
			     first, tool));
	else if (n)
		warn(differences, NULL,
		     xasprintf(
			     "'%s' and %zu more are compared per operation, and in another version of %s an "
			     "operation may be something else",
			     first, n - 1, tool));
}

static void check_tools(struct differences *differences, const struct result *base,
			const struct result *new)
{
	for (size_t i = 0; i < base->n_facts; i++)
		if (conditions_is_tool(base->facts[i].key))
			check_tool(differences, base, new,
				   base->facts[i].key + strlen(CONDITION_TOOL_PREFIX));
}

/* Older results do not name every operation. */
static bool is_another_op(const struct workload_run *run, const struct workload_run *other)
{
	return *run->op && *other->op && strcmp(run->op, other->op) != 0;
}

/* Two numbers per operation say nothing if the operations are not the same. */
static void check_operation(struct differences *differences, const struct workload_run *run,
			    const struct workload_run *other)
{
	_cleanup_free_ char *what = xasprintf("operation of %s", run->name);

	if (!is_another_op(run, other))
		return;
	difference_list_add(&differences->conditions, what, run->op, other->op, MATTERS_TO_COMPARE);
	if (compared_per_op(run, other))
		warn(differences, run->name,
		     xasprintf("'%s' is not compared per operation, as its operations are not "
			       "the same",
			       run->name));
}

static void check_operations(struct differences *differences, const struct result *base,
			     const struct result *new)
{
	for (size_t i = 0; i < base->n_runs; i++) {
		const struct workload_run *other = result_find_run(new, base->runs[i].name);

		if (other)
			check_operation(differences, &base->runs[i], other);
	}
}

static bool is_another_job(const struct workload_run *run, const struct workload_run *other)
{
	return run->sha256 && other->sha256 && strcmp(run->sha256, other->sha256) != 0;
}

static void check_jobs(struct differences *differences, const struct result *base,
		       const struct result *new)
{
	for (size_t i = 0; i < base->n_runs; i++) {
		const struct workload_run *run = &base->runs[i];
		const struct workload_run *other = result_find_run(new, run->name);
		_cleanup_free_ char *what = NULL, *a = NULL, *b = NULL;

		if (!other || !is_another_job(run, other))
			continue;
		what = xasprintf("job file of %s", run->name);
		a = xstrndup(run->sha256, HASH_DIGITS);
		b = xstrndup(other->sha256, HASH_DIGITS);
		difference_list_add(&differences->conditions, what, a, b, MATTERS_TO_COMPARE);
		warn(differences, run->name,
		     xasprintf("'%s' was another job: its files differ", run->name));
	}
}

void differences_find(const struct result *base, const struct result *new,
		      struct differences *differences)
{
	*differences = (struct differences){ 0 };
	conditions_compare(base, new, &differences->conditions);
	check_counters(differences, &base->counters, &new->counters);
	check_jobs(differences, base, new);
	check_operations(differences, base, new);
	check_tools(differences, base, new);
	if (!base->complete)
		warn(differences, NULL, xasprintf("the base is incomplete"));
	if (!new->complete)
		warn(differences, NULL, xasprintf("the new result is incomplete"));
}

/* The same within a side. */
static void check_workloads_within(const struct result *first, const struct result *other,
				   const char *side, struct differences *differences)
{
	for (size_t i = 0; i < first->n_runs; i++) {
		const struct workload_run *run = &first->runs[i];
		const struct workload_run *same = result_find_run(other, run->name);

		if (!same)
			continue;
		if (is_another_job(run, same))
			warn(differences, run->name,
			     xasprintf(
				     "'%s' was another job in two results of %s: its files differ",
				     run->name, side));
		if (is_another_op(run, same) && compared_per_op(run, same))
			warn(differences, run->name,
			     xasprintf("'%s' is not compared per operation, as its operations are "
				       "not the same in two results of %s",
				       run->name, side));
	}
}

void differences_within(const struct result *first, const struct result *other, const char *side,
			struct differences *differences)
{
	struct difference_list list;

	conditions_compare(first, other, &list);
	for (size_t i = 0; i < list.n; i++) {
		if (!(list.rows[i].matters & MATTERS_TO_COMPARE))
			continue;
		warn(differences, NULL,
		     xasprintf("two results of %s were made under different conditions: %s is '%s' "
			       "and '%s'",
			       side, list.rows[i].what, list.rows[i].base, list.rows[i].new));
		break;
	}
	difference_list_free(&list);
	if (!other->complete)
		warn(differences, NULL, xasprintf("a result of %s is incomplete", side));
	check_workloads_within(first, other, side, differences);
}

void differences_free(struct differences *differences)
{
	difference_list_free(&differences->conditions);
	for (size_t i = 0; i < differences->n_warnings; i++) {
		free(differences->warnings[i].text);
		free(differences->warnings[i].workload);
	}
	free(differences->warnings);
	*differences = (struct differences){ 0 };
}

const struct doubt *differences_doubt(const struct differences *differences, const char *workload)
{
	for (size_t i = 0; i < differences->n_warnings; i++) {
		const struct doubt *doubt = &differences->warnings[i];

		if (!workload || !doubt->workload || !strcmp(doubt->workload, workload))
			return doubt;
	}
	return NULL;
}
