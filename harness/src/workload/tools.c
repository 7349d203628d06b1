// SPDX-License-Identifier: GPL-2.0-only
#include "workload/tools.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "workload/ask.h"

static const struct tool *const tools[] = {
	&tool_stressng,
	&tool_fio,
	NULL,
};

const struct tool *const *tool_list(void)
{
	return tools;
}

/* "FILE.job" may belong to either tool: only files of fio have sections in brackets. */
static const struct tool *tool_for_content(const char *path)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	char line[256];
	struct stat st;

	if (!file || fstat(fileno(file), &st) || !S_ISREG(st.st_mode))
		return &tool_stressng;
	while (fgets(line, sizeof(line), file))
		if (line[strspn(line, " \t")] == '[')
			return &tool_fio;
	return &tool_stressng;
}

const struct tool *tool_for_file(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && tools[i]; i++)
		if (!strcmp(dot, tools[i]->suffix))
			return tools[i];
	return dot && !strcmp(dot, ".job") ? tool_for_content(path) : NULL;
}

char *tool_version(const struct tool *tool)
{
	const char *const argv[] = { tool->name, "--version", NULL };
	_cleanup_free_ char *text = NULL;
	struct error err = ERROR_INIT;

	if (tool_ask(argv, NULL, &text, &err) || !*text)
		return NULL;
	return xstrndup(text, strcspn(text, "\n"));
}
