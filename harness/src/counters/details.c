// SPDX-License-Identifier: GPL-2.0-only
#include "counters/details.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"

#define QUANTITY_USER 1
#define QUANTITY_BUCKETS 2

#define LEAF_BASIC 0
#define LEAF_PROCESSOR 1
#define LEAF_TOPOLOGY 0xB

/* Larger numbers have a special meaning. */
#define MOST_VCPUS 0x3FFE

int read_pair(struct cpuid_counters *counters, const struct selection *selection, uint64_t *first,
	      uint64_t *second, struct error *err)
{
	uint64_t values[2];
	int rc = counters->abi->read(counters, selection, values, err);

	if (rc > 0)
		return error_set(err,
				 "the host does not know slot %zu, quantity %u, vCPU 0x%" PRIx32
				 ", which it had announced",
				 selection->slot, selection->quantity, selection->vcpu);
	*first = values[0];
	*second = values[1];
	return rc;
}

static int read_user(struct cpuid_counters *counters, const struct selection *which,
		     struct counter *counter, struct error *err)
{
	struct selection selection = *which;

	if (!counters_has_user_exits(&counters->base.info))
		return 0;
	selection.quantity = QUANTITY_USER;
	return read_pair(counters, &selection, &counter->user_exits, &counter->user_cycles, err);
}

static int read_buckets(struct cpuid_counters *counters, const struct selection *which,
			struct counter *counter, struct error *err)
{
	struct selection selection = *which;

	if (!counters_has_histograms(&counters->base.info))
		return 0;
	counter->buckets = counter->buckets ? counter->buckets :
					      xcalloc(COUNTER_BUCKETS, sizeof(*counter->buckets));
	for (size_t i = 0; i < COUNTER_BUCKETS; i += 2) {
		selection.quantity = QUANTITY_BUCKETS + (unsigned int)i / 2;
		if (read_pair(counters, &selection, &counter->buckets[i], &counter->buckets[i + 1],
			      err))
			return -1;
	}
	return 0;
}

static int read_vcpu(struct cpuid_counters *counters, const struct selection *which,
		     struct snapshot *vcpu, struct error *err)
{
	struct counter *counter = &vcpu->counters[which->slot];
	struct selection selection = *which;

	selection.vcpu = vcpu->vcpu;
	return read_pair(counters, &selection, &counter->exits, &counter->cycles, err) ||
			       read_user(counters, &selection, counter, err) ?
		       -1 :
		       0;
}

int details_read(struct cpuid_counters *counters, unsigned int mark, const struct snapshot *other,
		 struct snapshot *snapshot, struct error *err)
{
	if (counters->base.bare)
		return 0;
	snapshot->detailed = true;
	for (size_t i = 0; i < snapshot->n_vcpus; i++)
		snapshot->vcpus[i].detailed = true;
	for (size_t i = 0; i < snapshot->n; i++) {
		const struct selection which = { .slot = i, .mark = mark, .vcpu = WHOLE_VM };
		struct counter *counter = &snapshot->counters[i];

		if (counter->exits == (other ? other->counters[i].exits : 0))
			continue;
		if (read_user(counters, &which, counter, err) ||
		    read_buckets(counters, &which, counter, err))
			return -1;
		for (size_t j = 0; j < snapshot->n_vcpus; j++)
			if (read_vcpu(counters, &which, &snapshot->vcpus[j], err))
				return -1;
	}
	return 0;
}

int details_vcpu(struct cpuid_counters *counters, struct snapshot *snapshot, struct error *err)
{
	struct cpuid_regs r;

	if (!snapshot->n_vcpus)
		return 0;
	if (cpuid_query(counters->source, counters->apic_id_leaf, 0, &r, err))
		return -1;
	snapshot->vcpu = counters->apic_id_leaf == LEAF_TOPOLOGY ? r.edx : r.ebx >> 24;
	return 0;
}

void details_subtract_reader(struct snapshot *before, struct snapshot *after)
{
	for (size_t i = 0; i < before->n_vcpus; i++) {
		struct snapshot *first = &before->vcpus[i], *second = &after->vcpus[i];
		bool ours = first->vcpu == before->vcpu;

		first->epoch = before->epoch;
		second->epoch = after->epoch;
		first->generation = before->generation;
		second->generation = after->generation;
		first->mark_cycles = ours ? before->mark_cycles : 0;
		second->queries = ours ? after->queries - before->queries : 0;
	}
}

/* The leaf with the 32-bit APIC ID, where there is one; else that with its 8 bits. */
static int find_apic_id_leaf(struct cpuid_counters *counters, struct error *err)
{
	struct cpuid_regs basic, topology = { 0 };

	if (cpuid_query(counters->source, LEAF_BASIC, 0, &basic, err) ||
	    (basic.eax >= LEAF_TOPOLOGY &&
	     cpuid_query(counters->source, LEAF_TOPOLOGY, 0, &topology, err)))
		return -1;
	/* Processors without this topology may have the leaf, filled with zeros. */
	counters->apic_id_leaf = topology.ebx ? LEAF_TOPOLOGY : LEAF_PROCESSOR;
	return 0;
}

int details_find_vcpus(struct cpuid_counters *counters, uint32_t **list, size_t *n_found,
		       struct error *err)
{
	size_t n = counters->base.info.n_vcpus;

	*list = xcalloc(n, sizeof(**list));
	*n_found = 0;
	for (uint32_t id = 0; id < MOST_VCPUS && *n_found < n; id++) {
		const struct selection selection = { .vcpu = id };
		uint64_t values[2];
		int rc = counters->abi->read(counters, &selection, values, err);

		if (rc < 0)
			return -1;
		if (!rc)
			(*list)[(*n_found)++] = id;
	}
	if (*n_found < n)
		return error_set(err, "the host has %zu vCPUs and knows the numbers of %zu", n,
				 *n_found);
	return 0;
}

int details_want_vcpus(struct cpuid_counters *counters, struct error *err)
{
	if (!counters_use_marks(&counters->base.info))
		return error_no(err,
				"this host cannot show vCPUs separately: it has no marks of the "
				"native counters; leave --per-vcpu out");
	if (find_apic_id_leaf(counters, err))
		return -1;
	return details_find_vcpus(counters, &counters->base.vcpus, &counters->base.n_vcpus, err);
}

int details_want_causes(struct cpuid_counters *counters, struct error *err)
{
	return details_find_vcpus(counters, &counters->cause_vcpus, &counters->n_cause_vcpus, err);
}
