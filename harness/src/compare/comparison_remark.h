/* SPDX-License-Identifier: GPL-2.0-only */
/* Remarks about a comparison: what was left out or is odd, as facts and as sentences. */
#ifndef EXITBENCH_COMPARE_COMPARISON_REMARK_H
#define EXITBENCH_COMPARE_COMPARISON_REMARK_H

#include <stdbool.h>
#include <stddef.h>

enum comparison_remark_kind {
	COMPARED_ONE_SIDE,   /* only that side has the workload */
	COMPARED_NO_REPEAT,  /* that side has no repeat of the workload that counts */
	COMPARED_STANDS_OUT, /* a repeat of that side stands out, and so widens the range */
	COMPARED_NET_IDLE,   /* the rates of the idle guest, which were subtracted */
};

struct comparison_remark {
	enum comparison_remark_kind kind;
	const char *workload; /* belongs to a result; NULL: it is about all workloads */
	bool new;             /* that side is the new result, else the base */
	size_t repeat;        /* STANDS_OUT: its number, from 1 */

	/* NET_IDLE: the least and the most exits/s of the idle guest, by side. */
	double base_min, base_max, new_min, new_max;
};

/* The sentence of a remark, without its full stop, in fresh memory. */
char *comparison_remark_text(const struct comparison_remark *remark);

#endif
