/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks a result.json against result.schema.json beside this file. That is a JSON Schema (draft
 * 2020-12) that others can use; it is built into the program as the only definition. Those parts of
 * the language are implemented that this file uses: $ref to "#/$defs/NAME", const, enum, type,
 * minimum, maximum, exclusiveMinimum, pattern, required, properties, additionalProperties, items,
 * prefixItems, minItems, maxItems, anyOf, and false. Two things are stricter: an integer must be an
 * integer of jansson (the caller turns 45.0 into 45 before), and no number may be infinite.
 */
#ifndef EXITBENCH_STORE_SCHEMA_H
#define EXITBENCH_STORE_SCHEMA_H

#include <jansson.h>

#include "base/error.h"

/* The error says where in the file ("/workloads/0/state") what is wrong, and what was expected. */
int schema_check(const json_t *json, struct error *err);

/* The text of the schema. */
const char *schema_text(void);

#endif
