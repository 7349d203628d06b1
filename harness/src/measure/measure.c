// SPDX-License-Identifier: GPL-2.0-only
#include "measure/measure.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/outliers.h"
#include "analysis/precision.h"
#include "base/argv.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/environ.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/memory.h"
#include "measure/capture.h"
#include "measure/window.h"
#include "workload/tool.h"

/* The size of a tool's output that is kept, with the line that says that it was cut. */
#define LARGEST_OUTPUT (17 << 20)

/* A run may take this many times as long as its tool says, and this many seconds more. */
#define LIMIT_SHARE 1.5
#define LIMIT_MORE_S 60

/* A month. Nobody waits longer, so a longer time does not change the limit. */
#define LONGEST_LIMIT_S (31 * 86400.0)

/* Names and folders of one workload's runs. */
struct work_files {
	char *raw;                      /* folder that keeps its output */
	char *scratch;                  /* folder in memory that the tool works in */
	char *job;                      /* the job file as it is run */
	char *job_text;                 /* what is in it */
	char *report;                   /* the tool's own report, in scratch */
	const char *const *environment; /* what it writes is read: in the C locale */
};

static void place_free(struct work_files *place)
{
	if (place->scratch)
		capture_remove_scratch(place->scratch);
	free(place->raw);
	free(place->scratch);
	free(place->job);
	free(place->job_text);
	free(place->report);
	free((void *)place->environment);
}

static int place_make(const struct measure_plan *plan, const struct workload *workload,
		      struct work_files *place, struct error *err)
{
	const struct tool *tool = workload->tool;
	_cleanup_free_ char *kept = NULL;

	place->environment = environ_in_c_locale();
	place->raw = xasprintf("%s/%s", plan->raw_folder, workload->name);
	if (file_make_folder(place->raw, err))
		return -1;
	place->scratch = capture_make_scratch(err);
	if (!place->scratch)
		return -1;
	place->job = xasprintf("%s/job%s", place->scratch, tool->suffix);
	place->report = xasprintf("%s/report%s", place->scratch, tool->report_suffix);
	if (tool->job(workload, workload->text, plan->duration_s, &place->job_text, err) ||
	    file_write_atomic(place->job, place->job_text, strlen(place->job_text), err))
		return -1;
	kept = xasprintf("%s/job%s", place->raw, tool->suffix);
	return file_write_atomic(kept, place->job_text, strlen(place->job_text), err);
}

/* Where the tool's report of one run is kept, in fresh memory. */
static char *kept_report(const struct work_files *place, const struct workload *workload,
			 const char *step)
{
	return xasprintf("%s/%s%s", place->raw, step, workload->tool->report_suffix);
}

/* Copies the files that the tool wrote; their names say which run they belong to. */
static int keep(const struct work_files *place, const struct workload *workload,
		const struct capture *capture, const char *step, struct error *err)
{
	_cleanup_free_ char *out = xasprintf("%s/%s.out", place->raw, step);
	_cleanup_free_ char *report = kept_report(place, workload, step);

	if (capture_save(capture, out, err))
		return -1;
	return file_exists(place->report) ? capture_copy(place->report, report, err) : 0;
}

/* The part of the tool's output that is kept. */
static char *read_output(const struct work_files *place, const char *step)
{
	_cleanup_free_ char *path = xasprintf("%s/%s.out", place->raw, step);
	struct error ignored = ERROR_INIT;
	char *text;

	return file_read(path, LARGEST_OUTPUT, &text, NULL, &ignored) ? xstrdup("") : text;
}

/* stress-ng reports success even if a stressor gives up at once or is ended. */
static char *left_undone(const struct workload *workload, const struct work_files *place,
			 const char *step, const struct repeat *repeat,
			 const struct tool_report *report)
{
	const struct tool *tool = workload->tool;
	_cleanup_free_ char *output = read_output(place, step);
	const struct tool_run run = {
		.job = place->job_text,
		.output = output,
		.report = report,
		.wall_s = (double)repeat->child.wall_ns / (double)NS_PER_S,
	};
	_cleanup_free_ char *what = NULL;

	if (workload->fixed_ops && report->ops <= 0)
		return xasprintf("none of its work was done; the output of %s says why",
				 tool->name);
	if (repeat->ok && tool->cut_short)
		what = tool->cut_short(&run);
	return what ? xasprintf("cut short: %s; the output of %s may say why", what, tool->name) :
		      NULL;
}

/* Reads the copy that is kept, so that an error names a file that still exists. */
static void read_report(const struct workload *workload, const struct work_files *place,
			const char *step, struct repeat *repeat, struct workload_run *run)
{
	_cleanup_free_ char *path = kept_report(place, workload, step);
	_cleanup_free_ char *undone = NULL;
	struct tool_report report = { 0 };
	struct error err = ERROR_INIT;

	if (workload->tool->parse(path, &report, &err)) {
		if (!repeat->trouble)
			repeat->trouble = xstrdup(err.text);
		repeat->ok = false;
		return;
	}
	undone = left_undone(workload, place, step, repeat, &report);
	/* Operations of another time span than the exits would give a wrong exits/op. */
	repeat->ops = report.no_ops ? 0 : report.ops;
	if (report.no_ops)
		run_add_note(run, report.no_ops);
	if (report.ended_by_time && run->fixed_ops) {
		run->fixed_ops = false;
		run_add_note(run, "its time was over before its work was done: the work is not "
				  "fixed");
	}
	if (undone) {
		if (!repeat->trouble)
			repeat->trouble = take_ptr(undone);
		repeat->ok = false;
	}
	for (size_t i = 0; i < report.n_metrics; i++)
		repeat_add_metric(repeat, report.metrics[i].name, report.metrics[i].unit,
				  report.metrics[i].value);
	tool_report_free(&report);
}

/* The tool's path, as a relative entry of $PATH would lead elsewhere from its working folder. */
static char *program_path(const char *name)
{
	_cleanup_free_ char *found = file_find_program(name);
	_cleanup_free_ char *here = NULL;

	if (!found)
		return xstrdup(name);
	here = *found == '/' ? NULL : getcwd(NULL, 0);
	return here ? xasprintf("%s/%s", here, found) : take_ptr(found);
}

/* The default time limit must not end a run that takes longer according to its tool. */
static uint64_t time_limit(const struct measure_plan *plan, const struct workload *workload)
{
	double most_s = workload_most_s(workload, plan->duration_s);
	double limit_s = LIMIT_SHARE * most_s + LIMIT_MORE_S;

	if (plan->timeout_given || limit_s * (double)NS_PER_S <= (double)plan->timeout_ns ||
	    limit_s > LONGEST_LIMIT_S)
		return plan->timeout_ns;
	return (uint64_t)(limit_s * (double)NS_PER_S);
}

static struct child_spec spec_of(const struct measure_plan *plan, const struct workload *workload,
				 const struct work_files *place, char **argv,
				 const struct capture *capture)
{
	char *program = program_path(argv[0]);

	free(argv[0]);
	argv[0] = program;
	return (struct child_spec){
		.argv = (const char *const *)argv,
		.folder = workload->need_disk ? workload_disk_folder() : place->scratch,
		.environment = place->environment,
		.out_fd = capture->fd,
		.err_fd = capture->fd,
		.null_input = true,
		.timeout_ns = time_limit(plan, workload),
	};
}

/*
 * One run of the tool in a window. step names the files that it leaves. -1: the counters fail;
 * 1: it cannot be run, or what it left cannot be kept.
 */
static int run_once(const struct measure_plan *plan, const struct workload *workload,
		    const struct work_files *place, const char *step, struct repeat *repeat,
		    struct workload_run *run, struct error *err)
{
	char **argv = workload->tool->argv(workload, place->job, place->report);
	struct capture capture;
	int rc = 1;

	unlink(place->report);
	if (!capture_open(&capture, err)) {
		const struct child_spec spec = spec_of(plan, workload, place, argv, &capture);

		rc = measure_window(plan->counters, &plan->cost, &spec, plan->names, repeat, err);
		if (!rc && keep(place, workload, &capture, step, err))
			rc = 1;
		if (!rc && repeat->child.end != CHILD_INTERRUPTED)
			read_report(workload, place, step, repeat, run);
		capture_close(&capture);
	}
	argv_free(argv);
	return rc;
}

/* Creates files and the like if no warm-up does so. */
static int prepare(const struct measure_plan *plan, const struct workload *workload,
		   const struct work_files *place, struct workload_run *run, struct error *err)
{
	char **argv =
		workload->tool->prepare ? workload->tool->prepare(workload, place->job) : NULL;
	struct child_result result = { 0 };
	struct capture capture;
	struct child child;
	int rc = -1;

	if (!argv)
		return 0;
	if (!capture_open(&capture, err)) {
		const struct child_spec spec = spec_of(plan, workload, place, argv, &capture);

		rc = child_start(&child, &spec, err);
		if (!rc) {
			rc = child_run(&child, &result, err);
			if (rc)
				error_wrap(err, "'%s'", argv[0]);
		}
		if (!rc)
			rc = keep(place, workload, &capture, "prepare", err);
		capture_close(&capture);
	}
	if (!rc && result.end != CHILD_INTERRUPTED &&
	    (result.end != CHILD_EXITED || result.status)) {
		run->state = RUN_FAILED;
		run->message =
			xasprintf("the preparation by '%s' failed (%s, status %d)",
				  workload->tool->name, child_end_name(result.end), result.status);
	}
	argv_free(argv);
	return rc ? 1 : 0;
}

static void describe(const struct measure_plan *plan, const struct workload *workload,
		     struct workload_run *run)
{
	const char *expects = counters_info(plan->counters)->isa == ISA_VMX ?
				      workload->expects_vmx :
				      workload->expects_svm;

	run->name = xstrdup(workload->name);
	run->title = xstrdup(workload->title);
	run->class = xstrdup(workload->class);
	run->tool = xstrdup(workload->tool->name);
	run->op = xstrdup(workload->tool->op);
	run->fixed_ops = workload->fixed_ops;
	run->expects = xstrdup(expects ? expects : "");
	run->why = xstrdup(workload->why);
	for (size_t i = 0; i < workload->n_notes; i++)
		run_add_note(run, workload->notes[i]);
}

static void tell(const struct measure_plan *plan, const struct workload *workload,
		 enum measure_phase phase, unsigned int number)
{
	const struct measure_step step = { workload->name, phase, number };

	if (plan->progress)
		plan->progress(plan->context, &step);
}

/* The number of repeats that were not interrupted. */
static size_t n_ended(const struct workload_run *run)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_repeats; i++)
		n += run->repeats[i].child.end != CHILD_INTERRUPTED;
	return n;
}

static bool all_ok(const struct workload_run *run)
{
	for (size_t i = 0; i < run->n_repeats; i++)
		if (!run->repeats[i].ok)
			return false;
	return true;
}

bool measure_is_enough(const struct profiled_run *profiled, unsigned int min, unsigned int max,
		       double precision, enum run_stop *stop)
{
	const struct workload_run *run = profiled->run;
	size_t n = n_ended(run);

	*stop = STOP_FIXED;
	if (n < min || n != run->n_repeats)
		return false;
	if (!(precision > 0) || !all_ok(run))
		return true;
	*stop = run_precision(profiled).share <= precision ? STOP_PRECISION : STOP_LIMIT;
	return *stop == STOP_PRECISION || n >= max;
}

/* Whether all planned repeats were made. Fills in what ended them. */
static bool is_planned(const struct measure_plan *plan, const struct profiled_run *profiled,
		       enum run_stop *stop)
{
	return measure_is_enough(profiled, plan->repeats, plan->max_repeats, plan->precision, stop);
}

/* Whether all planned repeats were made, and the extra one if one of them stands out. */
static bool is_enough(const struct measure_plan *plan, const struct profiled_run *profiled,
		      enum run_stop *stop)
{
	return is_planned(plan, profiled, stop) &&
	       (*stop == STOP_PRECISION || !outlier_due(profiled));
}

/* Sets the state of the run from its repeats; the first trouble becomes its message. */
static void conclude(const struct measure_plan *plan, const struct profiled_run *profiled,
		     struct workload_run *run)
{
	for (size_t i = 0; i < run->n_repeats; i++) {
		const struct repeat *repeat = &run->repeats[i];

		if (repeat->ok || run->state == RUN_FAILED ||
		    repeat->child.end == CHILD_INTERRUPTED)
			continue;
		run->state = RUN_FAILED;
		run->message = xasprintf("repeat %zu: %s", i + 1, repeat->trouble);
	}
	if (run->state != RUN_OK || is_enough(plan, profiled, &run->stop))
		return;
	run->state = RUN_INCOMPLETE;
	if (n_ended(run) >= plan->max_repeats)
		run->message = xasprintf("interrupted before it was measured once more, as one of "
					 "%zu repeats stands out",
					 n_ended(run));
	else if (plan->max_repeats > plan->repeats)
		run->message = xasprintf("interrupted after %zu of %u to %u repeats", n_ended(run),
					 plan->repeats, plan->max_repeats);
	else
		run->message = xasprintf("interrupted after %zu of %u repeats", n_ended(run),
					 plan->repeats);
}

/* Runs the tool without measuring, so that one-time work is not measured. */
static int warm_up(const struct measure_plan *plan, const struct workload *workload,
		   const struct work_files *place, struct workload_run *run, struct error *err)
{
	for (unsigned int i = 0; i < plan->warmups && !interrupt_pending(); i++) {
		_cleanup_free_ char *step = xasprintf("warm-up-%u", i + 1);
		struct repeat discarded = { 0 };
		int rc;

		tell(plan, workload, PHASE_WARMUP, i + 1);
		rc = run_once(plan, workload, place, step, &discarded, run, err);
		repeat_free(&discarded);
		if (rc)
			return rc;
	}
	return 0;
}

static int measure_repeats(const struct measure_plan *plan, const struct workload *workload,
			   const struct work_files *place, struct profiled_run *profiled,
			   struct workload_run *run, struct error *err)
{
	for (unsigned int i = 0; !is_enough(plan, profiled, &run->stop) && !interrupt_pending();
	     i++) {
		_cleanup_free_ char *step = xasprintf("repeat-%u", i + 1);
		struct repeat repeat = { 0 };
		int rc;

		/* A repeat beyond the planned ones is made because one of them stands out. */
		if (is_planned(plan, profiled, &run->stop))
			repeat.once_more_for = outlier_due(profiled);
		tell(plan, workload, repeat.once_more_for ? PHASE_ONCE_MORE : PHASE_REPEAT, i + 1);
		rc = run_once(plan, workload, place, step, &repeat, run, err);
		if (rc) {
			repeat_free(&repeat);
			return rc;
		}
		*run_add_repeat(run) = repeat;
		profile_run(counters_info(plan->counters), &plan->cost, run, profiled);
	}
	return 0;
}

int measure_workload(const struct measure_plan *plan, const struct workload *workload,
		     struct workload_run *run, struct error *err)
{
	struct profiled_run profiled = { .run = run };
	struct work_files place = { 0 };
	char why[256];
	int rc;

	describe(plan, workload, run);
	if (!workload_can_run(workload, why, sizeof(why))) {
		run->state = RUN_SKIPPED;
		run->message = xstrdup(why);
		return 0;
	}
	tell(plan, workload, PHASE_PREPARE, 0);
	rc = place_make(plan, workload, &place, err) ? 1 : 0;
	if (!rc && !plan->warmups)
		rc = prepare(plan, workload, &place, run, err);
	if (!rc && run->state == RUN_OK)
		rc = warm_up(plan, workload, &place, run, err);
	if (!rc && run->state == RUN_OK)
		rc = measure_repeats(plan, workload, &place, &profiled, run, err);
	/* An error that is not about the counters only affects this workload. */
	if (rc > 0) {
		run->state = RUN_FAILED;
		run->message = xstrdup(err->text);
		*err = (struct error)ERROR_INIT;
		rc = 0;
	}
	if (!rc)
		conclude(plan, &profiled, run);
	profiled_run_free(&profiled);
	place_free(&place);
	return rc ? error_wrap(err, "workload '%s'", workload->name) : 0;
}
