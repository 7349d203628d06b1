// SPDX-License-Identifier: GPL-2.0-only
#include "measure/environment.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "workload/tool.h"

#define FACT_MAX 65536

/* The first line of a small file, or NULL. */
static char *read_line(const char *path)
{
	struct error err = ERROR_INIT;
	char *text;

	if (file_read(path, FACT_MAX, &text, NULL, &err))
		return NULL;
	text[strcspn(text, "\n")] = '\0';
	return text;
}

static void add_file(struct result *result, const char *key, const char *path)
{
	_cleanup_free_ char *line = read_line(path);

	if (line && *line)
		result_add_fact(result, key, line);
}

static void add_cpu(struct result *result, const struct cpu_identity *id)
{
	_cleanup_free_ char *model =
		xasprintf("family %d, model %d, stepping %d", id->family, id->model, id->stepping);

	result_add_fact(result, "cpu", *id->brand ? id->brand : id->vendor);
	result_add_fact(result, "cpu.vendor", id->vendor);
	result_add_fact(result, "cpu.model", model);
	result_add_fact(result, "hypervisor", *id->hypervisor ? id->hypervisor : "none");
}

static void add_system(struct result *result)
{
	_cleanup_free_ char *cpus = xasprintf("%d", get_nprocs());
	struct utsname uts;
	struct sysinfo info;

	if (!uname(&uts)) {
		_cleanup_free_ char *kernel =
			xasprintf("%s %s %s", uts.sysname, uts.release, uts.version);

		result_add_fact(result, "kernel", kernel);
	}
	add_file(result, "kernel.command-line", "/proc/cmdline");
	result_add_fact(result, "vcpus", cpus);
	if (!sysinfo(&info)) {
		_cleanup_free_ char *memory = xasprintf(
			"%llu MiB", (unsigned long long)info.totalram * info.mem_unit >> 20);

		result_add_fact(result, "memory", memory);
	}
	add_file(result, "clocksource",
		 "/sys/devices/system/clocksource/clocksource0/current_clocksource");
	add_file(result, "thp", "/sys/kernel/mm/transparent_hugepage/enabled");
}

static void add_mitigations(struct result *result)
{
	glob_t found;

	if (glob("/sys/devices/system/cpu/vulnerabilities/*", 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		_cleanup_free_ char *key =
			xasprintf("mitigation.%s", strrchr(found.gl_pathv[i], '/') + 1);
		_cleanup_free_ char *line = read_line(found.gl_pathv[i]);

		if (line && strcmp(line, "Not affected") != 0)
			result_add_fact(result, key, line);
	}
	globfree(&found);
}

static void add_tools(struct result *result)
{
	for (const struct tool *const *tool = tool_list(); *tool; tool++) {
		_cleanup_free_ char *key = xasprintf("tool.%s", (*tool)->name);
		_cleanup_free_ char *version = tool_version(*tool);

		if (version)
			result_add_fact(result, key, version);
	}
	result_add_fact(result, "exitbench", EXITBENCH_VERSION);
}

void environment_collect(struct result *result, const struct cpu_identity *id)
{
	add_cpu(result, id);
	add_system(result);
	add_mitigations(result);
	add_tools(result);
}
