// SPDX-License-Identifier: GPL-2.0-only
#include "cli/sides.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "cli/net_idle.h"
#include "store/store.h"

static int load_one(const struct options *options, struct loaded_side *side, char *name,
		    struct error *err)
{
	xpush(&side->names, &side->n, name);
	side->results = xrealloc(side->results, side->n * sizeof(*side->results));
	if (!store_load(options->results, name, &side->results[side->n - 1], err))
		return 0;
	side->n--;
	free(name);
	return -1;
}

/* Whether a result has that name, which may have commas in itself. */
static bool is_one(const struct options *options, const char *name)
{
	_cleanup_free_ char *path = store_find(options->results, name);

	return path != NULL;
}

static int load(const struct options *options, const char *names, struct loaded_side *side,
		struct error *err)
{
	while (strchr(names, ',') && !is_one(options, names)) {
		size_t length = strcspn(names, ",");

		if (load_one(options, side, xstrndup(names, length), err))
			return -1;
		names += length + 1;
	}
	return load_one(options, side, xstrdup(names), err);
}

/* The same measurement given twice would count twice. */
static int check_once(const struct loaded_side *side, struct error *err)
{
	for (size_t i = 0; i < side->n; i++)
		for (size_t j = 0; j < i; j++) {
			const struct result *a = &side->results[i], *b = &side->results[j];

			if (!result_same_run(a, b))
				continue;
			return error_set(err, "'%s' and '%s' are the same result; name it once",
					 side->names[j], side->names[i]);
		}
	return 0;
}

static int profile(const struct options *options, bool by_class, struct loaded_side *side,
		   struct error *err)
{
	side->profiled = xcalloc(side->n, sizeof(*side->profiled));
	for (size_t i = 0; i < side->n; i++) {
		if (profile_as_asked(options, &side->results[i], side->names[i], by_class,
				     &side->profiled[i], err))
			return -1;
		side->n_profiled++;
	}
	return 0;
}

static bool are_of_one_isa(const struct loaded_side sides[2])
{
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < sides[i].n; j++)
			if (sides[i].results[j].counters.isa != sides[0].results[0].counters.isa)
				return false;
	return true;
}

int side_load_all(const struct options *options, const char *const *names, size_t n,
		  struct loaded_side *side, struct error *err)
{
	int rc = 0;

	*side = (struct loaded_side){ 0 };
	for (size_t i = 0; i < n && !rc; i++)
		rc = load(options, names[i], side, err);
	if (!rc && !check_once(side, err))
		return 0;
	side_free(side);
	return -1;
}

int side_load(const struct options *options, const char *names, struct loaded_side *side,
	      struct error *err)
{
	return side_load_all(options, &names, 1, side, err);
}

int sides_profile(const struct options *options, struct loaded_side sides[2], struct error *err)
{
	bool by_class = !are_of_one_isa(sides);

	return profile(options, by_class, &sides[0], err) ||
			       profile(options, by_class, &sides[1], err) ?
		       -1 :
		       0;
}

int sides_load(const struct options *options, const char *base, const char *new,
	       struct loaded_side sides[2], struct error *err)
{
	memset(sides, 0, 2 * sizeof(*sides));
	if (!side_load(options, base, &sides[0], err) &&
	    (!new || !side_load(options, new, &sides[1], err)) &&
	    !sides_profile(options, sides, err))
		return 0;
	sides_free(sides);
	return -1;
}

char *sides_shared(const struct loaded_side sides[2])
{
	for (size_t i = 0; i < sides[0].n; i++)
		for (size_t j = 0; j < sides[1].n; j++)
			if (result_same_run(&sides[0].results[i], &sides[1].results[j]))
				return xasprintf("'%s' and '%s'", sides[0].names[i],
						 sides[1].names[j]);
	return NULL;
}

void side_unprofile(struct loaded_side *side)
{
	for (size_t i = 0; i < side->n_profiled; i++)
		profiled_result_free(&side->profiled[i]);
	free(side->profiled);
	side->profiled = NULL;
	side->n_profiled = 0;
}

void side_free(struct loaded_side *side)
{
	side_unprofile(side);
	for (size_t i = 0; i < side->n; i++) {
		result_free(&side->results[i]);
		free(side->names[i]);
	}
	free(side->results);
	free(side->names);
	*side = (struct loaded_side){ 0 };
}

struct comparison_side side_of(const struct loaded_side *side)
{
	return (struct comparison_side){ side->profiled, side->n_profiled };
}

void sides_free(struct loaded_side sides[2])
{
	side_free(&sides[0]);
	side_free(&sides[1]);
}
