// SPDX-License-Identifier: GPL-2.0-only
#include "plot/gnuplot.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/child.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/environ.h"
#include "base/file.h"
#include "base/memory.h"

/* A graph takes a second, or ten in an emulated guest. */
#define TIME_LIMIT (120 * NS_PER_S)
#define MAX_GRAPH ((size_t)64 << 20)

int gnuplot_check(const char *templates, struct error *err)
{
	_cleanup_free_ char *program = file_find_program("gnuplot");

	if (!program)
		return error_set(err, "program 'gnuplot' not found; "
				      "install the Debian package 'gnuplot-nox'");
	if (!file_exists(templates))
		return error_set(err,
				 "no graph templates in '%s'; "
				 "they are the plot/ folder of the project",
				 templates);
	return 0;
}

/* The first line of gnuplot's error message, which names template, line and cause. */
static void first_complaint(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);
	char *start = text;

	text[n > 0 ? n : 0] = '\0';
	/*
	 * Before the message, gnuplot repeats the wrong line with a caret under it. Warnings come
	 * earlier; they are not the cause.
	 */
	for (char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strchr("\"l", *line) && strstr(line, ": "))
			start = line;
	}
	memmove(text, start, strlen(start) + 1);
	text[strcspn(text, "\n")] = '\0';
}

/*
 * gnuplot only gets those of the user's variables that are needed to find programs, libraries and
 * fonts. Others, such as GNUTERM and GNUPLOT_LIB, could change the graphs or break them.
 */
static const char *const kept_variables[] = {
	"PATH",
	"HOME",
	"TMPDIR",
	"LD_LIBRARY_PATH",
	"XDG_CACHE_HOME",
	"FONTCONFIG_FILE",
	"FONTCONFIG_PATH",
	NULL,
};

static int run(const char *template, const char *data, const char *output, struct error *err)
{
	const char *const argv[] = {
		"gnuplot", "--default-settings", "-c", template, data, output, NULL,
	};
	_cleanup_free_ const char *const *environment = environ_only(kept_variables);
	_cleanup_close_ int log = memfd_create("gnuplot", MFD_CLOEXEC);
	const struct child_spec spec = {
		.argv = argv,
		.environment = environment,
		.out_fd = log,
		.err_fd = log,
		.null_input = true,
		.timeout_ns = TIME_LIMIT,
	};
	struct child_result result;
	struct child child;
	char complaint[512];

	if (log < 0)
		return error_errno(err, "cannot make a file in memory");
	if (child_start(&child, &spec, err) || child_run(&child, &result, err))
		return -1;
	if (result.end == CHILD_EXITED && result.status == 0)
		return 0;
	if (result.end != CHILD_EXITED)
		return error_set(err, "gnuplot was %s while drawing '%s'",
				 child_end_name(result.end), output);
	first_complaint(log, complaint, sizeof(complaint));
	return error_set(err, "gnuplot cannot draw '%s': %s", output,
			 *complaint ? complaint : "it does not say why");
}

/* gnuplot does not report a full disk, so check that the file has its end. */
static int check_whole(const char *path, const char *end, size_t end_size, struct error *err)
{
	_cleanup_free_ char *data = NULL;
	size_t size;

	if (file_read(path, MAX_GRAPH, &data, &size, err))
		return -1;
	if (!memmem(data, size, end, end_size))
		return error_set(err, "gnuplot wrote only a part of '%s'; is the disk full?", path);
	return 0;
}

static int draw(const char *template, const char *data, const char *output, const char *end,
		size_t end_size, struct error *err)
{
	if (run(template, data, output, err) || check_whole(output, end, end_size, err)) {
		unlink(output);
		return -1;
	}
	return 0;
}

/* Draws the SVG and the PNG. The paths must be absolute. */
static int draw_both(const char *template, const char *folder, const char *name, struct error *err)
{
	_cleanup_free_ char *data = xasprintf("%s/%s.tsv", folder, name);
	_cleanup_free_ char *svg = xasprintf("%s/%s.svg", folder, name);
	_cleanup_free_ char *png = xasprintf("%s/%s.png", folder, name);

	if (draw(template, data, svg, "</svg>", 6, err))
		return -1;
	return draw(template, data, png, "IEND", 4, err);
}

/*
 * gnuplot gives a meaning to file names that begin with |, <, - or ~: it runs a command, reads an
 * option, or looks in a home folder. An absolute path begins with none of these.
 */
static char *absolute(const char *path, struct error *err)
{
	_cleanup_free_ char *here = NULL;

	if (*path == '/')
		return xstrdup(path);
	here = getcwd(NULL, 0);
	if (here && *here == '/')
		return xasprintf("%s/%s", here, path);
	error_errno(err, "cannot tell the working folder, where '%s' is; name it from '/' on",
		    path);
	return NULL;
}

int gnuplot_draw(const char *templates, const char *template, const char *folder, const char *name,
		 struct error *err)
{
	_cleanup_free_ char *script = xasprintf("%s/%s.gp", templates, template);
	_cleanup_free_ char *script_path = absolute(script, err);
	_cleanup_free_ char *folder_path = script_path ? absolute(folder, err) : NULL;

	if (!folder_path)
		return -1;
	return draw_both(script_path, folder_path, name, err);
}
