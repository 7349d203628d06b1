/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Turns the records of a window into counts by the code that the guest was in: functions of its
 * kernel, and of the program that was run. A name is given only where it is certain: of a program's
 * code only if no other program was started meanwhile.
 */
#ifndef EXITBENCH_MEASURE_CODE_NAMES_H
#define EXITBENCH_MEASURE_CODE_NAMES_H

#include "base/child.h"
#include "counters/records.h"
#include "model/code.h"

struct code_names;

/*
 * root is put before /proc: "", or a folder for a test; NULL: the records will be of another
 * machine, and only addresses are told. code_names_free() releases it.
 */
struct code_names *code_names_new(const char *root);
void code_names_free(struct code_names *names);

/* Before a window in which a program is run. */
void code_names_begin(struct code_names *names);

/*
 * After it: fills in the counts from the recording. The program is that of the spec, and was run
 * with fixed addresses as the process pid.
 */
void code_names_count(struct code_names *names, const struct child_spec *spec, pid_t pid,
		      const struct recording *recording, struct code_counts *counts);

#endif
