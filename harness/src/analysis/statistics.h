/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether two samples differ, and by how much. Nothing here assumes how the values scatter: ranks
 * and differences only. Pure functions.
 *
 * A sample's values must be independent of each other. The repeats of one boot of a guest share
 * what that boot is like, so where there are several boots a sample has a value for each of them:
 * see boots_as_units().
 */
#ifndef EXITBENCH_ANALYSIS_STATISTICS_H
#define EXITBENCH_ANALYSIS_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Up to so many values in both samples together the distribution is counted exactly; beyond that it
 * is taken for normal.
 */
#define RANK_EXACT_MOST 50

/*
 * The test of Wilcoxon (1945) and of Mann and Whitney (1947): are the values of one sample greater
 * than those of the other more often than chance would have it?
 */
struct rank_test {
	double u;           /* pairs in which the new value is the greater one; ties count half */
	double superiority; /* u as a share of all pairs, 0..1; 0.5 if a sample is empty */
	double p;           /* two-sided; 1 if a sample is empty */
	bool exact;         /* counted; else normal, with corrections for ties and continuity */
};

/*
 * Ties: values that are the same share the mean of their ranks, and the exact distribution is that
 * of all ways to deal these ranks to the two samples. Two-sided is as far from the mean as observed
 * or further.
 */
struct rank_test rank_test(const double *base, size_t n, const double *new, size_t m);

/* The least p that samples of these sizes can have: that of samples that lie wholly apart. */
double rank_test_least_p(size_t n, size_t m);

/* How many values each of two samples needs so that p can be that small; p is above 0. */
size_t rank_test_needs(double p);

/* How far the new sample is shifted against the base. */
struct shift {
	double estimate;  /* of Hodges and Lehmann (1963): the median of all differences; NAN */
	double low, high; /* its confidence interval; NAN if the samples are too small for one */
};

/*
 * confidence: of the interval at least, such as 0.95. It follows from the distribution that
 * rank_test() has without ties.
 */
struct shift shift_of(const double *base, size_t n, const double *new, size_t m, double confidence);

/*
 * The correction of Holm (1979) for n tests made together: turns each p into the least error rate
 * at which its test would be rejected, if that is the probability of a single false rejection among
 * all of them.
 */
void holm_adjust(double *p, size_t n);

/*
 * Reduces the values of several boots to one for each boot, their median, in place. boots: the boot
 * of each of the n values. Values of a single boot are left as they are, since then there is
 * nothing better. Returns how many values there are then.
 */
size_t boots_as_units(double *values, const size_t *boots, size_t n);

#endif
