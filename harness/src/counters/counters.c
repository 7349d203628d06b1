// SPDX-License-Identifier: GPL-2.0-only
/* The functions that do not depend on where the counters are read from. */
#include "counters/counters.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "counters/source.h"

/* A window needs at least two marks: one before and one after it. */
#define MARKS_OF_WINDOW 2

static const struct {
	const char *name;
	bool file;
} abis[COUNTERS_N_ABIS] = {
#define CPUID_SOURCE(ID, name, brief) [COUNTERS_##ID] = { name, false },
#define MACHINE_SOURCE(name, open)
#define FILE_SOURCE(ID, name, open) [COUNTERS_##ID] = { name, true },
#include "counters/sources.def"
};

const char *counters_abi_name(enum counters_abi abi)
{
	return (size_t)abi < COUNTERS_N_ABIS ? abis[abi].name : "unknown";
}

bool counters_abi_from_name(const char *name, enum counters_abi *abi)
{
	for (size_t i = 0; i < COUNTERS_N_ABIS; i++) {
		if (!strcmp(abis[i].name, name)) {
			*abi = (enum counters_abi)i;
			return true;
		}
	}
	return false;
}

bool counters_from_file(enum counters_abi abi)
{
	return (size_t)abi < COUNTERS_N_ABIS && abis[abi].file;
}

const struct counters_info *counters_info(const struct counters *counters)
{
	return &counters->info;
}

bool counters_use_marks(const struct counters_info *info)
{
	return info->n_marks >= MARKS_OF_WINDOW;
}

bool counters_has_user_exits(const struct counters_info *info)
{
	return info->features & COUNTERS_USER_EXITS;
}

bool counters_has_histograms(const struct counters_info *info)
{
	return info->features & COUNTERS_HISTOGRAMS;
}

bool counters_has_causes(const struct counters_info *info)
{
	return info->features & COUNTERS_CAUSES;
}

bool counters_has_records(const struct counters_info *info)
{
	return info->features & COUNTERS_RECORDS;
}

bool counters_of_guest_tsc(const struct counters_info *info)
{
	return info->abi == COUNTERS_NATIVE && info->version >= 2;
}

bool counters_read_by(const struct counters_info *info, const struct reason_key *key)
{
	if (counters_from_file(info->abi))
		return false;
	if (info->abi == COUNTERS_COURSE_TOTAL)
		return reason_key_is_catch_all(key);
	return !reason_key_is_catch_all(key) && key->code == reason_cpuid(info->isa);
}

bool counters_on_one_vcpu(const struct counters *counters)
{
	return counters->n_vcpus && counters->ops->on_one_vcpu;
}

void counters_close(struct counters *counters)
{
	if (!counters)
		return;
	free(counters->slots);
	free(counters->vcpus);
	counters->ops->close(counters);
}

static void init_counters(struct snapshot *snapshot, const struct counters *counters)
{
	*snapshot = (struct snapshot){ .n = counters->info.n_slots };
	snapshot->counters = xcalloc(snapshot->n, sizeof(*snapshot->counters));
	for (size_t i = 0; i < snapshot->n; i++)
		snapshot->counters[i].key = counters->slots[i];
}

void snapshot_init(struct snapshot *snapshot, const struct counters *counters)
{
	init_counters(snapshot, counters);
	if (!counters->n_vcpus || counters->bare)
		return;
	snapshot->n_vcpus = counters->n_vcpus;
	snapshot->vcpus = xcalloc(snapshot->n_vcpus, sizeof(*snapshot->vcpus));
	for (size_t i = 0; i < snapshot->n_vcpus; i++) {
		init_counters(&snapshot->vcpus[i], counters);
		snapshot->vcpus[i].vcpu = counters->vcpus[i];
	}
}

void snapshot_free(struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->n; i++)
		free(snapshot->counters[i].buckets);
	free(snapshot->counters);
	free(snapshot->causes);
	for (size_t i = 0; i < snapshot->n_vcpus; i++)
		snapshot_free(&snapshot->vcpus[i]);
	free(snapshot->vcpus);
	*snapshot = (struct snapshot){ 0 };
}

void snapshot_clear(struct snapshot *snapshot, const struct counters *counters)
{
	snapshot_free(snapshot);
	snapshot_init(snapshot, counters);
	snapshot->epoch = counters->info.epoch;
}

int error_epoch(const struct counters *counters, uint32_t epoch, struct error *err)
{
	return error_set(err,
			 "the exit counters started again from zero (epoch %08" PRIx32
			 " became %08" PRIx32 "): the virtual machine was restored or "
			 "migrated; measure again",
			 counters->info.epoch, epoch);
}

static int finish(int rc, struct error *err)
{
	return rc ? error_wrap(err, "cannot read the exit counters") : 0;
}

/* Sums are shown, so they must not overflow; a recording or a file can hold any numbers. */
static int check_sums(const struct snapshot *snapshot, struct error *err)
{
	uint64_t exits = 0, cycles = 0;

	for (size_t i = 0; i < snapshot->n; i++)
		if (__builtin_add_overflow(exits, snapshot->counters[i].exits, &exits) ||
		    __builtin_add_overflow(cycles, snapshot->counters[i].cycles, &cycles))
			return error_set(err, "they add up to more than 64 bits hold; they are not "
					      "of this virtual machine");
	for (size_t i = 0; i < snapshot->n_vcpus; i++)
		if (check_sums(&snapshot->vcpus[i], err))
			return error_wrap(err, "vCPU %" PRIu32, snapshot->vcpus[i].vcpu);
	return 0;
}

int counters_read(struct counters *counters, struct snapshot *snapshot, struct error *err)
{
	int rc = counters->ops->read(counters, snapshot, err);

	return finish(rc ? rc : check_sums(snapshot, err), err);
}

int counters_begin(struct counters *counters, struct snapshot *before, struct error *err)
{
	return finish(counters->ops->begin(counters, before, err), err);
}

int counters_stop(struct counters *counters, struct snapshot *after, struct error *err)
{
	return finish(counters->ops->stop(counters, after, err), err);
}

int counters_collect(struct counters *counters, struct snapshot *before, struct snapshot *after,
		     struct error *err)
{
	int rc = counters->ops->collect ? counters->ops->collect(counters, before, after, err) : 0;

	return rc < 0 ? finish(rc, err) : rc;
}

int counters_end(struct counters *counters, struct snapshot *before, struct snapshot *after,
		 struct error *err)
{
	return counters_stop(counters, after, err) ? -1 :
						     counters_collect(counters, before, after, err);
}

int counters_want_vcpus(struct counters *counters, struct error *err)
{
	return counters->ops->want_vcpus(counters, err);
}

int counters_want_causes(struct counters *counters, struct error *err)
{
	if (!counters_has_causes(&counters->info) || !counters->ops->want_causes)
		return error_no(err,
				"this host does not tell what is behind exits; its kernel needs "
				"version 2 of the patches, and 'details' switched on");
	if (!counters_use_marks(&counters->info))
		return error_no(err,
				"this host has no marks, without which what is behind exits is "
				"not known exactly; switch them on");
	return counters->ops->want_causes(counters, err);
}

int counters_measure_cost(struct counters *counters, struct read_cost *cost, struct error *err)
{
	return counters->ops->measure_cost(counters, cost, err);
}
