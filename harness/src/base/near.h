/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the names that a user probably meant when an unknown name was given. */
#ifndef EXITBENCH_BASE_NEAR_H
#define EXITBENCH_BASE_NEAR_H

#include <stdbool.h>

#include "base/strbuf.h"

/*
 * The distance of two names: the number of letters to change, insert, leave
 * out or swap with their neighbour. If a name has more than 64 letters, it is
 * the length of the longer one.
 */
unsigned int near_distance(const char *a, const char *b);

/*
 * Whether a reader who typed `typed` may have meant `name`: few letters differ, or
 * it is a part of the name ("randread" of "io/randread-4k").
 */
bool near_match(const char *typed, const char *name);

/* Names that may have been meant, as a message lists them. */
struct suggestions {
	const char *typed;
	const char *prefix; /* put before each name, such as "--"; NULL: nothing */
	struct strbuf text;
	unsigned int n;
};

/* Adds the name if it is near to what was typed and there are not five yet. */
void suggest(struct suggestions *suggestions, const char *name);

/*
 * The end of a message: "did you mean 'a', 'b'?" or, if nothing was near, the other text. It is
 * valid until suggestions_free().
 */
const char *suggestions_text(struct suggestions *suggestions, const char *otherwise);
void suggestions_free(struct suggestions *suggestions);

#endif
