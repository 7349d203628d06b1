// SPDX-License-Identifier: GPL-2.0-only
/* Tests the names of what is behind exits: registers, ports, pages, leaves. */
#include "check.h"

#include <ctype.h>

#include "reasons/cause.h"

#define WRITE (UINT64_C(1) << 32)
#define MMIO (UINT64_C(1) << 63)
#define LEAF_KEY(leaf, sub) ((uint64_t)(leaf) << 32 | (sub))

static void test_labels(void **state)
{
	static const struct {
		enum isa isa;
		uint32_t reason;
		uint64_t key;
		const char *label;
	} rows[] = {
		{ ISA_VMX, 32, WRITE | 0x6e0, "write TSC_DEADLINE" },
		{ ISA_VMX, 31, 0x10, "read TSC" },
		{ ISA_VMX, 32, WRITE | 0x830, "write X2APIC_ICR" },
		{ ISA_SVM, 0x7c, WRITE | 0xc0000080, "write EFER" },
		{ ISA_SVM, 0x7c, 0xc0010201, "read PERF_CTR0" },
		{ ISA_SVM, 0x7c, 0xc001020a, "read PERF_CTL5" },
		{ ISA_SVM, 0x7c, WRITE | 0x47d, "write MC_STATUS31" },
		{ ISA_SVM, 0x7c, 0xc001020c, "read MSR 0xc001020c" },
		{ ISA_SVM, 0x7c, WRITE | 0xffffffff, "write MSR 0xffffffff" },
		{ ISA_VMX, 30, WRITE | 1 << 16 | 0x3f8, "outb 0x3f8: serial port COM1" },
		{ ISA_VMX, 30, 4 << 16 | 0xcfc, "inl 0xcfc: PCI configuration data" },
		{ ISA_SVM, 0x7b, WRITE | 2 << 16 | 0xc050, "outw 0xc050: virtio0 00:03.0, notify" },
		{ ISA_SVM, 0x7b, 1 << 16 | 0xc052, "inb 0xc052: virtio0 00:03.0, BAR 0" },
		{ ISA_SVM, 0x7b, 1 << 16 | 0xc100, "inb 0xc100" },
		{ ISA_SVM, 0x7b, 3 << 16 | 0xc100, "in 0xc100" },
		{ ISA_VMX, 49, MMIO | 0xfe003,
		  "device memory 0xfe003000: virtio1 00:04.0, notify" },
		{ ISA_VMX, 48, 0x100, "memory 0x100000: System RAM" },
		{ ISA_SVM, 0x400, MMIO | 0xfe004, "device memory 0xfe004000" },
		{ ISA_SVM, 0x400, UINT64_MAX, "device memory 0xfffffffffffff000" },
		{ ISA_SVM, 0x72, LEAF_KEY(0xd, 1), "leaf 0xd.1: XSAVE state" },
		{ ISA_VMX, 10, LEAF_KEY(0x4fffff03, 0),
		  "leaf 0x4fffff03: exit statistics: a mark" },
		{ ISA_VMX, 10, LEAF_KEY(0x12345678, 0), "leaf 0x12345678" },
		{ ISA_VMX, 0, 14, "#PF page fault" },
		{ ISA_SVM, 0x4e, 14, "#PF page fault" },
		{ ISA_VMX, 0, 255, "vector 255" },
		{ ISA_VMX, 28, 0x103, "write CR3" },
		{ ISA_SVM, 0x00, 0, "read CR0" },
		{ ISA_VMX, 29, 0x107, "write DR7" },
		{ ISA_SVM, 0x27, 7, "read DR7" },
		{ ISA_VMX, 18, 10, "SEND_IPI" },
		{ ISA_SVM, 0x81, UINT64_MAX, "hypercall 18446744073709551615" },
		{ ISA_VMX, 12, 5, "key 0x5" },
	};
	struct regions regions = { 0 };

	(void)state;
	regions_add(&regions, REGION_MEMORY, 0, UINT64_C(0x7fffffff), "System RAM");
	regions_add(&regions, REGION_MEMORY, 0xfe003000, 0xfe003fff, "virtio1 00:04.0, notify");
	regions_add(&regions, REGION_PORTS, 0x0, 0xffff, "PCI Bus 0000:00");
	regions_add(&regions, REGION_PORTS, 0xc040, 0xc07f, "virtio0 00:03.0, BAR 0");
	regions_add(&regions, REGION_PORTS, 0xc050, 0xc051, "virtio0 00:03.0, notify");
	regions.list[2].first = 0xd000;
	for (size_t i = 0; i < N(rows); i++) {
		const struct reason_key reason = reason_key(rows[i].isa, rows[i].reason);
		char label[CAUSE_LABEL_SIZE];

		assert_string_equal(cause_label(&reason, rows[i].key, &regions, label),
				    rows[i].label);
	}
	regions_free(&regions);
}

/* A number that two rows claim has an arbitrary name, and one that no row can reach has none. */
struct range {
	uint64_t first, last, step;
	const char *name;
};

static void assert_ranges(const struct range *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_true(list[i].first <= list[i].last);
		assert_int_equal((list[i].last - list[i].first) % list[i].step, 0);
		assert_true(*list[i].name);
		for (const char *c = list[i].name; *c; c++)
			assert_true(isprint((unsigned char)*c));
		/* Interleaved ranges of a distance begin one after the other. */
		if (i && list[i].first <= list[i - 1].first)
			fail_msg("%s does not follow %s", list[i].name, list[i - 1].name);
		for (size_t j = 0; j < i; j++)
			for (uint64_t k = list[i].first; k <= list[i].last; k += list[i].step)
				if (k >= list[j].first && k <= list[j].last &&
				    (k - list[j].first) % list[j].step == 0)
					fail_msg("%s and %s", list[i].name, list[j].name);
	}
}

static void test_lists(void **state)
{
	static const struct range msrs[] = {
#define MSR(first, last, step, name) { first, last, step, name },
#include "reasons/msr.def"
	};
	static const struct range ports[] = {
#define PORT(first, last, name) { first, last, 1, name },
#include "reasons/port.def"
	};
	static const struct range leaves[] = {
#define LEAF(number, name) { number, number, 1, name },
#include "reasons/leaf.def"
	};
	static const struct range vectors[] = {
#define VECTOR(number, name) { number, number, 1, name },
#include "reasons/vector.def"
	};

	(void)state;
	assert_ranges(msrs, N(msrs));
	assert_ranges(ports, N(ports));
	assert_ranges(leaves, N(leaves));
	assert_ranges(vectors, N(vectors));
}

/* The reasons with keys are those of the ABI's table, by their names. */
static void test_kinds(void **state)
{
	static const struct {
		enum isa isa;
		const char *name;
		enum cause_kind kind;
		const char *others;
	} rows[] = {
		{ ISA_VMX, "msr-read", CAUSE_MSR, "other MSRs" },
		{ ISA_VMX, "msr-write", CAUSE_MSR, "other MSRs" },
		{ ISA_VMX, "io-instruction", CAUSE_PORT, "other ports" },
		{ ISA_VMX, "ept-violation", CAUSE_PAGE, "other pages" },
		{ ISA_VMX, "ept-misconfig", CAUSE_PAGE, "other pages" },
		{ ISA_VMX, "cpuid", CAUSE_LEAF, "other leaves" },
		{ ISA_VMX, "exception-nmi", CAUSE_VECTOR, "other vectors" },
		{ ISA_VMX, "cr-access", CAUSE_CONTROL, "other control registers" },
		{ ISA_VMX, "dr-access", CAUSE_DEBUG, "other debug registers" },
		{ ISA_VMX, "vmcall", CAUSE_HYPERCALL, "other hypercalls" },
		{ ISA_VMX, "hlt", CAUSE_NONE, "other keys" },
		{ ISA_VMX, "external-interrupt", CAUSE_NONE, "other keys" },
		{ ISA_VMX, "pause-instruction", CAUSE_NONE, "other keys" },
		{ ISA_SVM, "msr", CAUSE_MSR, "other MSRs" },
		{ ISA_SVM, "ioio", CAUSE_PORT, "other ports" },
		{ ISA_SVM, "npf", CAUSE_PAGE, "other pages" },
		{ ISA_SVM, "cpuid", CAUSE_LEAF, "other leaves" },
		{ ISA_SVM, "exception-pf", CAUSE_VECTOR, "other vectors" },
		{ ISA_SVM, "cr4-write", CAUSE_CONTROL, "other control registers" },
		{ ISA_SVM, "cr0-sel-write", CAUSE_CONTROL, "other control registers" },
		{ ISA_SVM, "dr0-read", CAUSE_DEBUG, "other debug registers" },
		{ ISA_SVM, "vmmcall", CAUSE_HYPERCALL, "other hypercalls" },
		{ ISA_SVM, "hlt", CAUSE_NONE, "other keys" },
		{ ISA_SVM, "interrupt", CAUSE_NONE, "other keys" },
		{ ISA_SVM, "vintr", CAUSE_NONE, "other keys" },
	};
	const struct reason_key catch_all = reason_key_catch_all(ISA_VMX);

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		const struct reason *reason = reason_by_name(rows[i].isa, rows[i].name);
		struct reason_key key;

		if (!reason)
			fail_msg("no reason '%s'", rows[i].name);
		key = reason_key(rows[i].isa, reason->code);
		if (cause_kind_of(&key) != rows[i].kind)
			fail_msg("%s: kind %d", rows[i].name, cause_kind_of(&key));
		assert_string_equal(cause_others(&key), rows[i].others);
	}
	assert_int_equal(cause_kind_of(&catch_all), CAUSE_NONE);
}

static void test_regions(void **state)
{
	struct regions regions = { 0 };

	(void)state;
	assert_null(regions_find(NULL, REGION_MEMORY, 0, 1));
	assert_null(regions_find(&regions, REGION_MEMORY, 0, 1));
	regions_add(&regions, REGION_MEMORY, 0, UINT64_MAX, "all");
	regions_add(&regions, REGION_MEMORY, 0x1000, 0x1fff, "first");
	regions_add(&regions, REGION_MEMORY, 0x1000, 0x1fff, "second");
	regions_add(&regions, REGION_PORTS, 0x1000, 0x1000, "port");
	assert_string_equal(regions_find(&regions, REGION_MEMORY, 0x1fff, 0x2ffe)->name, "second");
	assert_string_equal(regions_find(&regions, REGION_MEMORY, 0x2000, 0x2fff)->name, "all");
	assert_string_equal(regions_find(&regions, REGION_PORTS, 0xfff, 0x1001)->name, "port");
	assert_null(regions_find(&regions, REGION_PORTS, 0x1001, 0x1001));
	regions_free(&regions);
	assert_int_equal(regions.n, 0);
}

static void test_in_a_list(void **state)
{
	const struct reason_key msr = reason_key(ISA_SVM, 0x7c), hlt = reason_key(ISA_SVM, 0x78);
	static const struct {
		const char *label, *list;
		bool in;
	} rows[] = {
		{ "write TSC_DEADLINE", "hlt,msr", true },
		{ "write TSC_DEADLINE", "hlt,msr:TSC_DEADLINE", true },
		{ "write TSC_DEADLINE", "hlt, MSR:TSC", true },
		{ "write TSC_DEADLINE", "msr:ICR,msr:TSC_DEADLINE", true },
		{ "write TSC_DEADLINE", "hlt,msr:DEADLINE", true },
		{ "write TSC_DEADLINE", "hlt,msr:ADLINE", false },
		{ "write TSC_DEADLINE", "hlt,msr:tsc_deadline", false },
		{ "write TSC_DEADLINE", "npf:TSC_DEADLINE,hlt", false },
		{ "write MSR 0x80", "msr:0x80", true },
		{ "write MSR 0x800", "msr:0x80", false },
		{ "write MSR 0x80a", "msr:0x80", false },
		{ "write MSR 0x800 0x80", "msr:0x80", true },
		{ "other MSRs", "msr:TSC_DEADLINE", false },
		{ "other MSRs", "msr:other", true },
		{ "other MSRs", "", false },
		{ "other MSRs", "msr:", true },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		if (cause_in_list(&msr, rows[i].label, rows[i].list) != rows[i].in)
			fail_msg("'%s' in '%s'", rows[i].label, rows[i].list);
	assert_true(cause_matters_in_list(&msr, "hlt,msr:ICR"));
	assert_false(cause_matters_in_list(&hlt, "hlt,msr:ICR"));
	assert_false(cause_matters_in_list(&msr, "msr:ICR,msr"));
	assert_false(cause_matters_in_list(&msr, "hlt,msr:"));
	assert_false(cause_matters_in_list(&msr, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels),  cmocka_unit_test(test_in_a_list),
		cmocka_unit_test(test_lists),   cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_regions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
