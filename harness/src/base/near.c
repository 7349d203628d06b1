// SPDX-License-Identifier: GPL-2.0-only
#include "base/near.h"

#include <string.h>

#define LONGEST 64
#define MOST_SUGGESTIONS 5

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

unsigned int near_distance(const char *a, const char *b)
{
	/* Three rows of the table of distances between all beginnings of a and of b. */
	unsigned int rows[3][LONGEST + 1];
	unsigned int *before = rows[0], *last = rows[1], *row = rows[2];
	size_t na = strlen(a), nb = strlen(b);

	if (na > LONGEST || nb > LONGEST)
		return (unsigned int)(na > nb ? na : nb);
	for (size_t j = 0; j <= nb; j++)
		last[j] = (unsigned int)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned int *reused = before;

		row[0] = (unsigned int)i;
		for (size_t j = 1; j <= nb; j++) {
			row[j] = last[j - 1] + (a[i - 1] != b[j - 1]);
			row[j] = least(row[j], least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = reused;
	}
	return last[nb];
}

bool near_match(const char *typed, const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t length = strlen(typed);
	unsigned int allowed = length < 4 ? 1 : 2;

	if (length >= 2 && strstr(name, typed))
		return true;
	return near_distance(typed, name) <= allowed ||
	       (slash && near_distance(typed, slash + 1) <= allowed);
}

void suggest(struct suggestions *suggestions, const char *name)
{
	if (suggestions->n >= MOST_SUGGESTIONS || !near_match(suggestions->typed, name))
		return;
	strbuf_appendf(&suggestions->text, "%s'%s%s'", suggestions->n++ ? ", " : "did you mean ",
		       suggestions->prefix ? suggestions->prefix : "", name);
}

const char *suggestions_text(struct suggestions *suggestions, const char *otherwise)
{
	if (!suggestions->n)
		return otherwise;
	strbuf_append(&suggestions->text, "?");
	return strbuf_text(&suggestions->text);
}

void suggestions_free(struct suggestions *suggestions)
{
	strbuf_free(&suggestions->text);
}
