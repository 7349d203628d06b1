// SPDX-License-Identifier: GPL-2.0-only
/*
 * The metrics are a section of the report, and only this section is read. The others say
 * nothing that we need, and stress-ng 0.18 and 0.19 write one of them ("build-info") in a way
 * that is no YAML: a parser that is given the whole file would lose a good measurement.
 */
#include "workload/report_stressng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

/* Every stressor with a thousand instances; one of 16 MiB or more was cut when it was kept. */
#define LARGEST_REPORT ((16 << 20) - 1)

/* The deepest level of a normal report is 6: the metrics of one instance of a stressor. */
#define DEEPEST 16

/* The section in the text of a report. */
struct section {
	const char *begin, *end;
	unsigned int line; /* its first one, counted from 1 */
	bool closed;       /* the end mark of the report follows somewhere behind it */
};

struct report_reader {
	yaml_parser_t parser;
	yaml_event_t event;
	bool has_event;
	const char *path;
	const struct section *section;
	struct tool_report *report;
	struct error *err;
};

static const char *metric_unit(const char *name)
{
	static const struct {
		const char *name, *unit;
	} units[] = {
		{ "bogo-ops-per-second-usr-sys-time", "1/s" },
		{ "bogo-ops-per-second-real-time", "1/s" },
		{ "wall-clock-time", "s" },
		{ "user-time", "s" },
		{ "system-time", "s" },
		{ "cpu-usage-per-instance", "%" },
		{ "max-rss", "KiB" },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(name, units[i].name))
			return units[i].unit;
	return "";
}

static bool starts_section(const char *line)
{
	return !strncmp(line, "metrics:", 8) && strchr(" \t\r\n", line[8]);
}

/* Lines of a section begin with a blank, are empty, are comments, or are items of its list. */
static bool is_inside(const char *line)
{
	return strchr(" \t\r\n#", *line) || (line[0] == '-' && line[1] != '-');
}

/* Returns false if there is no such section. */
static bool find_section(const char *text, struct section *section)
{
	unsigned int number = 0;

	*section = (struct section){ 0 };
	for (const char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		next = next ? next + 1 : NULL;
		number++;
		if (!section->begin && starts_section(line)) {
			section->begin = line;
			section->line = number;
		} else if (section->begin && !section->end && !is_inside(line)) {
			section->end = line;
		}
		section->closed |= !strncmp(line, "...", 3);
	}
	if (section->begin && !section->end)
		section->end = text + strlen(text);
	return section->begin;
}

static int damaged(struct report_reader *reader, const char *what, const yaml_mark_t *at)
{
	return error_set(reader->err, "not YAML: '%s', line %zu: %s", reader->path,
			 reader->section->line + at->line, what);
}

static int without_ops(struct report_reader *reader)
{
	return error_set(reader->err, "a stressor without bogo-ops in '%s'", reader->path);
}

static int without_metrics(const char *path, struct error *err)
{
	return error_set(err, "no metrics in '%s'; stress-ng ran no stressor", path);
}

static int next_event(struct report_reader *reader)
{
	if (reader->has_event)
		yaml_event_delete(&reader->event);
	reader->has_event = yaml_parser_parse(&reader->parser, &reader->event);
	if (reader->has_event)
		return 0;
	return damaged(reader,
		       reader->parser.problem ? reader->parser.problem : "it cannot be read",
		       &reader->parser.problem_mark);
}

static bool is_scalar(const struct report_reader *reader)
{
	return reader->event.type == YAML_SCALAR_EVENT;
}

static const char *scalar(const struct report_reader *reader)
{
	return (const char *)reader->event.data.scalar.value;
}

/*
 * Passes over the value that the event begins. Newer versions tell the metrics of each instance
 * in a list inside of a stressor's.
 */
static int skip_value(struct report_reader *reader)
{
	unsigned int depth = 0;

	for (;;) {
		switch (reader->event.type) {
		case YAML_SEQUENCE_START_EVENT:
		case YAML_MAPPING_START_EVENT:
			if (++depth > DEEPEST)
				return damaged(reader, "it nests too deeply",
					       &reader->event.start_mark);
			break;
		case YAML_SEQUENCE_END_EVENT:
		case YAML_MAPPING_END_EVENT:
			depth--;
			break;
		default:
			break;
		}
		if (!depth)
			return 0;
		if (next_event(reader))
			return -1;
	}
}

static bool number_of(const char *text, double *number)
{
	char *end;

	if (!*text)
		return false;
	*number = strtod(text, &end);
	return *end == '\0';
}

/* What a stressor's mapping has said so far. */
struct stressor {
	char *name;
	bool has_ops;
};

static int read_pair(struct report_reader *reader, const char *key, struct stressor *stressor)
{
	_cleanup_free_ char *full = NULL;
	double value;

	if (!is_scalar(reader))
		return skip_value(reader);
	if (!strcmp(key, "stressor")) {
		free(stressor->name);
		stressor->name = xstrdup(scalar(reader));
		return 0;
	}
	if (!number_of(scalar(reader), &value))
		return 0;
	if (!stressor->name)
		return without_ops(reader);
	if (!strcmp(key, "bogo-ops") && isfinite(value) && value >= 0) {
		reader->report->ops += value;
		stressor->has_ops = true;
	}
	full = xasprintf("%s.%s", stressor->name, key);
	tool_report_add(reader->report, full, metric_unit(key), value);
	return 0;
}

/* One stressor, of which the event is the beginning of a mapping. */
static int read_pairs(struct report_reader *reader, struct stressor *stressor)
{
	for (;;) {
		_cleanup_free_ char *key = NULL;

		if (next_event(reader))
			return -1;
		if (reader->event.type == YAML_MAPPING_END_EVENT)
			return 0;
		if (is_scalar(reader))
			key = xstrdup(scalar(reader));
		else if (skip_value(reader))
			return -1;
		if (next_event(reader) || read_pair(reader, key ? key : "", stressor))
			return -1;
	}
}

static int read_stressor(struct report_reader *reader)
{
	struct stressor stressor = { 0 };
	int failed;

	if (reader->event.type != YAML_MAPPING_START_EVENT)
		return without_ops(reader);
	failed = read_pairs(reader, &stressor);
	if (!failed && !stressor.has_ops)
		failed = without_ops(reader);
	free(stressor.name);
	return failed;
}

static int read_section(struct report_reader *reader)
{
	static const yaml_event_type_t begin[] = {
		YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT, YAML_MAPPING_START_EVENT,
		YAML_SCALAR_EVENT,       YAML_SEQUENCE_START_EVENT,
	};
	bool any = false;

	for (size_t i = 0; i < sizeof(begin) / sizeof(begin[0]); i++) {
		if (next_event(reader))
			return -1;
		if (reader->event.type != begin[i])
			return without_metrics(reader->path, reader->err);
	}
	for (;;) {
		if (next_event(reader))
			return -1;
		if (reader->event.type == YAML_SEQUENCE_END_EVENT)
			break;
		if (read_stressor(reader))
			return -1;
		any = true;
	}
	if (!any)
		return without_metrics(reader->path, reader->err);
	while (reader->event.type != YAML_STREAM_END_EVENT)
		if (next_event(reader))
			return -1;
	return 0;
}

static int parse_section(struct report_reader *reader)
{
	const struct section *section = reader->section;
	int failed;

	if (!yaml_parser_initialize(&reader->parser))
		return error_set(reader->err, "cannot start the YAML parser; is memory short?");
	yaml_parser_set_input_string(&reader->parser, (const unsigned char *)section->begin,
				     (size_t)(section->end - section->begin));
	failed = read_section(reader);
	if (reader->has_event)
		yaml_event_delete(&reader->event);
	yaml_parser_delete(&reader->parser);
	return failed;
}

int report_stressng_parse(const char *path, struct tool_report *report, struct error *err)
{
	struct section section;
	struct report_reader reader = {
		.path = path, .section = &section, .report = report, .err = err
	};
	_cleanup_free_ char *text = NULL;

	*report = (struct tool_report){ 0 };
	if (!file_exists(path))
		return error_set(err, "no report: stress-ng wrote no '%s'; its output says why",
				 path);
	if (file_read(path, LARGEST_REPORT, &text, NULL, err))
		return -1;
	if (!find_section(text, &section))
		return without_metrics(path, err);
	/* A report that was cut at the end of a line only lacks the end mark. */
	if (!section.closed)
		return error_set(err, "truncated report: '%s' has no end mark", path);
	if (!parse_section(&reader) && !tool_report_finish(report, path, err))
		return 0;
	tool_report_free(report);
	return -1;
}
