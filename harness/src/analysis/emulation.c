// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/emulation.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/number.h"
#include "model/tags.h"

/*
 * QEMU, target/i386/cpu.c: the name of its model "max" without KVM, and the signature of leaf
 * 0x40000000.
 */
#define TCG_CPU "QEMU TCG CPU"
#define TCG_SIGNATURE "TCGTCGTCGTCG"
#define TCG_NAME "QEMU TCG"

/* TSC scaling for a guest that was migrated from another host stays well within this. */
#define RATE_FACTOR 4

/* A name with a higher rate than 1 THz is not one of a processor. */
#define MOST_KHZ 1e9

/* The tag's value where the person who started the guest says that nothing is emulated. */
#define NOT_EMULATED "no"

struct signs {
	const char *tag, *cpu, *hypervisor, *beside;
	uint32_t tsc_khz; /* the strangest of those that there were */
};

/* The rate in kHz in a name such as "Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz"; 0: there is none. */
static double named_khz(const char *cpu)
{
	const char *at = strstr(cpu, "@ "), *unit;
	double rate, khz;
	size_t n = at ? number_scan(at + 2, &rate) : 0;

	if (!n)
		return 0;
	unit = at + 2 + n;
	khz = !strncmp(unit, "GHz", 3) ? rate * 1e6 : !strncmp(unit, "MHz", 3) ? rate * 1e3 : 0;
	return khz <= MOST_KHZ ? khz : 0;
}

static bool is_strange_rate(double named, double khz)
{
	return named > 0 && khz > 0 && (khz * RATE_FACTOR < named || khz > named * RATE_FACTOR);
}

static void set(struct emulation *emulation, const char *by)
{
	emulation->emulated = true;
	snprintf(emulation->by, sizeof(emulation->by), "%s", by);
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static void judge(const struct signs *signs, struct emulation *emulation)
{
	double named = named_khz(signs->cpu);

	*emulation = (struct emulation){ 0 };
	if (is_strange_rate(named, signs->tsc_khz)) {
		set(emulation, "");
		snprintf(emulation->why, sizeof(emulation->why),
			 "its processor is called one of %.2f GHz, and its TSC has %.2f GHz",
			 named / 1e6, signs->tsc_khz / 1e6);
	}
	if (strstr(signs->hypervisor, TCG_SIGNATURE) || strstr(signs->beside, TCG_SIGNATURE)) {
		set(emulation, TCG_NAME);
		snprintf(emulation->why, sizeof(emulation->why), "its hypervisor is '%s'",
			 TCG_SIGNATURE);
	}
	if (!strncmp(signs->cpu, TCG_CPU, strlen(TCG_CPU))) {
		set(emulation, TCG_NAME);
		snprintf(emulation->why, sizeof(emulation->why), "its processor is called '%s'",
			 signs->cpu);
	}
	if (!*signs->tag || !strcasecmp(signs->tag, NOT_EMULATED))
		return;
	set(emulation, signs->tag);
	emulation->repeats_exactly = ends_with(signs->tag, EMULATION_COUNTS);
	if (!*emulation->why)
		snprintf(emulation->why, sizeof(emulation->why), "the tag %s says so",
			 EMULATION_TAG);
}

/* The rate of the first boot whose rate does not fit the name of the processor, if there is one. */
static uint32_t strangest_rate(const struct result *result)
{
	double named = named_khz(result_fact(result, "cpu"));

	for (size_t i = 0; i < result->n_boots; i++)
		if (is_strange_rate(named, result->boots[i].tsc_khz))
			return result->boots[i].tsc_khz;
	return result->counters.tsc_khz;
}

void emulation_of_result(const struct result *result, struct emulation *emulation)
{
	const struct signs signs = {
		.tag = result_fact(result, TAG_PREFIX EMULATION_TAG),
		.cpu = result_fact(result, "cpu"),
		.hypervisor = result_fact(result, "hypervisor"),
		.beside = result_fact(result, "hypervisor.beside"),
		.tsc_khz = strangest_rate(result),
	};

	judge(&signs, emulation);
}

void emulation_of_cpu(const struct cpu_identity *id, uint32_t tsc_khz, struct emulation *emulation)
{
	const struct signs signs = {
		.tag = "",
		.cpu = id->brand,
		.hypervisor = id->hypervisor.signature,
		.beside = id->hypervisor.beside,
		.tsc_khz = tsc_khz,
	};

	judge(&signs, emulation);
}

char *emulation_name(const struct emulation *emulation)
{
	if (!emulation->emulated)
		return xstrdup("not known to be emulated");
	return xasprintf("emulated%s%s", *emulation->by ? " by " : "", emulation->by);
}

char *emulation_sentence(const struct emulation *emulation)
{
	_cleanup_free_ char *name = NULL;

	if (!emulation->emulated)
		return NULL;
	name = emulation_name(emulation);
	return xasprintf("The host is %s: compare its times with each other, not with hardware.",
			 name);
}
