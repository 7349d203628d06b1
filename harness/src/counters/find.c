// SPDX-License-Identifier: GPL-2.0-only
/* Finds out whether the host answers to CPUID with counters, in which way, and if not, why not. */
#include "counters/counters.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "counters/abi.h"

#define LEAF_IDENTITY 0x4FFFFF00

#define REMEDY "boot the host with the patched kernel and kvm.exit_stats=user"

static int explain_hypervisor(const struct hypervisor *hypervisor, struct error *err)
{
	const char *with = *hypervisor->beside ? "' with '" : "";

	if (hypervisor->unrecorded)
		return error_no(
			err,
			"no counters are found: the hypervisor is '%s%s%s', and whether KVM "
			"is behind it is not recorded, as leaf 0x%x is not; record it again "
			"with this version",
			hypervisor->signature, with, hypervisor->beside,
			hypervisor->asked_to + 0x100);
	if (!*hypervisor->signature && !*hypervisor->beside)
		return error_no(
			err,
			"no counters are found: there is a hypervisor, but it gives no name "
			"at any leaf from 0x40000000 to 0x%x; if it is a KVM that hides "
			"(kvm=off), " REMEDY,
			hypervisor->asked_to);
	return error_no(err,
			"no counters are found: the hypervisor is '%s%s%s', and KVM is not at any "
			"leaf from 0x40000000 to 0x%x; run this in a KVM guest whose host counts "
			"exits",
			hypervisor->signature, with, hypervisor->beside, hypervisor->asked_to);
}

/* The number of leaves that should have been asked but that the recording lacks. */
static size_t count_unrecorded(const struct counters_report *report)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n; i++)
		n += !report->answers[i].asked;
	return n;
}

/* Says what was found instead of counters. */
static int explain(struct cpuid_counters *counters, const struct cpu_identity *id,
		   struct error *err)
{
	static const char no_counters[] = "this KVM does not count exits for this guest";
	struct cpuid_regs neighbour, *unused = &counters->unused;
	size_t unrecorded = count_unrecorded(counters->report);
	int rc;

	if (!id->guest)
		return error_no(err, "not in a virtual machine: CPUID's hypervisor bit is clear; "
				     "run this in a KVM guest whose host counts exits");
	rc = report_query(counters->report, counters->source, LEAF_NEIGHBOUR, 0, &neighbour, err);
	if (rc < 0)
		return -1;
	if (!id->hypervisor.has_kvm && strcmp(id->hypervisor.signature, "KVMKVMKVM") != 0)
		return explain_hypervisor(&id->hypervisor, err);
	if (unrecorded)
		return error_no(
			err,
			"no counters are found: %zu of the leaves where they could be are not "
			"recorded; record it again with this version",
			unrecorded);
	if (hypervisor_may_be_virtualbox(&id->hypervisor))
		return error_no(
			err,
			"no counters are found: the hypervisor calls itself KVM but has the features "
			"that VirtualBox offers under that name; run this in a guest of KVM itself whose "
			"host counts exits");
	if (!unused->eax && !unused->ebx && !unused->ecx && !unused->edx)
		return error_no(err,
				"%s: leaf 0x%x answers zeros, as that of an unpatched KVM does, "
				"and no other leaf counts our own queries; " REMEDY,
				no_counters, LEAF_IDENTITY);
	if (!rc && !memcmp(&neighbour, unused, sizeof(*unused)))
		return error_no(err,
				"%s: leaf 0x%x answers with the data of the highest basic leaf, as "
				"that of an unpatched KVM does on Intel, and no other leaf counts "
				"our own queries; " REMEDY,
				no_counters, LEAF_IDENTITY);
	return error_no(err,
			"%s: leaf 0x%x answers %08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32
			", which neither a patched nor any known unpatched KVM does, and "
			"no other leaf counts our own queries; " REMEDY,
			no_counters, LEAF_IDENTITY, unused->eax, unused->ebx, unused->ecx,
			unused->edx);
}

/* Tries one ABI. Returns 1 if the host answers by it. */
static int probe(struct cpuid_counters *counters, const struct abi *abi,
		 const struct cpu_identity *id, struct error *err)
{
	bool native = abi == &abi_native;

	/*
	 * The course's leaves need this answer, which shows how the host answers unknown leaves.
	 */
	if (!native && counters->wanted == COUNTERS_NATIVE)
		return 0;
	counters->abi = abi;
	if (!native || counters->wanted == COUNTERS_AUTO || counters->wanted == COUNTERS_NATIVE)
		return abi->probe(counters, id, err);
	return report_query(counters->report, counters->source, LEAF_IDENTITY, 0, &counters->unused,
			    err) < 0 ?
		       -1 :
		       0;
}

int counters_open_reported(struct counters **counters, struct cpuid_source *source,
			   const struct cpu_identity *id, enum counters_abi abi,
			   struct counters_report *report, struct error *err)
{
	struct cpuid_counters *c = xcalloc(1, sizeof(*c));
	int answer;

	report->n = 0;
	c->base.ops = &cpuid_ops;
	c->source = source;
	c->wanted = abi;
	c->report = report;
	answer = probe(c, &abi_native, id, err);
	if (!answer)
		answer = probe(c, &abi_course, id, err);
	if (answer > 0) {
		c->report = NULL;
		*counters = &c->base;
		return 0;
	}
	if (!answer && abi != COUNTERS_AUTO)
		error_no(err, "this host does not answer as '%s'; leave --counters out to try all",
			 counters_abi_name(abi));
	else if (!answer)
		explain(c, id, err);
	counters_close(&c->base);
	return -1;
}

int counters_open(struct counters **counters, struct cpuid_source *source,
		  const struct cpu_identity *id, enum counters_abi abi, struct error *err)
{
	struct counters_report report;

	return counters_open_reported(counters, source, id, abi, &report, err);
}
