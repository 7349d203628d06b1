// SPDX-License-Identifier: GPL-2.0-only
/*
 * How inputs are made of other inputs. Bytes that change at random leave hardly a JSON text
 * readable, and what is read of it is what this is about: so two times in three a value of the
 * JSON, or a number or a line of another text, is changed instead.
 */
#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "common/input.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

static uint64_t chance;

/* Below n, by Knuth's generator: the same for the same seed. */
static size_t any_of(size_t n)
{
	chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(chance >> 33) % n;
}

static json_t *odd_value(const json_t *old)
{
	static const json_int_t integers[] = {
		0,         1,         -1,        2,          31,         32,
		63,        INT32_MAX, INT32_MIN, UINT32_MAX, 4294967298, 9007199254740993,
		INT64_MAX, INT64_MIN,
	};
	static const double reals[] = { 0, -1, 0.5, 1e-308, 1e300, 1.7e308, -1.7e308, 1e19 };
	static const char *const words[] = { "",           "x",       "failed",   "skipped",
					     "incomplete", "killed",  "course-b", "vmx",
					     "svm",        "\x1b[2J", "\xc2\x9b", "../../x",
					     "=1+1",       "a\nb",    "%s%n",     "<b>&\"'" };

	switch (any_of(8)) {
	case 0:
		return json_null();
	case 1:
		return json_boolean(any_of(2));
	case 2:
		return any_of(2) ? json_array() : json_object();
	case 3:
		return json_string(words[any_of(N(words))]);
	case 4:
		return json_real(reals[any_of(N(reals))]);
	case 5:
		return json_integer((json_int_t)((uint64_t)json_integer_value(old) +
						 (any_of(2) ? 1 : UINT64_MAX)));
	default:
		return json_integer(integers[any_of(N(integers))]);
	}
}

/* A value inside of a JSON text. */
struct place {
	json_t *parent;
	const char *key; /* in an object */
	size_t index;    /* in an array */
	json_t *value;
};

/*
 * Each value takes the place of the one chosen before with a chance of one in how many there were.
 */
static void choose(json_t *parent, struct place *place, size_t *seen)
{
	const char *key;
	json_t *value;
	size_t i;

	json_object_foreach (parent, key, value) {
		if (!any_of(++*seen))
			*place = (struct place){ .parent = parent, .key = key, .value = value };
		choose(value, place, seen);
	}
	json_array_foreach (parent, i, value) {
		if (!any_of(++*seen))
			*place = (struct place){ .parent = parent, .index = i, .value = value };
		choose(value, place, seen);
	}
}

static void change_place(const struct place *place, json_t *new)
{
	if (place->key)
		json_object_set_new(place->parent, place->key, new);
	else
		json_array_set_new(place->parent, place->index, new);
}

static void change_json(json_t *root)
{
	struct place place = { 0 }, other = { 0 };
	size_t seen = 0;

	choose(root, &place, &seen);
	seen = 0;
	choose(root, &other, &seen);
	if (!place.parent)
		return;
	switch (any_of(6)) {
	case 0:
		if (place.key)
			json_object_del(place.parent, place.key);
		else
			json_array_remove(place.parent, place.index);
		break;
	case 1:
		if (!place.key)
			json_array_insert_new(place.parent, place.index,
					      json_deep_copy(place.value));
		break;
	case 2:
		change_place(&place, json_deep_copy(other.value));
		break;
	default:
		change_place(&place, odd_value(place.value));
	}
}

/* What stands before the first brace is kept; NULL if the rest is no JSON. */
static char *changed_json(const char *text)
{
	const char *brace = strchr(text, '{');
	json_t *root = brace ? json_loads(brace, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
	char *dumped, *whole;

	if (!root)
		return NULL;
	for (size_t i = 1 + any_of(3); i; i--)
		change_json(root);
	dumped = json_dumps(root, JSON_REAL_PRECISION(17));
	json_decref(root);
	if (!dumped)
		return NULL;
	whole = xasprintf("%.*s%s", (int)(brace - text), text, dumped);
	free(dumped);
	return whole;
}

/* Words of eight digits are those of a recording, which has no others. */
static char *changed_number(const char *text)
{
	static const char *const numbers[] = {
		"0",
		"1",
		"-1",
		"0.5",
		"1.5",
		"1e308",
		"1e999",
		"nan",
		"inf",
		"08",
		"0x10",
		"4096",
		"2147483648",
		"4294967296",
		"99999999999",
		"9223372036854775807",
		"",
		"18446744073709551615",
		"99999999999999999999999",
	};
	static const char *const words[] = { "00000000", "00000001", "ffffffff",
					     "7fffffff", "80000000", "00000400" };
	const char *chosen = NULL, *end;
	size_t seen = 0, n;

	for (const char *at = text; *at; at = end) {
		n = strspn(at, "0123456789abcdef");
		end = at + (n ? n : 1);
		if ((n == 8 || isdigit((unsigned char)*at)) && !any_of(++seen))
			chosen = at;
	}
	if (!chosen)
		return NULL;
	n = strspn(chosen, "0123456789abcdef");
	if (n != 8)
		n = strspn(chosen, "0123456789.");
	return xasprintf("%.*s%s%s", (int)(chosen - text), text,
			 n == 8 ? words[any_of(N(words))] : numbers[any_of(N(numbers))],
			 chosen + n);
}

static const char *any_line(const char *text)
{
	const char *chosen = text;
	size_t seen = 0;

	for (const char *at = text; *at; at += *at == '\n') {
		if (!any_of(++seen))
			chosen = at;
		at = strchrnul(at, '\n');
	}
	return chosen;
}

static int line_length(const char *line)
{
	const char *end = strchrnul(line, '\n');

	return (int)(end - line) + (*end == '\n');
}

/* Leaves a line out, or puts another one before it. */
static char *changed_lines(const char *text)
{
	const char *here = any_line(text), *other = any_line(text);
	int before = (int)(here - text);

	if (any_of(2))
		return xasprintf("%.*s%s", before, text, here + line_length(here));
	return xasprintf("%.*s%.*s%s", before, text, line_length(other), other, here);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	_cleanup_free_ char *text = xstrndup((const char *)data, size);
	_cleanup_free_ char *changed = NULL;
	size_t length;

	chance = seed;
	if (any_of(3))
		changed = changed_json(text);
	else
		return LLVMFuzzerMutate(data, size, max_size);
	if (!changed)
		changed = any_of(2) ? changed_number(text) : changed_lines(text);
	length = changed ? strlen(changed) : 0;
	if (!length || length > max_size)
		return LLVMFuzzerMutate(data, size, max_size);
	memcpy(data, changed, length);
	return length;
}
