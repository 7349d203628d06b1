/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one counter counts, and so what a row of every table is about: an exit reason, or the host's
 * catch-all for the reasons that it has no counter for.
 */
#ifndef EXITBENCH_REASONS_KEY_H
#define EXITBENCH_REASONS_KEY_H

#include "reasons/reasons.h"

/*
 * Which exits of the reason are meant. A detail that tells them apart, such as the MSR that was
 * accessed, is one more kind here, and sub is its number.
 */
enum reason_kind {
	KIND_ALL,       /* all exits of that reason */
	KIND_CATCH_ALL, /* exits of all reasons without a counter; the code means nothing */
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
 * The order of rows that are else alike, for qsort(): by instruction set, number, kind and sub, and
 * the catch-all last. 0 if both are of the same; the number of a catch-all makes no difference.
 */
int reason_key_compare(const struct reason_key *a, const struct reason_key *b);
bool reason_key_equal(const struct reason_key *a, const struct reason_key *b);

/* What is known of it, or NULL: of the catch-all, and of a number that has no name. */
const struct reason *reason_of_key(const struct reason_key *key);

/* The class of its reason, REASON_SYSTEM if none is known. */
enum reason_class reason_key_class(const struct reason_key *key);

/* As reason_in_list(). The catch-all is in no list. */
bool reason_key_in_list(const struct reason_key *key, const char *list);

/*
 * What is idle, for every number that tells idle time from the cost of exits: HLT and those like
 * it, by their class. Their handling time is the time in which the guest had nothing to do.
 */
bool reason_key_is_idle(const struct reason_key *key);

/* "other" for the catch-all, else as reason_label(). */
const char *reason_key_label(const struct reason_key *key, char buf[REASON_LABEL_SIZE]);

#endif
