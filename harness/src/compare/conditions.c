// SPDX-License-Identifier: GPL-2.0-only
#include "compare/conditions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* What varies from boot to boot by itself may do so by this share. */
#define TOLERANCE 0.01

static int differs(struct error *err, const char *what, const char *then, const char *now)
{
	return error_set(err, "%s differs: '%s' then, '%s' now", what, then, now);
}

bool conditions_nearly_same(double a, double b)
{
	return fabs(a - b) <= TOLERANCE * fmax(fabs(a), fabs(b));
}

static int same_number(const char *what, double then, double now, struct error *err)
{
	_cleanup_free_ char *a = xasprintf("%g", then);
	_cleanup_free_ char *b = xasprintf("%g", now);

	return then == now ? 0 : differs(err, what, a, b);
}

static int same_counters(const struct counters_info *then, const struct counters_info *now,
			 struct error *err)
{
	if (then->abi != now->abi)
		return differs(err, "the counters' ABI", counters_abi_name(then->abi),
			       counters_abi_name(now->abi));
	if (then->isa != now->isa)
		return differs(err, "the instruction set", isa_name(then->isa), isa_name(now->isa));
	if (!conditions_nearly_same(then->tsc_khz, now->tsc_khz))
		return same_number("the host's TSC in kHz", then->tsc_khz, now->tsc_khz, err);
	return same_number("the ABI's version", then->version, now->version, err) ||
			       same_number("the set of the counters' features", then->features,
					   now->features, err) ||
			       same_number("the number of counters", then->n_slots, now->n_slots,
					   err) ||
			       same_number("the number of vCPUs", then->n_vcpus, now->n_vcpus,
					   err) ||
			       same_number("the number of marks", then->n_marks, now->n_marks,
					   err) ?
		       -1 :
		       0;
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

static int same_fact(const char *key, const char *then, const char *now, struct error *err)
{
	if (!strcmp(then, now))
		return 0;
	/* A kernel under emulation takes the TSC for unstable in some of its boots. */
	if (!strcmp(key, "clocksource.available"))
		return 0;
	/* The kernel keeps a little more or less of it for itself, by chance. */
	if (!strcmp(key, "memory") && conditions_nearly_same(strtod(then, NULL), strtod(now, NULL)))
		return 0;
	return differs(err, key, then, now);
}

static int same_facts(const struct result *then, const struct result *now, struct error *err)
{
	for (size_t i = 0; i < then->n_facts; i++) {
		const struct fact *fact = &then->facts[i];

		if (same_fact(fact->key, fact->value, result_fact(now, fact->key), err))
			return -1;
	}
	for (size_t i = 0; i < now->n_facts; i++) {
		const struct fact *fact = &now->facts[i];

		if (same_fact(fact->key, result_fact(then, fact->key), fact->value, err))
			return -1;
	}
	return 0;
}

int conditions_same(const struct result *then, const struct result *now,
		    const struct snapshot *slots, struct error *err)
{
	if (strcmp(then->suite, now->suite) != 0)
		return differs(err, "the suite", then->suite, now->suite);
	if (now->order && strcmp(then->order ? then->order : "listed", now->order) != 0)
		return differs(err, "--order", then->order ? then->order : "listed", now->order);
	if (same_number("--repeat", then->repeats, now->repeats, err) ||
	    same_number("--precision", 100 * then->precision, 100 * now->precision, err) ||
	    same_number("the limit of --repeat", then->max_repeats, now->max_repeats, err) ||
	    same_number("--duration", then->duration_s, now->duration_s, err) ||
	    same_counters(&then->counters, &now->counters, err) || same_slots(then, slots, err))
		return -1;
	return same_facts(then, now, err);
}
