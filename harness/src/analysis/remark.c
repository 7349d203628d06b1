// SPDX-License-Identifier: GPL-2.0-only
/* Makes the sentences of all remarks. */
#include "analysis/remark.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/digits.h"
#include "base/memory.h"

#define NUMBER_SIZE 64
#define EXACT 1e15 /* up to here all digits of a whole number are known */

/* A number with all digits of a whole one, in groups as in tables: "1,234,567", "0.25". */
static const char *number(char text[NUMBER_SIZE], double value)
{
	char plain[NUMBER_SIZE];
	bool whole = value == floor(value) && fabs(value) < EXACT;

	snprintf(plain, sizeof(plain), whole ? "%.0f" : "%g", value);
	digits_group(plain, text, NUMBER_SIZE);
	return text;
}

static char *say_idle_drifts(const struct remark *r)
{
	return xasprintf(
		"the idle guest's exits/s differ by %.0f %% between its windows, so not all "
		"workloads were measured under the same conditions: look for what else "
		"runs in the guest, or measure again",
		100 * r->value);
}

static char *say_note(const struct remark *r)
{
	return xstrdup(r->name);
}

static char *say_stands_out(const struct remark *r)
{
	const char *advice = r->alike       ? "so it is no accident: repeat more often" :
			     r->repeat != 1 ? "look for what else ran, or repeat more often" :
					      "it is the first one: warm up more (--warmup)";

	return xasprintf("%s%s %s", r->words, r->other ? ";" : ":", advice);
}

static char *say_once_more(const struct remark *r)
{
	return xasprintf("made because repeat %.0f stood out when it was measured", r->value);
}

static char *say_scatters(const struct remark *r)
{
	const char *advice = r->repeat != 1 ? ": look for what else ran, or repeat more often" :
					      ", and it is the first: warm up more (--warmup)";

	if (isinf(r->value))
		return xasprintf("exits, where the median is none%s", advice);
	return xasprintf("%.0f %% %s %s than the median%s", 100 * r->value,
			 r->fewer ? "fewer" : "more", r->per_op ? "exits/op" : "exits/s", advice);
}

static char *say_stolen(const struct remark *r)
{
	static const char *const also[] = {
		[ALSO_NOWHERE] = "",
		[ALSO_IN_REPEATS] = ", and some of it in other repeats",
		[ALSO_IN_WORKLOADS] = ", and some of it in other workloads",
	};

	return xasprintf(
		"the host gave %.1f %% of the vCPUs' time to others (stolen time)%s: stop what else "
		"runs on the host, or give it a CPU for what the VMM does itself",
		100 * r->value, also[r->also]);
}

static char *say_slower(const struct remark *r)
{
	bool elsewhere = r->other_run != r->run;

	return xasprintf(
		"the processor was %.0f %% slower than in %s%srepeat %zu, measured by a loop that is "
		"always the same; what takes longer holds more timer ticks: stop what else runs on "
		"the host, and fix the processor's frequency",
		100 * r->value, elsewhere ? r->other_run->name : "", elsewhere ? ", " : "",
		r->other);
}

static char *say_other_work(const struct remark *r)
{
	char value[NUMBER_SIZE], median[NUMBER_SIZE];

	return xasprintf("did %s operations where the median is %s: compare exits/op, not exits",
			 number(value, r->value), number(median, r->median));
}

static char *say_left(const struct remark *r)
{
	/* A command that the user runs has no class. */
	const char *fate = *r->run->class ? "ended: what it was still to do is not in the counts" :
					    "left alone: it works on in what is measured after it";

	return xasprintf("'%s' outlived it%s, and was %s", r->name,
			 r->value > 1 ? ", as in other repeats" : "", fate);
}

static char *say_console(const struct remark *r)
{
	char exits[NUMBER_SIZE];

	return xasprintf("%s exits by port I/O, which the workload does not do: most likely a "
			 "serial console; boot the guest with 'quiet' or a low 'loglevel'",
			 number(exits, r->value));
}

static char *say_too_long(const struct remark *r)
{
	char percent[NUMBER_SIZE];

	return xasprintf(
		"the exits took %s %% of the vCPUs' time, which is more than there was: some "
		"were under way when the window began, or its length is wrong; measure for "
		"longer",
		number(percent, ceil(100 * r->value)));
}

static char *(*const sentences[])(const struct remark *r) = {
	[REMARK_IDLE_DRIFTS] = say_idle_drifts,
	[REMARK_NOTE] = say_note,
	[REMARK_STANDS_OUT] = say_stands_out,
	[REMARK_ONCE_MORE] = say_once_more,
	[REMARK_SCATTERS] = say_scatters,
	[REMARK_STOLEN] = say_stolen,
	[REMARK_SLOWER] = say_slower,
	[REMARK_OTHER_WORK] = say_other_work,
	[REMARK_LEFT] = say_left,
	[REMARK_CONSOLE] = say_console,
	[REMARK_TOO_LONG] = say_too_long,
};

void remark_add(struct remarks *remarks, const struct remark *facts)
{
	_cleanup_free_ char *what = sentences[facts->kind](facts);
	struct remark *remark;

	remarks->list = xgrow(remarks->list, remarks->n, sizeof(*remarks->list));
	remark = &remarks->list[remarks->n++];
	*remark = *facts;
	remark->words = NULL;
	if (facts->run && facts->repeat)
		remark->text =
			xasprintf("%s, repeat %zu: %s", facts->run->name, facts->repeat, what);
	else if (facts->run)
		remark->text = xasprintf("%s: %s", facts->run->name, what);
	else
		remark->text = take_ptr(what);
}

void remarks_free(struct remarks *remarks)
{
	for (size_t i = 0; i < remarks->n; i++)
		free(remarks->list[i].text);
	free(remarks->list);
	*remarks = (struct remarks){ 0 };
}
