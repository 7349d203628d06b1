// SPDX-License-Identifier: GPL-2.0-only
#include "cli/digests.h"

#include <stdlib.h>

#include "cli/net_idle.h"
#include "compare/digest_of.h"
#include "store/digest_file.h"
#include "store/store.h"

/* The digest of a result that is read as a whole. */
static int make_digest(const struct options *options, const char *name, struct digest *digest,
		       struct error *err)
{
	struct profiled_result profiled;
	struct result result;
	int rc;

	if (store_load(options->results, name, &result, err))
		return -1;
	rc = profile_as_asked(options, &result, name, false, &profiled, err);
	if (!rc) {
		digest_of(&profiled, digest);
		profiled_result_free(&profiled);
	}
	result_free(&result);
	return rc;
}

/* A digest that is kept is of exits as they were counted, with those of the idle guest. */
int digest_load(const struct options *options, const char *name, struct digest *digest,
		struct error *err)
{
	struct digest_place place = { 0 };
	int rc = 0;

	if (!options->net_idle)
		place = digest_place(options->results, name);
	if (!digest_read(&place, digest)) {
		digest_hash(&place);
		rc = make_digest(options, name, digest, err);
		if (!rc)
			digest_write(&place, digest);
	}
	free(place.path);
	return rc;
}

void digest_keep(const struct profiled_result *profiled)
{
	struct digest_place place = digest_place(".", profiled->result->path);
	struct digest digest;

	if (profiled->net_idle)
		return free(place.path);
	digest_hash(&place);
	digest_of(profiled, &digest);
	digest_write(&place, &digest);
	digest_free(&digest);
	free(place.path);
}
