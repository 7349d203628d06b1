// SPDX-License-Identifier: GPL-2.0-only
#include "analysis/remark.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/memory.h"

void remark_add(struct remarks *remarks, const struct remark *facts, const char *fmt, ...)
{
	_cleanup_free_ char *what = NULL;
	struct remark *remark;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&what, fmt, ap) < 0)
		abort();
	va_end(ap);
	remarks->list = xgrow(remarks->list, remarks->n, sizeof(*remarks->list));
	remark = &remarks->list[remarks->n++];
	*remark = *facts;
	if (facts->run && facts->repeat)
		remark->text =
			xasprintf("%s, repeat %zu: %s", facts->run->name, facts->repeat, what);
	else if (facts->run)
		remark->text = xasprintf("%s: %s", facts->run->name, what);
	else
		remark->text = take_ptr(what);
}

void remarks_free(struct remarks *remarks)
{
	for (size_t i = 0; i < remarks->n; i++)
		free(remarks->list[i].text);
	free(remarks->list);
	*remarks = (struct remarks){ 0 };
}
