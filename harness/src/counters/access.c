// SPDX-License-Identifier: GPL-2.0-only
#include "counters/access.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "counters/source.h"

/* How to open the source with a certain name. */
struct source {
	const char *name;      /* with a colon and FILE at its end if a file follows */
	enum counters_abi abi; /* of CPUID, which has to answer */
	/* Opens what answers CPUID; NULL: the processor. */
	int (*machine)(struct cpuid_source **machine, const char *file, struct error *err);
	/* NULL: its readings are queries of CPUID. */
	int (*open)(struct counters **counters, const char *path, const struct cpu_identity *id,
		    struct error *err);
};

static const struct source sources[] = {
#define CPUID_SOURCE(ID, name, brief) { name, COUNTERS_##ID, NULL, NULL },
#define MACHINE_SOURCE(name, open) { name ":FILE", COUNTERS_AUTO, open, NULL },
#define FILE_SOURCE(ID, name, open) { name ":FILE", COUNTERS_##ID, NULL, open },
#include "counters/sources.def"
};

#define N_SOURCES (sizeof(sources) / sizeof(sources[0]))

const char *access_name(size_t i)
{
	return i < N_SOURCES ? sources[i].name : NULL;
}

/* The source of that name; *file is what follows the colon, or NULL. */
static const struct source *find_source(const char *name, const char **file)
{
	for (size_t i = 0; i < N_SOURCES; i++) {
		const char *colon = strchr(sources[i].name, ':');
		size_t n = colon ? (size_t)(colon - sources[i].name) + 1 : 0;

		*file = colon ? name + n : NULL;
		if (colon ? !strncmp(name, sources[i].name, n) : !strcmp(name, sources[i].name))
			return &sources[i];
	}
	return NULL;
}

static int error_unknown(const char *name, struct error *err)
{
	char *names = xstrdup("");

	for (size_t i = 0; i < N_SOURCES; i++) {
		const char *between = !i ? "" : i + 1 < N_SOURCES ? ", " : " or ";
		char *longer = xasprintf("%s%s%s", names, between, sources[i].name);

		free(names);
		names = longer;
	}
	error_set(err, "unknown counters '%s'; choose %s", name, names);
	free(names);
	return -1;
}

static int open_machine(struct counters_access *access, const struct source *source,
			const char *file, struct error *err)
{
	return source->machine ? source->machine(&access->machine, file, err) :
				 cpuid_open_processor(&access->machine, err);
}

static int open_counters(struct counters_access *access, const struct source *source,
			 const char *file, struct error *err)
{
	if (source->open)
		return source->open(&access->counters, file, &access->id, err);
	return counters_open_reported(&access->counters, access->machine, &access->id, source->abi,
				      &access->report, err);
}

int access_open(struct counters_access *access, const char *name, const char *record,
		struct error *err)
{
	const char *file;
	const struct source *source = find_source(name, &file);
	struct error ignored = ERROR_INIT;

	*access = (struct counters_access){ 0 };
	if (!source)
		return error_unknown(name, err);
	if (file && !*file)
		return error_set(err, "no file in '%s'; write %s", name, source->name);
	if (record && source->open)
		return error_set(err,
				 "nothing to record: '%s' is read from a file; keep a copy of that "
				 "file and leave --record out",
				 name);
	access->here = !source->machine;
	if (open_machine(access, source, file, err))
		return -1;
	if ((!record || !cpuid_record(access->machine, record, err)) &&
	    !cpu_identify_source(access->machine, &access->id, err) &&
	    !open_counters(access, source, file, err))
		return 0;
	/* A recording of a guest without counters is useful in a bug report. */
	cpuid_close(access->machine, &ignored);
	access->machine = NULL;
	return -1;
}

int access_close(struct counters_access *access, struct error *err)
{
	counters_close(access->counters);
	return cpuid_close(access->machine, err);
}
