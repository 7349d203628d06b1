// SPDX-License-Identifier: GPL-2.0-only
#include "cli/complete.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "cli/parse.h"
#include "model/result.h"
#include "render/table.h"
#include "store/listing.h"
#include "store/store.h"
#include "workload/catalog.h"
#include "workload/tools.h"

/* The command line so far, and the word that is to be completed. */
struct line {
	const struct command *command;
	struct options options;
	const char **args;
	size_t n_args;
	enum option_id waits; /* an option whose value comes next; OPTION_END: none */
	bool args_only;       /* all further words are arguments */
	bool argument;        /* an argument is to be completed, not an option or its value */
	const char *lead;     /* the unchanged part of the last word: "--format=" in "--format=c" */
	const char *word;     /* what every offered word must begin with */
	FILE *out;
};

/* Whether a name would be taken for an option if it stood here as it is. */
static bool looks_like_option(const struct line *line, const char *name)
{
	return *name == '-' && line->argument && !line->args_only;
}

static void offer(const struct line *line, const char *name, const char *description)
{
	_cleanup_free_ char *visible = utf8_visible(name);
	_cleanup_free_ char *words = description ? utf8_visible(description) : NULL;

	if (!*name || strcmp(name, visible) != 0 || looks_like_option(line, name) ||
	    strncmp(name, line->word, strlen(line->word)))
		return;
	fprintf(line->out, "%s%s%s%s\n", line->lead ? line->lead : "", name, words ? "\t" : "",
		words ? words : "");
}

static void offer_commands(const struct line *line, const struct command *const *commands)
{
	for (; *commands; commands++)
		offer(line, (*commands)->name, (*commands)->summary);
}

static void offer_option(const struct line *line, enum option_id id)
{
	_cleanup_free_ char *name = xasprintf("--%s", option_row(id)->name);

	offer(line, name, option_row(id)->summary);
}

static void offer_options(const struct line *line)
{
	for (const enum option_id *id = line->command->options; *id != OPTION_END; id++)
		offer_option(line, *id);
	offer_option(line, OPTION_HELP);
}

/* Whether a file of that path is to be offered. */
typedef bool (*file_filter)(const char *path);

/* Offers folders, and files if the filter takes them, below the folder that the word names. */
static void offer_files(const struct line *line, file_filter filter)
{
	const char *slash = strrchr(line->word, '/');
	_cleanup_free_ char *folder =
		slash ? xstrndup(line->word, (size_t)(slash + 1 - line->word)) : xstrdup("");
	struct dirent **entries;
	int n = scandir(*folder ? folder : ".", &entries, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *path = xasprintf("%s%s", folder, entries[i]->d_name);
		_cleanup_free_ char *below = xasprintf("%s/", path);
		struct stat st;

		if (entries[i]->d_name[0] != '.' && !stat(path, &st)) {
			if (S_ISDIR(st.st_mode))
				offer(line, below, NULL);
			else if (filter(path))
				offer(line, path, NULL);
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

static bool is_any_file(const char *path)
{
	(void)path;
	return true;
}

static bool is_job_file(const char *path)
{
	return tool_for_file(path) != NULL;
}

/* Offers the files that may follow a choice such as "replay:", if that is what is typed already. */
static void offer_files_behind(const struct line *line, const char *choice)
{
	size_t n = strlen(choice);
	_cleanup_free_ char *lead = xasprintf("%s%s", line->lead ? line->lead : "", choice);
	struct line behind = *line;

	if (!n || choice[n - 1] != ':' || strncmp(line->word, choice, n) != 0)
		return;
	behind.lead = lead;
	behind.word += n;
	offer_files(&behind, is_any_file);
}

static void offer_choices(const struct line *line, const char *const *choices)
{
	for (; choices && *choices; choices++) {
		/* A choice that waits for something behind it says no more once it is typed. */
		if (strcmp(*choices, line->word) != 0 || !strchr(*choices, ':'))
			offer(line, *choices, NULL);
		offer_files_behind(line, *choices);
	}
}

static void offer_results(const struct line *line)
{
	struct error err = ERROR_INIT;
	struct result_list list;

	offer(line, "latest", "the result that was measured last");
	if (listing_names(line->options.results, &list, &err))
		return;
	for (size_t i = 0; i < list.n; i++) {
		const char *name = list.results[i].name;
		_cleanup_free_ char *path = xasprintf("%s/%s", line->options.results, name);

		offer(line, looks_like_option(line, name) ? path : name, NULL);
	}
	result_list_free(&list);
}

static void offer_measured(const struct line *line)
{
	struct error err = ERROR_INIT;
	struct result result;

	if (!line->n_args || store_load(line->options.results, line->args[0], &result, &err))
		return;
	for (size_t i = 0; i < result.n_runs; i++)
		offer(line, result.runs[i].name, result.runs[i].title);
	result_free(&result);
}

static void offer_workloads(const struct line *line)
{
	struct error err = ERROR_INIT;
	struct catalog catalog;

	if (catalog_read(&catalog, line->options.workloads, &err))
		return;
	for (size_t i = 0; i < catalog.n_suites; i++)
		offer(line, catalog.suites[i].name, catalog.suites[i].title);
	for (size_t i = 0; i < catalog.n_workloads; i++)
		offer(line, catalog.workloads[i].name, catalog.workloads[i].title);
	catalog_free(&catalog);
}

/* Completes the last of several names that are separated by commas. */
static void offer_columns(const struct line *line)
{
	const char *comma = strrchr(line->word, ',');
	size_t before = comma ? (size_t)(comma + 1 - line->word) : 0;
	_cleanup_free_ char *keys = NULL;
	struct table *table;
	char *rest, *key;

	if (!line->command->empty_table)
		return;
	table = line->command->empty_table(&line->options);
	keys = table_keys(table);
	table_free(table);
	for (key = strtok_r(keys, ", ", &rest); key; key = strtok_r(NULL, ", ", &rest)) {
		_cleanup_free_ char *names = xasprintf("%.*s%s", (int)before, line->word, key);

		offer(line, names, NULL);
	}
}

static const char *besides(enum offer kind, const char *word)
{
	switch (kind) {
	case OFFER_FILES:
		return "files";
	case OFFER_FOLDERS:
		return "folders";
	case OFFER_PROGRAMS:
		return "programs";
	case OFFER_RESULTS:
		/* A result may be named by its path, too. */
		return strchr(word, '/') ? "files" : "nothing";
	default:
		return "nothing";
	}
}

static void offer_kind(const struct line *line, enum offer kind, const char *const *choices)
{
	fprintf(line->out, "%s\n", besides(kind, line->word));
	switch (kind) {
	case OFFER_CHOICES:
		offer_choices(line, choices);
		break;
	case OFFER_COMMANDS:
		offer_commands(line, line->options.commands);
		break;
	case OFFER_JOB_FILES:
		offer_files(line, is_job_file);
		break;
	case OFFER_RESULTS:
		offer_results(line);
		break;
	case OFFER_MEASURED:
		offer_measured(line);
		break;
	case OFFER_WORKLOADS:
		offer_workloads(line);
		/* After --jobs an argument may be one more job file. */
		if (line->options.jobs.n)
			offer_files(line, is_job_file);
		break;
	case OFFER_COLUMNS:
		offer_columns(line);
		break;
	case OFFER_NOTHING:
	case OFFER_FILES:
	case OFFER_FOLDERS:
	case OFFER_PROGRAMS:
		break;
	}
}

static void offer_value(const struct line *line, enum option_id id)
{
	const struct option_row *row = option_row(id);

	offer_kind(line, row->offer, row->choices);
	for (const char *const *more = line->command->more_formats; id == OPTION_FORMAT && *more;
	     more++)
		offer(line, *more, NULL);
}

static enum option_id find_long(const struct command *command, const char *name, size_t length)
{
	for (enum option_id id = OPTION_END + 1; id < OPTION_N; id++)
		if (command_takes(command, id) && strlen(option_row(id)->name) == length &&
		    !strncmp(option_row(id)->name, name, length))
			return id;
	return OPTION_END;
}

static enum option_id find_letter(const struct command *command, char letter)
{
	for (enum option_id id = OPTION_END + 1; id < OPTION_N; id++)
		if (command_takes(command, id) && option_row(id)->letter == letter)
			return id;
	return OPTION_END;
}

/* Sets an option. A wrong value is ignored, because the command will report it. */
static void set(struct line *line, enum option_id id, const char *value)
{
	struct error err = ERROR_INIT;

	option_set(id, &line->options, value, &err);
}

/* Reads "--name", "--name=value", "-x" or "-xvalue"; only the first of several letters. */
static void take_option(struct line *line, const char *word)
{
	bool is_long = word[1] == '-';
	const char *equals = is_long ? strchrnul(word, '=') : word + 2;
	enum option_id id =
		is_long ? find_long(line->command, word + 2, (size_t)(equals - word - 2)) :
			  find_letter(line->command, word[1]);

	if (id == OPTION_END)
		return;
	if (!option_row(id)->argument)
		set(line, id, NULL);
	else if (*equals)
		set(line, id, equals + is_long);
	else
		line->waits = id;
}

static void take_word(struct line *line, const char *word)
{
	if (line->waits != OPTION_END) {
		set(line, line->waits, word);
		line->waits = OPTION_END;
	} else if (!line->args_only && !strcmp(word, "--")) {
		line->args_only = true;
	} else if (!line->args_only && word[0] == '-' && word[1]) {
		take_option(line, word);
	} else {
		line->args[line->n_args++] = word;
		line->args_only |= line->command->runs_words;
	}
}

static void complete_argument(struct line *line)
{
	const struct command *command = line->command;
	enum offer kind = command->offers[line->n_args > 0];

	line->argument = true;
	offer_kind(line, line->n_args < command->max_args ? kind : OFFER_NOTHING, command->choices);
}

static void complete_last(struct line *line, const char *word)
{
	const char *equals = strchr(word, '=');

	line->word = word;
	if (line->waits != OPTION_END) {
		offer_value(line, line->waits);
	} else if (line->args_only || *word != '-') {
		complete_argument(line);
	} else if (!strncmp(word, "--", 2) && equals) {
		enum option_id id = find_long(line->command, word + 2, (size_t)(equals - word - 2));
		_cleanup_free_ char *lead = xstrndup(word, (size_t)(equals + 1 - word));

		line->lead = lead;
		line->word = equals + 1;
		if (id != OPTION_END && option_row(id)->argument)
			offer_value(line, id);
		else
			fputs("nothing\n", line->out);
		line->lead = NULL;
	} else {
		fputs("nothing\n", line->out);
		offer_options(line);
	}
}

void complete(const struct command *const *commands, const char *const *words, size_t n_words,
	      FILE *out)
{
	struct line line = { .out = out, .word = n_words ? words[n_words - 1] : "" };

	if (n_words < 2) {
		fputs("nothing\n", out);
		offer_commands(&line, commands);
		return;
	}
	line.command = command_find(commands, words[0]);
	if (!line.command) {
		fputs("nothing\n", out);
		return;
	}
	options_init(line.command, &line.options);
	line.options.commands = commands;
	line.args = xcalloc(n_words, sizeof(*line.args));
	for (size_t i = 1; i + 1 < n_words; i++)
		take_word(&line, words[i]);
	line.options.args = line.args;
	line.options.n_args = line.n_args;
	complete_last(&line, words[n_words - 1]);
	free(line.args);
	options_free(&line.options);
}
