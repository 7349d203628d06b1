/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions to a tool: what it says of a job file without running it. The tool knows its own
 * rules, and those of the version that is installed.
 */
#ifndef EXITBENCH_WORKLOAD_ASK_H
#define EXITBENCH_WORKLOAD_ASK_H

#include "base/error.h"

/*
 * Runs the command line in an empty folder of its own, which is removed afterwards, and takes
 * down what it prints, stdout and stderr together, in fresh memory: at most 1 MiB. Where job is
 * not NULL, a file that holds it is named by an argument "@JOB" of the command line. Returns the
 * exit status, or -1: it cannot be run, was killed, or took more than a minute.
 */
int tool_ask(const char *const *argv, const char *job, char **text, struct error *err);

/*
 * The first line of an answer that complains, or of all lines the first, without what a tool puts
 * before it; fresh.
 */
char *tool_complaint(const char *text);

#endif
