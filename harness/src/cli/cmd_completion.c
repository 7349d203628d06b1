// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complete.h"

/* Includes the scripts for the shells; make's rule for this object names them. */
#define SCRIPT(shell)                                                   \
	__asm__(".pushsection .rodata\n"                                \
		"exitbench_completion_" #shell ":\n"                    \
		".incbin \"harness/completion/exitbench." #shell "\"\n" \
		".byte 0\n"                                             \
		".popsection\n");                                       \
	extern const char exitbench_completion_##shell[] __attribute__((visibility("hidden")))

SCRIPT(bash);
SCRIPT(zsh);
SCRIPT(fish);

static const struct {
	const char *shell, *script;
} scripts[] = {
	{ "bash", exitbench_completion_bash },
	{ "zsh", exitbench_completion_zsh },
	{ "fish", exitbench_completion_fish },
};

static int run_completion(const struct options *options, struct error *err)
{
	const char *what = options->args[0];

	/* The scripts call the command in this way. */
	if (!strcmp(what, "words")) {
		complete(options->commands, options->args + 1, options->n_args - 1, stdout);
		return 0;
	}
	if (options->n_args > 1)
		return error_set(err, "unexpected argument '%s'; name one shell", options->args[1]);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		if (strcmp(what, scripts[i].shell) != 0)
			continue;
		fputs(scripts[i].script, stdout);
		return 0;
	}
	return error_set(err, "no completion for the shell '%s'; choose bash, zsh or fish", what);
}

static const char *const choices[] = { "bash", "zsh", "fish", NULL };

const struct command cmd_completion = {
	.name = "completion",
	.arguments = "bash|zsh|fish",
	.summary = "Print a script with which a shell completes exitbench's command lines",
	.details = "bash:  source <(exitbench completion bash)         in ~/.bashrc\n"
		   "zsh:   exitbench completion zsh >FOLDER/_exitbench  a folder of $fpath\n"
		   "fish:  exitbench completion fish | source           in config.fish",
	.min_args = 1,
	.max_args = SIZE_MAX,
	.runs_words = true,
	.offers = { OFFER_CHOICES },
	.choices = choices,
	.run = run_completion,
};
