/* SPDX-License-Identifier: GPL-2.0-only */
/* The counters that --counters and --record ask for, ready to be read. */
#ifndef EXITBENCH_CLI_SESSION_H
#define EXITBENCH_CLI_SESSION_H

#include "cli/option.h"
#include "counters/access.h"

struct session {
	struct counters_access access;
	struct cpu_identity id;    /* of access */
	struct counters *counters; /* of access */
};

/*
 * EXIT_NO when this guest has no counters; then what was asked and answered is printed to standard
 * error. On error nothing is left open.
 */
int session_open(struct session *session, const struct options *options, struct error *err);

/* Says on standard error what of the counters is not believed, if there is something. */
void session_doubts(const struct session *session);

/*
 * Closes, and writes the recording. rc is what the command would return: its
 * error comes before one of closing.
 */
int session_close(struct session *session, int rc, struct error *err);

#endif
