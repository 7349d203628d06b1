// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdlib.h>

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/stat.h"
#include "cli/why_show.h"
#include "measure/environment.h"
#include "measure/measure.h"
#include "measure/region_files.h"
#include "measure/window.h"
#include "render/view.h"

static char *join(const char *const *words, size_t n)
{
	struct strbuf text = { 0 };

	for (size_t i = 0; i < n; i++)
		strbuf_appendf(&text, "%s%s", i ? " " : "", words[i]);
	return strbuf_take(&text);
}

static void describe(const struct options *options, struct workload_run *run)
{
	run->name = xstrdup("stat");
	run->title = join(options->args, options->n_args);
	run->class = xstrdup("");
	run->tool = xstrdup(options->args[0]);
	run->op = xstrdup("");
	run->expects = xstrdup("");
	run->why = xstrdup("");
}

static bool is_enough(const struct options *options, const struct profiled_run *profiled,
		      struct workload_run *run)
{
	return measure_is_enough(profiled, options->repeat, options->max_repeat, options->precision,
				 &run->stop);
}

static int measure_repeats(struct session *session, const struct options *options,
			   struct result *result, struct profiled_run *profiled,
			   struct workload_run *run, struct error *err)
{
	struct child_spec spec = {
		.argv = options->args,
		.out_fd = -1,
		.err_fd = -1,
		.foreground = true,
	};

	for (unsigned int i = 0; !is_enough(options, profiled, run); i++) {
		struct repeat repeat = { 0 };

		if (measure_window(session->counters, &result->cost, &spec, session->names, &repeat,
				   err)) {
			repeat_free(&repeat);
			return -1;
		}
		if (i < options->warmup)
			repeat_free(&repeat);
		else
			*run_add_repeat(run) = repeat;
		if (repeat.lost && i >= options->warmup)
			return error_set(err, "%s", run->repeats[i - options->warmup].trouble);
		if (interrupt_pending())
			return error_set(err, "interrupted; what was measured is not shown");
		profile_run(&result->counters, &result->cost, run, profiled);
	}
	return 0;
}

static int measure(struct session *session, const struct options *options, struct result *result,
		   struct workload_run *run, struct error *err)
{
	struct profiled_run profiled = { .run = run };
	int rc;

	if (counters_measure_cost(session->counters, &result->cost, err))
		return -1;
	result->counters = *counters_info(session->counters);
	environment_add_cpu(result, &session->id);
	if (options->why && session->access.here)
		regions_read("", &result->regions);
	rc = measure_repeats(session, options, result, &profiled, run, err);
	profiled_run_free(&profiled);
	return rc;
}

/* Checks the command's end. A command that fails is still measured, and the failure reported. */
static int check(const struct workload_run *run, struct error *err)
{
	for (size_t i = 0; i < run->n_repeats; i++)
		if (!run->repeats[i].ok)
			return error_no(err, "'%s' %s in repeat %zu", run->tool,
					run->repeats[i].trouble, i + 1);
	return 0;
}

/* The exits of a failing command are shown as well. */
static int show(const struct options *options, const struct result *result, struct error *err)
{
	const struct view_wish wish = wish_of(options);
	const struct profile_options failed_too = { .failed_too = true };
	struct profiled_result profiled;
	int rc;

	profile_result(result, &failed_too, &profiled);
	rc = options->why ? show_why(options, &profiled, &profiled.runs[0], err) :
			    show_table(options, view_run(&profiled, &profiled.runs[0], &wish), err);
	profiled_result_free(&profiled);
	return rc;
}

static struct table *empty_table(const struct options *options)
{
	return options->why ? empty_why_table(options) : empty_run_table(options);
}

int stat_command(const struct options *options, struct error *err)
{
	struct result result = { 0 };
	struct workload_run *run = result_add_run(&result);
	struct session session;
	int rc, failed;

	describe(options, run);
	/* Check this before the command runs. */
	if (check_why(options, err) ||
	    (!why_is_export(options) && check_table(options, empty_table(options), err)) ||
	    session_open(&session, options, err)) {
		result_free(&result);
		return -1;
	}
	session_doubts(&session);
	interrupt_install();
	rc = measure(&session, options, &result, run, err);
	interrupt_uninstall();
	if (!rc) {
		failed = check(run, err);
		rc = show(options, &result, err) ? -1 : failed;
	}
	result_free(&result);
	return session_close(&session, rc, err);
}

const struct command cmd_stat = {
	.name = "stat",
	.arguments = "[--] COMMAND [ARGUMENT...]",
	.summary = "Run a command and show the exits that it causes",
	.details = "The table follows on standard output after the command's output.",
	.min_args = 1,
	.max_args = SIZE_MAX,
	.options = { OPTION_REPEAT, OPTION_PRECISION, OPTION_WARMUP, OPTION_PER_VCPU, OPTION_FORMAT,
		     OPTION_WIDE, OPTION_COLUMNS, OPTION_CYCLES, OPTION_COUNTERS, OPTION_RECORD },
	.runs_words = true,
	.offers = { OFFER_PROGRAMS, OFFER_FILES },
	.empty_table = empty_table,
	.run = stat_command,
};
