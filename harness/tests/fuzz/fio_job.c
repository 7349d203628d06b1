// SPDX-License-Identifier: GPL-2.0-only
/* Reads job files of fio: the header, the form, and the job that is made of them. */
#include "common/job.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	try_job_file("job.fio", data, size);
	return 0;
}
