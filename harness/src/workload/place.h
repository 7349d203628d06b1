/* SPDX-License-Identifier: GPL-2.0-only */
/* Places that a job works in: whether what is written there goes to a disk. */
#ifndef EXITBENCH_WORKLOAD_PLACE_H
#define EXITBENCH_WORKLOAD_PLACE_H

/*
 * What kind of memory keeps a file, folder or device, in words that end a sentence ("tmpfs",
 * "a device in memory"); NULL: none that is known. A path that does not exist is judged by the
 * folder that it would be in. A relative path begins at folder.
 */
const char *place_in_memory(const char *path, const char *folder);

#endif
