/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tags are facts about a run that the user gives because the program cannot know them
 * ("host=rome-07", "kernel=patched"). In a result they are facts of the environment, named
 * "tag.host" and so on.
 */
#ifndef EXITBENCH_MODEL_TAGS_H
#define EXITBENCH_MODEL_TAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "model/result.h"

#define TAG_PREFIX "tag."

/*
 * Checks that a text is "key=value". The key has letters, digits, '.', '_' and '-', begins with
 * a letter or digit, and has at most 40 characters; the value has 1 to 200 printable bytes.
 */
int tag_check(const char *text, struct error *err);

/* Whether two such texts have the same key. */
bool tag_same_key(const char *a, const char *b);

/* Adds a tag, which tag_check() must have accepted. */
void tag_add(struct result *result, const char *text);

/* Adds the tags of another result. */
void tags_copy(struct result *result, const struct result *from);

/* "host=rome-07, kernel=patched" in fresh memory; "" if there are none. */
char *tags_text(const struct result *result);

#endif
