/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether the machine below the guest is real or emulated in software. Times that an emulator
 * gives are its own and no hardware's, so whatever shows them says so. Pure.
 */
#ifndef EXITBENCH_ANALYSIS_EMULATION_H
#define EXITBENCH_ANALYSIS_EMULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "counters/cpu.h"
#include "model/result.h"

/* The tag by which whoever started the guest says what emulates it: "QEMU TCG", "Bochs". */
#define EMULATION_TAG "lab.emulated"

struct emulation {
	bool emulated;
	char by[204];  /* "QEMU TCG"; "" where it is not known */
	char why[256]; /* the signs of it: "its processor is called 'QEMU TCG CPU version 2.5+'" */
};

/*
 * Of a result: by its tag, by the name of its processor (QEMU's translator has its own, and passes
 * it on to guests), by a hypervisor that is QEMU's translator, and by a TSC whose rate (kHz, 0: not
 * known) is not within a factor of four of the one in the processor's name ("@ 3.40GHz"): that of
 * Bochs is. An emulator that hides all of this is taken for hardware.
 */
void emulation_of_result(const struct result *result, struct emulation *emulation);

/* The same of this machine, of which there are no tags. */
void emulation_of_cpu(const struct cpu_identity *id, uint32_t tsc_khz, struct emulation *emulation);

/* "emulated by QEMU TCG", "emulated" or "not known to be emulated", in fresh memory. */
char *emulation_name(const struct emulation *emulation) __attribute__((returns_nonnull));

/* What readers are told beside times, with a full stop, in fresh memory; NULL: no emulation. */
char *emulation_sentence(const struct emulation *emulation);

#endif
