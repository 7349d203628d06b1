// SPDX-License-Identifier: GPL-2.0-only
#include "measure/speed.h"

#include <math.h>
#include <stdint.h>

#include "base/clock.h"

#define STEPS 20000
#define LENGTH_NS (4 * NS_PER_MS)

/* The compiler cannot see how x is used, and so cannot leave out any step. */
static void walk(void)
{
	uint64_t x = 1;

	for (unsigned int i = 0; i < STEPS; i++) {
		x = x * UINT64_C(2862933555777941757) + 3037000493;
		__asm__ volatile("" : "+r"(x));
	}
}

double speed_measure(void)
{
	uint64_t start = clock_ns(), now = start;
	double best = 0;

	while (now - start < LENGTH_NS) {
		uint64_t before = now;

		walk();
		now = clock_ns();
		if (now > before)
			best = fmax(best, STEPS * 1e3 / (double)(now - before));
	}
	return best;
}
