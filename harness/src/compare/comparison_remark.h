/* SPDX-License-Identifier: GPL-2.0-only */
/* Remarks about a comparison: what was left out or is odd, as facts and as sentences. */
#ifndef EXITBENCH_COMPARE_COMPARISON_REMARK_H
#define EXITBENCH_COMPARE_COMPARISON_REMARK_H

#include <stdbool.h>
#include <stddef.h>

enum comparison_remark_kind {
	COMPARED_ONE_SIDE,    /* only that side has the workload */
	COMPARED_NO_REPEAT,   /* that side has no repeat of the workload that counts */
	COMPARED_NO_QUANTITY, /* neither quantity that is asked for is known on both sides */
	COMPARED_STANDS_OUT,  /* a repeat of that side stands out */
	COMPARED_NET_IDLE,    /* the rates of the idle guest, which were subtracted */
	COMPARED_KINDS,
};

struct comparison_remark {
	enum comparison_remark_kind kind;
	const char *workload; /* belongs to a result; NULL: it is about all workloads */
	bool new;             /* that side is the new result, else the base */
	size_t repeat;        /* STANDS_OUT: its number, from 1 */

	/* NET_IDLE: the least and the most exits/s of the idle guest, by side. */
	double base_min, base_max, new_min, new_max;
};

/*
 * The sentence of all remarks of a kind about a side, with its full stop, in fresh memory; NULL if
 * there are none. most: so many workloads are named, and the others counted.
 */
char *comparison_remarks_text(const struct comparison_remark *remarks, size_t n,
			      enum comparison_remark_kind kind, bool new, size_t most);

#endif
