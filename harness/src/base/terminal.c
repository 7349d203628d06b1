// SPDX-License-Identifier: GPL-2.0-only
#include "base/terminal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/number.h"

/* Wider than any terminal; a table for this width is never narrowed. */
#define WIDEST 100000

static bool is_terminal(FILE *out)
{
	int fd = fileno(out);

	return fd >= 0 && isatty(fd);
}

size_t terminal_width(FILE *out)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	uint64_t width;

	if (!is_terminal(out))
		return 0;
	if (columns && number_whole(columns, 1, WIDEST, &width))
		return (size_t)width;
	if (!ioctl(fileno(out), TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return TERMINAL_USUAL_WIDTH;
}

bool terminal_obeys(FILE *out)
{
	const char *term = getenv("TERM");

	return is_terminal(out) && term && *term && strcmp(term, "dumb") != 0;
}

bool terminal_has_looks(FILE *out)
{
	const char *no_color = getenv("NO_COLOR");

	return terminal_obeys(out) && !(no_color && *no_color);
}
