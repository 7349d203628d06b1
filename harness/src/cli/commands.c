// SPDX-License-Identifier: GPL-2.0-only
#include "cli/commands.h"

extern const struct command cmd_probe, cmd_snapshot, cmd_stat, cmd_why, cmd_list, cmd_run, cmd_show,
	cmd_compare, cmd_history, cmd_like, cmd_calibrate, cmd_report, cmd_completion, cmd_help,
	cmd_version;

const struct command *const commands[] = {
	&cmd_probe,      &cmd_snapshot, &cmd_stat,    &cmd_why,  &cmd_list,      &cmd_run,
	&cmd_show,       &cmd_compare,  &cmd_history, &cmd_like, &cmd_calibrate, &cmd_report,
	&cmd_completion, &cmd_help,     &cmd_version, NULL,
};
