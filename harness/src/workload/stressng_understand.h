/* SPDX-License-Identifier: GPL-2.0-only */
/* What a user's stress-ng job does, stressor by stressor. */
#ifndef EXITBENCH_WORKLOAD_STRESSNG_UNDERSTAND_H
#define EXITBENCH_WORKLOAD_STRESSNG_UNDERSTAND_H

#include "workload/workload.h"

/* How long a job runs that says neither how long nor how much; as long as the project's jobs. */
#define STRESSNG_DEFAULT_DURATION_S 3

/* See understand() of struct tool. Without stress-ng it reads the text alone. */
int stressng_understand(struct workload *workload, bool says_work, bool says_needs,
			struct error *err);

/*
 * What stress-ng prints at its start: the seconds that each stressor may run, -1 if it does not
 * say so, and 0 if there is no end. defaulted (may be NULL): the job did not say how long.
 */
double stressng_said_s(const char *output, bool *defaulted);

/*
 * The operations that the last line "NAME-ops 100" of a job asks for; 0: none, or no limit, -1: not
 * a plain number. A NULL name: of the text's last such line, whatever its stressor.
 */
double stressng_asked_ops(const char *text, const char *name);

/* Whether the job's stressors run one after the other. */
bool stressng_is_sequential(const char *text);

/*
 * The text without the lines that keep its words and its report from us ("quiet", "yaml FILE"),
 * in fresh memory: they become comments.
 */
char *stressng_without_hiding(const char *text);

#endif
