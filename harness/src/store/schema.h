/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a result.json must be: result.schema.json beside this file, which is a JSON Schema (draft
 * 2020-12) for others and, built into the program, the only definition for ourselves. Of the
 * language it is understood what that file uses: $ref to "#/$defs/NAME", const, enum, type,
 * minimum, maximum, exclusiveMinimum, pattern, required, properties, additionalProperties, items,
 * prefixItems, minItems, maxItems, anyOf, and false. Two things are stricter: an integer is one of
 * jansson's (the caller turns 45.0 into 45 before), and no number is infinite.
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
