/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Completion of a command line, for any shell: what may stand for its last word, by the rows of
 * commands and options. The shells' own scripts (harness/completion) ask for it and offer it.
 */
#ifndef EXITBENCH_CLI_COMPLETE_H
#define EXITBENCH_CLI_COMPLETE_H

#include <stdio.h>

#include "cli/command.h"

/*
 * words: those after the program's name, up to the one to complete, which may be empty. The first
 * line that is printed tells what the shell is to offer besides: "nothing", "files", "folders" or
 * "programs". Each further line is a word that begins as the last one does, perhaps followed by a
 * tab and a description. Names with controls in them or that are no UTF-8 are left out. Where
 * something cannot be read there are just fewer words.
 */
void complete(const struct command *const *commands, const char *const *words, size_t n_words,
	      FILE *out);

#endif
