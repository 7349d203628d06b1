// SPDX-License-Identifier: GPL-2.0-only
#include "base/argv.h"

#include <stdlib.h>

#include "base/memory.h"

char **argv_copy(const char *const *argv)
{
	char **copy;
	size_t n = 0;

	while (argv[n])
		n++;
	copy = xcalloc(n + 1, sizeof(*copy));
	for (size_t i = 0; i < n; i++)
		copy[i] = xstrdup(argv[i]);
	return copy;
}

void argv_free(char **argv)
{
	for (size_t i = 0; argv && argv[i]; i++)
		free(argv[i]);
	free(argv);
}
