/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which code the guest was in when it had its exits: counts of one window, from the host's records.
 */
#ifndef EXITBENCH_MODEL_CODE_H
#define EXITBENCH_MODEL_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exits of one slot with one key, in one place of the code. */
struct code_count {
	size_t slot;
	uint64_t key;    /* of reasons/cause.h; 0 if the slot has none */
	char *name;      /* "vp_notify [virtio_pci]", "true: main", "true: page 0x2000" */
	uint64_t n;      /* records */
	uint64_t cycles; /* handling time of these */
};

/* One exit that was recorded. Results do not keep them. */
struct code_event {
	uint32_t vcpu;
	uint64_t tsc; /* of the guest */
	size_t slot;
	uint64_t key;
	uint64_t cycles;  /* handling time */
	const char *name; /* of a count */
};

struct code_counts {
	uint32_t period; /* every so many exits of a vCPU were recorded; 0: none were */
	uint64_t
		lost; /* records for which there was no room: the first part of the window is known */
	struct code_count *list;
	size_t n;
	struct code_event *events; /* by vCPU, and by time */
	size_t n_events;
};

/*
 * Counts records, with those of the same slot, key and name; the name is copied. Returns the copy,
 * which lives as long as the counts.
 */
const char *code_add(struct code_counts *counts, size_t slot, uint64_t key, const char *name,
		     uint64_t n, uint64_t cycles);

/* The same as an entry of its own. */
void code_append(struct code_counts *counts, size_t slot, uint64_t key, const char *name,
		 uint64_t n, uint64_t cycles);

void code_free(struct code_counts *counts);

#endif
