// SPDX-License-Identifier: GPL-2.0-only
#include "workload/near.h"

#include <string.h>

#define LONGEST 64

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

unsigned int near_distance(const char *a, const char *b)
{
	/* Three rows of the table of distances between all beginnings of a and of b. */
	unsigned int rows[3][LONGEST + 1];
	unsigned int *before = rows[0], *last = rows[1], *row = rows[2];
	size_t na = strlen(a), nb = strlen(b);

	if (na > LONGEST || nb > LONGEST)
		return (unsigned int)(na > nb ? na : nb);
	for (size_t j = 0; j <= nb; j++)
		last[j] = (unsigned int)j;
	for (size_t i = 1; i <= na; i++) {
		unsigned int *reused = before;

		row[0] = (unsigned int)i;
		for (size_t j = 1; j <= nb; j++) {
			row[j] = last[j - 1] + (a[i - 1] != b[j - 1]);
			row[j] = least(row[j], least(last[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = reused;
	}
	return last[nb];
}

bool near_match(const char *typed, const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t length = strlen(typed);
	unsigned int allowed = length < 4 ? 1 : 2;

	if (length >= 2 && strstr(name, typed))
		return true;
	return near_distance(typed, name) <= allowed ||
	       (slash && near_distance(typed, slash + 1) <= allowed);
}
