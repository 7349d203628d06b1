// SPDX-License-Identifier: GPL-2.0-only
#include "render/colour.h"

#include <string.h>

/*
 * The hue tells the class. The frequent classes have those of Okabe and Ito,
 * the others those of Tol's muted scheme: both can be told apart with any kind
 * of colour vision. Idle is grey, as what is idle should not stand out.
 */
static const uint32_t class_colours[REASON_N_CLASSES] = {
	[REASON_CPUID] = 0xE69F00,       /* orange */
	[REASON_HLT] = 0xB8B8B8,         /* grey */
	[REASON_INTERRUPT] = 0x56B4E9,   /* sky blue */
	[REASON_WINDOW] = 0xF0E442,      /* yellow */
	[REASON_MSR] = 0x0072B2,         /* blue */
	[REASON_IO] = 0xD55E00,          /* vermilion */
	[REASON_PAGING] = 0x009E73,      /* bluish green */
	[REASON_MMU] = 0xCC79A7,         /* reddish purple */
	[REASON_EXCEPTION] = 0x882255,   /* wine */
	[REASON_APIC] = 0x332288,        /* indigo */
	[REASON_HYPERCALL] = 0x88CCEE,   /* cyan */
	[REASON_PAUSE] = 0x999933,       /* olive */
	[REASON_INSTRUCTION] = 0xDDCC77, /* sand */
	[REASON_NESTED] = 0xAA4499,      /* purple */
	[REASON_SYSTEM] = 0x5C4033,      /* brown */
};

/* Within a class reasons differ by lightness: positive is towards white, negative black. */
static const int shades[] = { 0, 45, -35, 68, -60 };

#define N_SHADES (sizeof(shades) / sizeof(shades[0]))

/* Reasons of one class that are often seen together get shades far apart. */
static const struct {
	const char *name;
	unsigned int shade;
} named_shades[] = {
	{ "interrupt", 0 },
	{ "external-interrupt", 0 },
	{ "preemption-timer", 1 },
	{ "nmi", 2 },
	{ "msr", 0 },
	{ "msr-write", 0 },
	{ "msr-read", 1 },
	{ "npf", 0 },
	{ "ept-violation", 0 },
	{ "ept-misconfig", 1 },
	{ "pml-full", 2 },
	{ "cr-access", 0 },
	{ "cr0-write", 0 },
	{ "cr3-write", 1 },
	{ "cr4-write", 2 },
	{ "invlpg", 3 },
	{ "invpcid", 4 },
	{ "exception-nmi", 0 },
	{ "exception-pf", 0 },
	{ "pause", 0 },
	{ "pause-instruction", 0 },
	{ "mwait-instruction", 1 },
	{ "monitor-instruction", 2 },
	{ "apic-write", 0 },
	{ "apic-access", 1 },
	{ "eoi-induced", 2 },
	{ "tpr-below-threshold", 3 },
	{ "avic-incomplete-ipi", 0 },
	{ "avic-unaccelerated-access", 1 },
	{ "interrupt-window", 0 },
	{ "vintr", 0 },
	{ "nmi-window", 1 },
	{ "iret", 1 },
	{ "hlt", 0 },
	{ "cpuid", 0 },
	{ "ioio", 0 },
	{ "io-instruction", 0 },
	{ "vmcall", 0 },
	{ "vmmcall", 0 },
};

static unsigned int shade_of(enum isa isa, uint32_t code)
{
	const struct reason *reason = reason_find(isa, code);

	for (size_t i = 0; reason && i < sizeof(named_shades) / sizeof(named_shades[0]); i++)
		if (!strcmp(named_shades[i].name, reason->name))
			return named_shades[i].shade;
	return code % N_SHADES;
}

static uint32_t mix(uint32_t colour, int shade)
{
	uint32_t target = shade > 0 ? 255 : 0;
	uint32_t weight = (uint32_t)(shade > 0 ? shade : -shade);
	uint32_t mixed = 0;

	for (int bit = 16; bit >= 0; bit -= 8) {
		uint32_t part = colour >> bit & 0xFF;

		mixed |= ((part * (100 - weight) + target * weight) / 100) << bit;
	}
	return mixed;
}

uint32_t colour_of_reason(const struct reason_key *key)
{
	if (reason_key_is_catch_all(key))
		return COLOUR_OTHER;
	return mix(class_colours[reason_key_class(key)], shades[shade_of(key->isa, key->code)]);
}
