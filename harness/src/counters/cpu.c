// SPDX-License-Identifier: GPL-2.0-only
#include "counters/cpu.h"

#include <libcpuid/libcpuid.h>
#include <stdio.h>
#include <string.h>

#define LEAF_EXTENDED 0x80000000
#define HYPERVISOR_BIT (UINT32_C(1) << 31)

/* Copies registers as consecutive characters and leaves out those that are not printable. */
static void put_text(char *text, size_t size, const uint32_t *regs, size_t n_regs)
{
	size_t n = 0;

	for (size_t i = 0; i < n_regs * 4 && n + 1 < size; i++) {
		unsigned char c = (unsigned char)(regs[i / 4] >> (i % 4 * 8));

		if (c >= ' ' && c < 0x7f)
			text[n++] = (char)c;
	}
	text[n] = '\0';
}

static int query_raw(struct cpuid_source *source, uint32_t leaf, uint32_t subleaf, uint32_t *out,
		     struct error *err)
{
	struct cpuid_regs r;

	if (cpuid_query(source, leaf, subleaf, &r, err))
		return -1;
	out[0] = r.eax;
	out[1] = r.ebx;
	out[2] = r.ecx;
	out[3] = r.edx;
	return 0;
}

/* Reads only the leaves that libcpuid needs to name the model, as each leaf is a VM exit. */
static int read_raw(struct cpuid_source *source, struct cpu_raw_data_t *raw, struct error *err)
{
	uint32_t extended;

	if (query_raw(source, 0, 0, raw->basic_cpuid[0], err) ||
	    query_raw(source, 1, 0, raw->basic_cpuid[1], err) ||
	    query_raw(source, LEAF_EXTENDED, 0, raw->ext_cpuid[0], err))
		return -1;
	extended = raw->ext_cpuid[0][0];
	for (uint32_t i = 1; i <= 4 && LEAF_EXTENDED + i <= extended; i++)
		if (query_raw(source, LEAF_EXTENDED + i, 0, raw->ext_cpuid[i], err))
			return -1;
	return 0;
}

/*
 * Family, model and stepping by EAX of leaf 1, with the extensions that the vendors' manuals
 * define. libcpuid is not used here, because its names for these fields change between versions.
 */
static void decode_signature(uint32_t eax, struct cpu_identity *id)
{
	uint32_t family = eax >> 8 & 0xf, model = eax >> 4 & 0xf;

	/* Zhaoxin's processors have family 7. */
	if (family >= 6)
		model |= (eax >> 16 & 0xf) << 4;
	if (family == 15)
		family += eax >> 20 & 0xff;
	id->family = (int)family;
	id->model = (int)model;
	id->stepping = (int)(eax & 0xf);
}

/*
 * The vendors and their kind of virtualization, as in Linux. libcpuid does not know all of them,
 * and says nothing about a vendor that it does not know.
 */
static const struct vendor {
	const char *name;
	enum isa isa;
} vendors[] = {
	{ "GenuineIntel", ISA_VMX }, { "CentaurHauls", ISA_VMX }, { "  Shanghai  ", ISA_VMX },
	{ "AuthenticAMD", ISA_SVM }, { "HygonGenuine", ISA_SVM },
};

static void find_isa(struct cpu_identity *id)
{
	for (size_t i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++) {
		if (strcmp(vendors[i].name, id->vendor) != 0)
			continue;
		id->isa_known = true;
		id->isa = vendors[i].isa;
	}
}

/* Vendors pad their brands with spaces, on the left or on the right. */
static void set_brand(struct cpu_identity *id, const char *text)
{
	size_t n;

	snprintf(id->brand, sizeof(id->brand), "%s", text + strspn(text, " "));
	n = strlen(id->brand);
	while (n && id->brand[n - 1] == ' ')
		id->brand[--n] = '\0';
}

/* Copies the brand from its three leaves, for processors that libcpuid does not know. */
static void copy_brand(const struct cpu_raw_data_t *raw, struct cpu_identity *id)
{
	uint32_t text[12];
	char brand[49];

	if (raw->ext_cpuid[0][0] < LEAF_EXTENDED + 4)
		return;
	for (size_t i = 0; i < 12; i++)
		text[i] = raw->ext_cpuid[2 + i / 4][i % 4];
	put_text(brand, sizeof(brand), text, 12);
	set_brand(id, brand);
}

static void name_model(struct cpu_raw_data_t *raw, struct cpu_identity *id)
{
	struct cpu_id_t cpu;

	decode_signature(raw->basic_cpuid[1][0], id);
	/* It would print a warning about a processor that it does not know; only we print. */
	cpuid_set_warn_function(NULL);
	if (cpu_identify(raw, &cpu) < 0)
		copy_brand(raw, id);
	else
		set_brand(id, cpu.brand_str);
}

int cpu_identify_source(struct cpuid_source *source, struct cpu_identity *id, struct error *err)
{
	struct cpu_raw_data_t raw;
	uint32_t vendor[3];

	memset(&raw, 0, sizeof(raw));
	memset(id, 0, sizeof(*id));
	if (read_raw(source, &raw, err))
		return error_wrap(err, "cannot identify the processor");
	vendor[0] = raw.basic_cpuid[0][1];
	vendor[1] = raw.basic_cpuid[0][3];
	vendor[2] = raw.basic_cpuid[0][2];
	put_text(id->vendor, sizeof(id->vendor), vendor, 3);
	name_model(&raw, id);
	find_isa(id);
	id->guest = raw.basic_cpuid[1][2] & HYPERVISOR_BIT;
	if (!id->guest)
		return 0;
	return hypervisor_identify(source, &id->hypervisor, err);
}
