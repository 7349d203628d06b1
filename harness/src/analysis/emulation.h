/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finds out whether the machine below the guest is real or emulated in software. The times of an
 * emulator say nothing about hardware, so everything that shows them says so. Pure functions.
 */
#ifndef EXITBENCH_ANALYSIS_EMULATION_H
#define EXITBENCH_ANALYSIS_EMULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "counters/cpu.h"
#include "model/result.h"

/*
 * With this tag the person who started the guest says what emulates it: "QEMU TCG", "Bochs". "no"
 * and an empty value are like no tag. An emulator whose clock is the instructions that it executed
 * has the words of EMULATION_COUNTS at the end of its name.
 */
#define EMULATION_TAG "lab.emulated"
#define EMULATION_COUNTS ", counting instructions"

struct emulation {
	bool emulated;
	bool repeats_exactly; /* time is that of its instructions: the same gives the same counts */
	char by[204];         /* "QEMU TCG"; "" where it is not known */
	char why[256]; /* how that is known: "its processor is called 'QEMU TCG CPU version 2.5+'" */
};

/*
 * Judges a result by its tag, by the name of its processor (QEMU's translator has a special name
 * and passes it on to guests), by a hypervisor that is QEMU's translator, and by a TSC whose rate
 * in any boot is not within a factor of four of the one in the processor's name ("@ 3.40GHz"), as
 * on Bochs. An emulator that hides all of this is taken for hardware.
 */
void emulation_of_result(const struct result *result, struct emulation *emulation);

/* Judges this machine in the same way, without tags. tsc_khz: the TSC's rate; 0: not known. */
void emulation_of_cpu(const struct cpu_identity *id, uint32_t tsc_khz, struct emulation *emulation);

/* "emulated by QEMU TCG", "emulated" or "not known to be emulated", in fresh memory. */
char *emulation_name(const struct emulation *emulation) __attribute__((returns_nonnull));

/* The sentence that stands beside times, with a full stop, in fresh memory; NULL: no emulation. */
char *emulation_sentence(const struct emulation *emulation);

#endif
