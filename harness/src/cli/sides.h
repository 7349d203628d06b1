/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads what is compared: each side is a result, or several with commas between. */
#ifndef EXITBENCH_CLI_SIDES_H
#define EXITBENCH_CLI_SIDES_H

#include "cli/option.h"
#include "compare/side.h"

struct loaded_side {
	struct result *results;
	struct profiled_result *profiled;
	char **names;
	size_t n, n_profiled;
};

/*
 * Loads the results of both sides that the options name, or of one side with new NULL. The reasons
 * of two vendors' processors are merged into classes. sides_free() releases them, but not after an
 * error.
 */
int sides_load(const struct options *options, const char *base, const char *new,
	       struct loaded_side sides[2], struct error *err);

/*
 * The same in steps, for a side that is compared several times: its results, without profiles, from
 * one text or from several; the profiles of both sides; and what belongs to one of them.
 * side_unprofile() releases the profiles, side_free() all; after an error of side_load() or
 * side_load_all() there is nothing to release.
 */
int side_load(const struct options *options, const char *names, struct loaded_side *side,
	      struct error *err);
int side_load_all(const struct options *options, const char *const *names, size_t n,
		  struct loaded_side *side, struct error *err);
int sides_profile(const struct options *options, struct loaded_side sides[2], struct error *err);

/* The names of a result that is on both sides, in fresh memory: "'a' and 'b'"; NULL: none is. */
char *sides_shared(const struct loaded_side sides[2]);
void side_unprofile(struct loaded_side *side);
void side_free(struct loaded_side *side);

struct comparison_side side_of(const struct loaded_side *side);
void sides_free(struct loaded_side sides[2]);

#endif
