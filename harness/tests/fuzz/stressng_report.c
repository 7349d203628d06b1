// SPDX-License-Identifier: GPL-2.0-only
/* Reads stress-ng's YAML. */
#include "common/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_report(&tool_stressng, data, size);
	return 0;
}
