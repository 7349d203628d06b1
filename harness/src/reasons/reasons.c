// SPDX-License-Identifier: GPL-2.0-only
#include "reasons/reasons.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define REASON(code, name, kernel_name, class, meaning) \
	{ code, name, kernel_name, REASON_##class, meaning },

static const struct reason vmx_reasons[] = {
#include "reasons/vmx.def"
};

static const struct reason svm_reasons[] = {
#include "reasons/svm.def"
};

#define CLASS(class, name) [REASON_##class] = { REASON_##class, name, "", REASON_##class, "" }

static const struct reason classes[REASON_N_CLASSES] = {
	CLASS(CPUID, "cpuid"),
	CLASS(HLT, "hlt"),
	CLASS(INTERRUPT, "interrupt"),
	CLASS(WINDOW, "window"),
	CLASS(MSR, "msr"),
	CLASS(IO, "io"),
	CLASS(PAGING, "paging"),
	CLASS(MMU, "mmu"),
	CLASS(EXCEPTION, "exception"),
	CLASS(APIC, "apic"),
	CLASS(HYPERCALL, "hypercall"),
	CLASS(PAUSE, "pause"),
	CLASS(INSTRUCTION, "instruction"),
	CLASS(NESTED, "nested"),
	CLASS(SYSTEM, "system"),
};

const struct reason *reason_list(enum isa isa, size_t *n)
{
	if (isa == ISA_CLASSES) {
		*n = REASON_N_CLASSES;
		return classes;
	}
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

static int plain(char c)
{
	return c == '_' ? '-' : tolower((unsigned char)c);
}

/* Whether name equals the first length characters of other, in any case, '-' and '_' alike. */
static bool same_name(const char *name, const char *other, size_t length)
{
	size_t i = 0;

	while (i < length && name[i] && plain(name[i]) == plain(other[i]))
		i++;
	return i == length && !name[i];
}

static const struct reason *find_name(enum isa isa, const char *name, size_t length)
{
	size_t n;
	const struct reason *list = reason_list(isa, &n);

	/* Reasons that the kernel has no name for have an empty kernel_name. */
	for (size_t i = 0; i < n && length; i++)
		if (same_name(list[i].name, name, length) ||
		    same_name(list[i].kernel_name, name, length))
			return &list[i];
	return NULL;
}

const struct reason *reason_by_name(enum isa isa, const char *name)
{
	return find_name(isa, name, strlen(name));
}

bool reason_in_list(enum isa isa, uint32_t code, const char *list)
{
	while (*list) {
		size_t length = strcspn(list, ",");
		const struct reason *reason;

		while (length && *list == ' ') {
			list++;
			length--;
		}
		reason = find_name(isa, list, strcspn(list, ":,"));
		if (reason && reason->code == code)
			return true;
		list += length + (list[length] == ',');
	}
	return false;
}

enum reason_class reason_class_of(enum isa isa, uint32_t code)
{
	const struct reason *reason = reason_find(isa, code);

	return reason ? reason->class : REASON_SYSTEM;
}

const char *reason_class_name(enum reason_class class)
{
	return (size_t) class < REASON_N_CLASSES ? classes[class].name : "unknown";
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
	return isa == ISA_VMX ? 10 : isa == ISA_SVM ? 0x72 : REASON_CPUID;
}

const char *isa_name(enum isa isa)
{
	return isa == ISA_VMX ? "vmx" : isa == ISA_SVM ? "svm" : "classes";
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
