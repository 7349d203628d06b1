/* SPDX-License-Identifier: GPL-2.0-only */
/* Remarks about a result. Each of them has facts for programs and a sentence for readers. */
#ifndef EXITBENCH_ANALYSIS_REMARK_H
#define EXITBENCH_ANALYSIS_REMARK_H

#include "model/result.h"

enum remark_kind {
	REMARK_IDLE_DRIFTS, /* the idle guest's rate; value: its range divided by its median */
	REMARK_NOTE,        /* a note that was recorded with the run */
	REMARK_STANDS_OUT,  /* see outliers.h; value: how far, as a factor */
	REMARK_ONCE_MORE,   /* made for a repeat that does not stand out now; value: its number */
	REMARK_SCATTERS, /* exits/op or exits/s; value: how far from the median, as a share of it */
	REMARK_STOLEN,   /* time of the vCPUs that the host gave to others; value: the share */
	REMARK_SLOWER,   /* the processor; value: the loss as a share of the fastest speed */
	REMARK_OTHER_WORK, /* fixed work that differs from the other repeats; value: operations */
	REMARK_LEFT,       /* a process outlived its tool; value: in how many repeats */
	REMARK_CONSOLE,    /* port I/O that the workload is not about; value: exits */
	REMARK_TOO_LONG,   /* exits that took more time than the window has; value: their share */
};

/* Where else the same was seen. */
enum remark_also {
	ALSO_NOWHERE,
	ALSO_IN_REPEATS, /* other ones of the same workload */
	ALSO_IN_WORKLOADS,
};

/* The facts and the sentence that is made from them. Facts that its kind does not have are 0. */
struct remark {
	enum remark_kind kind;
	const struct workload_run *run; /* NULL: it is about the whole result */
	size_t repeat;                  /* its number, from 1; 0: about all of them */
	double value;
	double median;         /* OTHER_WORK: operations */
	bool fewer, per_op;    /* SCATTERS: fewer than the median; exits/op rather than exits/s */
	const char *name;      /* NOTE: the note itself; LEFT: the process */
	enum remark_also also; /* STOLEN */

	/* SLOWER: the fastest repeat; STANDS_OUT: the one that was made because of it, 0: none. */
	const struct workload_run *other_run;
	size_t other;

	unsigned int by; /* STANDS_OUT: 1 << aspect for each, see outliers.h */
	bool alike;      /* STANDS_OUT: the other one is similar */
	const char
		*words; /* STANDS_OUT, while it is added: what it did where the others did what */

	char *text; /* "cpu/int64, repeat 1: what is odd: what to do" */
};

struct remarks {
	struct remark *list;
	size_t n;
};

/* Appends a remark with these facts and makes its sentence. */
void remark_add(struct remarks *remarks, const struct remark *facts);

void remarks_free(struct remarks *remarks);

#endif
