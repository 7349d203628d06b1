// SPDX-License-Identifier: GPL-2.0-only
#include "base/digits.h"

#include <string.h>

void digits_group(const char *plain, char *grouped, size_t size)
{
	size_t sign = plain[0] == '-';
	size_t end = sign + strspn(plain + sign, "0123456789");
	size_t used = 0;

	for (size_t i = 0; plain[i] && used + 1 < size; i++) {
		if (i > sign && i < end && (end - i) % 3 == 0)
			grouped[used++] = ',';
		if (used + 1 < size)
			grouped[used++] = plain[i];
	}
	if (size)
		grouped[used] = '\0';
}
