// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the lists of exit reasons against the kernel's names and the ABI's numbers, and for
 * contradictions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reasons/key.h"
#include "reasons/reasons.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

static const enum isa isas[] = { ISA_VMX, ISA_SVM };

static void test_codes_ascend(void **state)
{
	(void)state;
	for (size_t k = 0; k < N(isas); k++) {
		size_t n;
		const struct reason *list = reason_list(isas[k], &n);

		assert_true(n > 0);
		for (size_t i = 1; i < n; i++)
			if (list[i - 1].code >= list[i].code)
				fail_msg("%s: %s does not follow %s", isa_name(isas[k]),
					 list[i].name, list[i - 1].name);
	}
}

static void test_names_are_unique(void **state)
{
	(void)state;
	for (size_t k = 0; k < N(isas); k++) {
		size_t n;
		const struct reason *list = reason_list(isas[k], &n);

		/* The first of two equal names would be found for both. */
		for (size_t i = 0; i < n; i++) {
			assert_ptr_equal(reason_by_name(isas[k], list[i].name), &list[i]);
			if (*list[i].kernel_name)
				assert_ptr_equal(reason_by_name(isas[k], list[i].kernel_name),
						 &list[i]);
		}
	}
}

static void test_texts_are_fit_to_print(void **state)
{
	(void)state;
	for (size_t k = 0; k < N(isas); k++) {
		size_t n;
		const struct reason *list = reason_list(isas[k], &n);

		for (size_t i = 0; i < n; i++) {
			const struct reason *reason = &list[i];
			size_t length = strlen(reason->name);

			assert_true(length > 0 && length < REASON_LABEL_SIZE);
			assert_int_equal(strspn(reason->name, NAME_CHARACTERS), length);
			assert_in_range(strlen(reason->meaning), 10, 92);
			assert_null(strpbrk(reason->meaning, "\n\t\""));
			assert_in_range(reason->class, 0, REASON_N_CLASSES - 1);
		}
	}
}

/* Every class has a name of its own, and is used by one of the lists. */
static void test_classes(void **state)
{
	(void)state;
	for (int class = 0; class < REASON_N_CLASSES; class ++) {
		bool used = false;

		for (int other = 0; other < class; other++)
			assert_string_not_equal(reason_class_name(class), reason_class_name(other));
		for (size_t k = 0; k < N(isas) && !used; k++) {
			size_t n;
			const struct reason *list = reason_list(isas[k], &n);

			for (size_t i = 0; i < n; i++)
				used = used || (int)list[i].class == class;
		}
		if (!used)
			fail_msg("no reason is of class %s", reason_class_name(class));
	}
	assert_string_equal(reason_class_name(REASON_N_CLASSES), "unknown");
}

/* What is the same event on both vendors is in the same class, so that profiles can be matched. */
static void test_classes_match_across_vendors(void **state)
{
	static const struct {
		uint32_t vmx, svm;
		enum reason_class class;
	} same[] = {
		{ 10, 0x72, REASON_CPUID },       { 12, 0x78, REASON_HLT },
		{ 1, 0x60, REASON_INTERRUPT },    { 7, 0x64, REASON_WINDOW },
		{ 32, 0x7c, REASON_MSR },         { 30, 0x7b, REASON_IO },
		{ 48, 0x400, REASON_PAGING },     { 28, 0x13, REASON_MMU },
		{ 14, 0x79, REASON_MMU },         { 58, 0xa2, REASON_MMU },
		{ 0, 0x4e, REASON_EXCEPTION },    { 56, 0x402, REASON_APIC },
		{ 18, 0x81, REASON_HYPERCALL },   { 40, 0x77, REASON_PAUSE },
		{ 54, 0x89, REASON_INSTRUCTION }, { 20, 0x80, REASON_NESTED },
		{ 2, 0x7f, REASON_SYSTEM },
	};

	(void)state;
	for (size_t i = 0; i < N(same); i++) {
		assert_int_equal(reason_class_of(ISA_VMX, same[i].vmx), same[i].class);
		assert_int_equal(reason_class_of(ISA_SVM, same[i].svm), same[i].class);
	}
	assert_int_equal(reason_class_of(ISA_VMX, 93), REASON_SYSTEM);
}

/* Each line of the fixture is what the kernel's tracepoint prints for a number. */
static void check_kernel_names(enum isa isa, const char *path, size_t least)
{
	FILE *file = fopen(path, "r");
	char line[128], name[64];
	size_t lines = 0;
	unsigned int code;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		const struct reason *reason;

		assert_int_equal(sscanf(line, "%x %63[^\n]", &code, name), 2);
		lines++;
		reason = reason_find(isa, code);
		if (!reason)
			fail_msg("no %s reason 0x%x (%s)", isa_name(isa), code, name);
		else
			assert_string_equal(reason->kernel_name, name);
	}
	fclose(file);
	assert_true(lines >= least);
	/* And no name is ours alone. */
	for (const struct reason *reason = reason_list(isa, &least); least--; reason++)
		lines -= *reason->kernel_name != '\0';
	assert_int_equal(lines, 0);
}

static void test_kernel_names_vmx(void **state)
{
	(void)state;
	check_kernel_names(ISA_VMX, FIXTURES "/reasons/vmx-6.12.txt", 62);
}

static void test_kernel_names_svm(void **state)
{
	(void)state;
	check_kernel_names(ISA_SVM, FIXTURES "/reasons/svm-6.12.txt", 108);
}

/* The numbers that the guest ABI names as defined on Intel, and no other. */
static void test_vmx_numbers_of_the_abi(void **state)
{
	static const struct {
		uint32_t first, last;
	} defined[] = { { 0, 34 }, { 36, 37 }, { 39, 41 }, { 43, 70 }, { 72, 81 }, { 84, 85 } };
	size_t range = 0;

	(void)state;
	for (uint32_t code = 0; code <= 0x10000; code++) {
		bool expected;

		while (range < N(defined) && code > defined[range].last)
			range++;
		expected = range < N(defined) && code >= defined[range].first;
		if (expected != (reason_find(ISA_VMX, code) != NULL))
			fail_msg("vmx reason %u is %s", code, expected ? "missing" : "too many");
	}
}

/* The APM's blocks of codes are there without a gap, and nothing between them. */
static void test_svm_numbers_of_the_manual(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= 0x10000; code++) {
		bool expected = code <= 0xa6 || (code >= 0x400 && code <= 0x403);

		if (expected != (reason_find(ISA_SVM, code) != NULL))
			fail_msg("svm reason 0x%x is %s", code, expected ? "missing" : "too many");
	}
	assert_non_null(reason_find(ISA_SVM, UINT32_MAX));
}

static void test_labels(void **state)
{
	char label[REASON_LABEL_SIZE];

	(void)state;
	assert_string_equal(reason_label(ISA_VMX, 48, label), "ept-violation");
	assert_string_equal(reason_label(ISA_SVM, 0x400, label), "npf");
	assert_string_equal(reason_label(ISA_VMX, 93, label), "reason 93");
	assert_string_equal(reason_label(ISA_VMX, 35, label), "reason 35");
	assert_string_equal(reason_label(ISA_VMX, UINT32_MAX, label), "reason 4294967295");
	assert_string_equal(reason_label(ISA_SVM, 0x404, label), "reason 0x404");
	assert_string_equal(reason_label(ISA_SVM, 0x8000001a, label), "vmgexit-savic");
	assert_string_equal(reason_label(ISA_SVM, 0x80000099, label), "reason 0x80000099");
	assert_string_equal(reason_label(ISA_SVM, UINT32_MAX, label), "invalid-guest-state");
}

static void test_lookup_by_name(void **state)
{
	(void)state;
	assert_int_equal(reason_by_name(ISA_VMX, "EPT_VIOLATION")->code, 48);
	assert_int_equal(reason_by_name(ISA_VMX, "Ept-Violation")->code, 48);
	assert_int_equal(reason_by_name(ISA_SVM, "io")->code, 0x7b);
	assert_int_equal(reason_by_name(ISA_SVM, "ioio")->code, 0x7b);
	assert_int_equal(reason_by_name(ISA_SVM, "hypercall")->code, 0x81);
	/* A name that the kernel does not have must not match the empty one. */
	assert_null(reason_by_name(ISA_VMX, ""));
	assert_null(reason_by_name(ISA_SVM, "ept-violation"));
}

static void test_cpuid_and_isa(void **state)
{
	enum isa isa = ISA_SVM;

	(void)state;
	for (size_t k = 0; k < N(isas); k++) {
		assert_string_equal(reason_find(isas[k], reason_cpuid(isas[k]))->name, "cpuid");
		assert_true(isa_from_name(isa_name(isas[k]), &isa));
		assert_int_equal(isa, isas[k]);
	}
	assert_false(isa_from_name("arm", &isa));
}

/* As the kernel writes it, as we do, or as somebody remembers it. */
static void test_spellings(void **state)
{
	static const char *const same[] = { "ept-misconfig", "EPT_MISCONFIG", "Ept-Misconfig",
					    "ept_misconfig" };
	static const char *const other[] = { "", "ept", "ept-misconfi", "ept-misconfigg", "-" };

	(void)state;
	for (size_t i = 0; i < N(same); i++) {
		const struct reason *reason = reason_by_name(ISA_VMX, same[i]);

		assert_non_null(reason);
		assert_int_equal(reason->code, 49);
	}
	for (size_t i = 0; i < N(other); i++)
		assert_null(reason_by_name(ISA_VMX, other[i]));
}

static void test_lists(void **state)
{
	(void)state;
	assert_true(reason_in_list(ISA_VMX, 49, "EPT_MISCONFIG"));
	assert_true(reason_in_list(ISA_VMX, 12, "ept-misconfig,hlt"));
	assert_true(reason_in_list(ISA_VMX, 12, "ept-misconfig,  HLT,cpuid"));
	assert_true(reason_in_list(ISA_VMX, 10, "ept-misconfig, nonsense,cpuid"));
	assert_true(reason_in_list(ISA_VMX, 12, "ept-misconfig:nvme,hlt:x"));
	assert_false(reason_in_list(ISA_VMX, 12, "ept-misconfig:hlt"));
	assert_false(reason_in_list(ISA_VMX, 10, "ept-misconfig,hlt"));
	assert_false(reason_in_list(ISA_VMX, 10, ""));
	assert_false(reason_in_list(ISA_VMX, 10, " ,, ,"));
	assert_false(reason_in_list(ISA_SVM, 10, "cpuid"));
}

/* The order of these is that of the list; each is the same as itself only. */
static void test_key_order(void **state)
{
	const struct reason_key keys[] = {
		{ ISA_VMX, 1, KIND_ALL, 0 },     { ISA_VMX, 1, KIND_ALL, 7 },
		{ ISA_VMX, 10, KIND_ALL, 0 },    { ISA_VMX, UINT32_MAX, KIND_ALL, 0 },
		reason_key_catch_all(ISA_VMX),   { ISA_SVM, 0, KIND_ALL, 0 },
		{ ISA_SVM, 1, KIND_ALL, 0 },     reason_key_catch_all(ISA_SVM),
		{ ISA_CLASSES, 0, KIND_ALL, 0 },
	};
	const struct reason_key numbered = { ISA_VMX, 0xffffffff, KIND_CATCH_ALL, 0 };

	(void)state;
	for (size_t i = 0; i < N(keys); i++) {
		for (size_t j = 0; j < N(keys); j++) {
			int order = reason_key_compare(&keys[i], &keys[j]);

			if ((order > 0) - (order < 0) != (i > j) - (i < j))
				fail_msg("keys %zu and %zu: %d", i, j, order);
			assert_int_equal(reason_key_equal(&keys[i], &keys[j]), i == j);
		}
	}
	/* Whatever number a host gives its catch-all. */
	assert_true(reason_key_equal(&numbered, &keys[4]));
}

/* The catch-all is no reason, even if its number is that of one. */
static void test_key_meaning(void **state)
{
	const struct reason_key hlt = reason_key(ISA_VMX, 12), unknown = reason_key(ISA_SVM, 0x404);
	const struct reason_key class = reason_key(ISA_CLASSES, REASON_HLT);
	const struct reason_key rest = { ISA_VMX, 12, KIND_CATCH_ALL, 0 };
	char label[REASON_LABEL_SIZE];

	(void)state;
	assert_int_equal(reason_of_key(&hlt)->code, 12);
	assert_null(reason_of_key(&unknown));
	assert_null(reason_of_key(&rest));
	assert_int_equal(reason_key_class(&hlt), REASON_HLT);
	assert_int_equal(reason_key_class(&unknown), REASON_SYSTEM);
	assert_int_equal(reason_key_class(&rest), REASON_SYSTEM);
	assert_true(reason_key_is_idle(&hlt));
	assert_true(reason_key_is_idle(&class));
	assert_false(reason_key_is_idle(&unknown));
	assert_false(reason_key_is_idle(&rest));
	assert_true(reason_key_in_list(&hlt, "cpuid, hlt"));
	assert_false(reason_key_in_list(&rest, "cpuid, hlt"));
	assert_string_equal(reason_key_label(&hlt, label), "hlt");
	assert_string_equal(reason_key_label(&unknown, label), "reason 0x404");
	assert_string_equal(reason_key_label(&rest, label), "other");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_key_order),
		cmocka_unit_test(test_key_meaning),
		cmocka_unit_test(test_codes_ascend),
		cmocka_unit_test(test_names_are_unique),
		cmocka_unit_test(test_texts_are_fit_to_print),
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_classes_match_across_vendors),
		cmocka_unit_test(test_kernel_names_vmx),
		cmocka_unit_test(test_kernel_names_svm),
		cmocka_unit_test(test_vmx_numbers_of_the_abi),
		cmocka_unit_test(test_svm_numbers_of_the_manual),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_lookup_by_name),
		cmocka_unit_test(test_cpuid_and_isa),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
