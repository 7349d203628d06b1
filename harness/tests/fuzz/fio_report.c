// SPDX-License-Identifier: GPL-2.0-only
/* Reads fio's JSON of all versions, with messages before it or without. */
#include "common/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_report(&tool_fio, data, size);
	return 0;
}
