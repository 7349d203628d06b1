// SPDX-License-Identifier: GPL-2.0-only
/* The parts of the page that are text and lists; its tables are in tables.c. */
#include "plot/sections.h"

#include <string.h>

#include "analysis/emulation.h"
#include "analysis/idle.h"
#include "analysis/outliers.h"
#include "analysis/precision.h"
#include "analysis/remarks.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "model/tags.h"
#include "plot/number.h"
#include "render/duration.h"
#include "render/html.h"

static size_t count_state(const struct result *result, enum run_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < result->n_runs; i++)
		n += result->runs[i].state == state;
	return n;
}

static void put_tally(FILE *out, const struct result *result)
{
	static const enum run_state states[] = { RUN_OK, RUN_FAILED, RUN_INCOMPLETE, RUN_SKIPPED };

	fputs("<ul class=\"tally\">\n", out);
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		size_t n = count_state(result, states[i]);
		const char *name = run_state_name(states[i]);

		if (n)
			fprintf(out, "<li class=\"%s\"><b>%zu</b> %s</li>\n", name, n, name);
	}
	fputs("</ul>\n", out);
}

static void put_emulation(FILE *out, const struct result *result)
{
	struct emulation emulation;
	_cleanup_free_ char *sentence = NULL;

	emulation_of_result(result, &emulation);
	sentence = emulation_sentence(&emulation);
	if (!sentence)
		return;
	fputs("<p class=\"emulated\"><b>Emulated.</b> ", out);
	html_text(out, sentence);
	fputs(" It is known to be emulated as ", out);
	html_text(out, emulation.why);
	fputs(".</p>\n", out);
}

void section_heading(FILE *out, const struct figures *figures)
{
	const struct result *result = figures->result;
	static const char *const shown[] = { "cpu", "hypervisor", "kernel" };
	_cleanup_free_ char *tags = tags_text(result);

	fputs("<header>\n<h1>VM exits: suite <q>", out);
	html_text(out, result->suite);
	fputs("</q></h1>\n<p>", out);
	html_text(out, result->started);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		const char *value = result_fact(result, shown[i]);

		if (!*value)
			continue;
		fputs(" &middot; ", out);
		html_text(out, value);
	}
	fprintf(out, " &middot; %u&nbsp;%s</p>\n", result->counters.n_vcpus,
		result->counters.n_vcpus == 1 ? "vCPU" : "vCPUs");
	if (*tags) {
		fputs("<p>", out);
		html_text(out, tags);
		fputs("</p>\n", out);
	}
	put_emulation(out, result);
	put_tally(out, result);
	fputs("</header>\n", out);
}

/* Lists the repeats whose trouble is not already in the workload's message. */
static void put_repeat_troubles(FILE *out, const struct workload_run *run)
{
	for (size_t i = 0; i < run->n_repeats; i++) {
		const char *trouble = run->repeats[i].trouble;

		if (run->repeats[i].ok || !trouble ||
		    (run->message && strstr(run->message, trouble)))
			continue;
		fprintf(out, "<br>repeat %zu: ", i + 1);
		html_text(out, trouble);
	}
}

void section_troubles(FILE *out, const struct figures *figures)
{
	const struct result *result = figures->result;

	if (result->complete && count_state(result, RUN_OK) == result->n_runs)
		return;
	fputs("<section class=\"troubles\">\n<h2>Not everything was measured</h2>\n", out);
	if (!result->complete)
		fputs("<p>The run was ended before its last workload.</p>\n", out);
	fputs("<dl>\n", out);
	for (size_t i = 0; i < result->n_runs; i++) {
		const struct workload_run *run = &result->runs[i];
		const char *state = run_state_name(run->state);

		if (run->state == RUN_OK)
			continue;
		fputs("<dt>", out);
		html_text(out, run->name);
		fprintf(out, " <span class=\"state %s\">%s</span></dt>\n<dd>", state, state);
		html_text(out, run->message);
		put_repeat_troubles(out, run);
		fputs("</dd>\n", out);
	}
	fputs("</dl>\n</section>\n", out);
}

void section_warnings(FILE *out, const struct figures *figures)
{
	struct remarks remarks = { 0 };

	remarks_of_result(figures->profiled, &remarks);
	if (remarks.n)
		fputs("<section class=\"troubles\">\n<h2>Worth a look</h2>\n<ul>\n", out);
	for (size_t i = 0; i < remarks.n; i++) {
		fputs("<li>", out);
		html_text(out, remarks.list[i].text);
		fputs("</li>\n", out);
	}
	if (remarks.n)
		fputs("</ul>\n</section>\n", out);
	remarks_free(&remarks);
}

static void put_repeats(FILE *out, const struct figures *figures)
{
	const struct result *result = figures->result;
	size_t least, most, n_more = 0;

	if (result->precision > 0)
		fprintf(out,
			"Every workload was to run %u to %u times, until the 95&nbsp;%% confidence "
			"interval of the median of its exits/op, or exits/s without operations, was "
			"within &plusmn;%g&nbsp;%%. ",
			result->repeats, result->max_repeats, 100 * result->precision);
	else
		fprintf(out, "Every workload was to run %u %s. ", result->repeats,
			result->repeats == 1 ? "time" : "times");
	fputs("Each number is the median over the repeats that ended well; a range runs from the "
	      "least to the greatest of them",
	      out);
	if (repeats_extent(figures->profiled, &least, &most))
		fprintf(out,
			". The range of %zu%s repeats holds the true median with %.3g&nbsp;%% confidence%s",
			least, most > least ? " or more" : "", 100 * range_confidence(least),
			most > least ? " or more" : "");
	fputs(". ", out);
	for (size_t i = 0; i < result->n_runs; i++)
		n_more += run_once_more(&result->runs[i]) < result->runs[i].n_repeats;
	if (n_more)
		fprintf(out,
			"%zu of the workloads ran once more because one repeat stood out; all repeats count. ",
			n_more);
}

/* The order of measuring and the idle guest, as both influence the numbers. */
static void put_conditions(FILE *out, const struct figures *figures)
{
	const struct result *result = figures->result;
	struct idle_drift drift = idle_drift(figures->profiled);
	char rate[NUMBER_SIZE], share[NUMBER_SIZE];

	if (result->order && strcmp(result->order, "listed") != 0) {
		fputs("The order of the workloads was ", out);
		html_text(out, result->order);
		fputs(". ", out);
	}
	if (drift.n)
		fprintf(out,
			"The idle guest, measured %zu %s around and between the workloads, had %s "
			"exits/s, with a range of %s&nbsp;%% of that. These exits are not subtracted.",
			drift.n, drift.n == 1 ? "time" : "times", number_long(rate, drift.median),
			number_percent(share, drift.share));
}

static void put_reading(FILE *out, const struct result *result)
{
	if (result_is_marked(result))
		fputs("The host copies all counters at once when it is asked to, by a single query "
		      "that is an exit itself, and the copies are read after the workload. So each "
		      "measurement contains exactly one exit that the reader caused; it is "
		      "subtracted together with its handling time. ",
		      out);
	else if (counters_from_file(result->counters.abi))
		fputs("The host writes them into a file, which is read before and after the workload. "
		      "Reading it causes no exits that are known, and nothing is subtracted. ",
		      out);
	else
		fprintf(out,
			"Reading them once takes %llu queries, and each query is an exit itself. Their "
			"number is known exactly and is subtracted; for each of them a query&rsquo;s "
			"median handling time is subtracted as well. ",
			(unsigned long long)result->cost.queries);
}

void section_method(FILE *out, const struct figures *figures)
{
	const struct result *result = figures->result;

	fprintf(out,
		"<section>\n<h2>How it was measured</h2>\n"
		"<p>The host's KVM counts every VM exit of this guest by exit reason, and the time it "
		"takes to handle it, from the exit to the same vCPU&rsquo;s next entry. "
		"exitbench reads these counters before and after a workload%s. ",
		counters_from_file(result->counters.abi) ? "" : ", inside the guest with CPUID");
	put_reading(out, result);
	put_repeats(out, figures);
	put_conditions(out, figures);
	fputs("</p>\n<dl class=\"terms\">\n"
	      "<dt>exits/s</dt><dd>exits of all vCPUs per second of wall time</dd>\n"
	      "<dt>exits/op</dt><dd>exits per operation that the tool itself reports (its "
	      "bogo-op, its I/O)</dd>\n"
	      "<dt>time/exit</dt><dd>mean handling time of one exit</dd>\n"
	      "<dt>*</dt><dd>without the time of HLT, in the table of a workload only in the "
	      "total</dd>\n"
	      "<dt>exit tax</dt><dd>share of the vCPUs&rsquo; time spent in handling exits "
	      "other than HLT</dd>\n"
	      "<dt>idle</dt><dd>share of the vCPUs&rsquo; time between a HLT and the next entry: "
	      "the guest had nothing to do. It is not a cost and is not part of any other number</dd>\n"
	      "</dl>\n</section>\n",
	      out);
}

static void put_fact(FILE *out, const char *key, const char *value)
{
	fputs("<tr><th scope=\"row\">", out);
	html_text(out, key);
	fputs("</th><td>", out);
	html_text(out, value);
	fputs("</td></tr>\n", out);
}

static void put_counters(FILE *out, const struct result *result)
{
	const struct counters_info *info = &result->counters;
	_cleanup_free_ char *abi = xasprintf(
		"%s%s, %u-bit, %u counters, exit reasons of %s", counters_abi_name(info->abi),
		info->has_time ? " with handling times" : "", info->bits, info->n_slots,
		info->isa == ISA_VMX ? "Intel VMX" : "AMD SVM");
	char number[NUMBER_SIZE];

	put_fact(out, "counters", abi);
	if (*info->doubts)
		put_fact(out, "doubts", info->doubts);
	if (info->tsc_khz) {
		_cleanup_free_ char *tsc =
			xasprintf("%s MHz", number_long(number, info->tsc_khz / 1000.0));

		put_fact(out, counters_of_guest_tsc(info) ? "guest TSC" : "host TSC", tsc);
	}
	if (result->cost.cycles) {
		const struct spread cycles = { .n = 1, .median = (double)result->cost.cycles };
		_cleanup_free_ char *time =
			info->tsc_khz ? duration_range_text(&cycles, info->tsc_khz) : NULL;
		_cleanup_free_ char *cost =
			xasprintf("%s%s a query", time ? time : number_long(number, cycles.median),
				  time ? "" : " cycles");

		put_fact(out, "cost of reading", cost);
	}
}

void section_environment(FILE *out, const struct figures *figures)
{
	const struct result *result = figures->result;

	fputs("<section>\n<h2>Where it was measured</h2>\n<table class=\"facts\">\n", out);
	for (size_t i = 0; i < result->n_facts; i++)
		put_fact(out, result->facts[i].key, result->facts[i].value);
	put_counters(out, result);
	fputs("</table>\n</section>\n", out);
}

void section_files(FILE *out, const char *folder, size_t n_panels)
{
	static const struct {
		const char *name, *what;
	} files[] = {
		{ "result.json", "everything that was measured: each repeat&rsquo;s raw counters" },
		{ "raw", "what the tools wrote" },
		{ "log", "what was done, and when" },
		{ "exits-per-second.tsv", "data of the first graph" },
		{ "exits-per-second.svg", "the first graph" },
		{ "exits-per-second.png", "the first graph as a picture" },
		{ "heat-map.tsv", "data of the second graph" },
		{ "heat-map.svg", "the second graph" },
		{ "heat-map.png", "the second graph as a picture" },
	};

	fputs("<section>\n<h2>Files beside this page</h2>\n<ul class=\"files\">\n", out);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		_cleanup_free_ char *path = xasprintf("%s/%s", folder, files[i].name);

		if (file_exists(path))
			fprintf(out, "<li><a href=\"%s\">%s</a> %s</li>\n", files[i].name,
				files[i].name, files[i].what);
	}
	if (n_panels > 1)
		fprintf(out,
			"<li>parts 2 to %zu of each graph, which are linked below the graphs</li>\n",
			n_panels);
	fputs("</ul>\n</section>\n", out);
}
