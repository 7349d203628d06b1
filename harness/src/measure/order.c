// SPDX-License-Identifier: GPL-2.0-only
#include "measure/order.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/memory.h"
#include "base/number.h"

static const char random_word[] = "random";

static int read_seed(const char *text, uint32_t *seed, struct error *err)
{
	uint64_t value;

	if (!number_whole(text, 0, UINT32_MAX, &value))
		return error_set(err, "a seed is a whole number from 0 to %" PRIu32 ", not '%s'",
				 UINT32_MAX, text);
	*seed = (uint32_t)value;
	return 0;
}

int order_from_text(const char *text, struct order *order, struct error *err)
{
	size_t word = strlen(random_word);

	*order = (struct order){ .random = !strncmp(text, random_word, word) };
	if (!strcmp(text, "listed"))
		return 0;
	if (order->random && text[word] == ':')
		return read_seed(text + word + 1, &order->seed, err);
	if (!order->random || text[word])
		return error_set(err, "unknown order '%s'; choose listed, random or random:SEED",
				 text);
	if (getrandom(&order->seed, sizeof(order->seed), 0) != (ssize_t)sizeof(order->seed))
		return error_errno(err, "cannot choose a seed; give one as --order random:SEED");
	return 0;
}

char *order_text(const struct order *order)
{
	return order->random ? xasprintf("%s:%" PRIu32, random_word, order->seed) :
			       xstrdup("listed");
}

void order_apply(const struct order *order, const struct workload **workloads, size_t n)
{
	gsl_rng *rng;

	if (!order->random || n < 2)
		return;
	rng = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(rng, order->seed);
	gsl_ran_shuffle(rng, workloads, n, sizeof(*workloads));
	gsl_rng_free(rng);
}
