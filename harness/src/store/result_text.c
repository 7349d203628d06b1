// SPDX-License-Identifier: GPL-2.0-only
#include "store/result_text.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/result_check.h"
#include "store/result_json.h"

/* With fewer digits DBL_MAX would be read back as infinity. */
#define ALL_DIGITS JSON_REAL_PRECISION(17)

static char *dump(const struct result *result, size_t indent_max)
{
	json_t *json = result_to_json(result);
	char *text = json ? json_dumps(json, JSON_INDENT(1) | ALL_DIGITS) : NULL;

	if (text && strlen(text) > indent_max) {
		free(text);
		text = json_dumps(json, JSON_COMPACT | ALL_DIGITS);
	}
	json_decref(json);
	return text;
}

int result_to_text(const struct result *result, size_t indent_max, size_t max, char **text,
		   struct error *err)
{
	_cleanup_free_ char *plain = dump(result, indent_max);
	struct result again;
	size_t size;

	if (!plain)
		return error_set(err,
				 "cannot put the result into JSON: a number in it is not finite");
	size = strlen(plain);
	if (size >= max)
		return error_set(
			err,
			"the result would be too large to be read, with %zu bytes of at most "
			"%zu; run fewer workloads or repeats at once",
			size, max);
	if (result_from_text(plain, size, "result.json", &again, err))
		return error_wrap(err, "the result could not be read back, so it is not kept");
	result_free(&again);
	*text = xasprintf("%s\n", plain);
	return 0;
}

/*
 * Turns 45.0 into 45 everywhere in the value, because JSON has only one kind of number, and some
 * programs (jq 1.7) write one for the other. Numbers from 2^53 on stay as they are: a double does
 * not have enough digits to tell which whole number was meant. Returns the value or what replaces
 * it. The recursion is as deep as the value is nested, which jansson limits.
 */
static json_t *with_whole_numbers(json_t *value)
{
	const double limit = 9007199254740992.0;
	const char *key;
	json_t *inner;
	size_t i;
	void *next;

	json_object_foreach_safe(value, next, key, inner)
	{
		json_t *other = with_whole_numbers(inner);

		if (other != inner)
			json_object_set_new(value, key, other);
	}
	json_array_foreach (value, i, inner) {
		json_t *other = with_whole_numbers(inner);

		if (other != inner)
			json_array_set_new(value, i, other);
	}
	if (json_is_real(value) && fabs(json_real_value(value)) < limit &&
	    json_real_value(value) == trunc(json_real_value(value)))
		return json_integer((json_int_t)json_real_value(value));
	return value;
}

int result_from_text(const char *text, size_t size, const char *path, struct result *result,
		     struct error *err)
{
	json_error_t je;
	json_t *json;
	int rc;

	*result = (struct result){ 0 };
	if (check_values(text, size, err))
		return error_wrap(err, "'%s'", path);
	json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &je);
	if (!json)
		return error_set(err,
				 "damaged result: '%s' line %d: %s; the tools' own output is "
				 "still in raw/ beside it",
				 path, je.line, je.text);
	json = with_whole_numbers(json);
	rc = result_from_json(json, result, err) || check_result(result, err);
	json_decref(json);
	if (!rc)
		return 0;
	result_free(result);
	return error_wrap(err, "'%s'", path);
}

int result_from_file(const char *path, struct result *result, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	const char *slash;
	size_t size;

	*result = (struct result){ 0 };
	if (file_read(path, RESULT_TEXT_MAX, &text, &size, err) ||
	    result_from_text(text, size, path, result, err))
		return -1;
	slash = strrchr(path, '/');
	result->path = slash ? xstrndup(path, (size_t)(slash - path)) : xstrdup(".");
	return 0;
}
