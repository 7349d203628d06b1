/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The commands and their options, as rows: parsing and help both derive from
 * them. Each command lives in a file cmd_NAME.c.
 */
#ifndef EXITBENCH_CLI_COMMAND_H
#define EXITBENCH_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "measure/order.h"
#include "render/table.h"

enum option_id {
	OPTION_END, /* ends a command's list */
	OPTION_HELP,
	OPTION_FORMAT,
	OPTION_COUNTERS,
	OPTION_RECORD,
	OPTION_RESULTS,
	OPTION_WORKLOADS,
	OPTION_REPEAT,
	OPTION_PRECISION,
	OPTION_WARMUP,
	OPTION_DURATION,
	OPTION_TIMEOUT,
	OPTION_ALL,
	OPTION_TOTALS,
	OPTION_TIME,
	OPTION_THRESHOLD,
	OPTION_OUTPUT,
	OPTION_TEMPLATES,
	OPTION_ORDER,
	OPTION_IDLE,
	OPTION_NET_IDLE,
	OPTION_JOBS,
	OPTION_TAG,
	OPTION_RESUME,
	OPTION_DRY_RUN,
	OPTION_WIDE,
	OPTION_COLUMNS,
	OPTION_PER_VCPU,
	OPTION_N,
};

/* Values of an option that may be given several times. */
struct words {
	const char **words;
	size_t n;
};

/* What the command line said, defaults filled in. Strings point into argv. */
struct options {
	bool given[OPTION_N]; /* which options there were */
	bool help;
	const char *format; /* a name for table_format_from_name(), or a command's own */
	const char *counters;
	const char *record;              /* NULL: no recording */
	const char *results;             /* folder of results */
	const char *workloads;           /* NULL: found by the catalog */
	unsigned int repeat, max_repeat; /* the same without a precision */
	double precision;                /* as a share; 0: none */
	unsigned int warmup;
	double duration_s; /* 0: as the job files say */
	double timeout_s;
	struct order order;
	double idle_s; /* of a window of the idle guest; 0: none */
	bool net_idle;
	bool all;
	bool totals;
	bool time;
	double threshold;      /* percent; negative: none */
	const char *output;    /* NULL: beside the result */
	const char *templates; /* NULL: found beside the program */
	struct words jobs;     /* job files of the user's own */
	struct words tags;     /* "key=value", each key once */
	const char *resume;    /* NULL: a new result */
	bool dry_run;
	bool wide;
	const char *columns; /* keys with commas between; NULL: as the format shows them */
	bool per_vcpu;
	const char *const *args;
	size_t n_args;
};

struct command {
	const char *name;
	const char *arguments; /* as shown in the help */
	const char *summary;
	const char *details; /* a paragraph for the command's own help */
	size_t min_args, max_args;
	enum option_id options[OPTION_N];
	int (*run)(const struct options *options, struct error *err);
};

/* All commands; the array ends with a NULL pointer. */
const struct command *const *command_list(void);

extern const struct command cmd_probe, cmd_snapshot, cmd_stat, cmd_list, cmd_run, cmd_show,
	cmd_compare, cmd_report;

/*
 * Fills in options from a command's words (argv[0] is the command's name).
 * Unknown options, missing and bad values, and too few or too many arguments
 * are errors.
 */
int options_parse(const struct command *command, int argc, char **argv, struct options *options,
		  struct error *err);

/* Releases the lists; also due after an error. */
void options_free(struct options *options);

/* The help of one command, and of the program. */
void help_command(const struct command *command, FILE *out);
void help_program(FILE *out);

/* The error for a --format that there is not. Returns -1. */
int unknown_format(const char *name, struct error *err);

/* Checks --format and --columns on a table without rows, and frees it: before anything long is done. */
int check_table(const struct options *options, struct table *table, struct error *err);

/* Writes a table to stdout as --format, --wide and --columns ask, and frees it. */
int show_table(const struct options *options, struct table *table, struct error *err);

#endif
