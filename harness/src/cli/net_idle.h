/* SPDX-License-Identifier: GPL-2.0-only */
/* Computes the profiles that a command shows, with --net-idle or without. */
#ifndef EXITBENCH_CLI_NET_IDLE_H
#define EXITBENCH_CLI_NET_IDLE_H

#include "analysis/profiled.h"
#include "cli/option.h"

/*
 * Computes the profiles; profiled_result_free() releases them. by_class: merge the exit reasons of
 * a class. name: the result's name, for the error if the idle guest is to be subtracted but was not
 * measured; then there is nothing to free.
 */
int profile_as_asked(const struct options *options, const struct result *result, const char *name,
		     bool by_class, struct profiled_result *profiled, struct error *err);

#endif
