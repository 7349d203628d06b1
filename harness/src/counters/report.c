// SPDX-License-Identifier: GPL-2.0-only
#include "counters/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static struct leaf_answer *find_answer(struct counters_report *report, uint32_t leaf,
				       uint32_t subleaf)
{
	struct leaf_answer *answer;

	for (size_t i = 0; i < report->n; i++)
		if (report->answers[i].leaf == leaf && report->answers[i].subleaf == subleaf)
			return &report->answers[i];
	if (report->n == REPORT_MOST)
		return NULL;
	answer = &report->answers[report->n++];
	*answer = (struct leaf_answer){ .leaf = leaf, .subleaf = subleaf };
	return answer;
}

int report_query(struct counters_report *report, struct cpuid_source *source, uint32_t leaf,
		 uint32_t subleaf, struct cpuid_regs *regs, struct error *err)
{
	struct leaf_answer *answer = find_answer(report, leaf, subleaf);

	if (!cpuid_is_fresh(source, leaf, subleaf))
		return 1;
	if (cpuid_query(source, leaf, subleaf, regs, err))
		return -1;
	if (!answer)
		return 0;
	if (!answer->asked++)
		answer->first = *regs;
	answer->last = *regs;
	return 0;
}

static char *format_regs(const struct leaf_answer *answer, const struct cpuid_regs *r)
{
	return xasprintf("%08" PRIx32 " %08" PRIx32 " = %08" PRIx32 " %08" PRIx32 " %08" PRIx32
			 " %08" PRIx32,
			 answer->leaf, answer->subleaf, r->eax, r->ebx, r->ecx, r->edx);
}

char *report_line(const struct leaf_answer *answer)
{
	bool moved = memcmp(&answer->first, &answer->last, sizeof(answer->first)) != 0;
	char *first, *last, *text;

	if (!answer->asked)
		return xasprintf("%08" PRIx32 " %08" PRIx32 " = not recorded", answer->leaf,
				 answer->subleaf);
	first = format_regs(answer, &answer->first);
	last = format_regs(answer, &answer->last);
	if (answer->asked == 1)
		text = xstrdup(first);
	else if (moved)
		text = xasprintf("%s  first of %u\n%s  last of them", first, answer->asked, last);
	else
		text = xasprintf("%s  %u times", first, answer->asked);
	free(first);
	free(last);
	return text;
}
