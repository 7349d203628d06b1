// SPDX-License-Identifier: GPL-2.0-only
#include "measure/environment.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "measure/machine.h"
#include "workload/tools.h"

#define FACT_MAX 65536
#define CLOCKSOURCE "/sys/devices/system/clocksource/clocksource0"

/* The first line of a small file, without blanks at its end, or NULL. */
static char *read_line(const char *path)
{
	struct error err = ERROR_INIT;
	char *text;

	if (file_read(path, FACT_MAX, &text, NULL, &err))
		return NULL;
	text[strcspn(text, "\n")] = '\0';
	for (size_t n = strlen(text); n && text[n - 1] == ' '; n--)
		text[n - 1] = '\0';
	return text;
}

static void add_file(struct result *result, const char *key, const char *path)
{
	_cleanup_free_ char *line = read_line(path);

	if (line && *line)
		result_add_fact(result, key, line);
}

/* Adds the first lines of several files as one fact, separated by spaces. */
static void add_files(struct result *result, const char *key, const char *const *paths)
{
	_cleanup_free_ char *text = xstrdup("");

	for (; *paths; paths++) {
		_cleanup_free_ char *line = read_line(*paths);
		char *longer;

		if (!line || !*line)
			continue;
		longer = xasprintf("%s%s%s", text, *text ? " " : "", line);
		free(text);
		text = longer;
	}
	if (*text)
		result_add_fact(result, key, text);
}

/* Adds a fact if it is known. */
static void add_known(struct result *result, const char *key, const char *value)
{
	if (value && *value)
		result_add_fact(result, key, value);
}

static void add_hypervisor(struct result *result, const struct cpu_identity *id)
{
	const struct hypervisor *hypervisor = &id->hypervisor;
	_cleanup_free_ char *leaves = xasprintf("0x%08x", hypervisor->highest);
	_cleanup_free_ char *features =
		xasprintf("eax 0x%08x, edx 0x%08x", hypervisor->features, hypervisor->hints);
	_cleanup_free_ char *names = hypervisor_feature_names(hypervisor);

	result_add_fact(result, "hypervisor",
			*hypervisor->signature ? hypervisor->signature :
			id->guest              ? "unnamed" :
						 "none");
	if (*hypervisor->signature)
		result_add_fact(result, "hypervisor.highest-leaf", leaves);
	if (*hypervisor->beside)
		result_add_fact(result, "hypervisor.beside", hypervisor->beside);
	if (!hypervisor->has_kvm)
		return;
	result_add_fact(result, "hypervisor.features", features);
	result_add_fact(result, "hypervisor.kvm-features", names);
}

void environment_add_cpu(struct result *result, const struct cpu_identity *id)
{
	_cleanup_free_ char *model =
		xasprintf("family %d, model %d, stepping %d", id->family, id->model, id->stepping);

	result_add_fact(result, "cpu", *id->brand ? id->brand : id->vendor);
	result_add_fact(result, "cpu.vendor", id->vendor);
	result_add_fact(result, "cpu.model", model);
	add_hypervisor(result, id);
}

/* Adds the name that the VMM, or the maker of the machine, gave it. */
static void add_machine(struct result *result)
{
	static const char *const names[] = {
		"/sys/class/dmi/id/sys_vendor",
		"/sys/class/dmi/id/product_name",
		"/sys/class/dmi/id/product_version",
		NULL,
	};

	add_files(result, "machine", names);
}

static void add_processors(struct result *result)
{
	_cleanup_free_ char *cpus = xasprintf("%d", get_nprocs());
	_cleanup_free_ char *topology = machine_topology("");

	result_add_fact(result, "vcpus", cpus);
	add_file(result, "vcpus.online", "/sys/devices/system/cpu/online");
	add_file(result, "vcpus.possible", "/sys/devices/system/cpu/possible");
	add_known(result, "vcpus.topology", topology);
}

static void add_system(struct result *result)
{
	_cleanup_free_ char *limits = NULL;
	struct utsname uts;
	struct sysinfo info;

	if (!uname(&uts)) {
		_cleanup_free_ char *kernel =
			xasprintf("%s %s %s", uts.sysname, uts.release, uts.version);

		result_add_fact(result, "kernel", kernel);
	}
	add_file(result, "kernel.command-line", "/proc/cmdline");
	add_processors(result);
	if (!sysinfo(&info)) {
		_cleanup_free_ char *memory = xasprintf(
			"%llu MiB", (unsigned long long)info.totalram * info.mem_unit >> 20);

		result_add_fact(result, "memory", memory);
	}
	limits = process_limits();
	add_known(result, "limits", limits);
	add_file(result, "clocksource", CLOCKSOURCE "/current_clocksource");
	add_file(result, "clocksource.available", CLOCKSOURCE "/available_clocksource");
	add_file(result, "thp", "/sys/kernel/mm/transparent_hugepage/enabled");
}

/* Adds the disk that the disk workloads use, if their folder exists. */
static void add_disk(struct result *result)
{
	_cleanup_free_ char *disk = NULL, *drivers = NULL, *files = NULL;
	struct stat st;

	if (stat(workload_disk_folder(), &st))
		return;
	disk = machine_disk("", st.st_dev);
	drivers = machine_disk_drivers("", st.st_dev);
	files = machine_file_system("", st.st_dev);
	result_add_fact(result, "disk", disk ? disk : "none");
	add_known(result, "disk.drivers", drivers);
	add_known(result, "disk.file-system", files);
}

/* Adds the mitigations. Those that do not concern this processor are listed in one fact. */
static void add_mitigations(struct result *result)
{
	_cleanup_free_ char *others = xstrdup("");
	glob_t found;

	if (glob("/sys/devices/system/cpu/vulnerabilities/*", 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *name = strrchr(found.gl_pathv[i], '/') + 1;
		_cleanup_free_ char *key = xasprintf("mitigation.%s", name);
		_cleanup_free_ char *line = read_line(found.gl_pathv[i]);

		if (line && !strcmp(line, "Not affected")) {
			char *longer = xasprintf("%s%s%s", others, *others ? ", " : "", name);

			free(others);
			others = longer;
		} else {
			add_known(result, key, line);
		}
	}
	globfree(&found);
	add_known(result, "mitigations.not-affected", others);
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
	environment_add_cpu(result, id);
	add_machine(result);
	add_system(result);
	add_disk(result);
	add_mitigations(result);
	add_tools(result);
}
