/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds out whether data that a job writes to a certain place goes to a disk. */
#ifndef EXITBENCH_WORKLOAD_PLACE_H
#define EXITBENCH_WORKLOAD_PLACE_H

/*
 * If a file, folder or device is kept in memory, returns what kind of memory that is, in words that
 * end a sentence ("tmpfs", "a device in memory"); NULL if it is not known to be. A path that does
 * not exist is judged by the folder that it would be in. A relative path begins at folder.
 */
const char *place_in_memory(const char *path, const char *folder);

#endif
