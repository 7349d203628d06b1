// SPDX-License-Identifier: GPL-2.0-only
#include "cli/net_idle.h"

#include "analysis/idle.h"

int net_of_idle(const struct options *options, struct result *result, const char *name,
		struct error *err)
{
	if (!options->net_idle || result_subtract_idle(result))
		return 0;
	return error_no(err,
			"the idle guest was not measured in '%s', so there is nothing to subtract; "
			"measure again, with --idle longer than 0",
			name);
}
