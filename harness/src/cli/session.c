// SPDX-License-Identifier: GPL-2.0-only
#include "cli/session.h"

#include <stdlib.h>

#include "cli/talk.h"

static void show_hypervisor(const struct hypervisor *hypervisor)
{
	if (*hypervisor->signature)
		talk(stderr, "hypervisor '%s' at 0x%x", hypervisor->signature, hypervisor->base);
	else
		talk(stderr, "hypervisor without a name");
	if (*hypervisor->beside)
		talk(stderr, ", beside it '%s'", hypervisor->beside);
	talk(stderr, "\n");
	if (hypervisor->asked_to != hypervisor->base)
		talk(stderr, "looked for KVM at 0x40000000 to 0x%x\n", hypervisor->asked_to);
}

/* Prints the queries and answers, in lines that can be sent to others as they are. */
static void show_report(const struct cpu_identity *id, const struct counters_report *report)
{
	talk(stderr, "exitbench " EXITBENCH_VERSION ": %s\n",
	     *id->brand ? id->brand : "a processor without a brand");
	talk(stderr, "vendor '%s' (%s), family %d, model %d, stepping %d\n", id->vendor,
	     id->isa_known ? isa_name(id->isa) : "VMX or SVM unknown", id->family, id->model,
	     id->stepping);
	if (id->guest)
		show_hypervisor(&id->hypervisor);
	talk(stderr, "what CPUID answered (leaf ECX = EAX EBX ECX EDX):\n");
	for (size_t i = 0; i < report->n; i++) {
		char *line = report_line(&report->answers[i]);

		fprintf(stderr, "%s\n", line);
		free(line);
	}
}

void session_doubts(const struct session *session)
{
	const char *doubts = counters_info(session->counters)->doubts;

	if (*doubts)
		talk(stderr, "warning: %s\n", doubts);
}

/*
 * Has what is behind exits counted, and the code recorded, whichever of both the host offers.
 * Records that it has and we may not read are worth a word.
 */
static int want_why(struct session *session, struct error *err)
{
	const struct counters_info *info = counters_info(session->counters);
	struct error no_records = ERROR_INIT;

	if (counters_has_records(info)) {
		if (!counters_want_records(session->counters, &no_records))
			session->names = code_names_new(session->access.here ? "" : NULL);
		else
			talk(stderr, "warning: the code of exits stays unknown: %s\n",
			     no_records.text);
	}
	if (session->names && !counters_has_causes(info))
		return 0;
	if (!counters_want_causes(session->counters, err))
		return 0;
	code_names_free(session->names);
	session->names = NULL;
	return -1;
}

int session_open(struct session *session, const struct options *options, struct error *err)
{
	struct error ignored = ERROR_INIT;

	*session = (struct session){ 0 };
	if (access_open(&session->access, options->counters, options->record, err)) {
		if (err->status == EXIT_NO && session->access.report.n)
			show_report(&session->access.id, &session->access.report);
		return -1;
	}
	session->id = session->access.id;
	session->counters = session->access.counters;
	if ((!options->per_vcpu || !counters_want_vcpus(session->counters, err)) &&
	    (!options->why || !want_why(session, err)))
		return 0;
	access_close(&session->access, &ignored);
	return -1;
}

int session_close(struct session *session, int rc, struct error *err)
{
	struct error ignored = ERROR_INIT;

	code_names_free(session->names);
	return access_close(&session->access, rc ? &ignored : err) ? -1 : rc;
}
