/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the processor's exit numbers mean. The two lists, vmx.def and svm.def,
 * are the only ones in the program.
 *
 * Sources: Intel SDM volume 3, appendix C "VMX basic exit reasons"; AMD APM
 * volume 2, appendix C "SVM intercept exit codes"; the kernel's names from
 * arch/x86/include/uapi/asm/{vmx,svm}.h.
 */
#ifndef EXITBENCH_REASONS_REASONS_H
#define EXITBENCH_REASONS_REASONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum isa {
	ISA_VMX,     /* Intel */
	ISA_SVM,     /* AMD */
	ISA_CLASSES, /* neither: reasons are the classes below, which both have */
};

/*
 * What an exit is about, the same on both vendors, so that profiles can be
 * matched across them. The order is the order in graphs.
 */
enum reason_class {
	REASON_CPUID,
	REASON_HLT,       /* the guest idles; the handling time is mostly idle time */
	REASON_INTERRUPT, /* host interrupts, NMIs, preemption timer */
	REASON_WINDOW,    /* interrupt and NMI windows */
	REASON_MSR,
	REASON_IO,     /* port I/O */
	REASON_PAGING, /* nested page faults: EPT violation and misconfiguration, NPF */
	REASON_MMU,    /* CR access, INVLPG and the like: shadow paging */
	REASON_EXCEPTION,
	REASON_APIC,
	REASON_HYPERCALL,
	REASON_PAUSE,       /* PAUSE, MONITOR, MWAIT */
	REASON_INSTRUCTION, /* other instructions that a guest executed */
	REASON_NESTED,      /* VMX and SVM instructions of a guest hypervisor */
	REASON_SYSTEM,      /* triple fault, SMI, INIT, failed entries, security machinery */
	REASON_N_CLASSES,
};

struct reason {
	uint32_t code;           /* the processor's number; SVM's -1 is 0xffffffff */
	const char *name;        /* ours: lower case, hyphens: "ept-violation" */
	const char *kernel_name; /* the kernel's: "EPT_VIOLATION"; "" if it has none */
	enum reason_class class;
	const char *meaning; /* one line */
};

/* The reason with that number, or NULL: never index by a number from outside. */
const struct reason *reason_find(enum isa isa, uint32_t code);

/* The reason of that name (ours or the kernel's, in any case, '-' and '_' alike), or NULL. */
const struct reason *reason_by_name(enum isa isa, const char *name);

/*
 * Whether a list of names, separated by commas, contains the reason. What follows a name after a
 * colon is one of its causes (cause_in_list()), and makes no difference.
 */
bool reason_in_list(enum isa isa, uint32_t code, const char *list);

/* All reasons of an ISA, in the order of their numbers. */
const struct reason *reason_list(enum isa isa, size_t *n);

/* The class of the reason with that number; REASON_SYSTEM for an unknown number. */
enum reason_class reason_class_of(enum isa isa, uint32_t code);

/* "cpuid", "hlt", ... */
const char *reason_class_name(enum reason_class class);

/* The name that readers see, or "reason 93" for a number without a name. */
#define REASON_LABEL_SIZE 48
const char *reason_label(enum isa isa, uint32_t code, char buf[REASON_LABEL_SIZE]);

/* CPUID's own number, 10 or 0x72: the reader's exits are of this kind. */
uint32_t reason_cpuid(enum isa isa);

/* "vmx" or "svm"; "classes". */
const char *isa_name(enum isa isa);
bool isa_from_name(const char *name, enum isa *isa);

#endif
