// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rate of this machine's TSC, which is also that of a machine that QEMU's TCG emulates here.
 * Told to a kernel, it need not be measured there: against an emulated timer, on a loaded machine,
 * that fails.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "relay.h"

#define NS_PER_S UINT64_C(1000000000)
#define SPAN_NS (NS_PER_S / 5)
#define TRIES 64

struct instant {
	uint64_t tsc, ns;
};

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_RAW, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_S + (uint64_t)ts.tv_nsec;
}

/* Both clocks at once: of many tries the one during which the least time passed. */
static struct instant read_both(void)
{
	struct instant best = { 0 };
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < TRIES; i++) {
		uint64_t before = __builtin_ia32_rdtsc(), ns = now_ns();
		uint64_t after = __builtin_ia32_rdtsc();

		if (after - before < least) {
			least = after - before;
			best = (struct instant){ before + least / 2, ns };
		}
	}
	return best;
}

int relay_tsc(void)
{
	const struct timespec span = { .tv_nsec = SPAN_NS };
	struct instant begin = read_both(), end;

	nanosleep(&span, NULL);
	end = read_both();
	if (end.ns <= begin.ns || end.tsc <= begin.tsc)
		return RELAY_TROUBLE;
	printf("%.0f\n", (double)(end.tsc - begin.tsc) * 1e6 / (double)(end.ns - begin.ns));
	return 0;
}
