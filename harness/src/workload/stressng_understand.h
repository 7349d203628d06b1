/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds out what a user's stress-ng job does, stressor by stressor. */
#ifndef EXITBENCH_WORKLOAD_STRESSNG_UNDERSTAND_H
#define EXITBENCH_WORKLOAD_STRESSNG_UNDERSTAND_H

#include "workload/workload.h"

/* How long a job without a duration or a limit of work runs: as long as the project's jobs. */
#define STRESSNG_DEFAULT_DURATION_S 3

/* See understand() of struct tool. If stress-ng is not installed, it only reads the text. */
int stressng_understand(struct workload *workload, bool says_work, bool says_needs,
			struct error *err);

/*
 * How many seconds each stressor may run, as stress-ng prints at its start; -1 if it does not print
 * it, and 0 if there is no end. defaulted (may be NULL) is set if the job did not say how long.
 */
double stressng_said_s(const char *output, bool *defaulted);

/*
 * The number of operations that the last line "NAME-ops 100" of a job asks for; 0 if there is none
 * or it sets no limit, -1 if it is not a plain number. With a NULL name, the line may be of any
 * stressor.
 */
double stressng_asked_ops(const char *text, const char *name);

/* Whether the job's stressors run one after the other. */
bool stressng_is_sequential(const char *text);

/*
 * The text in fresh memory, in which the lines that would hide stress-ng's output and report from
 * us ("quiet", "yaml FILE") are turned into comments.
 */
char *stressng_without_hiding(const char *text);

#endif
