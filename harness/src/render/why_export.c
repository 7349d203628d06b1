// SPDX-License-Identifier: GPL-2.0-only
/* The tree of a workload's exits for other programs: folded stacks, and a trace of single exits. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "analysis/why.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "render/view.h"

/* A frame may hold neither the sign between frames nor a line's end. */
static void add_frame(struct strbuf *stack, const char *name)
{
	_cleanup_free_ char *clean = utf8_visible(name);

	for (char *c = clean; *c; c++)
		*c = *c == ';' ? ',' : *c;
	strbuf_appendf(stack, "%s%s", *strbuf_text(stack) ? ";" : "", clean);
}

static void put_stack(FILE *out, const char *stack, double exits)
{
	if (exits >= 0.5)
		fprintf(out, "%s %.0f\n", stack, exits);
}

/* The stacks of the code below one frame, and what is left of its exits. */
static void put_codes(FILE *out, const char *stack, double exits, const struct why_codes *codes)
{
	for (size_t i = 0; i < codes->n; i++) {
		struct strbuf below = { 0 };

		strbuf_append(&below, stack);
		add_frame(&below, codes->list[i].name);
		put_stack(out, strbuf_text(&below), codes->list[i].row.exits.median);
		exits -= codes->list[i].row.exits.median;
		strbuf_free(&below);
	}
	put_stack(out, stack, exits);
}

static void put_reason(FILE *out, const char *stack, const struct why_reason *reason,
		       const struct regions *regions)
{
	if (!reason->n)
		put_codes(out, stack, reason->row->exits.median, &reason->codes);
	for (size_t i = 0; i < reason->n; i++) {
		const struct why_cause *cause = &reason->causes[i];
		char label[CAUSE_LABEL_SIZE];
		struct strbuf below = { 0 };

		strbuf_append(&below, stack);
		add_frame(&below, why_label(cause, regions, label));
		put_codes(out, strbuf_text(&below), cause->row.exits.median, &cause->codes);
		strbuf_free(&below);
	}
}

void why_folded(const struct profiled_result *result, const struct profiled_run *run, FILE *out)
{
	struct why why;

	why_of_run(result, run, &why);
	for (size_t i = 0; i < why.n; i++) {
		char name[REASON_LABEL_SIZE];
		struct strbuf stack = { 0 };

		add_frame(&stack, run->run->name);
		add_frame(&stack, reason_key_label(&why.reasons[i].row->key, name));
		put_reason(out, strbuf_text(&stack), &why.reasons[i], &result->result->regions);
		strbuf_free(&stack);
	}
	why_free(&why);
}

/* Where the events of a trace go. */
struct trace {
	json_t *events;
	const struct result *result;
	double us_per_cycle;
};

static void add_name(const struct trace *trace, const char *what, size_t process, uint32_t thread,
		     const char *name)
{
	_cleanup_free_ char *clean = utf8_clean(name);

	json_array_append_new(trace->events,
			      json_pack("{s:s, s:s, s:I, s:I, s:{s:s}}", "ph", "M", "name", what,
					"pid", (json_int_t)process, "tid", (json_int_t)thread,
					"args", "name", clean));
}

static void add_event(const struct trace *trace, size_t process, const struct repeat *repeat,
		      const struct code_event *event, uint64_t start)
{
	const struct reason_key *reason = &repeat->after.counters[event->slot].key;
	char name[REASON_LABEL_SIZE], label[CAUSE_LABEL_SIZE] = "";
	_cleanup_free_ char *code = utf8_clean(event->name);

	reason_key_label(reason, name);
	if (cause_kind_of(reason) != CAUSE_NONE)
		cause_label(reason, event->key, &trace->result->regions, label);
	json_array_append_new(trace->events,
			      json_pack("{s:s, s:s, s:s, s:I, s:I, s:f, s:f, s:{s:s, s:s, s:s}}",
					"ph", "X", "cat", "exit", "name", *label ? label : name,
					"pid", (json_int_t)process, "tid", (json_int_t)event->vcpu,
					"ts", (double)(event->tsc - start) * trace->us_per_cycle,
					"dur", (double)event->cycles * trace->us_per_cycle, "args",
					"reason", name, "cause", label, "code", code));
}

/* The events of the last repeat that counts. */
static void add_run(const struct trace *trace, size_t process, const struct profiled_run *run)
{
	const struct repeat *repeat = NULL;
	uint64_t start = UINT64_MAX;

	for (size_t i = 0; i < run->n_repeats; i++)
		if (run->repeats[i].counts)
			repeat = run->repeats[i].repeat;
	if (!repeat || !repeat->code.n_events)
		return;
	add_name(trace, "process_name", process, 0, run->run->name);
	for (size_t i = 0; i < repeat->code.n_events; i++) {
		const struct code_event *event = &repeat->code.events[i];
		char vcpu[32];

		if (event->tsc < start)
			start = event->tsc;
		if (i && event->vcpu == event[-1].vcpu)
			continue;
		snprintf(vcpu, sizeof(vcpu), "vCPU %" PRIu32, event->vcpu);
		add_name(trace, "thread_name", process, event->vcpu, vcpu);
	}
	for (size_t i = 0; i < repeat->code.n_events; i++)
		add_event(trace, process, repeat, &repeat->code.events[i], start);
}

void why_trace(const struct profiled_result *result, const struct profiled_run *only, FILE *out)
{
	const struct trace trace = {
		.events = json_array(),
		.result = result->result,
		.us_per_cycle = 1000.0 / result->result->counters.tsc_khz,
	};
	json_t *document;

	for (size_t i = 0; i < result->n_runs; i++)
		if (!only || only == &result->runs[i])
			add_run(&trace, i + 1, &result->runs[i]);
	document = json_pack("{s:s, s:o}", "displayTimeUnit", "ns", "traceEvents", trace.events);
	json_dumpf(document, out, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
	fputc('\n', out);
	json_decref(document);
}
