/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The cause of an exit is what the guest touched: the register, the port, the page, the leaf. The
 * host tells it as a number, the key, whose meaning depends on the exit reason.
 *
 * The keys are those of the guest ABI (leaf 0x4FFFFF06, "details"). Lists of names: msr.def,
 * port.def, leaf.def, hypercall.def, vector.def.
 */
#ifndef EXITBENCH_REASONS_CAUSE_H
#define EXITBENCH_REASONS_CAUSE_H

#include "reasons/key.h"
#include "reasons/regions.h"

enum cause_kind {
	CAUSE_NONE, /* the reason has no keys */
	CAUSE_MSR,
	CAUSE_PORT,
	CAUSE_PAGE, /* of the guest's physical memory */
	CAUSE_LEAF, /* of CPUID */
	CAUSE_VECTOR,
	CAUSE_CONTROL, /* a control register */
	CAUSE_DEBUG,   /* a debug register */
	CAUSE_HYPERCALL,
};

/* What the keys of a reason mean. */
enum cause_kind cause_kind_of(const struct reason_key *reason);

/*
 * A name for what the key says: "write TSC_DEADLINE", "outb 0x3f8: serial port COM1". A number
 * without a name is shown as such. regions: what is known of this guest, or NULL.
 */
#define CAUSE_LABEL_SIZE 128
const char *cause_label(const struct reason_key *reason, uint64_t key,
			const struct regions *regions, char buf[CAUSE_LABEL_SIZE]);

/*
 * Whether a list of reasons, separated by commas, contains the cause with that label: by its reason
 * alone ("msr"), or by its reason and the beginning of a word of the label ("msr:TSC_DEADLINE",
 * "npf:virtio"). What ends in a digit is the whole of a number: "io:0x80" is not port 0x8000.
 */
bool cause_in_list(const struct reason_key *reason, const char *label, const char *list);

/* Whether that list contains the reason by its causes only, so that it matters which they are. */
bool cause_matters_in_list(const struct reason_key *reason, const char *list);

/* A name for all those causes of a reason that were not counted one by one: "other MSRs". */
const char *cause_others(const struct reason_key *reason);

#endif
