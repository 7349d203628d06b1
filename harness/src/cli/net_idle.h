/* SPDX-License-Identifier: GPL-2.0-only */
/* --net-idle: a result without what the idle guest would have had. */
#ifndef EXITBENCH_CLI_NET_IDLE_H
#define EXITBENCH_CLI_NET_IDLE_H

#include "cli/command.h"
#include "model/result.h"

/* Does so if it is asked for. EXIT_NO if the idle guest was not measured; name is the result's. */
int net_of_idle(const struct options *options, struct result *result, const char *name,
		struct error *err);

#endif
