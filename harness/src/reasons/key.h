/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The key says what one counter counts, and so what a row of a table is about: an exit reason, or
 * the host's catch-all for the reasons that have no counter.
 */
#ifndef EXITBENCH_REASONS_KEY_H
#define EXITBENCH_REASONS_KEY_H

#include "reasons/reasons.h"

/*
 * Which exits of the reason are meant. To separate them by a detail, such as the MSR that was
 * accessed, add a kind here; sub is then the number of that detail.
 */
enum reason_kind {
	KIND_ALL,       /* all exits of that reason */
	KIND_CATCH_ALL, /* exits of all reasons without a counter; the code has no meaning */
};

struct reason_key {
	enum isa isa;
	uint32_t code; /* as the processor numbers it; of ISA_CLASSES an enum reason_class */
	enum reason_kind kind;
	uint32_t sub; /* 0 for both kinds */
};

/* The key of all exits of a reason, and that of the catch-all. */
struct reason_key reason_key(enum isa isa, uint32_t code);
struct reason_key reason_key_catch_all(enum isa isa);

bool reason_key_is_catch_all(const struct reason_key *key);

/*
 * The order of rows that are otherwise equal, for qsort(): by instruction set, number, kind and
 * sub, with the catch-all last. 0 if both keys mean the same; the number of a catch-all is ignored.
 */
int reason_key_compare(const struct reason_key *a, const struct reason_key *b);
bool reason_key_equal(const struct reason_key *a, const struct reason_key *b);

/* What is known about it. NULL for the catch-all and for a number that has no name. */
const struct reason *reason_of_key(const struct reason_key *key);

/* The class of its reason, REASON_SYSTEM if none is known. */
enum reason_class reason_key_class(const struct reason_key *key);

/* The same as reason_in_list(). The catch-all is never in a list. */
bool reason_key_in_list(const struct reason_key *key, const char *list);

/*
 * Whether exits with this key mean that the guest is idle: HLT and similar reasons, by their class.
 * Their handling time is the time in which the guest had nothing to do. Every number that separates
 * idle time from the cost of exits asks this function.
 */
bool reason_key_is_idle(const struct reason_key *key);

/* "other" for the catch-all, else the same as reason_label(). */
const char *reason_key_label(const struct reason_key *key, char buf[REASON_LABEL_SIZE]);

#endif
