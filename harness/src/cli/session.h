/* SPDX-License-Identifier: GPL-2.0-only */
/* Opens the counters that --counters and --record ask for. */
#ifndef EXITBENCH_CLI_SESSION_H
#define EXITBENCH_CLI_SESSION_H

#include "cli/option.h"
#include "counters/access.h"
#include "measure/code_names.h"

struct session {
	struct counters_access access;
	struct cpu_identity id;    /* the same as in access */
	struct counters *counters; /* the same as in access */
	struct code_names *names;  /* with --why, if the host records where the guest is; or NULL */
};

/*
 * Opens the counters. EXIT_NO if this guest has none; then the queries and answers are printed to
 * standard error. On error nothing is left open.
 */
int session_open(struct session *session, const struct options *options, struct error *err);

/* Prints to standard error which of the counters are not believed, if there are any. */
void session_doubts(const struct session *session);

/*
 * Closes the session and writes the recording. rc is what the command would return; if
 * that is an error already, an error of closing is dropped.
 */
int session_close(struct session *session, int rc, struct error *err);

#endif
