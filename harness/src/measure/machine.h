/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What /proc and /sys say about the machine: the topology of its processors, and the disk under
 * a folder. root is put before their paths: "", or a folder with copies for a test.
 */
#ifndef EXITBENCH_MEASURE_MACHINE_H
#define EXITBENCH_MEASURE_MACHINE_H

#include <sys/types.h>

/* From /proc/cpuinfo: "1 socket, 2 cores, 2 threads", in fresh memory; NULL if not known. */
char *machine_topology(const char *root);

/*
 * machine_disk: the kernel's name of the block device with that number ("vda1").
 * machine_disk_drivers: the drivers on the way to it, nearest first ("virtio_blk, virtio-pci").
 * Both in fresh memory; NULL if there is no such device, or no driver of it is known.
 */
char *machine_disk(const char *root, dev_t device);
char *machine_disk_drivers(const char *root, dev_t device);

/*
 * From /proc/self/mountinfo: "ext4 (rw,relatime)" for a device's number; NULL if it is not mounted.
 */
char *machine_file_system(const char *root, dev_t device);

#endif
