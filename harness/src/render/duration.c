// SPDX-License-Identifier: GPL-2.0-only
#include "render/duration.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "render/cell.h"

#define LEAST_DIGITS 2
#define USUAL_DIGITS 3
#define MOST_DIGITS 4

/* A time that rounds to 0 with this many decimals is shown as "<" the smallest value. */
#define MOST_DECIMALS 4

double duration_ns(double cycles, uint32_t tsc_khz)
{
	return tsc_khz ? cycles * 1e6 / tsc_khz : NAN;
}

int duration_digits(const struct spread *spread)
{
	double half = (spread->max - spread->min) / 2;
	int digits;

	if (spread->n < 2 || !(spread->median > 0))
		return USUAL_DIGITS;
	if (!(half > 0))
		return MOST_DIGITS;
	digits = 1 + (int)ceil(fmin(fmax(-log10(half / spread->median), 0), MOST_DIGITS));
	return digits < LEAST_DIGITS ? LEAST_DIGITS : digits > MOST_DIGITS ? MOST_DIGITS : digits;
}

static bool is_in_us(double greatest_ns)
{
	return greatest_ns >= DURATION_MOST_NS;
}

const char *duration_unit(double greatest_ns)
{
	return is_in_us(greatest_ns) ? "us" : "ns";
}

/* The value with no more significant digits than that; 99.96 with three is 100. */
static double rounded(double value, int digits)
{
	_cleanup_free_ char *text = xasprintf("%.*e", digits - 1, value);

	return strtod(text, NULL);
}

char *duration_number(double ns, int digits, double greatest_ns)
{
	double value = rounded(is_in_us(greatest_ns) ? ns / 1000 : ns, digits);
	int decimals;

	if (!isfinite(value))
		return xstrdup("-");
	if (!(value > 0))
		return xstrdup("0");
	decimals = digits - 1 - (int)floor(log10(value) + 1e-9);
	if (decimals > MOST_DECIMALS && value < pow(10, -MOST_DECIMALS))
		return xasprintf("<%.*f", MOST_DECIMALS, pow(10, -MOST_DECIMALS));
	return real_text(value, decimals < 0             ? 0 :
				decimals > MOST_DECIMALS ? MOST_DECIMALS :
							   decimals);
}

char *duration_text(double ns, int digits, double greatest_ns)
{
	_cleanup_free_ char *number = duration_number(ns, digits, greatest_ns);

	return xasprintf("%s %s", number, duration_unit(greatest_ns));
}

char *duration_range_text(const struct spread *cycles, uint32_t tsc_khz)
{
	double greatest = duration_ns(cycles->max, tsc_khz);
	int digits = duration_digits(cycles);
	_cleanup_free_ char *median =
		duration_text(duration_ns(cycles->median, tsc_khz), digits, greatest);
	_cleanup_free_ char *min = NULL, *max = NULL;

	if (cycles->n < 2)
		return take_ptr(median);
	min = duration_number(duration_ns(cycles->min, tsc_khz), digits, greatest);
	max = duration_number(greatest, digits, greatest);
	return xasprintf("%s (%s to %s)", median, min, max);
}
