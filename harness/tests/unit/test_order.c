// SPDX-License-Identifier: GPL-2.0-only
/* Tests the order of measuring: a seed always stands for the same one. */
#include "check.h"

#include "base/cleanup.h"
#include "measure/order.h"

#define N_WORKLOADS 8

static void ordered(uint32_t seed, bool random, size_t *places)
{
	const struct order order = { random, seed };
	const struct workload *pointers[N_WORKLOADS];
	static struct workload workloads[N_WORKLOADS];

	for (size_t i = 0; i < N_WORKLOADS; i++)
		pointers[i] = &workloads[i];
	order_apply(&order, pointers, N_WORKLOADS);
	for (size_t i = 0; i < N_WORKLOADS; i++)
		places[i] = (size_t)(pointers[i] - workloads);
}

static void test_listed(void **state)
{
	static const size_t expected[N_WORKLOADS] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	size_t places[N_WORKLOADS];

	(void)state;
	ordered(7, false, places);
	assert_memory_equal(places, expected, sizeof(places));
}

/* A result says its seed, so a seed has to mean the same tomorrow. */
static void test_a_seed_is_an_order(void **state)
{
	static const size_t expected[N_WORKLOADS] = { 1, 2, 7, 0, 5, 4, 6, 3 };
	size_t places[N_WORKLOADS], again[N_WORKLOADS];
	size_t first[N_WORKLOADS] = { 0 };

	(void)state;
	ordered(1, true, places);
	assert_memory_equal(places, expected, sizeof(places));
	/* Each one comes once, and each comes first for some seed. */
	for (uint32_t seed = 0; seed < 200; seed++) {
		unsigned int seen = 0;

		ordered(seed, true, places);
		ordered(seed, true, again);
		assert_memory_equal(places, again, sizeof(places));
		for (size_t i = 0; i < N_WORKLOADS; i++)
			seen |= 1u << places[i];
		assert_int_equal(seen, (1u << N_WORKLOADS) - 1);
		first[places[0]]++;
	}
	for (size_t i = 0; i < N_WORKLOADS; i++)
		assert_in_range(first[i], 8, 50);
}

static void test_few(void **state)
{
	const struct order order = { true, 5 };
	const struct workload *none = NULL;

	(void)state;
	order_apply(&order, &none, 0);
	order_apply(&order, &none, 1);
	assert_null(none);
}

static void test_texts(void **state)
{
	static const char *const same[] = { "listed", "random:0", "random:4294967295" };
	static const struct {
		const char *text, *error;
	} bad[] = {
		{ "", "unknown order ''; choose listed, random or random:SEED" },
		{ "shuffled", "unknown order 'shuffled'" },
		{ "randomly", "unknown order 'randomly'" },
		{ "random:", "from 0 to 4294967295, not ''" },
		{ "random:x", "not 'x'" },
		{ "random:-1", "not '-1'" },
		{ "random:4294967296", "not '4294967296'" },
	};
	struct order order, other;

	(void)state;
	for (size_t i = 0; i < N(same); i++) {
		_cleanup_free_ char *text = NULL;
		struct error err = ERROR_INIT;

		assert_int_equal(order_from_text(same[i], &order, &err), 0);
		text = order_text(&order);
		assert_string_equal(text, same[i]);
	}
	for (size_t i = 0; i < N(bad); i++) {
		struct error err = ERROR_INIT;

		assert_int_equal(order_from_text(bad[i].text, &order, &err), -1);
		assert_error(&err, EXIT_TROUBLE, bad[i].error);
	}
	/* Twice the same seed of 32 bits by chance: never yet. */
	for (int i = 0; i < 3; i++) {
		struct error err = ERROR_INIT;

		assert_int_equal(order_from_text("random", &order, &err), 0);
		assert_int_equal(order_from_text("random", &other, &err), 0);
		assert_true(order.random && other.random);
		if (order.seed != other.seed)
			return;
	}
	fail_msg("a random order has always the same seed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_listed),
		cmocka_unit_test(test_a_seed_is_an_order),
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
