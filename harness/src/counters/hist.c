// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters of a host without the kernel series: the histogram that any kernel makes of KVM's
 * tracepoint kvm_exit, `--counters hist:FILE`. On the host, as root:
 *
 *   cd /sys/kernel/tracing/events/kvm/kvm_exit
 *   echo 'hist:keys=isa,exit_reason if common_pid == 4711 || common_pid == 4712' >trigger
 *
 * where the numbers are those of the threads of the virtual machine's vCPUs.
 * FILE is the file hist in that folder, or a copy of it that the guest can read:
 *
 *   # trigger info: hist:keys=isa,exit_reason:vals=hitcount:sort=hitcount:size=2048 [active]
 *
 *   { isa:          2, exit_reason:        114 } hitcount:       1104
 *
 *   Totals:
 *       Hits: 1104
 *       Entries: 1
 *       Dropped: 0
 *
 * It counts exits, and neither times nor vCPUs. Without a filter it counts those of all virtual
 * machines. Reading it takes no queries, so nothing is subtracted. It has no epoch: that it was
 * cleared meanwhile shows only where a number became smaller.
 *
 * The kernel counts on while it prints, and prints the totals last. So the rows of a good file may
 * have slightly fewer exits than its Hits, but never more, and exactly as many rows as its Entries.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "counters/host_lines.h"
#include "counters/source.h"

#define LARGEST_FILE (1 << 20)

/*
 * Exits that the kernel may count while it prints the rows, which takes less than a millisecond: up
 * to this many, and a hundredth of all.
 */
#define COUNTED_MEANWHILE 16
#define COUNTED_MEANWHILE_PART 100

/* KVM's numbers in the field isa. */
#define KVM_ISA_VMX 1
#define KVM_ISA_SVM 2

/* On Intel, bits above these say what else was true of the exit, such as that an entry failed. */
#define VMX_BASIC_REASON UINT32_C(0xFFFF)

struct hist_counters {
	struct counters base;
	char *path;
	uint64_t *last; /* exits of each slot when it was read last */
};

/* What is read of the file. While it is read, exits are added up in the order of the slots. */
struct histogram_reading {
	struct hist_counters *hist;
	struct host_lines lines;
	uint64_t *exits;  /* NULL: the exits by reason are not wanted */
	bool isa_known;   /* whether the rows say whose reasons they are */
	enum isa isa;     /* then it is this */
	bool trigger;     /* the line that describes the histogram was read */
	bool filtered;    /* the trigger has a filter */
	bool complete;    /* the last line was read */
	uint64_t n, sum;  /* how many rows there are, and their exits */
	bool totals[2];   /* whether the next two were read */
	uint64_t hits;    /* all exits, as the file says */
	uint64_t entries; /* all rows, as the file says */
};

static int read_trigger(struct histogram_reading *reading, const char *line, struct error *err)
{
	const char *keys = strstr(line, "hist:keys="), *end;

	if (!keys || reading->trigger)
		return host_lines_error(&reading->lines, err, "%s",
					keys ? "begins one more histogram" : "has no keys");
	keys += strlen("hist:keys=");
	end = keys + strcspn(keys, ": ");
	/* Numbers in another base, or ranges of them: "exit_reason.hex". */
	if (memchr(keys, '.', (size_t)(end - keys)))
		return host_lines_error(&reading->lines, err,
					"has keys that are not plain numbers");
	if (!strstr(line, "[active]"))
		return host_lines_error(&reading->lines, err, "does not count now");
	reading->filtered = strstr(end, " if ") != NULL;
	reading->trigger = true;
	return 0;
}

static int read_isa(struct histogram_reading *reading, uint64_t number, struct error *err)
{
	enum isa isa = number == KVM_ISA_SVM ? ISA_SVM : ISA_VMX;

	if ((number != KVM_ISA_VMX && number != KVM_ISA_SVM) ||
	    (reading->isa_known && reading->isa != isa))
		return host_lines_error(&reading->lines, err,
					"tells of more than one or no known ISA");
	reading->isa_known = true;
	reading->isa = isa;
	return 0;
}

/* Reasons that have no name count as "other", which is the last slot. */
static void add_exits(struct histogram_reading *reading, uint32_t code, uint64_t exits)
{
	const struct counters *counters = &reading->hist->base;
	size_t slot = 0;

	if (counters->info.isa == ISA_VMX)
		code &= VMX_BASIC_REASON;
	while (slot + 1 < counters->info.n_slots && counters->slots[slot].code != code)
		slot++;
	reading->exits[slot] += exits;
}

/* "isa:          2, exit_reason:        114 ", cut into pieces. */
static int read_keys(struct histogram_reading *reading, char *keys, uint64_t *code,
		     struct error *err)
{
	bool has_code = false;
	char *rest = NULL;

	for (char *word = strtok_r(keys, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest)) {
		const char *value = strtok_r(NULL, ", ", &rest);
		uint64_t number;

		if (!value || !number_whole(value, 0, UINT32_MAX, &number))
			return host_lines_error(&reading->lines, err,
						"has a key that is no number");
		if (!strcmp(word, "exit_reason:")) {
			*code = number;
			has_code = true;
		} else if (!strcmp(word, "isa:")) {
			if (read_isa(reading, number, err))
				return -1;
		} else if (strcmp(word, "vcpu_id:") != 0) {
			return host_lines_error(&reading->lines, err,
						"has keys that are not known here");
		}
	}
	return has_code ? 0 :
			  host_lines_error(&reading->lines, err, "has rows without exit_reason");
}

/* "isa:   2, exit_reason:   114 } hitcount:   1104" */
static int read_row(struct histogram_reading *reading, char *row, struct error *err)
{
	static const char label[] = "hitcount:";
	char *end = strchr(row, '}'), *hits = end ? strstr(end, label) : NULL;
	uint64_t code = 0, exits;

	if (!hits)
		return host_lines_error(&reading->lines, err, "has rows without a hitcount");
	*end = '\0';
	hits += strlen(label);
	hits += strspn(hits, " ");
	hits[strcspn(hits, " ")] = '\0';
	if (!number_whole(hits, 0, UINT64_MAX >> 1, &exits) ||
	    exits > (UINT64_MAX >> 1) - reading->sum)
		return host_lines_error(&reading->lines, err, "has a hitcount that is no number");
	if (read_keys(reading, row, &code, err))
		return -1;
	reading->n++;
	reading->sum += exits;
	if (reading->exits)
		add_exits(reading, (uint32_t)code, exits);
	return 0;
}

/* "Hits: 1104": sets the number if the line has that name; false if it is no number. */
static bool take_total(const char *line, const char *name, uint64_t *total, bool *known)
{
	size_t n = strlen(name);

	if (strncmp(line, name, n) != 0)
		return true;
	*known = true;
	return number_whole(line + n, 0, UINT64_MAX, total);
}

/* The totals that are needed: of exits, of rows, and of exits for which there was no room. */
static int read_total(struct histogram_reading *reading, const char *line, struct error *err)
{
	uint64_t dropped = 0;

	if (!take_total(line, "Hits: ", &reading->hits, &reading->totals[0]) ||
	    !take_total(line, "Entries: ", &reading->entries, &reading->totals[1]) ||
	    !take_total(line, "Dropped: ", &dropped, &reading->complete))
		return host_lines_error(&reading->lines, err, "has a total that is no number");
	if (dropped)
		return error_set(err,
				 "exits are missing: the histogram '%s' had no room for %" PRIu64
				 " of them; begin it anew with fewer keys, or with ':size=65536'",
				 reading->hist->path, dropped);
	return 0;
}

/* Checks the rows against the totals. */
static int check_totals(struct histogram_reading *reading, struct error *err)
{
	uint64_t most = COUNTED_MEANWHILE + reading->hits / COUNTED_MEANWHILE_PART;

	if (!reading->trigger || !reading->complete || !reading->totals[0] || !reading->totals[1])
		return host_lines_error(&reading->lines, err,
					"is the last one, and the file is not whole");
	if (reading->n != reading->entries)
		return host_lines_error(&reading->lines, err,
					"comes after %" PRIu64
					" rows, where its Entries are %" PRIu64,
					reading->n, reading->entries);
	if (reading->sum > reading->hits)
		return host_lines_error(&reading->lines, err,
					"comes after rows with more exits in all, %" PRIu64
					", than its Hits, %" PRIu64,
					reading->sum, reading->hits);
	if (reading->hits - reading->sum > most)
		return host_lines_error(&reading->lines, err,
					"comes after rows with only %" PRIu64
					" exits, where its Hits are %" PRIu64,
					reading->sum, reading->hits);
	return 0;
}

static int read_line(struct histogram_reading *reading, char *line, struct error *err)
{
	static const char trigger[] = "# trigger info:";

	line += strspn(line, " \t");
	if (!strncmp(line, trigger, strlen(trigger)))
		return read_trigger(reading, line, err);
	if (*line == '#' || !*line)
		return 0;
	if (reading->complete)
		return host_lines_error(&reading->lines, err, "comes after the totals");
	return *line == '{' ? read_row(reading, line + 1, err) : read_total(reading, line, err);
}

static int read_file(struct histogram_reading *reading, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	char *line;

	if (file_read(reading->hist->path, LARGEST_FILE, &text, &size, err))
		return -1;
	reading->lines = (struct host_lines){
		.path = reading->hist->path,
		.what = "a histogram of KVM's exits",
		.remedy = "write 'hist:keys=isa,exit_reason' into events/kvm/kvm_exit/trigger of "
			  "the host's tracefs, and give the file hist beside it or a whole copy",
		.rest = text,
	};
	if (!size || strlen(text) != size || text[size - 1] != '\n')
		return host_lines_error(&reading->lines, err, "is empty, cut off, or no text");
	while (*reading->lines.rest) {
		line = host_lines_next(&reading->lines);
		if (read_line(reading, line, err))
			return -1;
	}
	return check_totals(reading, err);
}

static int hist_read(struct counters *counters, struct snapshot *snapshot, struct error *err)
{
	struct hist_counters *hist = (struct hist_counters *)counters;
	_cleanup_free_ uint64_t *exits = xcalloc(counters->info.n_slots, sizeof(*exits));
	struct histogram_reading reading = { .hist = hist, .exits = exits };

	if (read_file(&reading, err))
		return -1;
	if (reading.isa_known && reading.isa != counters->info.isa)
		return error_set(
			err,
			"'%s' had exit reasons of %s before and has those of %s now; measure again",
			hist->path, isa_name(counters->info.isa), isa_name(reading.isa));
	for (size_t i = 0; i < counters->info.n_slots; i++)
		if (exits[i] < hist->last[i])
			return error_set(err,
					 "the exit counters became smaller: the histogram '%s' was "
					 "cleared, or is an older copy; measure again",
					 hist->path);
	for (size_t i = 0; i < snapshot->n; i++)
		snapshot->counters[i].exits = hist->last[i] = exits[i];
	return 0;
}

static int hist_want_vcpus(struct counters *counters, struct error *err)
{
	const struct hist_counters *hist = (const struct hist_counters *)counters;

	return error_no(err, "'%s' tells no vCPUs apart; leave --per-vcpu out", hist->path);
}

static void hist_close(struct counters *counters)
{
	struct hist_counters *hist = (struct hist_counters *)counters;

	free(hist->path);
	free(hist->last);
	free(hist);
}

static const struct counters_ops hist_ops = {
	.read = hist_read,
	.begin = hist_read,
	.stop = hist_read,
	.want_vcpus = hist_want_vcpus,
	.measure_cost = readings_measure_cost,
	.close = hist_close,
};

/* Says what a reader of the numbers must know of them. */
static void tell_doubts(struct counters_info *info, const struct histogram_reading *reading)
{
	_cleanup_free_ char *isa = NULL, *meanwhile = NULL;
	const char *unfiltered = "";

	if (!reading->filtered)
		unfiltered = "the histogram has no filter, so it counts the exits of all virtual "
			     "machines of the host";
	if (!reading->isa_known)
		isa = xasprintf("no row of the histogram has the key isa, so its exit reasons are "
				"taken for those of this processor, %s",
				isa_name(info->isa));
	if (reading->sum < reading->hits)
		meanwhile = xasprintf("the rows of the histogram have %" PRIu64
				      " exits fewer than its Hits, as the host counted on while it "
				      "wrote them",
				      reading->hits - reading->sum);
	snprintf(info->doubts, sizeof(info->doubts), "%s%s%s%s%s", unfiltered,
		 *unfiltered && isa ? "; " : "", isa ? isa : "",
		 (*unfiltered || isa) && meanwhile ? "; " : "", meanwhile ? meanwhile : "");
}

static void describe(struct hist_counters *hist, const struct histogram_reading *reading)
{
	struct counters *counters = &hist->base;
	struct counters_info *info = &counters->info;
	size_t n;
	const struct reason *reasons = reason_list(reading->isa, &n);

	info->abi = COUNTERS_HIST;
	info->isa = reading->isa;
	info->version = 1;
	info->bits = 64;
	info->n_slots = (uint32_t)n + 1;
	counters->slots = xcalloc(n + 1, sizeof(*counters->slots));
	for (size_t i = 0; i < n; i++)
		counters->slots[i] = reason_key(info->isa, reasons[i].code);
	counters->slots[n] = reason_key_catch_all(info->isa);
	hist->last = xcalloc(n + 1, sizeof(*hist->last));
	tell_doubts(info, reading);
}

int hist_open(struct counters **counters, const char *path, const struct cpu_identity *id,
	      struct error *err)
{
	struct hist_counters *hist = xcalloc(1, sizeof(*hist));
	struct histogram_reading reading = { .hist = hist };
	int rc;

	hist->base.ops = &hist_ops;
	hist->path = xstrdup(path);
	rc = read_file(&reading, err);
	if (!rc && !reading.isa_known && !id->isa_known)
		rc = error_set(
			err,
			"the histogram '%s' does not say whose exit reasons it has, and this "
			"processor is known to have neither VMX nor SVM; begin it anew with "
			"'hist:keys=isa,exit_reason'",
			path);
	if (rc) {
		hist_close(&hist->base);
		return -1;
	}
	reading.isa = reading.isa_known ? reading.isa : id->isa;
	describe(hist, &reading);
	*counters = &hist->base;
	return 0;
}
