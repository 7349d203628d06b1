// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counters that the host writes into a file as text (host_text.h): `--counters host:FILE`. FILE is
 * the debugfs file itself, read on the host, or a copy that a program on the host keeps fresh, for
 * instance in a folder that it shares with the guest.
 *
 * The file is read again for each snapshot. That makes no queries, so nothing is subtracted. There
 * are no marks and no histograms.
 *
 * The file says whether its exit reasons are those of VMX or SVM (isa=). If it does not, they are
 * taken for those of the processor that the program runs on, which the doubts say.
 */
#include <inttypes.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "counters/host_text.h"
#include "counters/source.h"

struct host_counters {
	struct counters base;
	char *path;
};

/* The key of a row of the file. */
static struct reason_key key_of(const struct counters *counters, const struct host_row *row)
{
	struct reason_key key = reason_key(counters->info.isa, row->code);

	if (row->other)
		key.kind = KIND_CATCH_ALL;
	return key;
}

/* The index of a row's slot; n_slots if it has none. */
static size_t find_slot(const struct counters *counters, const struct host_row *row)
{
	const struct reason_key key = key_of(counters, row);
	size_t i = 0;

	while (i < counters->info.n_slots && !reason_key_equal(&counters->slots[i], &key))
		i++;
	return i;
}

static void put_counter(struct counter *counter, const uint64_t *cells)
{
	counter->exits = cells[HOST_EXITS];
	counter->cycles = cells[HOST_CYCLES];
	counter->user_exits = cells[HOST_USER_EXITS];
	counter->user_cycles = cells[HOST_USER_CYCLES];
}

static void clear_counter(struct counter *counter)
{
	counter->exits = counter->cycles = 0;
	counter->user_exits = counter->user_cycles = 0;
}

/* The column of a vCPU that was there when the counters were opened; n_ids if it is gone. */
static size_t find_column(const struct host_text *text, uint32_t id)
{
	size_t i = 0;

	while (i < text->n_ids && text->ids[i] != id)
		i++;
	return i;
}

/* The file leaves out reasons without exits; their counters stay 0. */
static void put_rows(const struct counters *counters, const struct host_text *text, size_t column,
		     struct snapshot *snapshot)
{
	snapshot->epoch = text->epoch;
	snapshot->detailed = true;
	for (size_t i = 0; i < snapshot->n; i++)
		clear_counter(&snapshot->counters[i]);
	for (size_t i = 0; i < text->n_rows; i++)
		put_counter(&snapshot->counters[find_slot(counters, &text->rows[i])],
			    text->rows[i].cells + HOST_CELL * column);
}

static int check_text(const struct host_counters *host, const struct host_text *text,
		      struct error *err)
{
	const struct counters *counters = &host->base;

	if (text->epoch != counters->info.epoch)
		return error_epoch(counters, text->epoch, err);
	if (text->tsc_khz != counters->info.tsc_khz)
		return error_set(err,
				 "the host's TSC had %" PRIu32
				 " kHz in '%s' before and has %" PRIu32 " now; measure again",
				 counters->info.tsc_khz, host->path, text->tsc_khz);
	if (text->isa_known && text->isa != counters->info.isa)
		return error_set(
			err,
			"'%s' had exit reasons of %s before and has those of %s now; measure again",
			host->path, isa_name(counters->info.isa), isa_name(text->isa));
	for (size_t i = 0; i < text->n_rows; i++)
		if (find_slot(counters, &text->rows[i]) == counters->info.n_slots)
			return error_set(
				err,
				"exit reason 0x%" PRIx32 " in '%s' is new and has no name "
				"here; measure again, or use a program of the host's release",
				text->rows[i].code, host->path);
	for (size_t i = 0; i < counters->n_vcpus; i++)
		if (find_column(text, counters->vcpus[i]) == text->n_ids)
			return error_set(err, "vCPU %" PRIu32 " is gone from '%s'; measure again",
					 counters->vcpus[i], host->path);
	return 0;
}

static int host_read(struct counters *counters, struct snapshot *snapshot, struct error *err)
{
	const struct host_counters *host = (const struct host_counters *)counters;
	struct host_text text;
	int rc;

	if (host_text_read(host->path, &text, err))
		return -1;
	rc = check_text(host, &text, err);
	if (!rc)
		put_rows(counters, &text, 0, snapshot);
	for (size_t i = 0; i < snapshot->n_vcpus && !rc; i++)
		put_rows(counters, &text, 1 + find_column(&text, counters->vcpus[i]),
			 &snapshot->vcpus[i]);
	host_text_free(&text);
	return rc;
}

static int compare_ids(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int host_want_vcpus(struct counters *counters, struct error *err)
{
	const struct host_counters *host = (const struct host_counters *)counters;
	struct host_text text;

	if (host_text_read(host->path, &text, err))
		return -1;
	counters->vcpus = xcalloc(text.n_ids + 1, sizeof(*counters->vcpus));
	counters->n_vcpus = text.n_ids;
	if (text.n_ids)
		memcpy(counters->vcpus, text.ids, text.n_ids * sizeof(*text.ids));
	qsort(counters->vcpus, counters->n_vcpus, sizeof(*counters->vcpus), compare_ids);
	host_text_free(&text);
	return counters->n_vcpus ?
		       0 :
		       error_no(err, "'%s' does not list vCPUs separately; leave --per-vcpu out",
				host->path);
}

static void host_close(struct counters *counters)
{
	struct host_counters *host = (struct host_counters *)counters;

	free(host->path);
	free(host);
}

static const struct counters_ops host_ops = {
	.read = host_read,
	.begin = host_read,
	.stop = host_read,
	.want_vcpus = host_want_vcpus,
	.measure_cost = readings_measure_cost,
	.close = host_close,
};

static void add_slot(struct counters *counters, uint32_t code, bool other)
{
	const struct host_row row = { .code = code, .other = other };

	if (find_slot(counters, &row) < counters->info.n_slots)
		return;
	counters->slots = xgrow(counters->slots, counters->info.n_slots, sizeof(*counters->slots));
	counters->slots[counters->info.n_slots++] = key_of(counters, &row);
}

/* Lists all known reasons, because the file does not have those without exits yet. */
static void list_slots(struct counters *counters, const struct host_text *text)
{
	size_t n;
	const struct reason *reasons = reason_list(counters->info.isa, &n);

	for (size_t i = 0; i < n; i++)
		add_slot(counters, reasons[i].code, false);
	for (size_t i = 0; i < text->n_rows; i++)
		add_slot(counters, text->rows[i].code, text->rows[i].other);
	add_slot(counters, UINT32_MAX, true);
}

static void describe(struct host_counters *host, const struct host_text *text)
{
	struct counters_info *info = &host->base.info;
	_cleanup_free_ char *isa = NULL;
	const char *copy = "";
	struct statfs fs;

	info->abi = COUNTERS_HOST;
	info->version = HOST_TEXT_VERSION;
	info->features = COUNTERS_TIME | COUNTERS_USER_EXITS;
	info->n_vcpus = (uint32_t)text->n_ids;
	info->tsc_khz = text->tsc_khz;
	info->epoch = text->epoch;
	info->bits = 64;
	info->has_time = true;
	if (!statfs(host->path, &fs) && fs.f_type != DEBUGFS_MAGIC)
		copy = "the counters are as old as the file that they are read from, which is a "
		       "copy";
	if (!text->isa_known)
		isa = xasprintf(
			"the file does not say whose exit reasons it has, so they are taken "
			"for those of this processor, %s",
			isa_name(info->isa));
	snprintf(info->doubts, sizeof(info->doubts), "%s%s%s", copy, *copy && isa ? "; " : "",
		 isa ? isa : "");
	list_slots(&host->base, text);
}

int host_open(struct counters **counters, const char *path, const struct cpu_identity *id,
	      struct error *err)
{
	struct host_counters *host;
	struct host_text text;

	if (host_text_read(path, &text, err))
		return -1;
	if (!text.isa_known && !id->isa_known) {
		host_text_free(&text);
		return error_set(err,
				 "'%s' does not say whose exit reasons it has, and this processor "
				 "is known to have neither VMX nor SVM; add isa=vmx or isa=svm to "
				 "its first line",
				 path);
	}
	host = xcalloc(1, sizeof(*host));
	host->base.ops = &host_ops;
	host->base.info.isa = text.isa_known ? text.isa : id->isa;
	host->path = xstrdup(path);
	describe(host, &text);
	host_text_free(&text);
	*counters = &host->base;
	return 0;
}
