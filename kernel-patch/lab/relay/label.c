// SPDX-License-Identifier: GPL-2.0-only
#include "label.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Where ext4 keeps its label: struct ext4_super_block, s_volume_name */
#define SUPERBLOCK 1024
#define LABEL_AT (SUPERBLOCK + 0x78)
#define LABEL_SIZE 16

static int has_label(const char *path, const char *label)
{
	char got[LABEL_SIZE + 1] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	if (pread(fd, got, LABEL_SIZE, LABEL_AT) != LABEL_SIZE)
		got[0] = '\0';
	close(fd);
	return !strcmp(got, label);
}

int label_find(const char *label, char *path, size_t room)
{
	DIR *dir = opendir("/sys/class/block");
	struct dirent *entry;
	int found = 0;

	while (dir && !found && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "sd", 2) && strncmp(entry->d_name, "nvme", 4))
			continue;
		snprintf(path, room, "/dev/%s", entry->d_name);
		found = has_label(path, label);
	}
	if (dir)
		closedir(dir);
	return found;
}
