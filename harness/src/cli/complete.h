/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Completes a command line, for any shell: lists what the last word may become, derived from the
 * rows of commands and options. The scripts for the shells (harness/completion) call it.
 */
#ifndef EXITBENCH_CLI_COMPLETE_H
#define EXITBENCH_CLI_COMPLETE_H

#include <stdio.h>

#include "cli/command.h"

/*
 * words: those after the program's name, up to the one to complete, which may be empty. The first
 * line that is printed says what the shell should offer besides: "nothing", "files", "folders" or
 * "programs". Each further line is a word that begins as the last one does, perhaps followed by a
 * tab and a description. Names that have control characters or are not UTF-8 are left out. If
 * something cannot be read, there are fewer words and no error.
 */
void complete(const struct command *const *commands, const char *const *words, size_t n_words,
	      FILE *out);

#endif
