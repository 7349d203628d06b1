/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Workloads: job files of stress-ng and fio with a header of ours, and suites,
 * which are lists of them (workloads/README.md describes both formats).
 */
#ifndef EXITBENCH_WORKLOAD_WORKLOAD_H
#define EXITBENCH_WORKLOAD_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/sha256.h"

struct tool; /* workload/tool.h */

/* One of the jobs or stressors that a job file is about. */
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
	char *path; /* of the job file; absolute if it is the user's own */
	char *text; /* the job file as it was read */
	char sha256[SHA256_HEX_SIZE]; /* of the text */
	bool own;                     /* the user's own, from outside the folder */
	const struct tool *tool;
	char *title;
	char *class;
	bool fixed_ops;    /* header `work = ops` */
	char *expects_vmx; /* comma-separated reason names without blanks; NULL: not told */
	char *expects_svm;
	char *why;
	char *known_class;      /* header `known = cpuid 36`: class of known exits, else NULL */
	double known_per_op;    /* and how many of them one operation makes */
	double known_startup;   /* header `startup = cpuid 200`: at most so many more */
	char *needs;            /* header `needs` as it is written; NULL: none */
	unsigned int need_cpus; /* online vCPUs */
	bool need_root;
	bool need_disk;    /* workload_disk_folder() */
	char *need_folder; /* of a certain disk: header `needs = disk=/FOLDER`; else NULL */
	/* Of a user's own, as the tool says: none where it was not asked. */
	struct job_section *sections;
	size_t n_sections;
	char **notes; /* what a reader has to know of the numbers: sentences without their end */
	size_t n_notes;
};

/* Reads one job file. Errors name the file and the line. workload_free() releases it. */
int workload_read(struct workload *workload, const char *name, const char *path, struct error *err);

/*
 * The same of a user's own, whose header may be left out or be a part of one: then its
 * title is the file's name, its class "own", and the rest is as the tool says. What the tool
 * does not take is an error; a tool that is not installed is none.
 */
int workload_read_own(struct workload *workload, const char *name, const char *path,
		      struct error *err);
void workload_free(struct workload *workload);

/*
 * How long one run of the tool takes if each timed part runs for duration_s (0: as its file
 * says), in seconds. 0: not known. Work that ends when it is done counts as no time.
 */
double workload_run_s(const struct workload *workload, double duration_s);

/* The same of the longest that it may take: with the limits of work that ends when it is done. */
double workload_most_s(const struct workload *workload, double duration_s);

/* Whether a part of it would run for ever, or for a day, if it were not ended. */
bool workload_is_endless(const struct workload *workload);

/* Appends a section or a note, for the tools' files. The strings are copied. */
struct job_section *workload_add_section(struct workload *workload, const char *name);
void workload_add_note(struct workload *workload, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

struct suite {
	char *name; /* "quick" */
	char *title;
	char **workloads;
	size_t n;
};

/* All that a workloads folder holds. */
struct catalog {
	char *folder;
	struct workload *workloads; /* ordered by name */
	size_t n_workloads;
	struct suite *suites;
	size_t n_suites;
};

/*
 * Reads the folder: the given one, else $EXITBENCH_WORKLOADS, else the one
 * beside the program or installed with it. Every job file must be sound, and
 * every suite must name workloads that exist.
 */
int catalog_read(struct catalog *catalog, const char *folder, struct error *err);
void catalog_free(struct catalog *catalog);

/*
 * Adds a user's own job files from anywhere; a catalog that holds nothing else needs no
 * catalog_read() but zeros. Their names are "own/" and the file's name without its ending,
 * with '_' for what a folder's name had better not hold. A file that is named twice is
 * added once; a name that another workload has is an error. Pointers into the catalog
 * from before are void.
 */
int catalog_add_own(struct catalog *catalog, const char *path, struct error *err);

/* The same for one of which the name is known, and what the file was then: it may not differ. */
int catalog_add_known(struct catalog *catalog, const char *name, const char *path,
		      const char *sha256, struct error *err);

/* The workload of that name, or NULL. */
const struct workload *catalog_find(const struct catalog *catalog, const char *name);

/*
 * Expands names of suites, workloads and folders ("io": all below it), in the
 * order given and each workload once, into pointers into the catalog (the array
 * is the caller's to free). An unknown name is an error that lists what is near to it.
 */
int catalog_select(const struct catalog *catalog, const char *const *names, size_t n_names,
		   const struct workload ***selected, size_t *n_selected, struct error *err);

/*
 * Where disk workloads keep their data: $EXITBENCH_DISK, else the folder that the job files
 * name. It is absolute, and holds until the next call.
 */
#define WORKLOAD_DISK_FOLDER "/mnt/exitbench"
const char *workload_disk_folder(void);

/*
 * Whether the workload can run here: tool installed, vCPUs, root, disk folders.
 * Returns false with the reason, a sentence for the reader, in why.
 */
bool workload_can_run(const struct workload *workload, char *why, size_t size);

#endif
