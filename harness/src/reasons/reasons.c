// SPDX-License-Identifier: GPL-2.0-only
#include "reasons/reasons.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define REASON(code, name, kernel_name, class, meaning) \
	{ code, name, kernel_name, REASON_##class, meaning },

static const struct reason vmx_reasons[] = {
#include "reasons/vmx.def"
};

static const struct reason svm_reasons[] = {
#include "reasons/svm.def"
};

static const char *const class_names[REASON_N_CLASSES] = {
	[REASON_CPUID] = "cpuid",
	[REASON_HLT] = "hlt",
	[REASON_INTERRUPT] = "interrupt",
	[REASON_WINDOW] = "window",
	[REASON_MSR] = "msr",
	[REASON_IO] = "io",
	[REASON_PAGING] = "paging",
	[REASON_MMU] = "mmu",
	[REASON_EXCEPTION] = "exception",
	[REASON_APIC] = "apic",
	[REASON_HYPERCALL] = "hypercall",
	[REASON_PAUSE] = "pause",
	[REASON_INSTRUCTION] = "instruction",
	[REASON_NESTED] = "nested",
	[REASON_SYSTEM] = "system",
};

const struct reason *reason_list(enum isa isa, size_t *n)
{
	if (isa == ISA_VMX) {
		*n = sizeof(vmx_reasons) / sizeof(vmx_reasons[0]);
		return vmx_reasons;
	}
	*n = sizeof(svm_reasons) / sizeof(svm_reasons[0]);
	return svm_reasons;
}

const struct reason *reason_find(enum isa isa, uint32_t code)
{
	size_t n;
	const struct reason *list = reason_list(isa, &n);

	for (size_t i = 0; i < n; i++)
		if (list[i].code == code)
			return &list[i];
	return NULL;
}

const struct reason *reason_by_name(enum isa isa, const char *name)
{
	size_t n;
	const struct reason *list = reason_list(isa, &n);

	for (size_t i = 0; i < n; i++)
		if (!strcasecmp(list[i].name, name) ||
		    (*list[i].kernel_name && !strcasecmp(list[i].kernel_name, name)))
			return &list[i];
	return NULL;
}

enum reason_class reason_class_of(enum isa isa, uint32_t code)
{
	const struct reason *reason = reason_find(isa, code);

	return reason ? reason->class : REASON_SYSTEM;
}

const char *reason_class_name(enum reason_class class)
{
	return (size_t) class < REASON_N_CLASSES ? class_names[class] : "unknown";
}

const char *reason_label(enum isa isa, uint32_t code, char buf[REASON_LABEL_SIZE])
{
	const struct reason *reason = reason_find(isa, code);

	if (reason)
		snprintf(buf, REASON_LABEL_SIZE, "%s", reason->name);
	else if (isa == ISA_SVM)
		snprintf(buf, REASON_LABEL_SIZE, "reason 0x%x", code);
	else
		snprintf(buf, REASON_LABEL_SIZE, "reason %u", code);
	return buf;
}

uint32_t reason_cpuid(enum isa isa)
{
	return isa == ISA_VMX ? 10 : 0x72;
}

const char *isa_name(enum isa isa)
{
	return isa == ISA_VMX ? "vmx" : "svm";
}

bool isa_from_name(const char *name, enum isa *isa)
{
	if (!strcmp(name, "vmx"))
		*isa = ISA_VMX;
	else if (!strcmp(name, "svm"))
		*isa = ISA_SVM;
	else
		return false;
	return true;
}
