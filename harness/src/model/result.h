/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A result: everything that one run of a suite measured. It keeps the raw
 * snapshots of every repeat; profiles and summaries are computed from them.
 * All strings and arrays in it belong to it; result_free() releases them.
 */
#ifndef EXITBENCH_MODEL_RESULT_H
#define EXITBENCH_MODEL_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/child.h"
#include "counters/counters.h"
#include "model/activity.h"
#include "model/code.h"
#include "reasons/regions.h"

/* A fact about the place where a run was made: { "cpu", "AMD EPYC ..." }. */
struct fact {
	char *key;
	char *value;
};

/* A number that the tool itself reported. */
struct metric {
	char *name; /* "bogo-ops", "read.iops", "read.clat.p99" */
	char *unit; /* "", "1/s", "ns" */
	double value;
};

struct repeat {
	struct snapshot before, after;
	struct child_result child; /* how the tool ended, and its times */
	bool ok;                   /* summaries include it */
	size_t once_more_for;      /* number of the repeat that led to this extra one; 0: planned */
	bool lost;                 /* another reader spoiled the window: the snapshots are empty */
	char *trouble;             /* why not ok; NULL if ok */
	struct code_counts code;   /* where the guest was; empty if it was not asked for */
	struct activity activity;  /* what the guest's kernel counted meanwhile */
	bool harness_known;        /* whether harness_ns is known */
	uint64_t harness_ns;       /* CPU time of exitbench itself in the window */
	double speed;              /* of the processor, see measure/speed.h; 0: not known */
	double ops;                /* operations done; 0 if the tool does not tell */
	struct metric *metrics;
	size_t n_metrics;
};

enum run_state {
	RUN_OK,         /* every repeat is ok */
	RUN_FAILED,     /* at least one repeat is not */
	RUN_SKIPPED,    /* not tried: something that it needs is missing */
	RUN_INCOMPLETE, /* interrupted before its last repeat */
};

/* What ended the repeats of a workload. */
enum run_stop {
	STOP_FIXED,     /* there were as many as asked for */
	STOP_PRECISION, /* their median was known well enough */
	STOP_LIMIT,     /* there were as many as allowed before it was */
};

/* One workload in a run. */
struct workload_run {
	char *name;     /* "io/randread-4k" */
	char *title;    /* one line for readers */
	char *class;    /* "io" */
	char *tool;     /* "stress-ng", "fio", or the command of `stat` */
	char *op;       /* what one operation is: "bogo-op", "I/O"; "" if unknown */
	bool fixed_ops; /* fixed work rather than fixed time */
	char *expects;  /* names of the reasons that should dominate on this ISA, comma-separated */
	char *why;      /* why these should dominate, from the job file */
	char *sha256;   /* of the job file; NULL: not known */
	enum run_state state;
	char *message; /* for any state but RUN_OK; else NULL */
	char **notes;  /* what a reader has to know of its numbers: sentences without their end */
	size_t n_notes;
	enum run_stop stop;
	size_t boot; /* the number of the guest's boot in which it was measured, from 0 */
	struct repeat *repeats;
	size_t n_repeats;
};

/* A job file that the user named and that will be run. */
struct user_job {
	char *name;   /* of the workload: "user/database" */
	char *path;   /* absolute */
	char *sha256; /* of the file, when the run began */
};

/* What may change when a run is continued after the guest was restarted. */
struct boot {
	char *started;    /* UTC, when measuring began in it */
	uint32_t epoch;   /* of the counters; 0: not known */
	uint32_t tsc_khz; /* of the TSC that times are told in; 0: not known */
	struct read_cost cost;
};

/* When the idle guest was measured: before, between or after the workloads. */
enum idle_place {
	IDLE_BEFORE,  /* before the first workload */
	IDLE_BETWEEN, /* between two workloads, half-way */
	IDLE_AFTER,   /* after the last workload */
};

/* A window in which nothing was run and exitbench slept. */
struct idle_window {
	enum idle_place place;
	size_t boot; /* the number of the guest's boot, from 0 */
	struct repeat repeat;
};

struct result {
	char *path;               /* folder that it was read from or is written to */
	char *started;            /* UTC, 2026-11-22T23:00:45Z */
	char *suite;              /* what was asked for */
	char *order;              /* of the plan: "listed", "random:SEED"; NULL: not known */
	bool complete;            /* the run reached its end */
	unsigned int repeats;     /* asked for; the least, if there is a precision */
	unsigned int max_repeats; /* asked for, the most; without a precision the same as repeats */
	double precision;         /* asked for, of the median, 0.05 for 5 %; 0: none */
	double duration_s;        /* asked for; 0: the job files' own */
	struct counters_info counters; /* as the first boot found them */
	struct read_cost cost;         /* of a window, in the first boot */
	struct boot *boots;
	size_t n_boots;
	char **plan; /* names of the workloads that were to be run, in order */
	size_t n_plan;
	struct user_job *jobs; /* those in the plan that the user named */
	size_t n_jobs;
	struct fact *facts;
	size_t n_facts;
	struct regions regions; /* of the guest, if its windows have causes; else none */
	struct workload_run *runs;
	size_t n_runs;
	double idle_s; /* length asked for of a window of the idle guest; 0: none */
	struct idle_window *idle;
	size_t n_idle;
};

/* Appends a fact; both strings are copied. */
void result_add_fact(struct result *result, const char *key, const char *value);

/* The value of a fact, or "" if there is none. */
const char *result_fact(const struct result *result, const char *key);

/* Appends the name of a workload that is to be run; it is copied. */
void result_add_plan(struct result *result, const char *name);

/* Appends a job file that the user named; the strings are copied. */
void result_add_job(struct result *result, const char *name, const char *path, const char *sha256);

/* Appends a boot; started is copied. */
void result_add_boot(struct result *result, const char *started, const struct counters_info *info,
		     const struct read_cost *cost);

/*
 * What reading the counters cost in the boot of the guest with that index; in the first boot if the
 * index names none.
 */
const struct read_cost *result_read_cost(const struct result *result, size_t boot);

/* The epoch of the counters in its first boot; 0: not known. */
uint32_t result_epoch(const struct result *result);

/* Whether both are of the same run, as two copies of a result are. */
bool result_same_run(const struct result *a, const struct result *b);

/* Removes the runs that were interrupted, so that they can be measured again. */
void result_drop_incomplete(struct result *result);

/* Removes a run's repeats, if they cannot be kept. */
void run_drop_repeats(struct workload_run *run);

/* Appends an empty workload run or repeat. The pointer is valid until the next one is added. */
struct workload_run *result_add_run(struct result *result);
struct repeat *run_add_repeat(struct workload_run *run);

/* Appends a window of the idle guest; the result then owns what the repeat holds. */
void result_add_idle(struct result *result, enum idle_place place, size_t boot,
		     const struct repeat *repeat);

/* Appends a note unless the run has it already; it is copied. */
void run_add_note(struct workload_run *run, const char *note);

/* Appends a metric; both strings are copied. */
void repeat_add_metric(struct repeat *repeat, const char *name, const char *unit, double value);

const struct workload_run *result_find_run(const struct result *result, const char *name);

/* Whether its windows have the counters of each vCPU. */
bool result_has_vcpus(const struct result *result);

/* Whether its windows have what is behind their exits: causes, or code. */
bool result_has_why(const struct result *result);

/* Whether its windows were taken by marks. */
bool result_is_marked(const struct result *result);

/* "ok", "failed", "skipped", "incomplete". */
const char *run_state_name(enum run_state state);
bool run_state_from_name(const char *name, enum run_state *state);

/* "before", "between", "after". */
const char *idle_place_name(enum idle_place place);
bool idle_place_from_name(const char *name, enum idle_place *place);

/* "fixed", "precision", "limit". */
const char *run_stop_name(enum run_stop stop);
bool run_stop_from_name(const char *name, enum run_stop *stop);

/* Releases the members of a repeat that does not belong to a run. */
void repeat_free(struct repeat *repeat);

void result_free(struct result *result);

#endif
