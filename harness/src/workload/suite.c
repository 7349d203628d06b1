// SPDX-License-Identifier: GPL-2.0-only
#include "workload/suite.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "workload/jobtext.h"

static int set_header(struct suite *suite, const struct job_line *line, const char *path,
		      const char *key, const char *value, struct error *err)
{
	if (strcmp(key, "title") != 0)
		return job_line_error(line, path, err, "a suite has a 'title' only",
				      "unknown key '%s'", key);
	if (suite->title)
		return job_line_error(line, path, err, "leave one of the lines out",
				      "second 'title'");
	suite->title = xstrdup(value);
	return 0;
}

static int add_name(struct suite *suite, const struct catalog *catalog, const struct job_line *line,
		    const char *path, struct error *err)
{
	const char *comment = memchr(line->text, '#', line->length);
	size_t n = comment ? (size_t)(comment - line->text) : line->length;
	_cleanup_free_ char *name = NULL;

	while (n && (line->text[n - 1] == ' ' || line->text[n - 1] == '\t'))
		n--;
	if (!n)
		return 0;
	name = xstrndup(line->text, n);
	if (!catalog_find(catalog, name))
		return job_line_error(line, path, err, "'exitbench list' shows their names",
				      "unknown workload '%s'", name);
	for (size_t i = 0; i < suite->n; i++)
		if (!strcmp(suite->workloads[i], name))
			return job_line_error(line, path, err, "leave one of the lines out",
					      "second '%s'", name);
	suite->workloads = xgrow(suite->workloads, suite->n, sizeof(*suite->workloads));
	suite->workloads[suite->n++] = take_ptr(name);
	return 0;
}

static int read_lines(struct suite *suite, const struct catalog *catalog, const char *text,
		      const char *path, struct error *err)
{
	struct job_line line = JOB_LINES(text);

	while (job_next_line(&line)) {
		_cleanup_free_ char *key = NULL;
		_cleanup_free_ char *value = NULL;
		int found = job_line_header(&line, path, &key, &value, err);

		if (found < 0)
			return -1;
		if (found ? set_header(suite, &line, path, key, value, err) :
			    add_name(suite, catalog, &line, path, err))
			return -1;
	}
	if (!suite->title)
		return error_set(err, "no 'title' in '%s'; add '# exitbench: title = ...'", path);
	if (!suite->n)
		return error_set(err, "no workload in '%s'; write one name a line", path);
	return 0;
}

int suite_read(struct suite *suite, const struct catalog *catalog, const char *name,
	       const char *path, struct error *err)
{
	_cleanup_free_ char *text = NULL;

	*suite = (struct suite){ 0 };
	if (job_read_text(path, &text, err))
		return -1;
	suite->name = xstrdup(name);
	if (read_lines(suite, catalog, text, path, err)) {
		suite_free(suite);
		return -1;
	}
	return 0;
}
