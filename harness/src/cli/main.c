// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "base/process.h"
#include "cli/command.h"
#include "cli/talk.h"

static const struct command *const commands[] = {
	&cmd_probe, &cmd_snapshot, &cmd_stat,   &cmd_list, &cmd_run,
	&cmd_show,  &cmd_compare,  &cmd_report, NULL,
};

const struct command *const *command_list(void)
{
	return commands;
}

static const struct command *find_command(const char *name)
{
	for (const struct command *const *c = commands; *c; c++)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

static int unknown_command(const char *name, struct error *err)
{
	return error_set(err, "unknown command '%s'; 'exitbench help' lists the commands", name);
}

static int run_help(const char *name, struct error *err)
{
	const struct command *command = name ? find_command(name) : NULL;

	if (name && !command)
		return unknown_command(name, err);
	if (command)
		help_command(command, stdout);
	else
		help_program(stdout);
	return 0;
}

static int run_command(int argc, char **argv, struct error *err)
{
	const struct command *command = find_command(argv[0]);
	struct options options;
	int rc;

	if (!command)
		return unknown_command(argv[0], err);
	rc = options_parse(command, argc, argv, &options, err);
	if (!rc && options.help)
		help_command(command, stdout);
	else if (!rc)
		rc = command->run(&options, err);
	options_free(&options);
	return rc;
}

static int dispatch(int argc, char **argv, struct error *err)
{
	if (argc < 2)
		return error_set(err, "no command given; 'exitbench help' lists the commands");
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "version")) {
		puts("exitbench " EXITBENCH_VERSION);
		return 0;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
		return run_help(argc > 2 ? argv[2] : NULL, err);
	return run_command(argc - 1, argv + 1, err);
}

int main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	int rc = process_settle(&err) ? -1 : dispatch(argc, argv, &err);

	/* A full disk under a redirected stdout must not pass for success. */
	if ((fflush(stdout) || ferror(stdout)) && !rc)
		rc = error_errno(&err, "cannot write to standard output");
	if (!rc)
		return EXIT_YES;
	talk(stderr, "exitbench: %s\n", err.text);
	return err.status;
}
