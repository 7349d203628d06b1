/* SPDX-License-Identifier: GPL-2.0-only */
/* Digests of results, for whoever needs a few numbers of many: read, or made and kept. */
#ifndef EXITBENCH_CLI_DIGESTS_H
#define EXITBENCH_CLI_DIGESTS_H

#include "analysis/profiled.h"
#include "base/error.h"
#include "cli/option.h"
#include "model/digest.h"

/*
 * The digest of a result, with --net-idle as the options say: the one that is kept beside it, or
 * one that is made of the whole result, and kept. digest_free() releases it.
 */
int digest_load(const struct options *options, const char *name, struct digest *digest,
		struct error *err);

/* Keeps the digest of a result that was just saved. If it cannot, nothing happens. */
void digest_keep(const struct profiled_result *profiled);

#endif
