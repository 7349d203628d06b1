/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads what lies where in the guest's memory and ports: /proc/iomem, /proc/ioports, and the PCI
 * devices of /sys with the parts of those that are virtio.
 */
#ifndef EXITBENCH_MEASURE_REGION_FILES_H
#define EXITBENCH_MEASURE_REGION_FILES_H

#include "reasons/regions.h"

/*
 * Appends what is known; what cannot be read is left out. Without root the kernel hides the
 * addresses in /proc, but not those of PCI devices. root is put before the paths: "", or a folder
 * with copies for a test.
 */
void regions_read(const char *root, struct regions *regions);

#endif
