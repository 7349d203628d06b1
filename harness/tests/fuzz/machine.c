// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/cpuinfo and /proc/self/mountinfo. Each input is taken for both. */
#include "measure/machine.h"

#include "common/input.h"

#include <stdlib.h>
#include <sys/sysmacros.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	input_file("proc/cpuinfo", data, size);
	input_file("proc/self/mountinfo", data, size);
	free(machine_topology(input_folder()));
	free(machine_file_system(input_folder(), makedev(254, 1)));
	return 0;
}
