/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers as the report prints them. Each function fills buf and returns it. */
#ifndef EXITBENCH_PLOT_NUMBER_H
#define EXITBENCH_PLOT_NUMBER_H

#define NUMBER_SIZE 64

/* As many decimals as make sense: 198,432, 1,234, 43.2, 4.32, 0.043, <0.0001, 0. */
const char *number_long(char buf[NUMBER_SIZE], double value);

/* At most five characters, for a cell of the heat map: 198k, 1.2M, 43, 4.3, 0.04. */
const char *number_short(char buf[NUMBER_SIZE], double value);

/* A share of 1 as a percentage without its sign: 100, 43, 4.3, 0.4, <0.1. */
const char *number_percent(char buf[NUMBER_SIZE], double share);

#endif
