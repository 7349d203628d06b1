/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tags: what the user says about a run that the program cannot know ("host=rome-07",
 * "kernel=patched"). In a result they are facts of the environment, as "tag.host".
 */
#ifndef EXITBENCH_MODEL_TAGS_H
#define EXITBENCH_MODEL_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model/result.h"

#define TAG_PREFIX "tag."

/*
 * Whether a text is "key=value": a key of letters, digits, '.', '_' and '-' that begins with
 * a letter or digit, of at most 40 characters; a value of 1 to 200 bytes that all print.
 */
int tag_check(const char *text, struct error *err);

/* Whether two such texts have the same key. */
bool tag_same_key(const char *a, const char *b);

/* Adds a tag that tag_check() finds good. */
void tag_add(struct result *result, const char *text);

/* Adds the tags of another result. */
void tags_copy(struct result *result, const struct result *from);

/* "host=rome-07, kernel=patched" in fresh memory; "" if there are none. */
char *tags_text(const struct result *result);

#endif
