/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Asks a tool what it makes of a job file, without running the job. The tool knows best which
 * options the installed version has and what they mean.
 */
#ifndef EXITBENCH_WORKLOAD_ASK_H
#define EXITBENCH_WORKLOAD_ASK_H

#include "base/error.h"

/*
 * Runs the command line in a new empty folder, which is removed afterwards, and returns what it
 * prints (stdout and stderr together) in fresh memory, at most 1 MiB. If job is not NULL, it is
 * written to a file, whose name replaces the argument "@JOB" of the command line. Returns the exit
 * status, or -1 if it cannot be run, was killed, or took more than a minute.
 */
int tool_ask(const char *const *argv, const char *job, char **text, struct error *err);

/*
 * The first line of an answer that is a complaint (or else the first of all lines), without the
 * prefix that the tool adds, in fresh memory.
 */
char *tool_complaint(const char *text);

#endif
