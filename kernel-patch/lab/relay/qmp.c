// SPDX-License-Identifier: GPL-2.0-only
/*
 * Just enough QMP: one command, its answer on stdout. An answer is told by how its line begins,
 * for QEMU writes one answer a line; its contents are passed on as they are.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "relay.h"

#define QMP_SECONDS 30

static bool starts(const char *line, const char *with)
{
	return !strncmp(line, with, strlen(with));
}

/* Returns the answer's status: 0 return, 1 error, 125 none. */
static int answer(FILE *from, bool show)
{
	int status = RELAY_TROUBLE;
	char *line = NULL;
	size_t room = 0;

	while (status == RELAY_TROUBLE && getline(&line, &room, from) > 0) {
		if (starts(line, "{\"return\":"))
			status = 0;
		else if (starts(line, "{\"error\":"))
			status = 1;
	}
	if (show && status != RELAY_TROUBLE)
		fputs(line, status ? stderr : stdout);
	free(line);
	return status;
}

int relay_qmp(const char *path, const char *command, const char *arguments)
{
	const struct timeval limit = { .tv_sec = QMP_SECONDS };
	int status = RELAY_TROUBLE;
	int fd = unix_connect(path, 0);
	FILE *from = fd < 0 ? NULL : fdopen(fd, "r");

	if (!from) {
		fprintf(stderr, "lab: %s: no QMP at '%s'\n", strerror(errno), path);
		return RELAY_TROUBLE;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (dprintf(fd, "{\"execute\":\"qmp_capabilities\"}\n") > 0 && !answer(from, false) &&
	    dprintf(fd, "{\"execute\":\"%s\"%s%s}\n", command, arguments ? ",\"arguments\":" : "",
		    arguments ? arguments : "") > 0)
		status = answer(from, true);
	if (status == RELAY_TROUBLE)
		fprintf(stderr, "lab: no answer from QMP: '%s'\n", command);
	fclose(from);
	return status;
}
