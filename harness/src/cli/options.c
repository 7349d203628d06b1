// SPDX-License-Identifier: GPL-2.0-only
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/number.h"
#include "cli/command.h"
#include "model/tags.h"

/* Of a median that is to be known well, if only one of precision and limit is given. */
#define DEFAULT_PRECISION 0.05
#define DEFAULT_MAX_REPEAT 30

/* What an option may say of a time. */
#define SHORTEST_S 0.001
#define LONGEST_S 86400

struct option_row {
	const char *name;
	char letter;          /* 0: none */
	const char *argument; /* NULL: a flag */
	const char *help;
};

static const struct option_row rows[OPTION_N] = {
	[OPTION_HELP] = { "help", 'h', NULL, "show this help" },
	[OPTION_FORMAT] = { "format", 'f', "FORMAT", "table (default), csv, json or markdown" },
	[OPTION_COUNTERS] = { "counters", 0, "SOURCE",
			      "auto (default), native, course-a, -b, -c, -total, replay:FILE, host:FILE" },
	[OPTION_RECORD] = { "record", 0, "FILE",
			    "record every CPUID answer, for --counters replay:FILE" },
	[OPTION_RESULTS] = { "results", 0, "FOLDER", "folder of results (default: results)" },
	[OPTION_WORKLOADS] = { "workloads", 0, "FOLDER",
			       "folder of workloads (default: $EXITBENCH_WORKLOADS, else our own)" },
	[OPTION_REPEAT] = { "repeat", 'r', "MIN[..MAX]",
			    "measured repeats (run: 3, stat: 1); up to MAX until they are precise" },
	[OPTION_PRECISION] = { "precision", 0, "PERCENT",
			       "repeat until the median is known to +-PERCENT (with MAX: 5)" },
	[OPTION_WARMUP] = { "warmup", 'w', "N", "runs before the first measured one (run: 1)" },
	[OPTION_DURATION] = { "duration", 'd', "SECONDS",
			      "length of a run of a fixed-time workload (default: its job file's)" },
	[OPTION_TIMEOUT] = { "timeout", 't', "SECONDS",
			     "limit for one run of a workload (default: 120)" },
	[OPTION_ALL] = { "all", 'a', NULL, "show every row, however small" },
	[OPTION_TOTALS] = { "totals", 0, NULL, "show one row a workload, all reasons together" },
	[OPTION_TIME] = { "time", 0, NULL, "compare the host's time for exits, not their number" },
	[OPTION_THRESHOLD] = { "threshold", 0, "PERCENT",
			       "exit with 1 if any workload's total grew by more than this" },
	[OPTION_OUTPUT] = { "output", 'o', "FOLDER",
			    "where to write the report (default: into "
			    "the result's folder)" },
	[OPTION_TEMPLATES] = { "templates", 0, "FOLDER",
			       "folder of gnuplot templates (default: the project's own)" },
	[OPTION_ORDER] = { "order", 0, "ORDER",
			   "listed (default), random, or random:SEED for the same again" },
	[OPTION_IDLE] = { "idle", 0, "SECONDS",
			  "length of each window of the idle guest; 0: none (run: 1, probe: 0)" },
	[OPTION_NET_IDLE] = { "net-idle", 0, NULL,
			      "subtract what the idle guest would have had in the same time" },
	[OPTION_JOBS] = { "jobs", 'j', "FILE...",
			  "job files of your own (.stress, .fio, .job), from anywhere" },
	[OPTION_TAG] = { "tag", 0, "KEY=VALUE",
			 "keep this in the result, as in host=rome-07; may be given several times" },
	[OPTION_RESUME] = { "resume", 0, "RESULT",
			    "go on with a result that is incomplete, such as 'latest'" },
	[OPTION_DRY_RUN] = { "dry-run", 'n', NULL,
			     "tell what would be run, and how long it would take" },
	[OPTION_WIDE] = { "wide", 'W', NULL, "show every column, also beyond 100 characters" },
	[OPTION_COLUMNS] = { "columns", 0, "NAMES",
			     "show these columns, by their names in CSV, with commas between" },
	[OPTION_PER_VCPU] = { "per-vcpu", 0, NULL, "tell vCPUs apart" },
};

static int whole_number(const char *option, const char *text, unsigned int least,
			unsigned int *value, struct error *err)
{
	uint64_t n;

	if (!number_whole(text, least, 1000, &n))
		return error_set(err, "--%s takes a whole number from %u to 1000, not '%s'", option,
				 least, text);
	*value = (unsigned int)n;
	return 0;
}

/* "3" or "3..30". */
static int repeat_range(const char *option, const char *text, struct options *o, struct error *err)
{
	const char *dots = strstr(text, "..");
	_cleanup_free_ char *min = NULL;

	o->max_repeat = 0;
	if (!dots)
		return whole_number(option, text, 1, &o->repeat, err);
	min = xstrndup(text, (size_t)(dots - text));
	if (whole_number(option, min, 1, &o->repeat, err) ||
	    whole_number(option, dots + 2, 1, &o->max_repeat, err))
		return -1;
	if (o->max_repeat < o->repeat)
		return error_set(err, "--%s %s has its greater number first; write it as %u..%u",
				 option, text, o->max_repeat, o->repeat);
	return 0;
}

/* What is left out of --repeat and --precision follows from the other one. */
static void complete_repeats(struct options *o)
{
	if (o->max_repeat && !o->given[OPTION_PRECISION])
		o->precision = DEFAULT_PRECISION;
	if (!o->max_repeat)
		o->max_repeat = o->precision > 0 && o->repeat < DEFAULT_MAX_REPEAT ?
					DEFAULT_MAX_REPEAT :
					o->repeat;
}

static int percentage(const char *option, const char *text, double *share, struct error *err)
{
	double percent;

	if (!number_from_text(text, 0, 100, &percent) || !(percent > 0))
		return error_set(err, "--%s takes a number above 0 up to 100, not '%s'", option,
				 text);
	*share = percent / 100;
	return 0;
}

static int real_number(const char *option, const char *text, double least, double *value,
		       struct error *err)
{
	if (!number_from_text(text, least, LONGEST_S, value))
		return error_set(err, "--%s takes a number from %g to %d, not '%s'", option, least,
				 LONGEST_S, text);
	return 0;
}

/* A length of time, or 0 where that has a meaning of its own, which next to nothing has not. */
static int length_or_none(const char *option, const char *text, double *value, struct error *err)
{
	if (real_number(option, text, 0, value, err))
		return -1;
	if (*value > 0 && *value < SHORTEST_S)
		return error_set(err, "--%s '%s' is too short to measure; give %g or more, or 0",
				 option, text, SHORTEST_S);
	return 0;
}

static void add_word(struct words *words, const char *word)
{
	words->words = xgrow(words->words, words->n, sizeof(*words->words));
	words->words[words->n++] = word;
}

static int add_tag(struct words *tags, const char *tag, struct error *err)
{
	if (tag_check(tag, err))
		return -1;
	for (size_t i = 0; i < tags->n; i++)
		if (tag_same_key(tags->words[i], tag))
			return error_set(err, "--tag '%s' and '%s': one key twice; leave one out",
					 tags->words[i], tag);
	add_word(tags, tag);
	return 0;
}

static int set_option(enum option_id id, const char *value, struct options *o, struct error *err)
{
	o->given[id] = true;
	switch (id) {
	case OPTION_HELP:
		o->help = true;
		return 0;
	case OPTION_FORMAT:
		o->format = value;
		return 0;
	case OPTION_COUNTERS:
		o->counters = value;
		return 0;
	case OPTION_RECORD:
		o->record = value;
		return 0;
	case OPTION_RESULTS:
		o->results = value;
		return 0;
	case OPTION_WORKLOADS:
		o->workloads = value;
		return 0;
	case OPTION_REPEAT:
		return repeat_range(rows[id].name, value, o, err);
	case OPTION_PRECISION:
		return percentage(rows[id].name, value, &o->precision, err);
	case OPTION_WARMUP:
		return whole_number(rows[id].name, value, 0, &o->warmup, err);
	case OPTION_DURATION:
		return length_or_none(rows[id].name, value, &o->duration_s, err);
	case OPTION_TIMEOUT:
		return real_number(rows[id].name, value, SHORTEST_S, &o->timeout_s, err);
	case OPTION_ALL:
		o->all = true;
		return 0;
	case OPTION_TOTALS:
		o->totals = true;
		return 0;
	case OPTION_TIME:
		o->time = true;
		return 0;
	case OPTION_THRESHOLD:
		return real_number(rows[id].name, value, 0, &o->threshold, err);
	case OPTION_OUTPUT:
		o->output = value;
		return 0;
	case OPTION_TEMPLATES:
		o->templates = value;
		return 0;
	case OPTION_ORDER:
		return order_from_text(value, &o->order, err) ? error_wrap(err, "--order") : 0;
	case OPTION_IDLE:
		return length_or_none(rows[id].name, value, &o->idle_s, err);
	case OPTION_NET_IDLE:
		o->net_idle = true;
		return 0;
	case OPTION_JOBS:
		add_word(&o->jobs, value);
		return 0;
	case OPTION_TAG:
		return add_tag(&o->tags, value, err);
	case OPTION_RESUME:
		o->resume = value;
		return 0;
	case OPTION_DRY_RUN:
		o->dry_run = true;
		return 0;
	case OPTION_WIDE:
		o->wide = true;
		return 0;
	case OPTION_COLUMNS:
		o->columns = value;
		return 0;
	case OPTION_PER_VCPU:
		o->per_vcpu = true;
		return 0;
	case OPTION_END:
	case OPTION_N:
		break;
	}
	return error_set(err, "unknown option");
}

/* getopt's view of a command's rows: val is the option's id, letters go by id too. */
struct parser {
	struct option longs[OPTION_N + 1];
	char shorts[2 * OPTION_N + 4];
	enum option_id by_letter[UCHAR_MAX + 1];
};

static void parser_add(struct parser *parser, enum option_id id, size_t *n_longs, size_t *n_shorts)
{
	const struct option_row *row = &rows[id];

	parser->longs[(*n_longs)++] =
		(struct option){ row->name, row->argument ? required_argument : no_argument, NULL,
				 UCHAR_MAX + 1 + id };
	if (!row->letter)
		return;
	parser->by_letter[(unsigned char)row->letter] = id;
	parser->shorts[(*n_shorts)++] = row->letter;
	if (row->argument)
		parser->shorts[(*n_shorts)++] = ':';
}

static void parser_init(struct parser *parser, const struct command *command)
{
	size_t n_longs = 0, n_shorts = 0;

	memset(parser, 0, sizeof(*parser));
	/* '+': `stat` must not take its command's options for its own. ':': we complain. */
	parser->shorts[n_shorts++] = '+';
	parser->shorts[n_shorts++] = ':';
	parser_add(parser, OPTION_HELP, &n_longs, &n_shorts);
	for (const enum option_id *id = command->options; *id != OPTION_END; id++)
		parser_add(parser, *id, &n_longs, &n_shorts);
}

/*
 * Other commands may have options after their arguments, as most people type
 * them; only `stat` stops at the first word that is none.
 */
static bool stops_at_arguments(const struct command *command)
{
	return command == &cmd_stat;
}

static int complain(const struct command *command, int problem, int argc, char **argv,
		    struct error *err)
{
	const char *word = optind > 0 && optind <= argc ? argv[optind - 1] : "?";
	char letter[] = { '-', (char)optopt, '\0' };

	/* Of several letters in one word getopt has not yet passed the word. */
	if (optopt > 0 && optopt <= UCHAR_MAX)
		word = letter;
	if (problem == ':')
		return error_set(err, "option '%s' needs a value; see 'exitbench %s --help'", word,
				 command->name);
	return error_set(err, "unknown option '%s'; see 'exitbench %s --help'", word,
			 command->name);
}

int options_parse(const struct command *command, int argc, char **argv, struct options *o,
		  struct error *err)
{
	struct parser parser;
	int found;

	*o = (struct options){
		.format = "table",
		.counters = "auto",
		.results = "results",
		.repeat = command == &cmd_stat ? 1 : 3,
		.warmup = command == &cmd_stat ? 0 : 1,
		.timeout_s = 120,
		.idle_s = command == &cmd_run ? 1 : 0,
		.threshold = -1,
	};
	parser_init(&parser, command);
	optind = 0;
	while ((found = getopt_long(argc, argv, parser.shorts + !stops_at_arguments(command),
				    parser.longs, NULL)) != -1) {
		enum option_id id;

		if (found == '?' || found == ':')
			return complain(command, found, argc, argv, err);
		id = found > UCHAR_MAX ? (enum option_id)(found - UCHAR_MAX - 1) :
					 parser.by_letter[found];
		if (set_option(id, optarg, o, err))
			return -1;
	}
	complete_repeats(o);
	o->args = (const char *const *)argv + optind;
	o->n_args = (size_t)(argc - optind);
	if (o->help)
		return 0;
	if (o->n_args < command->min_args)
		return error_set(err, "too few arguments; usage: exitbench %s [OPTION...]%s%s",
				 command->name, *command->arguments ? " " : "", command->arguments);
	if (o->n_args > command->max_args)
		return error_set(err,
				 "unexpected argument '%s'; usage: exitbench %s [OPTION...]%s%s",
				 o->args[command->max_args], command->name,
				 *command->arguments ? " " : "", command->arguments);
	return 0;
}

void options_free(struct options *o)
{
	free(o->jobs.words);
	free(o->tags.words);
	o->jobs = o->tags = (struct words){ 0 };
}

static void help_option(const struct option_row *row, FILE *out)
{
	char left[40];

	snprintf(left, sizeof(left), "%s%c%s--%s%s%s", row->letter ? "-" : "",
		 row->letter ? row->letter : ' ', row->letter ? ", " : "   ", row->name,
		 row->argument ? " " : "", row->argument ? row->argument : "");
	fprintf(out, "  %-24s  %s\n", left, row->help);
}

void help_command(const struct command *command, FILE *out)
{
	fprintf(out, "usage: exitbench %s [OPTION...]%s%s\n\n%s.\n\n", command->name,
		*command->arguments ? " " : "", command->arguments, command->summary);
	if (command->details)
		fprintf(out, "%s\n\n", command->details);
	for (const enum option_id *id = command->options; *id != OPTION_END; id++)
		help_option(&rows[*id], out);
	help_option(&rows[OPTION_HELP], out);
}

void help_program(FILE *out)
{
	fprintf(out,
		"usage: exitbench COMMAND [OPTION...] [ARGUMENT...]\n\n"
		"Shows which VM exits a workload causes, and what they cost, from inside a KVM "
		"guest.\n\n");
	for (const struct command *const *c = command_list(); *c; c++)
		fprintf(out, "  %-10s %s\n", (*c)->name, (*c)->summary);
	fprintf(out, "\n'exitbench COMMAND --help' tells the options of a command.\n"
		     "Exit status: 0 yes, 1 no (nothing found, a workload failed, beyond the "
		     "threshold), 2 trouble.\n");
}

int unknown_format(const char *name, struct error *err)
{
	return error_set(err, "unknown format '%s'; choose table, csv, json or markdown", name);
}

int check_table(const struct options *options, struct table *table, struct error *err)
{
	enum table_format format;
	int rc;

	if (!table_format_from_name(options->format, &format))
		rc = unknown_format(options->format, err);
	else
		rc = table_arrange(table, format, options->wide, options->columns, err);
	table_free(table);
	return rc;
}

int show_table(const struct options *options, struct table *table, struct error *err)
{
	enum table_format format;
	int rc;

	if (!table_format_from_name(options->format, &format))
		rc = unknown_format(options->format, err);
	else
		rc = table_arrange(table, format, options->wide, options->columns, err);
	if (!rc)
		rc = table_write(table, format, stdout, err);
	table_free(table);
	return rc;
}
