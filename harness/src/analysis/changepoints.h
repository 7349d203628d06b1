/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a series of values changed its level, by ranks only, so that a single odd value changes
 * nothing. Pure functions.
 *
 * The test is that of A. N. Pettitt, "A non-parametric approach to the change-point problem",
 * Applied Statistics 28 (1979), 126-135: the place that splits the series into two samples which
 * Mann and Whitney would call most different. Where it finds a change, both parts are tested again,
 * each by itself, until nothing more is found (binary segmentation, Scott and Knott 1974).
 */
#ifndef EXITBENCH_ANALYSIS_CHANGEPOINTS_H
#define EXITBENCH_ANALYSIS_CHANGEPOINTS_H

#include <stddef.h>

/* The likeliest place of one change. */
struct pettitt {
	size_t at; /* index of the first value after it */
	double k;  /* the statistic: the largest difference of pairs; 0: all values are the same */
	double p; /* two-sided, by Pettitt's approximation, which is not below the truth; 1 at most */
};

struct pettitt pettitt_test(const double *values, size_t n);

/* The least p that n values can have: that of two halves that lie wholly apart. */
double pettitt_least_p(size_t n);

/* How many values there must be so that p can be that small; p is above 0. */
size_t pettitt_needs(double p);

struct change_point {
	size_t at;            /* index of the first value after the change */
	double p;             /* of its test */
	double before, after; /* medians from the change before to here, from here to the next */
};

/* How large a change is, for sorting: by what factor; from nothing or to nothing is the largest. */
double change_size(const struct change_point *change);

/*
 * All changes with a p of at most that, in the order of the series, in fresh memory; *n is set to
 * their number. A change by less than the share `least` of the level before it is none.
 */
struct change_point *changepoints_find(const double *values, size_t n_values, double p,
				       double least, size_t *n);

#endif
