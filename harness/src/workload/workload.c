// SPDX-License-Identifier: GPL-2.0-only
#include "workload/workload.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

struct job_section *workload_add_section(struct workload *workload, const char *name)
{
	struct job_section *section;

	workload->sections =
		xgrow(workload->sections, workload->n_sections, sizeof(*workload->sections));
	section = &workload->sections[workload->n_sections++];
	section->name = xstrdup(name);
	return section;
}

void workload_add_note(struct workload *workload, const char *fmt, ...)
{
	char *note = NULL;
	va_list args;
	int n;

	va_start(args, fmt);
	n = vasprintf(&note, fmt, args);
	va_end(args);
	if (n >= 0)
		xpush(&workload->notes, &workload->n_notes, note);
}

static double run_s(const struct workload *workload, double duration_s, bool limits)
{
	double ended = 0, longest = 0;

	for (size_t i = 0; i < workload->n_sections; i++) {
		const struct job_section *s = &workload->sections[i];
		double time_s = s->timed && duration_s > 0 ? duration_s : s->time_s;

		if (s->behind) {
			ended += longest;
			longest = 0;
		}
		longest = fmax(longest, s->before_s + (s->timed || limits ? time_s : 0));
	}
	return ended + longest;
}

double workload_run_s(const struct workload *workload, double duration_s)
{
	return run_s(workload, duration_s, false);
}

double workload_most_s(const struct workload *workload, double duration_s)
{
	return run_s(workload, duration_s, true);
}

bool workload_is_endless(const struct workload *workload)
{
	for (size_t i = 0; i < workload->n_sections; i++)
		if (workload->sections[i].endless)
			return true;
	return false;
}

void workload_free(struct workload *workload)
{
	free(workload->name);
	free(workload->path);
	free(workload->text);
	free(workload->title);
	free(workload->class);
	free(workload->expects_vmx);
	free(workload->expects_svm);
	free(workload->why);
	free(workload->needs);
	free(workload->need_folder);
	for (size_t i = 0; i < workload->n_sections; i++)
		free(workload->sections[i].name);
	free(workload->sections);
	for (size_t i = 0; i < workload->n_notes; i++)
		free(workload->notes[i]);
	free(workload->notes);
	*workload = (struct workload){ 0 };
}
