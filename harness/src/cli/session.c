// SPDX-License-Identifier: GPL-2.0-only
#include "cli/session.h"

#include <stdlib.h>
#include <string.h>

#include "cli/talk.h"

static int open_source(struct session *session, const struct options *options,
		       enum counters_abi *abi, struct error *err)
{
	static const char replay[] = "replay:";

	*abi = COUNTERS_AUTO;
	if (!strncmp(options->counters, replay, strlen(replay)))
		return cpuid_open_replay(&session->source, options->counters + strlen(replay), err);
	if (!counters_abi_from_name(options->counters, abi))
		return error_set(err,
				 "unknown counters '%s'; choose auto, native, course-a, course-b, "
				 "course-c, course-total or replay:FILE",
				 options->counters);
	return cpuid_open_processor(&session->source, err);
}

static int fail(struct session *session)
{
	struct error ignored = ERROR_INIT;

	counters_close(session->counters);
	/* The recording of a guest without counters is a bug report, too. */
	cpuid_close(session->source, &ignored);
	return -1;
}

/* What was asked and answered, in lines that can be sent to others as they are. */
static void show_report(const struct cpu_identity *id, const struct counters_report *report)
{
	const struct hypervisor *hypervisor = &id->hypervisor;

	talk(stderr, "exitbench " EXITBENCH_VERSION ": processor '%s', %s\n", id->vendor,
	     id->isa_known ? isa_name(id->isa) : "neither known to have VMX nor SVM");
	if (id->guest && hypervisor->asked_to == hypervisor->base)
		talk(stderr, "hypervisor '%s' at 0x%x\n", hypervisor->signature, hypervisor->base);
	else if (id->guest)
		talk(stderr, "hypervisor '%s' at 0x%x; looked for KVM at 0x40000000 to 0x%x\n",
		     hypervisor->signature, hypervisor->base, hypervisor->asked_to);
	talk(stderr, "what CPUID answered (leaf ECX = EAX EBX ECX EDX):\n");
	for (size_t i = 0; i < report->n; i++) {
		char *line = report_line(&report->answers[i]);

		fprintf(stderr, "%s\n", line);
		free(line);
	}
}

static int open_counters(struct session *session, enum counters_abi abi, struct error *err)
{
	struct counters_report report;

	if (!counters_open_reported(&session->counters, session->source, &session->id, abi, &report,
				    err))
		return 0;
	if (err->status == EXIT_NO && report.n)
		show_report(&session->id, &report);
	return -1;
}

void session_doubts(const struct session *session)
{
	const char *doubts = counters_info(session->counters)->doubts;

	if (*doubts)
		talk(stderr, "warning: %s\n", doubts);
}

int session_open(struct session *session, const struct options *options, struct error *err)
{
	enum counters_abi abi;

	*session = (struct session){ 0 };
	if (open_source(session, options, &abi, err))
		return -1;
	if ((options->record && cpuid_record(session->source, options->record, err)) ||
	    cpu_identify_source(session->source, &session->id, err) ||
	    open_counters(session, abi, err) ||
	    (options->per_vcpu && counters_want_vcpus(session->counters, err)))
		return fail(session);
	return 0;
}

int session_close(struct session *session, int rc, struct error *err)
{
	struct error ignored = ERROR_INIT;

	counters_close(session->counters);
	if (cpuid_close(session->source, rc ? &ignored : err))
		return -1;
	return rc;
}
