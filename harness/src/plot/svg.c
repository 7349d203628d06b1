// SPDX-License-Identifier: GPL-2.0-only
#include "plot/svg.h"

#include <stdlib.h>
#include <string.h>

#include "render/html.h"

/* The texts before an id of the SVG, where it is defined or used. */
static const char *const before_id[] = {
	" id='", " id=\"", "href='#", "href=\"#", "url(#",
};

/* gnuplot's titles are internal names, which browsers would show as tooltips. */
static const char *skip_title(const char *at)
{
	const char *end;

	if (strncmp(at, "<title>", 7))
		return at;
	end = strstr(at, "</title>");
	return end ? end + 8 : at;
}

static void put_with_prefix(FILE *out, const char *svg, const char *prefix)
{
	while (*svg) {
		size_t length = 0;

		if (*svg == '<')
			svg = skip_title(svg);
		for (size_t i = 0; i < sizeof(before_id) / sizeof(before_id[0]) && !length; i++)
			if (!strncmp(svg, before_id[i], strlen(before_id[i])))
				length = strlen(before_id[i]);
		if (length) {
			fwrite(svg, 1, length, out);
			fputs(prefix, out);
			svg += length;
		} else if (*svg) {
			fputc(*svg++, out);
		}
	}
}

void svg_write(FILE *out, const char *svg, const char *prefix, const char *label)
{
	const char *start = strstr(svg, "<svg");
	const char *width;

	if (!start)
		return;
	/* The graph shrinks with the page, but only as long as its text can be read. */
	width = strstr(start, "width=\"");
	fprintf(out, "<svg role=\"img\" style=\"min-width:%.0fpx\" aria-label=\"",
		width ? 0.8 * strtod(width + strlen("width=\""), NULL) : 0);
	html_text(out, label);
	fputs("\"", out);
	put_with_prefix(out, start + strlen("<svg"), prefix);
}
