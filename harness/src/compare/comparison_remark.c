// SPDX-License-Identifier: GPL-2.0-only
#include "compare/comparison_remark.h"

#include <math.h>

#include "base/memory.h"

char *comparison_remark_text(const struct comparison_remark *remark)
{
	const char *side = remark->new ? "the new result" : "the base";
	int digits = fmax(remark->base_max, remark->new_max) < 100 ? 1 : 0;

	switch (remark->kind) {
	case COMPARED_ONE_SIDE:
		return xasprintf("'%s' is in %s only", remark->workload, side);
	case COMPARED_NO_REPEAT:
		return xasprintf("'%s' is left out: %s has no usable repeat of it",
				 remark->workload, side);
	case COMPARED_STANDS_OUT:
		return xasprintf("'%s': repeat %zu of %s stands out and widens its range",
				 remark->workload, remark->repeat, side);
	case COMPARED_NET_IDLE:
		return xasprintf("Idle guest: %.*f..%.*f and %.*f..%.*f exits/s; changes of that "
				 "size may be of what was subtracted",
				 digits, remark->base_min, digits, remark->base_max, digits,
				 remark->new_min, digits, remark->new_max);
	}
	return xstrdup("");
}
