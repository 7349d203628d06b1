// SPDX-License-Identifier: GPL-2.0-only
#include "cli/parse.h"

#include <getopt.h>
#include <limits.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/near.h"

/* A command's options as getopt needs them; val is the option's id. */
struct parser {
	struct option longs[OPTION_N + 1];
	char shorts[2 * OPTION_N + 4];
	enum option_id by_letter[UCHAR_MAX + 1];
};

static void parser_add(struct parser *parser, enum option_id id, size_t *n_longs, size_t *n_shorts)
{
	const struct option_row *row = option_row(id);

	parser->longs[(*n_longs)++] =
		(struct option){ row->name, row->argument ? required_argument : no_argument, NULL,
				 UCHAR_MAX + 1 + id };
	if (!row->letter)
		return;
	parser->by_letter[(unsigned char)row->letter] = id;
	parser->shorts[(*n_shorts)++] = row->letter;
	if (row->argument)
		parser->shorts[(*n_shorts)++] = ':';
}

static void parser_init(struct parser *parser, const struct command *command)
{
	size_t n_longs = 0, n_shorts = 0;

	memset(parser, 0, sizeof(*parser));
	/*
	 * '+': the options of a command line that is an argument are not ours. Elsewhere options
	 * may follow arguments, as most people type them. ':': getopt leaves complaints to us.
	 */
	if (command->runs_words)
		parser->shorts[n_shorts++] = '+';
	parser->shorts[n_shorts++] = ':';
	parser_add(parser, OPTION_HELP, &n_longs, &n_shorts);
	for (const enum option_id *id = command->options; *id != OPTION_END; id++)
		parser_add(parser, *id, &n_longs, &n_shorts);
}

static int unknown_option(const struct command *command, const char *word, struct error *err)
{
	_cleanup_free_ char *name =
		strndup(word + strspn(word, "-"), strcspn(word + strspn(word, "-"), "="));
	struct suggestions suggestions = { .typed = name, .prefix = "--" };
	char help[80];

	snprintf(help, sizeof(help), "see 'exitbench %s --help'", command->name);
	/* A single letter is similar to everything, so nothing is suggested for it. */
	if (name && name[0] && name[1])
		for (const enum option_id *id = command->options; *id != OPTION_END; id++)
			suggest(&suggestions, option_row(*id)->name);
	error_set(err, "unknown option '%s'; %s", word, suggestions_text(&suggestions, help));
	suggestions_free(&suggestions);
	return -1;
}

static int complain(const struct command *command, int problem, int argc, char **argv,
		    struct error *err)
{
	const char *word = optind > 0 && optind <= argc ? argv[optind - 1] : "?";
	char letter[] = { '-', (char)optopt, '\0' };

	/* If a word has several letters, getopt has not passed the word yet. */
	if (optopt > 0 && optopt <= UCHAR_MAX)
		word = letter;
	if (problem == ':')
		return error_set(err, "option '%s' needs a value; see 'exitbench %s --help'", word,
				 command->name);
	return unknown_option(command, word, err);
}

void options_init(const struct command *command, struct options *options)
{
	struct error err = ERROR_INIT;

	*options = (struct options){ 0 };
	for (enum option_id id = OPTION_END + 1; id < OPTION_N; id++) {
		const char *value = command_default(command, id);

		/* A default cannot be wrong, because a test sets each of them. */
		if (value)
			option_set(id, options, value, &err);
	}
}

/* The words behind the first "--", or none: how many there are. */
static size_t count_after_dashes(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--"))
			return (size_t)(argc - i - 1);
	return 0;
}

static int check_arguments(const struct command *command, const struct options *o,
			   struct error *err)
{
	const char *blank = *command->arguments ? " " : "";

	if (o->n_args < command->min_args)
		return error_set(err, "too few arguments; usage: exitbench %s [OPTION...]%s%s",
				 command->name, blank, command->arguments);
	if (o->n_args > command->max_args)
		return error_set(
			err, "unexpected argument '%s'; usage: exitbench %s [OPTION...]%s%s",
			o->args[command->max_args], command->name, blank, command->arguments);
	return 0;
}

int options_parse(const struct command *command, int argc, char **argv, struct options *o,
		  struct error *err)
{
	size_t n_after = count_after_dashes(argc, argv);
	struct parser parser;
	int found;

	options_init(command, o);
	parser_init(&parser, command);
	optind = 0;
	while ((found = getopt_long(argc, argv, parser.shorts, parser.longs, NULL)) != -1) {
		enum option_id id;

		if (found == '?' || found == ':')
			return complain(command, found, argc, argv, err);
		id = found > UCHAR_MAX ? (enum option_id)(found - UCHAR_MAX - 1) :
					 parser.by_letter[found];
		o->given[id] = true;
		if (option_set(id, o, optarg, err))
			return -1;
	}
	options_complete(o);
	o->args = (const char *const *)argv + optind;
	o->n_args = (size_t)(argc - optind);
	o->after_dashes = optind > 1 && !strcmp(argv[optind - 1], "--");
	if (o->after_dashes && o->n_args != n_after)
		return error_set(err, "arguments on both sides of '--'; see 'exitbench %s --help'",
				 command->name);
	return o->help ? 0 : check_arguments(command, o, err);
}
