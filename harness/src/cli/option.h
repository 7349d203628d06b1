/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The options of all commands, as rows with their names, setters and defaults. Parsing, help and
 * completion are derived from these rows. To add an option, add a row in option.c, its id and its
 * member of struct options here, and its id in the list of each command that takes it.
 */
#ifndef EXITBENCH_CLI_OPTION_H
#define EXITBENCH_CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "measure/order.h"

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
	OPTION_PER,
	OPTION_IGNORE_BELOW,
	OPTION_FAIL_ABOVE,
	OPTION_CALIBRATION,
	OPTION_CONFIRM,
	OPTION_METRIC,
	OPTION_REASON,
	OPTION_WORKLOAD,
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
	OPTION_CYCLES,
	OPTION_WHY,
	OPTION_N,
};

/* Values of an option that may be given several times. */
struct words {
	const char **words;
	size_t n;
};

struct command; /* cli/command.h */

/* The values of all options: those of the command line, or defaults. Strings point into argv. */
struct options {
	const struct command *const *commands; /* all there are, up to a NULL pointer */
	bool given[OPTION_N];                  /* whether the user gave it on the command line */
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
	const char *per;         /* one of option.c's ways: "op", "second", "both" */
	double ignore_below;     /* as a share */
	double fail_above;       /* as a share, if it is given */
	const char *confirm;     /* a result to compare the run with; NULL: none */
	const char *calibration; /* a file; NULL: none */
	const char *metric;      /* a unit of quantity.h, or "tax"; NULL: the workload's own */
	const char *reason;      /* NULL: the totals */
	const char *workload;    /* NULL: all */
	const char *output;      /* NULL: beside the result */
	const char *templates;   /* NULL: found beside the program */
	struct words jobs;       /* the user's job files */
	struct words tags;       /* "key=value", each key once */
	const char *resume;      /* NULL: a new result */
	bool dry_run;
	bool wide;
	const char *columns; /* keys with commas between; NULL: as the format shows them */
	bool per_vcpu;
	bool cycles;
	bool why; /* what is behind the exits */
	const char *const *args;
	size_t n_args;
	bool after_dashes; /* the arguments stand behind "--" */
};

/* What completion offers for the value of an option or for an argument of a command. */
enum offer {
	OFFER_NOTHING, /* a number, or a text of the user's */
	OFFER_CHOICES, /* the row's choices */
	OFFER_FILES,
	OFFER_FOLDERS,
	OFFER_JOB_FILES,
	OFFER_PROGRAMS,
	OFFER_COMMANDS,  /* of exitbench */
	OFFER_COLUMNS,   /* of the command's table */
	OFFER_RESULTS,   /* of the folder of results */
	OFFER_MEASURED,  /* workloads of the result that is the first argument */
	OFFER_WORKLOADS, /* suites and workloads */
};

struct option_row {
	const char *name;
	char letter;          /* 0: none */
	const char *argument; /* as the help shows it; NULL: a flag */
	const char *summary;
	const char *initial;   /* the value where it is not given and the command has no default */
	const char *otherwise; /* for the help: the default in words, if it is no value */
	enum offer offer;
	const char *const *choices; /* values to choose from, up to a NULL pointer */
	/* Where the value goes: an offset in struct options, for set(). */
	size_t field;
	/*
	 * Sets the option to a value (NULL for a flag). A bad value is an error that names the
	 * option.
	 */
	int (*set)(const struct option_row *row, struct options *options, const char *value,
		   struct error *err);
};

/* The row of an option; id is neither OPTION_END nor OPTION_N. */
const struct option_row *option_row(enum option_id id);

/* Sets an option to a value, which is kept by reference. */
int option_set(enum option_id id, struct options *options, const char *value, struct error *err);

/* Completes --repeat and --precision, which depend on each other, once both are set. */
void options_complete(struct options *options);

/* Releases the lists. Must be called after an error, too. */
void options_free(struct options *options);

#endif
