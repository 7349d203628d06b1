// SPDX-License-Identifier: GPL-2.0-only
#include "base/environ.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

static bool is_named(const char *variable, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(variable, name, n) && variable[n] == '=';
}

static bool is_among(const char *variable, const char *const *names)
{
	for (; *names; names++)
		if (is_named(variable, *names))
			return true;
	return false;
}

/* names: NULL for all variables. locale: a whole variable, such as "LC_ALL=C". */
static const char *const *filter(const char *const *names, const char *locale)
{
	/*
	 * LANGUAGE matters beside LC_ALL if that is not C; some programs read it themselves.
	 */
	static const char *const ours[] = { "LC_ALL", "LANGUAGE", NULL };
	const char **list;
	size_t n = 0;

	while (environ && environ[n])
		n++;
	list = xcalloc(n + 2, sizeof(*list));
	n = 0;
	for (char **variable = environ; variable && *variable; variable++)
		if (!is_among(*variable, ours) && (!names || is_among(*variable, names)))
			list[n++] = *variable;
	list[n] = locale;
	return list;
}

const char *const *environ_in_c_locale(void)
{
	return filter(NULL, "LC_ALL=C");
}

const char *const *environ_only(const char *const *names)
{
	return filter(names, "LC_ALL=C.UTF-8");
}
