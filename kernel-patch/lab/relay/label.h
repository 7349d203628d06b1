/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LAB_LABEL_H
#define LAB_LABEL_H

#include <stddef.h>

/*
 * The device, below /dev, that holds the ext4 file system of that label, among disks whose names
 * come by chance: those of libata (sd*, in the order in which they answer) and NVMe. 0: there is
 * none.
 */
int label_find(const char *label, char *path, size_t room);

#endif
