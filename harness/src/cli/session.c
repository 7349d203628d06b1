// SPDX-License-Identifier: GPL-2.0-only
#include "cli/session.h"

#include <string.h>

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
				 "course-c or replay:FILE",
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

int session_open(struct session *session, const struct options *options, struct error *err)
{
	enum counters_abi abi;

	*session = (struct session){ 0 };
	if (open_source(session, options, &abi, err))
		return -1;
	if ((options->record && cpuid_record(session->source, options->record, err)) ||
	    cpu_identify_source(session->source, &session->id, err) ||
	    counters_open(&session->counters, session->source, &session->id, abi, err) ||
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
