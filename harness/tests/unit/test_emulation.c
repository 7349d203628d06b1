// SPDX-License-Identifier: GPL-2.0-only
/* Tests when a host is known to be emulated, and by what. */
#include "support/build.h"

#include "analysis/emulation.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "model/tags.h"

#define I7 "Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz"

static void test_result(void **state)
{
	static const struct {
		const char *tag, *cpu, *hypervisor, *beside;
		uint32_t tsc_khz;
		const char *by, *why; /* NULL: it is not emulated */
	} rows[] = {
		{ "", "QEMU TCG CPU version 2.5+", "KVMKVMKVM", "", 2793449, "QEMU TCG",
		  "its processor is called 'QEMU TCG CPU version 2.5+'" },
		{ "", I7, "KVMKVMKVM", "", 100000, "",
		  "its processor is called one of 3.40 GHz, and its TSC has 0.10 GHz" },
		{ "lab.emulated=Bochs", I7, "KVMKVMKVM", "", 100000, "Bochs",
		  "its processor is called one of 3.40 GHz, and its TSC has 0.10 GHz" },
		{ "lab.emulated=Bochs", "Pentium", "KVMKVMKVM", "", 0, "Bochs",
		  "the tag lab.emulated says so" },
		{ "lab.emulated=Bochs, counting instructions", "Pentium", "KVMKVMKVM", "", 0,
		  "Bochs, counting instructions", "the tag lab.emulated says so" },
		{ "", "Pentium", "TCGTCGTCGTCG", "", 0, "QEMU TCG",
		  "its hypervisor is 'TCGTCGTCGTCG'" },
		{ "", "Pentium", "Microsoft Hv", "Xen, TCGTCGTCGTCG", 0, "QEMU TCG",
		  "its hypervisor is 'TCGTCGTCGTCG'" },
		/* 600 MHz Bochs of a name in MHz. */
		{ "", "Intel(R) Pentium(R) 4 CPU @ 600MHz", "KVMKVMKVM", "", 100000, "",
		  "its processor is called one of 0.60 GHz, and its TSC has 0.10 GHz" },
		/* Hardware: the right rate, a scaled one, none, a name without one. */
		{ "", I7, "KVMKVMKVM", "", 3392144, NULL, NULL },
		{ "", I7, "KVMKVMKVM", "", 2000000, NULL, NULL },
		{ "", I7, "KVMKVMKVM", "", 0, NULL, NULL },
		{ "", "AMD EPYC 7763 64-Core Processor", "KVMKVMKVM", "", 2445404, NULL, NULL },
		/* A model of QEMU's that KVM runs, too, and what is no rate. */
		{ "", "QEMU Virtual CPU version 2.5+", "KVMKVMKVM", "", 2793449, NULL, NULL },
		{ "", "Odd CPU @ home", "KVMKVMKVM", "", 100000, NULL, NULL },
		{ "host=rome", "", "", "", 0, NULL, NULL },
		/* Whoever started the guest says that it is not emulated, or nothing. */
		{ "lab.emulated=no", "AMD EPYC", "KVMKVMKVM", "", 0, NULL, NULL },
		{ "lab.emulated=No", "AMD EPYC", "KVMKVMKVM", "", 0, NULL, NULL },
		{ "lab.emulated=", "AMD EPYC", "KVMKVMKVM", "", 0, NULL, NULL },
		/* No rates of processors. */
		{ "", "Odd CPU @ infGHz", "KVMKVMKVM", "", 100000, NULL, NULL },
		{ "", "Odd CPU @ 1e999GHz", "KVMKVMKVM", "", 100000, NULL, NULL },
		{ "", "Odd CPU @ 1e300GHz", "KVMKVMKVM", "", 100000, NULL, NULL },
		{ "", "Odd CPU @ -3GHz", "KVMKVMKVM", "", 100000, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct emulation emulation;
		struct result result;

		build_result(&result);
		result.counters.tsc_khz = rows[i].tsc_khz;
		result_add_fact(&result, "cpu", rows[i].cpu);
		result_add_fact(&result, "hypervisor", rows[i].hypervisor);
		result_add_fact(&result, "hypervisor.beside", rows[i].beside);
		if (*rows[i].tag)
			tag_add(&result, rows[i].tag);
		emulation_of_result(&result, &emulation);
		assert_int_equal(emulation.emulated, rows[i].by != NULL);
		assert_int_equal(emulation.repeats_exactly,
				 strstr(rows[i].tag, "counting") != NULL);
		assert_string_equal(emulation.by, rows[i].by ? rows[i].by : "");
		assert_string_equal(emulation.why, rows[i].why ? rows[i].why : "");
		result_free(&result);
	}
}

/* Each boot of the guest is judged, not only the first one. */
static void test_boots(void **state)
{
	struct counters_info info = { .tsc_khz = 3392144 };
	struct read_cost cost = { 0 };
	struct emulation emulation;
	struct result result;

	(void)state;
	build_result(&result);
	result.counters.tsc_khz = info.tsc_khz;
	result_add_fact(&result, "cpu", I7);
	result_add_boot(&result, "then", &info, &cost);
	emulation_of_result(&result, &emulation);
	assert_false(emulation.emulated);
	info.tsc_khz = 100000;
	result_add_boot(&result, "now", &info, &cost);
	emulation_of_result(&result, &emulation);
	assert_true(emulation.emulated);
	assert_string_equal(emulation.why,
			    "its processor is called one of 3.40 GHz, and its TSC has 0.10 GHz");
	result_free(&result);
}

/* The same by what the processor says now. */
static void test_cpu(void **state)
{
	struct cpu_identity id = { .brand = I7, .hypervisor = { .signature = "KVMKVMKVM" } };
	struct emulation emulation;
	_cleanup_free_ char *sentence = NULL;

	(void)state;
	emulation_of_cpu(&id, 3392144, &emulation);
	assert_false(emulation.emulated);
	assert_null(emulation_sentence(&emulation));
	emulation_of_cpu(&id, 100000, &emulation);
	assert_true(emulation.emulated);
	sentence = emulation_sentence(&emulation);
	assert_string_equal(sentence,
			    "The host is emulated: compare its times with each other, not "
			    "with hardware.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_result),
		cmocka_unit_test(test_boots),
		cmocka_unit_test(test_cpu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
