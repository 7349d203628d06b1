// SPDX-License-Identifier: GPL-2.0-only
#include "compare/differences.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "compare/conditions.h"

#define TOOL_PREFIX "tool."

static void add(struct differences *differences, const char *what, const char *base,
		const char *new)
{
	differences->list = xgrow(differences->list, differences->n, sizeof(*differences->list));
	differences->list[differences->n++] = (struct difference){
		.what = xstrdup(what),
		.base = xstrdup(base),
		.new = xstrdup(new),
	};
}

/* A tool's version without the kernel that it runs on, which is a fact of its own. */
static size_t version_length(const char *version)
{
	const char *kernel = strstr(version, " Linux ");

	return kernel ? (size_t)(kernel - version) : strlen(version);
}

static bool same_version(const char *a, const char *b)
{
	return version_length(a) == version_length(b) && !strncmp(a, b, version_length(a));
}

static bool same_fact(const char *key, const char *base, const char *new)
{
	if (!strncmp(key, TOOL_PREFIX, strlen(TOOL_PREFIX)))
		return same_version(base, new);
	if (!strcmp(key, "memory") && *base && *new)
		return conditions_nearly_same(strtod(base, NULL), strtod(new, NULL));
	return !strcmp(base, new);
}

static void add_facts(struct differences *differences, const struct result *base,
		      const struct result *new)
{
	for (size_t i = 0; i < base->n_facts; i++) {
		const struct fact *fact = &base->facts[i];
		const char *value = result_fact(new, fact->key);

		if (!same_fact(fact->key, fact->value, value))
			add(differences, fact->key, fact->value, value);
	}
	for (size_t i = 0; i < new->n_facts; i++)
		if (!*result_fact(base, new->facts[i].key) && *new->facts[i].value)
			add(differences, new->facts[i].key, "", new->facts[i].value);
}

static void add_number(struct differences *differences, const char *what, double base, double new)
{
	_cleanup_free_ char *a = xasprintf("%.10g", base);
	_cleanup_free_ char *b = xasprintf("%.10g", new);

	if (base != new)
		add(differences, what, a, b);
}

static void add_counters(struct differences *differences, const struct counters_info *base,
			 const struct counters_info *new)
{
	if (base->abi != new->abi) {
		add(differences, "counters", counters_abi_name(base->abi),
		    counters_abi_name(new->abi));
		xpush(&differences->warnings, &differences->n_warnings,
		      xasprintf(
			      "the counters are read in another way: exits during the reading of one vCPU's "
			      "neighbours may be on one side only"));
	}
	add_number(differences, "counters.version", base->version, new->version);
	add_number(differences, "counters.slots", base->n_slots, new->n_slots);
	add_number(differences, "counters.marks", base->n_marks, new->n_marks);
	if (!conditions_nearly_same(base->tsc_khz, new->tsc_khz))
		add_number(differences, "host TSC in kHz", base->tsc_khz, new->tsc_khz);
	if (base->n_vcpus == new->n_vcpus)
		return;
	add_number(differences, "counters.vcpus", base->n_vcpus, new->n_vcpus);
	xpush(&differences->warnings, &differences->n_warnings,
	      xasprintf("exits/s are of all vCPUs together, and there were %u and %u of them",
			base->n_vcpus, new->n_vcpus));
}

bool compared_per_op(const struct workload_run *base, const struct workload_run *new)
{
	return base->fixed_ops && new->fixed_ops;
}

/* An operation is what the tool says it is, and that changes with its version. */
static void check_tool(struct differences *differences, const struct result *base,
		       const struct result *new, const char *tool)
{
	_cleanup_free_ char *key = xasprintf(TOOL_PREFIX "%s", tool);
	const char *a = result_fact(base, key), *b = result_fact(new, key), *first = NULL;
	size_t n = 0;

	if (!*a || !*b || same_version(a, b))
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
		xpush(&differences->warnings, &differences->n_warnings,
		      xasprintf(
			      "'%s' is compared per operation, and in another version of %s an operation may "
			      "be something else",
			      first, tool));
	else if (n)
		xpush(&differences->warnings, &differences->n_warnings,
		      xasprintf(
			      "'%s' and %zu more are compared per operation, and in another version of %s an "
			      "operation may be something else",
			      first, n - 1, tool));
}

static void check_tools(struct differences *differences, const struct result *base,
			const struct result *new)
{
	for (size_t i = 0; i < base->n_facts; i++)
		if (!strncmp(base->facts[i].key, TOOL_PREFIX, strlen(TOOL_PREFIX)))
			check_tool(differences, base, new,
				   base->facts[i].key + strlen(TOOL_PREFIX));
}

/* A dozen digits are enough to tell two files apart. */
static void check_jobs(struct differences *differences, const struct result *base,
		       const struct result *new)
{
	for (size_t i = 0; i < base->n_runs; i++) {
		const struct workload_run *run = &base->runs[i];
		const struct workload_run *other = result_find_run(new, run->name);
		_cleanup_free_ char *what = NULL;

		if (!other || !run->sha256 || !other->sha256 || !strcmp(run->sha256, other->sha256))
			continue;
		what = xasprintf("job file of %s", run->name);
		add(differences, what, run->sha256, other->sha256);
		xpush(&differences->warnings, &differences->n_warnings,
		      xasprintf("'%s' was another job: its files differ", run->name));
	}
}

void differences_find(const struct result *base, const struct result *new,
		      struct differences *differences)
{
	*differences = (struct differences){ 0 };
	add_facts(differences, base, new);
	add_counters(differences, &base->counters, &new->counters);
	add_number(differences, "--repeat", base->repeats, new->repeats);
	add_number(differences, "--duration", base->duration_s, new->duration_s);
	check_jobs(differences, base, new);
	check_tools(differences, base, new);
	if (!base->complete)
		xpush(&differences->warnings, &differences->n_warnings,
		      xasprintf("the base is incomplete"));
	if (!new->complete)
		xpush(&differences->warnings, &differences->n_warnings,
		      xasprintf("the new result is incomplete"));
}

void differences_free(struct differences *differences)
{
	for (size_t i = 0; i < differences->n; i++) {
		free(differences->list[i].what);
		free(differences->list[i].base);
		free(differences->list[i].new);
	}
	free(differences->list);
	for (size_t i = 0; i < differences->n_warnings; i++)
		free(differences->warnings[i]);
	free(differences->warnings);
	*differences = (struct differences){ 0 };
}
