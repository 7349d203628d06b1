// SPDX-License-Identifier: GPL-2.0-only
#include "measure/proc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"

/* Enough for a thousand processors with a thousand interrupts. */
#define PROC_MAX (16 << 20)

/* The index of the steal time among the numbers in the line "cpu" of stat. */
#define STEAL_FIELD 8

static char *read_text(const char *folder, const char *name)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", folder, name);
	struct error err = ERROR_INIT;
	char *text = NULL;

	if (file_read(path, PROC_MAX, &text, NULL, &err))
		return NULL;
	return text;
}

struct proc_reading proc_read(const char *folder)
{
	return (struct proc_reading){
		.stat = read_text(folder, "stat"),
		.interrupts = read_text(folder, "interrupts"),
		.softirqs = read_text(folder, "softirqs"),
	};
}

void proc_free(struct proc_reading *reading)
{
	free(reading->stat);
	free(reading->interrupts);
	free(reading->softirqs);
	*reading = (struct proc_reading){ 0 };
}

/* False if the kernel does not report it; 0 would give a difference of all time since boot. */
static bool steal_ticks(const char *stat, uint64_t *ticks)
{
	char *end;

	if (!stat || strncmp(stat, "cpu ", 4) != 0)
		return false;
	stat += 4;
	for (int i = 0; i < STEAL_FIELD; i++, stat = end) {
		*ticks = strtoull(stat, &end, 10);
		if (end == stat)
			return false;
	}
	return true;
}

static size_t count_columns(const char *line)
{
	size_t n = 0;

	while ((line = strstr(line, "CPU"))) {
		line += 3;
		n++;
	}
	return n;
}

/* Reduces runs of spaces to one, in place: "  PCI-MSI 65536-edge      virtio0-config". */
static void squeeze(char *text)
{
	char *to = text;

	for (char *from = text; *from; from++)
		if (!isspace((unsigned char)*from))
			*to++ = *from;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	if (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
}

/* "  24:   1   2   what it is": the sum of as many numbers as there are columns, or fewer. */
static void parse_line(char *line, size_t n_columns, struct activity_counts *counts)
{
	char *colon = strchr(line, ':'), *rest, *end;
	uint64_t sum = 0;

	if (!colon)
		return;
	*colon = '\0';
	squeeze(line);
	rest = colon + 1;
	for (size_t i = 0; i < n_columns; i++, rest = end) {
		uint64_t n = strtoull(rest, &end, 10);

		/* Some lines have one number for all processors, followed by text. */
		if (end == rest || (*end && !isspace((unsigned char)*end)))
			break;
		sum += n;
	}
	squeeze(rest);
	activity_add(counts, line, rest, sum);
}

/* The first line names the processors. */
static struct activity_counts parse(const char *text)
{
	struct activity_counts counts = { 0 };
	_cleanup_free_ char *copy = NULL;
	size_t n_columns;
	char *rest, *line;

	rest = copy = xstrdup(text);
	line = strsep(&rest, "\n");
	n_columns = count_columns(line);
	while ((line = strsep(&rest, "\n")))
		parse_line(line, n_columns, &counts);
	counts.known = n_columns && counts.n;
	return counts;
}

/* A processor that is added or removed changes the sums by its counts since boot. */
static bool same_processors(const char *before, const char *after)
{
	size_t n = strcspn(before, "\n");

	return n == strcspn(after, "\n") && !strncmp(before, after, n);
}

static struct activity_counts between(const char *before, const char *after)
{
	struct activity_counts first, second, grown;

	if (!before || !after || !same_processors(before, after))
		return (struct activity_counts){ .known = false };
	first = parse(before);
	second = parse(after);
	grown = activity_between(&first, &second);
	activity_counts_free(&first);
	activity_counts_free(&second);
	return grown;
}

struct activity proc_between(const struct proc_reading *before, const struct proc_reading *after)
{
	uint64_t first, second, tick_ns = NS_PER_S / (uint64_t)sysconf(_SC_CLK_TCK);
	bool known = steal_ticks(before->stat, &first) && steal_ticks(after->stat, &second);

	return (struct activity){
		.steal_known = known,
		/* The steal time is known to go backwards slightly. */
		.steal_ns = known && second > first ? (second - first) * tick_ns : 0,
		.interrupts = between(before->interrupts, after->interrupts),
		.softirqs = between(before->softirqs, after->softirqs),
	};
}
