/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A rule that finds values which differ so much from the others that they must have another cause.
 * It works with few values. All distances are distances of logarithms, so that half and double are
 * equally far away.
 *
 * Of three or four values, one stands out if
 * - the nearest other one is further away than a factor of OUTLIER_FACTOR, and
 * - that is more than OUTLIER_GAP times as far as the others lie apart. This is Dixon's test: his
 *   ratio r10 is above OUTLIER_GAP / (1 + OUTLIER_GAP) = 0.8 then.
 * Dixon's ratio alone would not do: of three values, two are so close to each other by chance in
 * more than one of three cases. The factor keeps these false alarms away, and the ratio keeps those
 * away where the values scatter so widely that a factor says little. Of five values or more, one
 * stands out that is further than the factor from the median and whose modified Z score is above
 * OUTLIER_Z. Of two values nobody can say which one is odd.
 *
 * How often one of n values stands out though all are of one normal distribution, by simulation
 * (400,000 draws each; the unit test does it again with fewer):
 *
 *   standard deviation, of the mean    10 %       15 %      20 %       30 %
 *   3 values                       < 0.01 %    0.1 %     1.2 %        8 %
 *   4 values                       < 0.01 %    0.06 %    0.6 %        4 %
 *   5 to 8 values                  < 0.01 %    0.3 %     3 %         15 %
 *
 * In the kept results, the counts of most workloads scatter by less than 10 %.
 *
 * Of values that scatter by 5 %, one that is off by a factor of 3 is found in 99.8 % of the cases;
 * if they scatter by 10 %, in 91 % among three values, 79 % among four and 97 % among more.
 */
#ifndef EXITBENCH_ANALYSIS_OUTLIER_RULE_H
#define EXITBENCH_ANALYSIS_OUTLIER_RULE_H

#include <stdbool.h>
#include <stddef.h>

#define OUTLIER_FACTOR 2.0
#define OUTLIER_GAP 4.0
#define OUTLIER_Z 3.5

/*
 * The modified Z scores of n values, into z: how many times further from the median than usual
 * (Iglewicz and Hoaglin, by the median absolute deviation; by the mean one if that is 0).
 */
void modified_z_scores(const double *values, size_t n, double *z);

/* Whether each of n values, none of them negative, stands out, into out. */
void outlier_rule(const double *values, size_t n, bool *out);

#endif
