// SPDX-License-Identifier: GPL-2.0-only
#include "base/number.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define DIGITS "0123456789"

size_t number_scan(const char *text, double *value)
{
	size_t before = strspn(text, DIGITS), n = before;
	char *end;

	if (text[n] == '.')
		n += 1 + strspn(text + n + 1, DIGITS);
	/* A point alone is not a number, and strtod() would read hexadecimal digits after "0x". */
	if (n < 1 || (n == 1 && !before) || text[n] == 'x' || text[n] == 'X')
		return 0;
	*value = strtod(text, &end);
	return isfinite(*value) ? (size_t)(end - text) : 0;
}

bool number_from_text(const char *text, double min, double max, double *value)
{
	double found;
	size_t n = number_scan(text, &found);

	if (!n || text[n] || found < min || found > max)
		return false;
	*value = found;
	return true;
}

bool number_whole(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
	size_t n = strspn(text, DIGITS);
	uint64_t found;

	errno = 0;
	found = n ? strtoull(text, NULL, 10) : 0;
	if (!n || text[n] || errno || found < min || found > max)
		return false;
	*value = found;
	return true;
}

bool number_to_int(double value, int min, int max, int *result)
{
	if (!(value >= min && value <= max) || value != floor(value))
		return false;
	*result = (int)value;
	return true;
}

uint64_t number_to_u64(double value)
{
	if (!(value > 0))
		return 0;
	/* No double lies between this one and 2^64. */
	return value > 0x1p64 - 2048 ? UINT64_MAX : (uint64_t)round(value);
}

uint64_t number_seconds_ns(double seconds)
{
	uint64_t ns = number_to_u64(seconds * (double)NS_PER_S);

	return seconds > 0 && !ns ? 1 : ns;
}
