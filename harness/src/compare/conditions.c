// SPDX-License-Identifier: GPL-2.0-only
#include "compare/conditions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* Values that vary between boots may differ by this share. */
#define TOLERANCE 0.01

void difference_list_add(struct difference_list *differences, const char *what, const char *base,
			 const char *new, unsigned int matters)
{
	differences->rows = xgrow(differences->rows, differences->n, sizeof(*differences->rows));
	differences->rows[differences->n++] = (struct difference){
		.what = xstrdup(what),
		.base = xstrdup(base),
		.new = xstrdup(new),
		.matters = matters,
	};
}

void difference_list_free(struct difference_list *differences)
{
	for (size_t i = 0; i < differences->n; i++) {
		free(differences->rows[i].what);
		free(differences->rows[i].base);
		free(differences->rows[i].new);
	}
	free(differences->rows);
	*differences = (struct difference_list){ 0 };
}

static void compare_text(struct difference_list *differences, const char *what, const char *base,
			 const char *new, unsigned int matters)
{
	if (strcmp(base, new) != 0)
		difference_list_add(differences, what, base, new, matters);
}

static void compare_number(struct difference_list *differences, const char *what, double base,
			   double new, unsigned int matters)
{
	_cleanup_free_ char *a = xasprintf("%.10g", base);
	_cleanup_free_ char *b = xasprintf("%.10g", new);

	if (base != new)
		difference_list_add(differences, what, a, b, matters);
}

static bool nearly_same(double a, double b)
{
	return fabs(a - b) <= TOLERANCE * fmax(fabs(a), fabs(b));
}

/* The length of a tool's version without the name of the kernel that it runs on. */
static size_t version_length(const char *version)
{
	const char *kernel = strstr(version, " Linux ");

	return kernel ? (size_t)(kernel - version) : strlen(version);
}

bool conditions_same_version(const char *a, const char *b)
{
	return version_length(a) == version_length(b) && !strncmp(a, b, version_length(a));
}

bool conditions_is_tool(const char *key)
{
	return !strncmp(key, CONDITION_TOOL_PREFIX, strlen(CONDITION_TOOL_PREFIX));
}

bool conditions_same_fact(const char *key, const char *a, const char *b)
{
	if (conditions_is_tool(key))
		return conditions_same_version(a, b);
	/* The kernel reserves a slightly different amount of memory in each boot. */
	if (!strcmp(key, "memory") && *a && *b)
		return nearly_same(strtod(a, NULL), strtod(b, NULL));
	return !strcmp(a, b);
}

static void compare_fact(struct difference_list *differences, const char *key, const char *base,
			 const char *new)
{
	/* Under emulation the kernel finds the TSC unstable in some boots. */
	bool by_chance = !strcmp(key, "clocksource.available");

	if (!conditions_same_fact(key, base, new))
		difference_list_add(differences, key, base, new,
				    by_chance ? MATTERS_TO_COMPARE : MATTERS_TO_BOTH);
}

static void compare_facts(struct difference_list *differences, const struct result *base,
			  const struct result *new)
{
	for (size_t i = 0; i < base->n_facts; i++) {
		const struct fact *fact = &base->facts[i];

		compare_fact(differences, fact->key, fact->value, result_fact(new, fact->key));
	}
	for (size_t i = 0; i < new->n_facts; i++) {
		const struct fact *fact = &new->facts[i];

		if (!*result_fact(base, fact->key))
			compare_fact(differences, fact->key, "", fact->value);
	}
}

static void compare_counters(struct difference_list *differences, const struct counters_info *base,
			     const struct counters_info *new)
{
	compare_text(differences, "counters", counters_abi_name(base->abi),
		     counters_abi_name(new->abi), MATTERS_TO_BOTH);
	/* Two vendors' processors are compared by classes of reasons, which a note says. */
	compare_text(differences, "instruction set", isa_name(base->isa), isa_name(new->isa),
		     MATTERS_TO_RESUME);
	/* A newer interface of the same kind counts the same exits. */
	compare_number(differences, "counters.version", base->version, new->version,
		       MATTERS_TO_RESUME);
	compare_number(differences, "counters.features", base->features, new->features,
		       MATTERS_TO_RESUME);
	/* Each instruction set and each version of the interface has its own number of reasons. */
	compare_number(differences, "counters.slots", base->n_slots, new->n_slots,
		       base->isa == new->isa && base->version == new->version ? MATTERS_TO_BOTH :
										MATTERS_TO_RESUME);
	compare_number(differences, "counters.marks", base->n_marks, new->n_marks, MATTERS_TO_BOTH);
	if (!nearly_same(base->tsc_khz, new->tsc_khz))
		compare_number(differences,
			       counters_of_guest_tsc(new) ? "guest TSC in kHz" : "host TSC in kHz",
			       base->tsc_khz, new->tsc_khz, MATTERS_TO_BOTH);
	compare_number(differences, "counters.vcpus", base->n_vcpus, new->n_vcpus, MATTERS_TO_BOTH);
}

/* Older results, which do not have an order, were measured as listed. */
static const char *order_of(const struct result *result)
{
	return result->order ? result->order : "listed";
}

/* Without a precision there is no limit but the number of repeats, which is shown anyway. */
static unsigned int matters_limit(const struct result *base, const struct result *new)
{
	bool ranges = base->precision > 0 || new->precision > 0;

	return ranges ? MATTERS_TO_BOTH : MATTERS_TO_RESUME;
}

static const char *suite_of(const struct result *result)
{
	return result->suite ? result->suite : "";
}

static void compare_wishes(struct difference_list *differences, const struct result *base,
			   const struct result *new)
{
	/* A comparison lists the workloads that only one suite has. */
	compare_text(differences, "the suite", suite_of(base), suite_of(new), MATTERS_TO_RESUME);
	compare_text(differences, "--order", order_of(base), order_of(new), MATTERS_TO_BOTH);
	compare_number(differences, "--repeat", base->repeats, new->repeats, MATTERS_TO_BOTH);
	compare_number(differences, "--precision", 100 * base->precision, 100 * new->precision,
		       MATTERS_TO_BOTH);
	compare_number(differences, "the limit of --repeat", base->max_repeats, new->max_repeats,
		       matters_limit(base, new));
	compare_number(differences, "--duration", base->duration_s, new->duration_s,
		       MATTERS_TO_BOTH);
	/* Each window of the idle guest keeps its own length. */
	compare_number(differences, "--idle", base->idle_s, new->idle_s, MATTERS_TO_COMPARE);
}

void conditions_compare(const struct result *base, const struct result *new,
			struct difference_list *differences)
{
	*differences = (struct difference_list){ 0 };
	compare_facts(differences, base, new);
	compare_counters(differences, &base->counters, &new->counters);
	compare_wishes(differences, base, new);
}

static int same_slots(const struct result *then, const struct snapshot *slots, struct error *err)
{
	for (size_t i = 0; i < then->n_runs; i++) {
		const struct snapshot *old;

		if (!then->runs[i].n_repeats)
			continue;
		old = &then->runs[i].repeats[0].before;
		for (size_t j = 0; j < old->n && j < slots->n; j++)
			if (!reason_key_equal(&old->counters[j].key, &slots->counters[j].key))
				return error_set(err, "the exit reason of counter %zu differs", j);
		break;
	}
	return 0;
}

int conditions_same(const struct result *then, const struct result *now,
		    const struct snapshot *slots, struct error *err)
{
	struct difference_list differences;
	int rc = 0;

	conditions_compare(then, now, &differences);
	for (size_t i = 0; !rc && i < differences.n; i++) {
		const struct difference *row = &differences.rows[i];

		if (row->matters & MATTERS_TO_RESUME)
			rc = error_set(err,
				       "%s differs: '%s' then, '%s' now; go on under the same "
				       "conditions, or start a new run",
				       row->what, row->base, row->new);
	}
	difference_list_free(&differences);
	return rc ? rc : same_slots(then, slots, err);
}
