// SPDX-License-Identifier: GPL-2.0-only
#include "cli/net_idle.h"

int profile_as_asked(const struct options *options, const struct result *result, const char *name,
		     bool by_class, struct profiled_result *profiled, struct error *err)
{
	const struct profile_options asked = { .net_idle = options->net_idle,
					       .by_class = by_class };

	profile_result(result, &asked, profiled);
	if (!options->net_idle || profiled->net_idle)
		return 0;
	profiled_result_free(profiled);
	return error_no(err,
			"the idle guest was not measured in '%s', so there is nothing to subtract; "
			"measure again with --idle set to more than 0",
			name);
}
