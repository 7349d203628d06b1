/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A workload: a job file of stress-ng or fio, and what its header and the tool say about it
 * (workloads/README.md describes the format).
 */
#ifndef EXITBENCH_WORKLOAD_WORKLOAD_H
#define EXITBENCH_WORKLOAD_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/sha256.h"

struct tool; /* workload/tool.h */

/* One of the jobs or stressors in a job file. */
struct job_section {
	char *name;
	bool timed;      /* it ends when its time is over, whatever it has done by then */
	double time_s;   /* that time, or a limit of it; 0: it has none, or it is not known */
	double before_s; /* what passes before that: a delay, a ramp */
	bool behind;     /* it begins when those before it have ended */
	bool endless;    /* its file gives it no end */
	double ops;      /* operations that it is asked for; 0: not limited, -1: not known */
};

struct workload {
	char *name; /* path below the workloads folder, no ending: "io/randread-4k" */
	char *path; /* of the job file; absolute if the user named it */
	char *text; /* the job file as it was read */
	char sha256[SHA256_HEX_SIZE]; /* of the text */
	bool from_user;               /* from outside the folder: the user named it */
	const struct tool *tool;
	char *title;
	char *class;
	bool fixed_ops;    /* header `work = ops` */
	char *expects_vmx; /* comma-separated reason names without blanks; NULL: it does not say */
	char *expects_svm;
	char *why;
	char *needs;            /* header `needs` as it is written; NULL: none */
	unsigned int need_cpus; /* online vCPUs */
	bool need_root;
	bool need_disk;    /* workload_disk_folder() */
	char *need_folder; /* of a certain disk: header `needs = disk=/FOLDER`; else NULL */
	/* The sections of a user's job, as the tool reports them; none if it was not asked. */
	struct job_section *sections;
	size_t n_sections;
	char **notes; /* what a reader has to know of the numbers: sentences without their end */
	size_t n_notes;
};

/* Releases the members of the workload, which may be all zeros. */
void workload_free(struct workload *workload);

/*
 * How many seconds one run of the tool takes if each timed part runs for duration_s (0: as its file
 * says); 0: not known. Work that ends when it is done counts as 0 seconds.
 */
double workload_run_s(const struct workload *workload, double duration_s);

/* The longest that a run may take: the same, but fixed work counts with its time limit. */
double workload_most_s(const struct workload *workload, double duration_s);

/* Whether a part of it would run for ever, or for a day, unless somebody ended it. */
bool workload_is_endless(const struct workload *workload);

/* Appends a section or a note, for the tools' files. The strings are copied. */
struct job_section *workload_add_section(struct workload *workload, const char *name);
void workload_add_note(struct workload *workload, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Where disk workloads keep their data: $EXITBENCH_DISK, else the folder that the job files
 * name. It is absolute, and valid until the next call.
 */
#define WORKLOAD_DISK_FOLDER "/mnt/exitbench"
const char *workload_disk_folder(void);

/*
 * Whether the workload can run here: tool installed, vCPUs, root, disk folders.
 * Returns false with the reason, a sentence for the reader, in why.
 */
bool workload_can_run(const struct workload *workload, char *why, size_t size);

#endif
