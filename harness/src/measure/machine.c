// SPDX-License-Identifier: GPL-2.0-only
#include "measure/machine.h"

#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

/* The largest /proc/cpuinfo that is read; it has about 1.5 KiB for each processor. */
#define LARGEST_FILE (16 << 20)

static char *read_file(const char *root, const char *path)
{
	_cleanup_free_ char *full = xasprintf("%s%s", root, path);
	struct error ignored = ERROR_INIT;
	char *text;

	return file_read(full, LARGEST_FILE, &text, NULL, &ignored) ? NULL : text;
}

struct processor {
	unsigned int socket, core;
};

struct processors {
	struct processor *all;
	size_t n;
};

/* The number of different sockets, or of different pairs of socket and core. */
static size_t count(const struct processors *processors, bool cores)
{
	size_t n = 0;

	for (size_t i = 0; i < processors->n; i++) {
		const struct processor *a = &processors->all[i];
		size_t j = 0;

		while (j < i && (processors->all[j].socket != a->socket ||
				 (cores && processors->all[j].core != a->core)))
			j++;
		n += j == i;
	}
	return n;
}

/* The number of a line "key\t: number". */
static bool number_of(const char *line, const char *key, unsigned int *number)
{
	size_t n = strlen(key);

	return !strncmp(line, key, n) && sscanf(line + n, " : %u", number) == 1;
}

char *machine_topology(const char *root)
{
	_cleanup_free_ char *text = read_file(root, "/proc/cpuinfo");
	struct processors processors = { 0 };
	size_t n_told = 0, sockets, cores;
	char *rest = text, *line;
	unsigned int number;

	while (rest && (line = strsep(&rest, "\n"))) {
		struct processor *last = processors.all ? &processors.all[processors.n - 1] : NULL;

		if (number_of(line, "processor", &number)) {
			processors.all = xgrow(processors.all, processors.n, sizeof(*last));
			processors.n++;
		} else if (last && number_of(line, "physical id", &last->socket)) {
			n_told++;
		} else if (last) {
			number_of(line, "core id", &last->core);
		}
	}
	sockets = count(&processors, false);
	cores = count(&processors, true);
	free(processors.all);
	/* A kernel for one processor does not report sockets. */
	if (!processors.n || n_told != processors.n)
		return NULL;
	return xasprintf("%zu socket%s, %zu core%s, %zu thread%s", sockets, sockets == 1 ? "" : "s",
			 cores, cores == 1 ? "" : "s", processors.n, processors.n == 1 ? "" : "s");
}

/* The device's folder in /sys/devices, without links. */
static char *device_folder(const char *root, dev_t device)
{
	_cleanup_free_ char *link =
		xasprintf("%s/sys/dev/block/%u:%u", root, major(device), minor(device));

	return realpath(link, NULL);
}

char *machine_disk(const char *root, dev_t device)
{
	_cleanup_free_ char *folder = device_folder(root, device);

	return folder ? xstrdup(basename(folder)) : NULL;
}

static void add_driver(char **drivers, const char *folder)
{
	_cleanup_free_ char *link = xasprintf("%s/driver", folder);
	_cleanup_free_ char *target = xcalloc(PATH_MAX, 1);
	char *longer;

	if (readlink(link, target, PATH_MAX - 1) <= 0)
		return;
	longer = xasprintf("%s%s%s", *drivers ? *drivers : "", *drivers ? ", " : "",
			   basename(target));
	free(*drivers);
	*drivers = longer;
}

char *machine_disk_drivers(const char *root, dev_t device)
{
	_cleanup_free_ char *folder = device_folder(root, device);
	char *drivers = NULL, *slash;

	while (folder && (slash = strrchr(folder, '/')) && strcmp(slash, "/devices") != 0) {
		add_driver(&drivers, folder);
		*slash = '\0';
	}
	return drivers;
}

char *machine_file_system(const char *root, dev_t device)
{
	_cleanup_free_ char *text = read_file(root, "/proc/self/mountinfo");
	_cleanup_free_ char *number = xasprintf("%u:%u", major(device), minor(device));
	char *rest = text, *line;

	while (rest && (line = strsep(&rest, "\n"))) {
		char at[32], options[256], type[64];
		const char *dash = strstr(line, " - ");

		if (dash && sscanf(line, "%*s %*s %31s %*s %*s %255s", at, options) == 2 &&
		    !strcmp(at, number) && sscanf(dash, " - %63s", type) == 1)
			return xasprintf("%s (%s)", type, options);
	}
	return NULL;
}
