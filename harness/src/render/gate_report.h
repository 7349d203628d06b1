/* SPDX-License-Identifier: GPL-2.0-only */
/* What came of a gate, for readers and for what runs builds. */
#ifndef EXITBENCH_RENDER_GATE_REPORT_H
#define EXITBENCH_RENDER_GATE_REPORT_H

#include <stdio.h>

#include "base/error.h"
#include "compare/gate.h"

/* "io/randread-4k: 12.1 -> 13.9 exits/op (+14 %, p 0.0002)", in fresh memory. */
char *gate_case_text(const struct gate_case *one);

/*
 * The offenders in a line, the worst first and of many only some, with what cannot be judged behind
 * them, in fresh memory. NULL if all passed.
 */
char *gate_text(const struct gate *gate);

/* A test suite in XML, as JUnit writes and most builders read it: a test case for each one. */
int gate_write_junit(const struct gate *gate, const struct comparison_set *set, FILE *out,
		     struct error *err);

/* The same for a gate that judges nothing, such as of sides that were not measured alike. */
int gate_refuse_junit(const char *why, FILE *out, struct error *err);
int gate_refuse_github(const char *why, FILE *out, struct error *err);

/* GitHub's commands that annotate a build: an error for each offender, and the verdict. */
int gate_write_github(const struct gate *gate, const struct comparison_set *set, FILE *out,
		      struct error *err);

#endif
