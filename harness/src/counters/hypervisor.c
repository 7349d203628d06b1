// SPDX-License-Identifier: GPL-2.0-only
#include "counters/hypervisor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define LEAF_FIRST 0x40000000u
#define LEAF_LAST 0x4000FF00u
#define LEAF_STEP 0x100u
#define KVM_SIGNATURE "KVMKVMKVM"
#define HINT_REALTIME 1

/* VirtualBox's GIMR3Kvm.cpp: clocksource, clocksource2, pv-unhalt; clocksource-stable if it is. */
#define VIRTUALBOX_FEATURES 0x89u
#define FEATURE_STABLE (1u << 24)

/* The number of characters in a full signature; KVM's is shorter. */
#define SIGNATURE_FULL 12

/* KVM_FEATURE_* of arch/x86/include/uapi/asm/kvm_para.h. Many of them are there to save exits. */
static const char *const names[32] = {
	[0] = "clocksource",
	[1] = "nop-io-delay",
	[2] = "mmu-op",
	[3] = "clocksource2",
	[4] = "async-pf",
	[5] = "steal-time",
	[6] = "pv-eoi",
	[7] = "pv-unhalt",
	[9] = "pv-tlb-flush",
	[10] = "async-pf-vmexit",
	[11] = "pv-send-ipi",
	[12] = "poll-control",
	[13] = "pv-sched-yield",
	[14] = "async-pf-int",
	[15] = "msi-ext-dest-id",
	[16] = "hc-map-gpa-range",
	[17] = "migration-control",
	[24] = "clocksource-stable",
};

static void put_signature(char signature[16], const struct cpuid_regs *r)
{
	const uint32_t regs[] = { r->ebx, r->ecx, r->edx };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(regs); i++) {
		unsigned char c = (unsigned char)(regs[i / 4] >> (i % 4 * 8));

		if (c >= ' ' && c < 0x7f)
			signature[n++] = (char)c;
	}
	signature[n] = '\0';
}

static bool is_kvm(const struct hypervisor *found)
{
	return !strcmp(found->signature, KVM_SIGNATURE);
}

/* For unknown leaves processors answer anything; a hypervisor reports its highest leaf. */
static bool is_hypervisor(const struct hypervisor *found)
{
	return *found->signature && found->highest >= found->base &&
	       found->highest < found->base + LEAF_STEP;
}

/* In the first leaf a full name is enough, as a processor's answer there is hardly ever text. */
static bool has_name(const struct hypervisor *first)
{
	return is_hypervisor(first) || is_kvm(first) || strlen(first->signature) == SIGNATURE_FULL;
}

static void add_beside(struct hypervisor *hypervisor, const char *signature)
{
	size_t used = strlen(hypervisor->beside);

	snprintf(hypervisor->beside + used, sizeof(hypervisor->beside) - used, "%s%s",
		 used ? ", " : "", signature);
}

/* Looks for a hypervisor at one base leaf and fills in found. */
static int look(struct cpuid_source *source, uint32_t base, struct hypervisor *found,
		struct error *err)
{
	struct cpuid_regs r;

	memset(found, 0, sizeof(*found));
	if (cpuid_query(source, base, 0, &r, err))
		return error_wrap(err, "cannot identify the hypervisor");
	put_signature(found->signature, &r);
	found->base = base;
	found->asked_to = base;
	found->highest = r.eax;
	return 0;
}

/* KVM becomes the main hypervisor, and those that were found before it go to beside. */
static void take_kvm(struct hypervisor *hypervisor, const struct hypervisor *kvm)
{
	struct hypervisor first = *hypervisor;

	*hypervisor = *kvm;
	if (*first.signature)
		add_beside(hypervisor, first.signature);
	if (*first.beside)
		add_beside(hypervisor, first.beside);
}

/*
 * Finds KVM and the hypervisors before it or, if there is no KVM, the first one and the others.
 */
static int find(struct cpuid_source *source, struct hypervisor *hypervisor, struct error *err)
{
	struct hypervisor found;

	if (look(source, LEAF_FIRST, hypervisor, err))
		return -1;
	if (is_kvm(hypervisor))
		return 0;
	if (!has_name(hypervisor)) {
		hypervisor->signature[0] = '\0';
		hypervisor->highest = 0;
	}
	for (uint32_t base = LEAF_FIRST + LEAF_STEP; base <= LEAF_LAST; base += LEAF_STEP) {
		hypervisor->unrecorded = !cpuid_answers(source, base, 0);
		if (hypervisor->unrecorded)
			return 0;
		if (look(source, base, &found, err))
			return -1;
		hypervisor->asked_to = base;
		if (is_kvm(&found)) {
			take_kvm(hypervisor, &found);
			return 0;
		}
		if (is_hypervisor(&found) && strcmp(found.signature, hypervisor->signature) != 0)
			add_beside(hypervisor, found.signature);
	}
	return 0;
}

int hypervisor_identify(struct cpuid_source *source, struct hypervisor *hypervisor,
			struct error *err)
{
	struct error ignored = ERROR_INIT;
	struct cpuid_regs r;

	if (find(source, hypervisor, err))
		return -1;
	/* An old KVM reports 0 as its highest leaf although it has the next one, so ask anyway. */
	if (!is_kvm(hypervisor) || cpuid_query(source, hypervisor->base + 1, 0, &r, &ignored))
		return 0;
	hypervisor->has_kvm = true;
	hypervisor->features = r.eax;
	hypervisor->hints = r.edx;
	return 0;
}

bool hypervisor_may_be_virtualbox(const struct hypervisor *hypervisor)
{
	return hypervisor->has_kvm && !*hypervisor->beside &&
	       (hypervisor->features & ~FEATURE_STABLE) == VIRTUALBOX_FEATURES;
}

static void add_name(char **text, const char *name)
{
	char *longer = xasprintf("%s%s%s", *text, **text ? " " : "", name);

	free(*text);
	*text = longer;
}

char *hypervisor_feature_names(const struct hypervisor *hypervisor)
{
	char *text = xstrdup("");

	for (unsigned int bit = 0; bit < 32; bit++) {
		char number[16];

		if (!(hypervisor->features >> bit & 1))
			continue;
		snprintf(number, sizeof(number), "bit-%u", bit);
		add_name(&text, names[bit] ? names[bit] : number);
	}
	if (hypervisor->hints & HINT_REALTIME)
		add_name(&text, "realtime-hint");
	return text;
}
