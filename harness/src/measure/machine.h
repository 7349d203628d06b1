/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What /proc and /sys say of the machine: its processors' topology, and the disk under a
 * folder. root stands before their paths: "", or a folder with copies for a test.
 */
#ifndef EXITBENCH_MEASURE_MACHINE_H
#define EXITBENCH_MEASURE_MACHINE_H

#include <sys/types.h>

/* From /proc/cpuinfo: "1 socket, 2 cores, 2 threads", in fresh memory; NULL if it does not tell. */
char *machine_topology(const char *root);

/*
 * The block device of that number as the kernel names it ("vda1"), and the drivers on the
 * way to it, nearest first ("virtio_blk, virtio-pci"), both in fresh memory; NULL where
 * there is no such device, and none of its drivers.
 */
char *machine_disk(const char *root, dev_t device);
char *machine_disk_drivers(const char *root, dev_t device);

/*
 * From /proc/self/mountinfo: "ext4 (rw,relatime)" for a device's number; NULL if it is not mounted.
 */
char *machine_file_system(const char *root, dev_t device);

#endif
