// SPDX-License-Identifier: GPL-2.0-only
#include "model/tags.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"

#define ALPHANUMERIC "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define LONGEST_KEY 40
#define LONGEST_VALUE 200

static size_t key_length(const char *text)
{
	return strspn(text, ALPHANUMERIC "._-");
}

static bool is_printable(const char *value)
{
	_cleanup_free_ char *visible = utf8_visible(value);

	return !strcmp(visible, value);
}

int tag_check(const char *text, struct error *err)
{
	size_t n = key_length(text);

	if (!n || n > LONGEST_KEY || text[n] != '=' || !strspn(text, ALPHANUMERIC))
		return error_set(
			err,
			"--tag takes key=value with a key of letters, digits, '.', '_' and "
			"'-', as in host=rome-07, not '%.60s'",
			text);
	if (!text[n + 1] || strlen(text + n + 1) > LONGEST_VALUE || !is_printable(text + n + 1))
		return error_set(err,
				 "--tag takes a value of 1 to %d printable characters, as in "
				 "%.*s=rome-07",
				 LONGEST_VALUE, (int)n, text);
	return 0;
}

bool tag_same_key(const char *a, const char *b)
{
	size_t n = key_length(a);

	return n == key_length(b) && !memcmp(a, b, n);
}

void tag_add(struct result *result, const char *text)
{
	size_t n = key_length(text);
	_cleanup_free_ char *key = xasprintf(TAG_PREFIX "%.*s", (int)n, text);

	result_add_fact(result, key, text + n + 1);
}

static bool is_tag(const struct fact *fact)
{
	return !strncmp(fact->key, TAG_PREFIX, strlen(TAG_PREFIX));
}

void tags_copy(struct result *result, const struct result *from)
{
	for (size_t i = 0; i < from->n_facts; i++)
		if (is_tag(&from->facts[i]))
			result_add_fact(result, from->facts[i].key, from->facts[i].value);
}

char *tags_text(const struct result *result)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < result->n_facts; i++) {
		const struct fact *fact = &result->facts[i];
		char *longer;

		if (!is_tag(fact))
			continue;
		longer = xasprintf("%s%s%s=%s", text, *text ? ", " : "",
				   fact->key + strlen(TAG_PREFIX), fact->value);
		free(text);
		text = longer;
	}
	return text;
}
