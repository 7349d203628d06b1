// SPDX-License-Identifier: GPL-2.0-only
/* The differences between a table's title and its rows, as readers see them. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "render/format.h"

/* Values up to this length are shown whole; longer ones are reduced to the differing words. */
#define SHORT 40
#define LONGEST 60

/* Where the first word that differs begins; both have the same text before it. */
static size_t common_start(const char *a, const char *b)
{
	size_t n = 0, word = 0;

	for (; a[n] && a[n] == b[n]; n++)
		if (a[n] == ' ')
			word = n + 1;
	/* One of them ends where the other one has another word. */
	if ((!a[n] && b[n] == ' ') || (!b[n] && a[n] == ' '))
		word = n;
	return word;
}

/* The length of the common end of both texts, which begins with a space. */
static size_t common_end(const char *a, const char *b)
{
	size_t n = 0, words = 0, la = strlen(a), lb = strlen(b);

	while (n < la && n < lb && a[la - 1 - n] == b[lb - 1 - n]) {
		n++;
		if (a[la - n] == ' ')
			words = n;
	}
	return words;
}

/* A part of a text, cut if it is long, between dots where something is left out. */
static char *part(const char *text, size_t start, size_t end)
{
	size_t all = strlen(text), n;
	bool cut;

	if (start && text[start] == ' ')
		start++;
	n = all - start - end;
	cut = n > LONGEST;
	if (cut)
		n = LONGEST;
	/* Do not cut within a character. */
	while (cut && n && ((unsigned char)text[start + n] & 0xC0) == 0x80)
		n--;
	if (!n && !cut)
		return xstrdup(all ? "..." : "(not known)");
	return xasprintf("%s%.*s%s", start ? "... " : "", (int)n, text + start,
			 cut ? "..." :
			 end ? " ..." :
			       "");
}

char *differing_readable(const struct table_difference *difference)
{
	_cleanup_free_ char *base = NULL, *new = NULL;
	size_t start = 0, end = 0;

	if (strlen(difference->base) > SHORT && strlen(difference->new) > SHORT) {
		start = common_start(difference->base, difference->new);
		end = common_end(difference->base + start, difference->new + start);
	}
	base = part(difference->base, start, end);
	new = part(difference->new, start, end);
	return xasprintf("%s: %s -> %s", difference->what, base, new);
}

/* "and 2 more: cpu.model, memory" */
static char *folded(const struct table *table, size_t from)
{
	struct strbuf line = { 0 };

	strbuf_appendf(&line, "and %zu more, which --all shows: ", table->n_differences - from);
	for (size_t i = from; i < table->n_differences; i++)
		strbuf_appendf(&line, "%s%s", i > from ? ", " : "", table->differences[i].what);
	return strbuf_take(&line);
}

void differing_write(const struct table *table,
		     void (*put)(const struct table *table, const char *line, FILE *out), FILE *out)
{
	size_t shown = table->n_differences;

	/* A line that folds a single one would save nothing. */
	if (table->fold && shown > table->fold + 1)
		shown = table->fold;
	fputs(table->n_differences ? "These differ:\n\n" : "", out);
	for (size_t i = 0; i < shown; i++) {
		_cleanup_free_ char *line = differing_readable(&table->differences[i]);

		put(table, line, out);
	}
	if (shown < table->n_differences) {
		_cleanup_free_ char *line = folded(table, shown);

		put(table, line, out);
	}
	fputs(table->n_differences ? "\n" : "", out);
}
