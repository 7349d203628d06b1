// SPDX-License-Identifier: GPL-2.0-only
/* Checks whether this machine has what a workload needs. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/affinity.h"
#include "base/cleanup.h"
#include "base/file.h"
#include "workload/tool.h"
#include "workload/workload.h"

const char *workload_disk_folder(void)
{
	static char place[PATH_MAX];
	const char *folder = getenv("EXITBENCH_DISK");
	_cleanup_free_ char *here = NULL;

	if (!folder || !*folder)
		return WORKLOAD_DISK_FOLDER;
	/* The tools run in a separate folder, where a relative path would mean something else. */
	here = *folder == '/' ? NULL : getcwd(NULL, 0);
	snprintf(place, sizeof(place), "%s%s%s", here ? here : "", here ? "/" : "", folder);
	return place;
}

static bool is_writable_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode) && access(path, W_OK | X_OK) == 0;
}

bool workload_can_run(const struct workload *workload, char *why, size_t size)
{
	_cleanup_free_ char *program = file_find_program(workload->tool->name);
	unsigned int cpus = affinity_cpus();

	if (!program)
		snprintf(why, size, "needs the program '%s'; apt-get install %s",
			 workload->tool->name, workload->tool->name);
	else if (cpus && cpus < workload->need_cpus)
		snprintf(why, size, "needs %u vCPUs, and this process may use %u",
			 workload->need_cpus, cpus);
	else if (workload->need_root && geteuid() != 0)
		snprintf(why, size, "needs root");
	else if (workload->need_disk && !is_writable_folder(workload_disk_folder()))
		snprintf(
			why, size,
			"needs a writable folder on a disk, and '%s' is not one; set EXITBENCH_DISK",
			workload_disk_folder());
	else if (workload->need_folder && !is_writable_folder(workload->need_folder))
		snprintf(why, size,
			 "needs a writable folder on a disk at '%s'; mount one there (the lab "
			 "does by --disks)",
			 workload->need_folder);
	else
		return true;
	return false;
}
