// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests that exit reasons are merged into classes that both vendors' processors have, and that
 * sums stay.
 */
#include "check.h"

#include "analysis/classes.h"
#include "base/memory.h"

static void add(struct profile *profile, struct reason_key key, uint64_t exits)
{
	struct profile_row row = {
		.key = key,
		.exits = exits,
		.cycles = 10 * exits,
		.user_exits = exits / 2,
		.user_cycles = 3 * exits,
	};

	row.histogram.buckets[4] = exits;
	profile->rows = xgrow(profile->rows, profile->n, sizeof(*profile->rows));
	profile->rows[profile->n++] = row;
	profile->exits += exits;
}

static void test_sums(void **state)
{
	struct profile profile = { .isa = ISA_VMX };
	const struct profile_row *row;

	(void)state;
	add(&profile, reason_key(ISA_VMX, 10), 50);       /* CPUID */
	add(&profile, reason_key(ISA_VMX, 48), 40);       /* EPT violation */
	add(&profile, reason_key_catch_all(ISA_VMX), 30); /* the host's catch-all */
	add(&profile, reason_key(ISA_VMX, 49), 20);       /* EPT misconfiguration */
	add(&profile, reason_key(ISA_VMX, 6666), 10);     /* unknown */
	profile.vcpus = xcalloc(1, sizeof(*profile.vcpus));
	profile.n_vcpus = 1;
	profile.vcpus[0].isa = ISA_VMX;
	add(&profile.vcpus[0], reason_key(ISA_VMX, 31), 4);
	add(&profile.vcpus[0], reason_key(ISA_VMX, 32), 5);

	profile_merge_classes(&profile);
	assert_int_equal(profile.isa, ISA_CLASSES);
	assert_int_equal(profile.n, 4);
	assert_int_equal(profile.exits, 150);
	row = &profile.rows[0];
	assert_int_equal(row->key.code, REASON_PAGING);
	assert_int_equal(row->key.isa, ISA_CLASSES);
	assert_int_equal(row->exits, 60);
	assert_int_equal(row->cycles, 600);
	assert_int_equal(row->user_exits, 30);
	assert_int_equal(row->user_cycles, 180);
	assert_int_equal(row->histogram.buckets[4], 60);
	assert_int_equal(profile.rows[1].key.code, REASON_CPUID);
	assert_true(reason_key_is_catch_all(&profile.rows[2].key));
	assert_int_equal(profile.rows[2].exits, 30);
	assert_int_equal(profile.rows[3].key.code, REASON_SYSTEM);
	assert_int_equal(profile.vcpus[0].n, 1);
	assert_int_equal(profile.vcpus[0].rows[0].key.code, REASON_MSR);
	assert_int_equal(profile.vcpus[0].rows[0].exits, 9);
	profile_free(&profile);
}

/* A class that only one vendor's reasons had would never meet anything. */
static void test_labels(void **state)
{
	char label[REASON_LABEL_SIZE];

	(void)state;
	for (uint32_t class = 0; class < REASON_N_CLASSES; class ++) {
		assert_string_equal(reason_label(ISA_CLASSES, class, label),
				    reason_class_name((enum reason_class) class));
		assert_int_equal(reason_class_of(ISA_CLASSES, class), class);
	}
	for (enum isa isa = ISA_VMX; isa <= ISA_SVM; isa++) {
		bool seen[REASON_N_CLASSES] = { false };
		size_t n;
		const struct reason *list = reason_list(isa, &n);

		for (size_t i = 0; i < n; i++)
			seen[list[i].class] = true;
		for (size_t i = 0; i < REASON_N_CLASSES; i++)
			if (!seen[i])
				fail_msg("no reason of %s is of the class %s", isa_name(isa),
					 reason_class_name((enum reason_class)i));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
