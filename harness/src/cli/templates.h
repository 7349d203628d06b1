/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the project's folder of gnuplot templates, plot/. */
#ifndef EXITBENCH_CLI_TEMPLATES_H
#define EXITBENCH_CLI_TEMPLATES_H

#include "base/error.h"
#include "cli/option.h"

/* The folder that --templates names, or the project's, in fresh memory; NULL: an error. */
char *templates_find(const struct options *options, struct error *err);

#endif
