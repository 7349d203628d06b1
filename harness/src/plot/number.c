// SPDX-License-Identifier: GPL-2.0-only
#include "plot/number.h"

#include <math.h>
#include <stdio.h>

#include "base/digits.h"

/* Beyond this the buffer would be too small, and grouping helps nobody. */
#define GROUPED_MAX 1e15

const char *number_long(char buf[NUMBER_SIZE], double value)
{
	char plain[NUMBER_SIZE];

	if (value >= GROUPED_MAX || value < 0) {
		snprintf(buf, NUMBER_SIZE, "%.3g", value);
		return buf;
	}
	if (value > 0 && value < 0.0001) {
		snprintf(buf, NUMBER_SIZE, "<0.0001");
		return buf;
	}
	/* Limits lie where rounding would otherwise add a digit: 9.996 is 10.0. */
	if (value == 0 || value >= 99.95)
		snprintf(plain, sizeof(plain), "%.0f", value);
	else if (value >= 9.995)
		snprintf(plain, sizeof(plain), "%.1f", value);
	else if (value >= 0.995)
		snprintf(plain, sizeof(plain), "%.2f", value);
	else
		snprintf(plain, sizeof(plain), "%.2g", value);

	digits_group(plain, buf, NUMBER_SIZE);
	return buf;
}

const char *number_short(char buf[NUMBER_SIZE], double value)
{
	static const char *const units[] = { "", "k", "M", "G", "T" };
	size_t unit = 0;

	if (value > 0 && value < 0.0095) {
		snprintf(buf, NUMBER_SIZE, "<0.01");
		return buf;
	}
	while (value >= 999.5 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		value /= 1000;
		unit++;
	}
	if (value == 0 || value >= 9.95)
		snprintf(buf, NUMBER_SIZE, "%.0f%s", value, units[unit]);
	else if (value >= 0.095 || unit)
		snprintf(buf, NUMBER_SIZE, "%.1f%s", value, units[unit]);
	else
		snprintf(buf, NUMBER_SIZE, "%.2f", value);
	return buf;
}

const char *number_percent(char buf[NUMBER_SIZE], double share)
{
	double percent = 100 * share;

	if (percent > 0 && percent < 0.05)
		snprintf(buf, NUMBER_SIZE, "<0.1");
	else if (percent > 0 && percent < 9.95)
		snprintf(buf, NUMBER_SIZE, "%.1f", percent);
	else
		snprintf(buf, NUMBER_SIZE, "%.0f", percent);
	return buf;
}
