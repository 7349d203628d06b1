// SPDX-License-Identifier: GPL-2.0-only
#include "counters/hypervisor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define LEAF_FIRST 0x40000000
#define LEAF_FEATURES 0x40000001
#define KVM_SIGNATURE "KVMKVMKVM"
#define HINT_REALTIME 1

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

int hypervisor_identify(struct cpuid_source *source, struct hypervisor *hypervisor,
			struct error *err)
{
	struct error ignored = ERROR_INIT;
	struct cpuid_regs r;

	memset(hypervisor, 0, sizeof(*hypervisor));
	if (cpuid_query(source, LEAF_FIRST, 0, &r, err))
		return error_wrap(err, "cannot identify the hypervisor");
	put_signature(hypervisor->signature, &r);
	hypervisor->highest = r.eax;
	if (strcmp(hypervisor->signature, KVM_SIGNATURE) != 0)
		return 0;
	/* An old KVM says 0 for its highest leaf and means the next one. */
	if (cpuid_query(source, LEAF_FEATURES, 0, &r, &ignored))
		return 0;
	hypervisor->has_kvm = true;
	hypervisor->features = r.eax;
	hypervisor->hints = r.edx;
	return 0;
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
