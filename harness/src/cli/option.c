// SPDX-License-Identifier: GPL-2.0-only
#include "cli/option.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "model/tags.h"

/* If only one of --precision and the limit of --repeat is given, this is the other one. */
#define DEFAULT_PRECISION 0.05
#define DEFAULT_MAX_REPEAT 30

/* The shortest and the longest time that an option accepts. */
#define SHORTEST_S 0.001
#define LONGEST_S 86400

static void *field_of(const struct option_row *row, struct options *options)
{
	return (char *)options + row->field;
}

static int set_flag(const struct option_row *row, struct options *o, const char *value,
		    struct error *err)
{
	(void)value;
	(void)err;
	*(bool *)field_of(row, o) = true;
	return 0;
}

static int set_text(const struct option_row *row, struct options *o, const char *value,
		    struct error *err)
{
	(void)err;
	*(const char **)field_of(row, o) = value;
	return 0;
}

/* One of the row's choices. */
static int set_choice(const struct option_row *row, struct options *o, const char *value,
		      struct error *err)
{
	_cleanup_strbuf_ struct strbuf all = { 0 };

	for (const char *const *choice = row->choices; *choice; choice++) {
		if (!strcmp(*choice, value))
			return set_text(row, o, value, err);
		strbuf_appendf(&all, "%s%s", choice == row->choices ? "" : ", ", *choice);
	}
	return error_set(err, "--%s takes one of %s, not '%s'", row->name, strbuf_text(&all),
			 value);
}

static int whole_number(const struct option_row *row, const char *text, unsigned int least,
			unsigned int *value, struct error *err)
{
	uint64_t n;

	if (!number_whole(text, least, 1000, &n))
		return error_set(err, "--%s takes a whole number from %u to 1000, not '%s'",
				 row->name, least, text);
	*value = (unsigned int)n;
	return 0;
}

static int set_warmup(const struct option_row *row, struct options *o, const char *value,
		      struct error *err)
{
	return whole_number(row, value, 0, &o->warmup, err);
}

/* "3" or "3..30". */
static int set_repeat(const struct option_row *row, struct options *o, const char *value,
		      struct error *err)
{
	const char *dots = strstr(value, "..");
	_cleanup_free_ char *min = NULL;

	o->max_repeat = 0;
	if (!dots)
		return whole_number(row, value, 1, &o->repeat, err);
	min = xstrndup(value, (size_t)(dots - value));
	if (whole_number(row, min, 1, &o->repeat, err) ||
	    whole_number(row, dots + 2, 1, &o->max_repeat, err))
		return -1;
	if (o->max_repeat < o->repeat)
		return error_set(err, "--%s %s has its greater number first; write it as %u..%u",
				 row->name, value, o->max_repeat, o->repeat);
	return 0;
}

static int set_precision(const struct option_row *row, struct options *o, const char *value,
			 struct error *err)
{
	double percent;

	if (!number_from_text(value, 0, 100, &percent) || !(percent > 0))
		return error_set(err, "--%s takes a number above 0 up to 100, not '%s'", row->name,
				 value);
	o->precision = percent / 100;
	return 0;
}

static int set_percent(const struct option_row *row, struct options *o, const char *value,
		       struct error *err)
{
	_cleanup_free_ char *number = xstrdup(value);
	size_t length = strlen(number);
	double percent;

	/* "5" and "5%" */
	if (length && number[length - 1] == '%')
		number[length - 1] = '\0';
	if (!number_from_text(number, 0, 1e6, &percent))
		return error_set(err, "--%s takes a percentage such as 5%%, not '%s'", row->name,
				 value);
	*(double *)field_of(row, o) = percent / 100;
	return 0;
}

static int real_number(const struct option_row *row, const char *text, double least, double *value,
		       struct error *err)
{
	if (!number_from_text(text, least, LONGEST_S, value))
		return error_set(err, "--%s takes a number from %g to %d, not '%s'", row->name,
				 least, LONGEST_S, text);
	return 0;
}

static int set_time(const struct option_row *row, struct options *o, const char *value,
		    struct error *err)
{
	return real_number(row, value, SHORTEST_S, field_of(row, o), err);
}

/* A length of time, or 0 for "none". Times between 0 and SHORTEST_S are refused as mistakes. */
static int set_time_or_none(const struct option_row *row, struct options *o, const char *value,
			    struct error *err)
{
	double *seconds = field_of(row, o);

	if (real_number(row, value, 0, seconds, err))
		return -1;
	if (*seconds > 0 && *seconds < SHORTEST_S)
		return error_set(err, "--%s '%s' is too short to measure; give %g or more, or 0",
				 row->name, value, SHORTEST_S);
	return 0;
}

static int set_order(const struct option_row *row, struct options *o, const char *value,
		     struct error *err)
{
	return order_from_text(value, &o->order, err) ? error_wrap(err, "--%s", row->name) : 0;
}

static int add_word(const struct option_row *row, struct options *o, const char *value,
		    struct error *err)
{
	struct words *words = field_of(row, o);

	(void)err;
	words->words = xgrow(words->words, words->n, sizeof(*words->words));
	words->words[words->n++] = value;
	return 0;
}

static int add_tag(const struct option_row *row, struct options *o, const char *value,
		   struct error *err)
{
	const struct words *tags = &o->tags;

	if (tag_check(value, err))
		return -1;
	for (size_t i = 0; i < tags->n; i++)
		if (tag_same_key(tags->words[i], value))
			return error_set(err, "--tag '%s' and '%s': one key twice; leave one out",
					 tags->words[i], value);
	return add_word(row, o, value, err);
}

static const char *const formats[] = { "table", "csv", "json", "markdown", NULL };
static const char *const ways[] = { "op", "second", "both", NULL };
static const char *const metrics[] = { "exits/op", "exits/s", "ns/op", "tax", NULL };
static const char *const orders[] = { "listed", "random", "random:", NULL };
static const char *const sources[] = {
#define CPUID_SOURCE(ID, name, brief) name,
#define MACHINE_SOURCE(name, open) name ":",
#define FILE_SOURCE(ID, name, open) name ":",
#include "counters/sources.def"
	NULL
};

/* ", auto, native, course-a, -b, ..., host:FILE" */
static const char source_names[] = ""
#define CPUID_SOURCE(ID, name, brief) ", " brief
#define MACHINE_SOURCE(name, open) ", " name ":FILE"
#define FILE_SOURCE(ID, name, open) ", " name ":FILE"
#include "counters/sources.def"
	;

#define FIELD(name) .field = offsetof(struct options, name)

static const struct option_row rows[OPTION_N] = {
	[OPTION_HELP] = { "help", 'h', NULL, "show this help", FIELD(help), .set = set_flag },
	[OPTION_FORMAT] = { "format", 'f', "FORMAT", "table, csv, json or markdown",
			    .initial = "table", .offer = OFFER_CHOICES, .choices = formats,
			    FIELD(format), .set = set_text },
	[OPTION_COUNTERS] = { "counters", 0, "SOURCE", source_names + 2, .initial = "auto",
			      .offer = OFFER_CHOICES, .choices = sources, FIELD(counters),
			      .set = set_text },
	[OPTION_RECORD] = { "record", 0, "FILE",
			    "record every CPUID answer, for --counters replay:FILE",
			    .offer = OFFER_FILES, FIELD(record), .set = set_text },
	[OPTION_RESULTS] = { "results", 0, "FOLDER", "folder of results", .initial = "results",
			     .offer = OFFER_FOLDERS, FIELD(results), .set = set_text },
	[OPTION_WORKLOADS] = { "workloads", 0, "FOLDER", "folder of workloads",
			       .otherwise = "$EXITBENCH_WORKLOADS, else the project's",
			       .offer = OFFER_FOLDERS, FIELD(workloads), .set = set_text },
	[OPTION_REPEAT] = { "repeat", 'r', "MIN[..MAX]",
			    "measured repeats; up to MAX, until they are precise", .initial = "1",
			    .set = set_repeat },
	[OPTION_PRECISION] = { "precision", 0, "PERCENT",
			       "repeat until the median is known to +-PERCENT",
			       .otherwise = "5 with MAX", .set = set_precision },
	[OPTION_WARMUP] = { "warmup", 'w', "N", "runs before the first measured one",
			    .initial = "0", .set = set_warmup },
	[OPTION_DURATION] = { "duration", 'd', "SECONDS",
			      "length of each run of a fixed-time workload",
			      .otherwise = "from its job file", FIELD(duration_s),
			      .set = set_time_or_none },
	[OPTION_TIMEOUT] = { "timeout", 't', "SECONDS", "end a run of a workload after this time",
			     .initial = "120", FIELD(timeout_s), .set = set_time },
	[OPTION_ALL] = { "all", 'a', NULL, "show every row, also what did not change", FIELD(all),
			 .set = set_flag },
	[OPTION_TOTALS] = { "totals", 0, NULL,
			    "show no single exit reasons, but the totals of workloads",
			    FIELD(totals), .set = set_flag },
	[OPTION_TIME] = { "time", 0, NULL,
			  "compare the time that the host spends on exits, not their number",
			  FIELD(time), .set = set_flag },
	[OPTION_PER] = { "per", 0, "WAY",
			 "compare per op, per second, or both, which must not disagree",
			 .initial = "both", .offer = OFFER_CHOICES, .choices = ways, FIELD(per),
			 .set = set_choice },
	[OPTION_IGNORE_BELOW] = { "ignore-below", 0, "PERCENT",
				  "call smaller changes small, whatever their probability",
				  .initial = "1%", FIELD(ignore_below), .set = set_percent },
	[OPTION_FAIL_ABOVE] = { "fail-above", 0, "PERCENT",
				"exit with status 1 if anything grew by more than this",
				FIELD(fail_above), .set = set_percent },
	[OPTION_CALIBRATION] = { "calibration", 0, "FILE",
				 "and by more than results of the same thing lie apart",
				 .offer = OFFER_FILES, FIELD(calibration), .set = set_text },
	[OPTION_CONFIRM] = { "confirm", 0, "RESULT",
			     "compare with RESULT, and measure again what grew too much",
			     .offer = OFFER_RESULTS, FIELD(confirm), .set = set_text },
	[OPTION_METRIC] = { "metric", 0, "UNIT", "the quantity: exits/op, exits/s, ns/op, tax",
			    .otherwise = "exits/op, else exits/s", .offer = OFFER_CHOICES,
			    .choices = metrics, FIELD(metric), .set = set_choice },
	[OPTION_REASON] = { "reason", 0, "NAME", "of this exit reason, rather than the totals",
			    FIELD(reason), .set = set_text },
	[OPTION_WORKLOAD] = { "workload", 0, "NAME", "of this workload only",
			      .offer = OFFER_MEASURED, FIELD(workload), .set = set_text },
	[OPTION_OUTPUT] = { "output", 'o', "FOLDER", "where to write the graphs",
			    .otherwise = "a report goes into the result's folder",
			    .offer = OFFER_FOLDERS, FIELD(output), .set = set_text },
	[OPTION_TEMPLATES] = { "templates", 0, "FOLDER", "folder of gnuplot templates",
			       .otherwise = "the project's", .offer = OFFER_FOLDERS,
			       FIELD(templates), .set = set_text },
	[OPTION_ORDER] = { "order", 0, "ORDER", "listed, random, or random:SEED to repeat an order",
			   .initial = "listed", .offer = OFFER_CHOICES, .choices = orders,
			   .set = set_order },
	[OPTION_IDLE] = { "idle", 0, "SECONDS",
			  "how long to measure the idle guest each time; 0: not at all",
			  .initial = "0", FIELD(idle_s), .set = set_time_or_none },
	[OPTION_NET_IDLE] = { "net-idle", 0, NULL,
			      "subtract the exits that the idle guest has in the same time",
			      FIELD(net_idle), .set = set_flag },
	[OPTION_JOBS] = { "jobs", 'j', "FILE...",
			  "your job files (.stress, .fio, .job), from anywhere",
			  .offer = OFFER_JOB_FILES, FIELD(jobs), .set = add_word },
	[OPTION_TAG] = { "tag", 0, "KEY=VALUE",
			 "record this, such as host=rome-07; may be given several times",
			 FIELD(tags), .set = add_tag },
	[OPTION_RESUME] = { "resume", 0, "RESULT",
			    "continue an incomplete result, such as 'latest'",
			    .offer = OFFER_RESULTS, FIELD(resume), .set = set_text },
	[OPTION_DRY_RUN] = { "dry-run", 'n', NULL,
			     "show what would be run, and how long it would take", FIELD(dry_run),
			     .set = set_flag },
	[OPTION_WIDE] = { "wide", 'W', NULL, "show every column, however wide the table is",
			  FIELD(wide), .set = set_flag },
	[OPTION_COLUMNS] = { "columns", 0, "NAMES",
			     "show these columns: their names in CSV, separated by commas",
			     .offer = OFFER_COLUMNS, FIELD(columns), .set = set_text },
	[OPTION_PER_VCPU] = { "per-vcpu", 0, NULL, "count each vCPU separately", FIELD(per_vcpu),
			      .set = set_flag },
	[OPTION_CYCLES] = { "cycles", 0, NULL, "show times in cycles of the TSC, not in ns or us",
			    FIELD(cycles), .set = set_flag },
	[OPTION_WHY] = { "why", 0, NULL, "what is behind the exits: registers, devices, code",
			 FIELD(why), .set = set_flag },
};

const struct option_row *option_row(enum option_id id)
{
	return &rows[id];
}

int option_set(enum option_id id, struct options *options, const char *value, struct error *err)
{
	return rows[id].set(&rows[id], options, value, err);
}

void options_complete(struct options *o)
{
	if (o->max_repeat && !o->given[OPTION_PRECISION])
		o->precision = DEFAULT_PRECISION;
	if (!o->max_repeat)
		o->max_repeat = o->precision > 0 && o->repeat < DEFAULT_MAX_REPEAT ?
					DEFAULT_MAX_REPEAT :
					o->repeat;
}

void options_free(struct options *o)
{
	free(o->jobs.words);
	free(o->tags.words);
	o->jobs = o->tags = (struct words){ 0 };
}
