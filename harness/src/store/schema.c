// SPDX-License-Identifier: GPL-2.0-only
#include "store/schema.h"

#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* Includes the file itself as the only definition; make's rule for this object names it. */
__asm__(".pushsection .rodata\n"
	"exitbench_result_schema:\n"
	".incbin \"harness/src/store/result.schema.json\"\n"
	".byte 0\n"
	".popsection\n");

extern const char exitbench_result_schema[] __attribute__((visibility("hidden")));

/* A place in the document, as a list from the inside to the outside. */
struct place {
	const struct place *outer; /* NULL: the document itself */
	const char *key;           /* NULL: an element of an array */
	size_t index;
};

struct check {
	const json_t *defs;
	struct error *err;
};

static int check(const struct check *c, const json_t *schema, const json_t *value,
		 const struct place *place);

const char *schema_text(void)
{
	return exitbench_result_schema;
}

/* "/workloads/0/state", a JSON pointer, in fresh memory. */
static char *pointer(const struct place *place)
{
	_cleanup_free_ char *outer = NULL;

	if (!place->outer)
		return xstrdup("");
	outer = pointer(place->outer);
	return place->key ? xasprintf("%s/%.80s", outer, place->key) :
			    xasprintf("%s/%zu", outer, place->index);
}

/* The value as it stands in the file, cut, in fresh memory. */
static char *shown(const json_t *value)
{
	_cleanup_free_ char *text = NULL;

	if (json_is_object(value))
		return xstrdup("an object");
	if (json_is_array(value))
		return xasprintf("an array of %zu", json_array_size(value));
	if (json_is_string(value))
		return xasprintf("'%.80s'", json_string_value(value));
	text = json_dumps(value, JSON_ENCODE_ANY);
	return xasprintf("%.80s", text ? text : "what cannot be shown");
}

static int __attribute__((format(printf, 3, 4)))
fail(const struct check *c, const struct place *place, const char *fmt, ...)
{
	_cleanup_free_ char *where = pointer(place);
	char what[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return error_set(c->err, "not a valid result: at '%s': %s", *where ? where : "/", what);
}

static const char *article(const char *noun)
{
	return *noun && strchr("aeiou", *noun) ? "an" : "a";
}

static bool has_type(const json_t *value, const char *type)
{
	static const struct {
		const char *name;
		json_type types[2];
	} types[] = {
		{ "object", { JSON_OBJECT, JSON_OBJECT } },
		{ "array", { JSON_ARRAY, JSON_ARRAY } },
		{ "string", { JSON_STRING, JSON_STRING } },
		{ "integer", { JSON_INTEGER, JSON_INTEGER } },
		{ "number", { JSON_INTEGER, JSON_REAL } },
		{ "boolean", { JSON_TRUE, JSON_FALSE } },
		{ "null", { JSON_NULL, JSON_NULL } },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i].name, type))
			return json_typeof(value) == types[i].types[0] ||
			       json_typeof(value) == types[i].types[1];
	return false;
}

static int check_type(const struct check *c, const json_t *type, const json_t *value,
		      const struct place *place)
{
	_cleanup_free_ char *given = NULL;
	const char *first;

	if (!type || (json_is_string(type) && has_type(value, json_string_value(type))))
		return 0;
	for (size_t i = 0; i < json_array_size(type); i++)
		if (has_type(value, json_string_value(json_array_get(type, i))))
			return 0;
	given = shown(value);
	first = json_string_value(json_is_array(type) ? json_array_get(type, 0) : type);
	return fail(c, place, "%s is not %s %s", given, article(first), first);
}

static int check_choice(const struct check *c, const json_t *schema, const json_t *value,
			const struct place *place)
{
	const json_t *constant = json_object_get(schema, "const");
	const json_t *choices = json_object_get(schema, "enum");
	_cleanup_free_ char *given = NULL, *list = NULL;

	if (constant && !json_equal(constant, value)) {
		given = shown(value);
		list = shown(constant);
		return fail(c, place, "%s is not %s", given, list);
	}
	for (size_t i = 0; i < json_array_size(choices); i++) {
		_cleanup_free_ char *one = shown(json_array_get(choices, i));
		char *longer;

		if (json_equal(json_array_get(choices, i), value))
			return 0;
		longer = xasprintf("%s%s%s", list ? list : "", list ? ", " : "", one);
		free(list);
		list = longer;
	}
	if (!choices)
		return 0;
	given = shown(value);
	return fail(c, place, "%s is not one of %s", given, list);
}

/* Compares integers as integers, because a double has not enough digits for 2^63. */
static int compare_numbers(const json_t *a, const json_t *b)
{
	double x, y;

	if (json_is_integer(a) && json_is_integer(b)) {
		json_int_t i = json_integer_value(a), j = json_integer_value(b);

		return i < j ? -1 : i > j;
	}
	x = json_number_value(a);
	y = json_number_value(b);
	return x < y ? -1 : x > y;
}

static int check_range(const struct check *c, const json_t *schema, const json_t *value,
		       const struct place *place)
{
	static const struct {
		const char *key, *says;
		int least, most; /* of the comparison, for a value that is out of the range */
	} limits[] = {
		{ "minimum", "less than", -1, -1 },
		{ "maximum", "more than", 1, 1 },
		{ "exclusiveMinimum", "not above", -1, 0 },
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		const json_t *limit = json_object_get(schema, limits[i].key);
		_cleanup_free_ char *given = NULL, *bound = NULL;
		int order = limit ? compare_numbers(value, limit) : 0;

		if (!limit || order < limits[i].least || order > limits[i].most)
			continue;
		given = shown(value);
		bound = shown(limit);
		return fail(c, place, "%s is %s %s", given, limits[i].says, bound);
	}
	return 0;
}

static bool matches(const char *pattern, const char *text)
{
	regex_t regex;
	bool found;

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB))
		return false;
	found = !regexec(&regex, text, 0, NULL, 0);
	regfree(&regex);
	return found;
}

static int check_text(const struct check *c, const json_t *schema, const json_t *value,
		      const struct place *place)
{
	const char *pattern = json_string_value(json_object_get(schema, "pattern"));
	const char *title = json_string_value(json_object_get(schema, "title"));
	const char *text = json_string_value(value);

	if (!pattern || (strlen(text) == json_string_length(value) && matches(pattern, text)))
		return 0;
	if (title)
		return fail(c, place, "'%.80s' is not %s %s", text, article(title), title);
	return fail(c, place, "'%.80s' does not match '%s'", text, pattern);
}

static int check_members(const struct check *c, const json_t *schema, const json_t *value,
			 const struct place *place)
{
	const json_t *others = json_object_get(schema, "additionalProperties");
	const json_t *properties = json_object_get(schema, "properties"), *name, *member;
	const json_t *required = json_object_get(schema, "required");
	const char *key;
	size_t i;

	json_array_foreach (required, i, name)
		if (!json_object_get(value, json_string_value(name)))
			return fail(c, place, "'%s' is missing", json_string_value(name));
	json_object_foreach ((json_t *)value, key, member) {
		const struct place inner = { place, key, 0 };
		const json_t *known = json_object_get(properties, key);

		if (!known)
			known = others;
		if (known && check(c, known, member, &inner))
			return -1;
	}
	return 0;
}

static int check_elements(const struct check *c, const json_t *schema, const json_t *value,
			  const struct place *place)
{
	const json_t *first = json_object_get(schema, "prefixItems"), *element;
	const json_t *rest = json_object_get(schema, "items");
	const json_t *least = json_object_get(schema, "minItems");
	const json_t *most = json_object_get(schema, "maxItems");
	size_t n = json_array_size(value), i;

	if (n < (size_t)json_integer_value(least))
		return fail(c, place, "an array of %zu, where at least %lld are needed", n,
			    (long long)json_integer_value(least));
	if (most && n > (size_t)json_integer_value(most))
		return fail(c, place, "an array of %zu, where at most %lld are allowed", n,
			    (long long)json_integer_value(most));
	json_array_foreach (value, i, element) {
		const struct place inner = { place, NULL, i };
		const json_t *known = json_array_get(first, i);

		if (!known)
			known = rest;
		if (known && check(c, known, element, &inner))
			return -1;
	}
	return 0;
}

static int check_any(const struct check *c, const json_t *schema, const json_t *value,
		     const struct place *place)
{
	const json_t *alternatives = json_object_get(schema, "anyOf"), *one;
	const char *title = json_string_value(json_object_get(schema, "title"));
	struct error ignored = ERROR_INIT;
	const struct check quiet = { c->defs, &ignored };
	_cleanup_free_ char *given = NULL;
	size_t i;

	if (!alternatives)
		return 0;
	json_array_foreach (alternatives, i, one)
		if (!check(&quiet, one, value, place))
			return 0;
	given = shown(value);
	if (!title)
		title = "value that is allowed here";
	return fail(c, place, "%s is not %s %s", given, article(title), title);
}

/* The definition that a schema stands for, if it is a reference. */
static const json_t *resolve(const struct check *c, const json_t *schema)
{
	static const char prefix[] = "#/$defs/";
	const char *name = json_string_value(json_object_get(schema, "$ref"));

	if (!name || strncmp(name, prefix, strlen(prefix)) != 0)
		return schema;
	return json_object_get(c->defs, name + strlen(prefix));
}

static int check(const struct check *c, const json_t *schema, const json_t *value,
		 const struct place *place)
{
	schema = resolve(c, schema);
	if (json_is_false(schema))
		return fail(c, place, "this must not be here");
	if (check_type(c, json_object_get(schema, "type"), value, place) ||
	    check_choice(c, schema, value, place) || check_any(c, schema, value, place))
		return -1;
	if (json_is_number(value))
		return check_range(c, schema, value, place);
	if (json_is_string(value))
		return check_text(c, schema, value, place);
	if (json_is_object(value))
		return check_members(c, schema, value, place);
	return json_is_array(value) ? check_elements(c, schema, value, place) : 0;
}

int schema_check(const json_t *json, struct error *err)
{
	const struct place document = { NULL, NULL, 0 };
	json_t *schema = json_loads(exitbench_result_schema, 0, NULL);
	struct check c = { json_object_get(schema, "$defs"), err };
	int rc = check(&c, schema, json, &document);

	json_decref(schema);
	return rc;
}
