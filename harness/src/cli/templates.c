// SPDX-License-Identifier: GPL-2.0-only
#include "cli/templates.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

/*
 * Where an installation puts it, or beside build/ or one folder further up: seen from an installed
 * program, the latter are folders of somebody else.
 */
char *templates_find(const struct options *options, struct error *err)
{
	static const char *const places[] = { "../share/exitbench/plot", "../plot", "../../plot" };
	_cleanup_free_ char *program = file_program_folder();

	if (options->templates)
		return xstrdup(options->templates);
	for (size_t i = 0; program && i < sizeof(places) / sizeof(places[0]); i++) {
		char *folder = xasprintf("%s/%s", program, places[i]);

		if (file_exists(folder))
			return folder;
		free(folder);
	}
	error_set(err, "the gnuplot templates are not beside the program; name their folder with "
		       "--templates");
	return NULL;
}
