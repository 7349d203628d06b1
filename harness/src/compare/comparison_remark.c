// SPDX-License-Identifier: GPL-2.0-only
#include "compare/comparison_remark.h"

#include <math.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/strbuf.h"

static char *idle_text(const struct comparison_remark *remark)
{
	int digits = fmax(remark->base_max, remark->new_max) < 100 ? 1 : 0;

	return xasprintf("Idle guest: %.*f..%.*f and %.*f..%.*f exits/s; changes of that size may "
			 "be of what was subtracted.",
			 digits, remark->base_min, digits, remark->base_max, digits,
			 remark->new_min, digits, remark->new_max);
}

/* "a, b and 3 more" */
static char *names_of(const struct comparison_remark *remarks, size_t n,
		      enum comparison_remark_kind kind, bool new, size_t most)
{
	struct strbuf text = { 0 };
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		if (remarks[i].kind != kind || remarks[i].new != new || found++ >= most)
			continue;
		strbuf_appendf(&text, "%s%s", found > 1 ? ", " : "", remarks[i].workload);
		if (kind == COMPARED_STANDS_OUT)
			strbuf_appendf(&text, " (%zu)", remarks[i].repeat);
	}
	if (found > most)
		strbuf_appendf(&text, " and %zu more", found - most);
	return found ? strbuf_take(&text) : NULL;
}

char *comparison_remarks_text(const struct comparison_remark *remarks, size_t n,
			      enum comparison_remark_kind kind, bool new, size_t most)
{
	static const char *const beginnings[COMPARED_KINDS][2] = {
		[COMPARED_ONE_SIDE] = { "Only in the base", "Only in the new result" },
		[COMPARED_NO_REPEAT] = { "Left out, as the base has no usable repeat",
					 "Left out, as the new result has no usable repeat" },
		[COMPARED_NO_QUANTITY] = { "Left out, as both sides do not tell what is compared",
					   "" },
		[COMPARED_STANDS_OUT] = { "Repeats of the base that stand out",
					  "Repeats of the new result that stand out" },
	};
	_cleanup_free_ char *names = NULL;

	if (kind == COMPARED_NET_IDLE) {
		for (size_t i = 0; i < n; i++)
			if (remarks[i].kind == kind && remarks[i].new == new)
				return idle_text(&remarks[i]);
		return NULL;
	}
	names = names_of(remarks, n, kind, new, most);
	return names ? xasprintf("%s: %s.", beginnings[kind][new], names) : NULL;
}
