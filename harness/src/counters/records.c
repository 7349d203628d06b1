// SPDX-License-Identifier: GPL-2.0-only
#include "counters/records.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "counters/abi.h"
#include "counters/details.h"

/* A window may have so many more exits than the one before it. */
#define SPARE 1.5

/* How often a command is given that the host refuses. */
#define BUSY_TRIES 100

/* The largest period that the ABI has room for. */
#define MOST_PERIOD 0xFFFFu

/* What a state of the recording is asked for; the numbers are the ABI's. */
enum {
	COMMAND_STATE,
	COMMAND_START,
	COMMAND_STOP,
};

static struct cpuid_counters *own(struct counters *counters)
{
	return (struct cpuid_counters *)counters;
}

static bool is_prime(uint32_t n)
{
	for (uint32_t i = 2; i * i <= n; i++)
		if (n % i == 0)
			return false;
	return n > 1;
}

/*
 * Exits often come in patterns: of every second or every third exit, all could be of one kind.
 * A prime number has fewer patterns to fall in with.
 */
uint32_t record_period(uint64_t exits, uint64_t room)
{
	uint64_t period;

	if (!room || exits <= room)
		return 1;
	period = exits / room < MOST_PERIOD ? exits / room + 1 : MOST_PERIOD;
	while (period < MOST_PERIOD && !is_prime((uint32_t)period))
		period++;
	return period < MOST_PERIOD ? (uint32_t)period : MOST_PERIOD;
}

/*
 * Starts or stops, and tries again while the host refuses, as it does when its VMM wants the vCPU
 * back at once. A recording that has been refused for good has the epoch 0.
 */
static int command(struct cpuid_counters *counters, unsigned int what, uint32_t period,
		   struct recording_state *state, struct error *err)
{
	for (int i = 0; i < BUSY_TRIES; i++) {
		if (counters->abi->recording(counters, what, period, state, err))
			return -1;
		if (state->epoch)
			break;
	}
	return 0;
}

int counters_want_records(struct counters *counters, struct error *err)
{
	struct cpuid_counters *ours = own(counters);
	struct recording_state state;

	if (counters_from_file(counters->info.abi) || !counters_has_records(&counters->info) ||
	    !ours->abi->recording)
		return error_no(err, "this host does not record where the guest was; its kernel "
				     "needs version 2 of the patches, and 'records' switched on");
	if (!counters_use_marks(&counters->info))
		return error_no(err, "this host has no marks, without which it is not known which "
				     "records are of a window; switch them on");
	if (ours->abi->recording(ours, COMMAND_STATE, 0, &state, err))
		return -1;
	if (details_find_vcpus(ours, &ours->record_vcpus, &ours->n_record_vcpus, err))
		return -1;
	ours->next_period = 1;
	return 0;
}

bool counters_wants_records(const struct counters *counters)
{
	return !counters_from_file(counters->info.abi) &&
	       ((const struct cpuid_counters *)counters)->n_record_vcpus;
}

int counters_record_start(struct counters *counters, struct error *err)
{
	struct cpuid_counters *ours = own(counters);
	struct recording_state state;

	ours->period = ours->next_period;
	if (command(ours, COMMAND_START, ours->period, &state, err))
		return -1;
	if (!state.epoch)
		return error_set(err,
				 "the host refused to record where the guest is: it has no memory "
				 "for that, or another reader is recording; give the virtual "
				 "machine's memory cgroup more room, or run one reader at a time");
	ours->record_epoch = state.epoch;
	return 0;
}

int counters_record_stop(struct counters *counters, struct error *err)
{
	struct cpuid_counters *ours = own(counters);
	double exits;

	if (command(ours, COMMAND_STOP, 0, &ours->recorded, err))
		return -1;
	if (!ours->recorded.epoch)
		return error_set(err, "the host refused to end the recording; run one reader at a "
				      "time, or measure again");
	exits = ((double)ours->recorded.held + (double)ours->recorded.lost) * ours->period;
	ours->next_period = record_period((uint64_t)(SPARE * exits), counters->info.n_records);
	return 0;
}

/* Whether it was taken in the window, and by somebody else than the reader. */
static bool is_of_window(const struct cpuid_counters *counters, const struct snapshot *before,
			 const struct snapshot *after, const struct record *record)
{
	return record->tsc > before->tsc && record->tsc <= after->tsc &&
	       (record->slot != counters->cpuid_slot || record->key != COUNTERS_MARK_CAUSE);
}

static int read_vcpu(struct cpuid_counters *counters, uint32_t vcpu, const struct snapshot *before,
		     const struct snapshot *after, struct recording *recording, struct error *err)
{
	for (uint32_t i = 0; i < counters->recorded.held; i++) {
		struct record record;
		int rc = counters->abi->record(counters, vcpu, i, &record, err);

		if (rc)
			return rc < 0 ? -1 : 0;
		if (record.slot >= counters->base.info.n_slots)
			return error_set(err,
					 "record %" PRIu32 " of vCPU %" PRIu32
					 " is of no slot; the "
					 "host's kernel and this program do not match",
					 i, vcpu);
		if (!is_of_window(counters, before, after, &record))
			continue;
		recording->list = xgrow(recording->list, recording->n, sizeof(*recording->list));
		recording->list[recording->n++] = record;
	}
	return 0;
}

int counters_record_read(struct counters *counters, const struct snapshot *before,
			 const struct snapshot *after, struct recording *recording,
			 struct error *err)
{
	struct cpuid_counters *ours = own(counters);
	struct recording_state now;

	*recording = (struct recording){ .period = ours->period, .lost = ours->recorded.lost };
	for (size_t i = 0; i < ours->n_record_vcpus; i++) {
		if (!read_vcpu(ours, ours->record_vcpus[i], before, after, recording, err))
			continue;
		recording_free(recording);
		return -1;
	}
	if (ours->abi->recording(ours, COMMAND_STATE, 0, &now, err)) {
		recording_free(recording);
		return -1;
	}
	if (now.epoch == ours->record_epoch && ours->recorded.epoch == ours->record_epoch)
		return 0;
	recording_free(recording);
	error_set(err, "another reader in this virtual machine started to record where the guest "
		       "is, before our records were read; run one reader at a time");
	return 1;
}

void recording_free(struct recording *recording)
{
	free(recording->list);
	*recording = (struct recording){ .period = 0 };
}
