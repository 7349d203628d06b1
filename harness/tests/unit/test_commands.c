// SPDX-License-Identifier: GPL-2.0-only
/* Tests the rows of commands and options, the parsing of command lines, and their completion. */
#include "check.h"

#include <stdio.h>

#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/dispatch.h"
#include "cli/parse.h"
#include "counters/access.h"
#include "render/table.h"

/* A table of commands that the parser has never heard of. */
static struct options seen;

static int run_toy(const struct options *options, struct error *err)
{
	(void)err;
	seen = *options;
	return 0;
}

static const char *const sides[] = { "left", "right", NULL };

static const struct command toy = {
	.name = "toy",
	.aliases = { "--toy" },
	.arguments = "SIDE",
	.summary = "For a test",
	.min_args = 1,
	.max_args = 1,
	.options = { OPTION_REPEAT, OPTION_FORMAT, OPTION_WIDE },
	.defaults = { { OPTION_REPEAT, "2..4" } },
	.more_formats = { "odd" },
	.offers = { OFFER_CHOICES },
	.choices = sides,
	.run = run_toy,
};
static const struct command toy_runner = {
	.name = "runner",
	.arguments = "COMMAND",
	.summary = "For a test",
	.max_args = 9,
	.runs_words = true,
	.options = { OPTION_WIDE },
	.run = run_toy,
};
static const struct command *const toys[] = { &toy, &toy_runner, NULL };

/* Splits a text at its blanks, and runs it as a command line. */
static int run_line(const char *text, struct error *err)
{
	static char words[200];
	char *argv[20] = { "exitbench" };
	int argc = 1;

	*err = (struct error)ERROR_INIT;
	snprintf(words, sizeof(words), "%s", text);
	for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	return dispatch(toys, argc, argv, err);
}

static void test_dispatch(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(run_line("toy left", &err), 0);
	assert_int_equal(seen.repeat, 2);
	assert_int_equal(seen.max_repeat, 4);
	assert_string_equal(seen.format, "table");
	assert_false(seen.given[OPTION_REPEAT]);
	assert_false(seen.wide);
	assert_int_equal(run_line("--toy left -r 7 --wide", &err), 0);
	assert_int_equal(seen.repeat, 7);
	assert_int_equal(seen.max_repeat, 7);
	assert_true(seen.given[OPTION_REPEAT]);
	assert_true(seen.wide);
	/* What follows the first argument is a command line of its own. */
	assert_int_equal(run_line("runner ls --wide", &err), 0);
	assert_false(seen.wide);
	assert_int_equal(seen.n_args, 2);
}

static void test_mistyped(void **state)
{
	static const struct {
		const char *line, *text;
	} lines[] = {
		{ "tyo", "unknown command 'tyo'; did you mean 'toy'?" },
		{ "zzzzzz", "unknown command 'zzzzzz'; 'exitbench help' lists the commands" },
		{ "toy --fromat csv x", "unknown option '--fromat'; did you mean '--format'?" },
		{ "toy --wiide=1 x", "unknown option '--wiide=1'; did you mean '--wide'?" },
		{ "toy --counters x", "unknown option '--counters'; see 'exitbench toy --help'" },
		{ "toy -x", "unknown option '-x'; see 'exitbench toy --help'" },
		{ "toy", "too few arguments; usage: exitbench toy [OPTION...] SIDE" },
		{ "toy a b", "unexpected argument 'b'; usage: exitbench toy [OPTION...] SIDE" },
	};
	struct error err;

	(void)state;
	for (size_t i = 0; i < N(lines); i++) {
		assert_int_equal(run_line(lines[i].line, &err), -1);
		assert_error(&err, EXIT_TROUBLE, lines[i].text);
	}
}

/* What completion prints for words with blanks between. */
static void assert_completed(const char *const *words, size_t n, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	complete(toys, words, n, out);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

#define assert_completes(expected, ...)                              \
	do {                                                         \
		static const char *const words_[] = { __VA_ARGS__ }; \
		assert_completed(words_, N(words_), expected);       \
	} while (0)

static void test_completion(void **state)
{
	(void)state;
	assert_completes("nothing\ntoy\tFor a test\nrunner\tFor a test\n", "");
	assert_completes("nothing\nrunner\tFor a test\n", "r");
	assert_completes("nothing\n", "unknown", "");
	assert_completes("nothing\nleft\nright\n", "toy", "");
	assert_completes("nothing\nright\n", "toy", "--wide", "-r3", "--repeat=3", "-r", "left",
			 "r");
	assert_completes("nothing\n", "toy", "left", "");
	assert_completes("nothing\n--wide\tshow every column, however wide the table is\n", "toy",
			 "left", "--w");
	assert_completes("nothing\nmarkdown\n", "toy", "--format", "m");
	assert_completes("nothing\nodd\n", "toy", "-f", "o");
	assert_completes("nothing\n--format=csv\n", "toy", "--format=c");
	assert_completes("nothing\n", "toy", "--wide=");
	assert_completes("nothing\n", "toy", "--no=");
	/* Behind the end of the options, and in another program's command line, nothing is one. */
	assert_completes("nothing\n", "toy", "--", "--w");
	assert_completes("nothing\n", "runner", "ls", "--w");
}

static void test_rows(void **state)
{
	(void)state;
	for (enum option_id id = OPTION_END + 1; id < OPTION_N; id++) {
		const struct option_row *row = option_row(id);
		struct options options = { 0 };
		struct error err = ERROR_INIT;

		assert_non_null(row->name);
		assert_non_null(row->summary);
		assert_non_null(row->set);
		assert_int_equal(!row->choices, row->offer != OFFER_CHOICES);
		/* A flag has no value to be anything without, or to choose. */
		assert_true(row->argument || (!row->initial && row->offer == OFFER_NOTHING));
		if (row->initial && option_set(id, &options, row->initial, &err))
			fail_msg("%s: %s", row->name, err.text);
		for (enum option_id other = OPTION_END + 1; other < id; other++) {
			assert_string_not_equal(option_row(other)->name, row->name);
			assert_true(!row->letter || option_row(other)->letter != row->letter);
		}
		options_free(&options);
	}
}

static void test_formats(void **state)
{
	enum table_format format;
	size_t n = 0;

	(void)state;
	for (const char *const *name = option_row(OPTION_FORMAT)->choices; *name; name++, n++)
		assert_true(table_format_from_name(*name, &format));
	assert_int_equal(n, FORMAT_N);
}

/* Completion offers each source of counters, up to where a file is to follow. */
static void test_sources(void **state)
{
	const char *const *offered = option_row(OPTION_COUNTERS)->choices;
	size_t n = 0;

	(void)state;
	for (; access_name(n); n++) {
		assert_non_null(offered[n]);
		assert_memory_equal(offered[n], access_name(n), strcspn(access_name(n), ":"));
		assert_int_equal(strlen(offered[n]), strcspn(access_name(n), "F"));
	}
	assert_null(offered[n]);
}

static void check_command(const struct command *command)
{
	struct error err = ERROR_INIT;
	struct options options;
	bool choices = command->offers[0] == OFFER_CHOICES || command->offers[1] == OFFER_CHOICES;

	assert_non_null(command->arguments);
	assert_non_null(command->summary);
	assert_non_null(command->run);
	assert_true(command->min_args <= command->max_args);
	assert_int_equal(!command->max_args, !*command->arguments);
	assert_int_equal(!command->choices, !choices);
	for (const char *const *c = command->choices; c && *c; c++)
		assert_non_null(strstr(command->arguments, *c));
	for (const struct option_default *d = command->defaults; d->id != OPTION_END; d++) {
		assert_true(command_takes(command, d->id));
		options = (struct options){ 0 };
		if (option_set(d->id, &options, d->value, &err))
			fail_msg("%s --%s: %s", command->name, option_row(d->id)->name, err.text);
		options_free(&options);
	}
	assert_true(!command->more_formats[0] || command_takes(command, OPTION_FORMAT));
}

static void test_commands(void **state)
{
	(void)state;
	for (const struct command *const *c = commands; *c; c++) {
		check_command(*c);
		assert_ptr_equal(command_find(commands, (*c)->name), *c);
		for (const char *const *alias = (*c)->aliases; *alias; alias++)
			assert_ptr_equal(command_find(commands, *alias), *c);
	}
	assert_null(command_find(commands, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dispatch),   cmocka_unit_test(test_mistyped),
		cmocka_unit_test(test_completion), cmocka_unit_test(test_rows),
		cmocka_unit_test(test_formats),    cmocka_unit_test(test_sources),
		cmocka_unit_test(test_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
