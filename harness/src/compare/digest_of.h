/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes the digest of a result. A pure function. */
#ifndef EXITBENCH_COMPARE_DIGEST_OF_H
#define EXITBENCH_COMPARE_DIGEST_OF_H

#include "analysis/profiled.h"
#include "model/digest.h"

/* digest_free() releases it. */
void digest_of(const struct profiled_result *result, struct digest *digest);

#endif
