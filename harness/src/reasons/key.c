// SPDX-License-Identifier: GPL-2.0-only
#include "reasons/key.h"

#include <stdio.h>

struct reason_key reason_key(enum isa isa, uint32_t code)
{
	return (struct reason_key){ .isa = isa, .code = code };
}

struct reason_key reason_key_catch_all(enum isa isa)
{
	return (struct reason_key){ .isa = isa, .kind = KIND_CATCH_ALL };
}

bool reason_key_is_catch_all(const struct reason_key *key)
{
	return key->kind == KIND_CATCH_ALL;
}

static int compare(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

int reason_key_compare(const struct reason_key *a, const struct reason_key *b)
{
	int order = compare(a->isa, b->isa);

	if (order)
		return order;
	if (reason_key_is_catch_all(a) || reason_key_is_catch_all(b))
		return reason_key_is_catch_all(a) - reason_key_is_catch_all(b);
	order = compare(a->code, b->code);
	if (!order)
		order = compare(a->kind, b->kind);
	return order ? order : compare(a->sub, b->sub);
}

bool reason_key_equal(const struct reason_key *a, const struct reason_key *b)
{
	return !reason_key_compare(a, b);
}

const struct reason *reason_of_key(const struct reason_key *key)
{
	return reason_key_is_catch_all(key) ? NULL : reason_find(key->isa, key->code);
}

enum reason_class reason_key_class(const struct reason_key *key)
{
	const struct reason *reason = reason_of_key(key);

	return reason ? reason->class : REASON_SYSTEM;
}

bool reason_key_in_list(const struct reason_key *key, const char *list)
{
	return !reason_key_is_catch_all(key) && reason_in_list(key->isa, key->code, list);
}

bool reason_key_is_idle(const struct reason_key *key)
{
	return reason_key_class(key) == REASON_HLT;
}

const char *reason_key_label(const struct reason_key *key, char buf[REASON_LABEL_SIZE])
{
	if (!reason_key_is_catch_all(key))
		return reason_label(key->isa, key->code, buf);
	snprintf(buf, REASON_LABEL_SIZE, "other");
	return buf;
}
