// SPDX-License-Identifier: GPL-2.0-only
#include "store/listing.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "model/tags.h"
#include "store/result_text.h"

/* The index is written each time this many results were read. */
#define SAVE_EVERY 50

static int is_candidate(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strcmp(entry->d_name, "latest") != 0;
}

static char *path_of(const char *root, const char *name)
{
	return xasprintf("%s/%s/result.json", root, name);
}

int listing_names(const char *root, struct result_list *list, struct error *err)
{
	struct dirent **entries = NULL;
	int n = scandir(root, &entries, is_candidate, alphasort);

	*list = (struct result_list){ 0 };
	if (n < 0 && errno != ENOENT)
		return error_errno(err, "cannot list '%s'", root);
	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *path = path_of(root, entries[i]->d_name);
		struct listed_result *result;
		struct stat st;

		if (!stat(path, &st)) {
			list->results = xgrow(list->results, list->n, sizeof(*list->results));
			result = &list->results[list->n++];
			result->name = xstrdup(entries[i]->d_name);
			result->stamp = file_stamp_of(&st);
		}
		free(entries[i]);
	}
	free(entries);
	return 0;
}

static void read_result(const char *root, struct listed_result *listed)
{
	_cleanup_free_ char *path = path_of(root, listed->name);
	struct error err = ERROR_INIT;
	struct result result;

	if (result_from_file(path, &result, &err)) {
		listed->error = xstrdup(err.text);
		return;
	}
	listed->started = take_ptr(result.started);
	listed->suite = take_ptr(result.suite);
	listed->tags = tags_text(&result);
	listed->n_workloads = result.n_runs;
	listed->complete = result.complete;
	listed->keep = file_stamp_is_settled(path, &listed->stamp);
	result_free(&result);
}

/* Takes a result's entry from the index. False if the index has no valid entry for it. */
static bool take_entry(struct listed_result *entry, struct listed_result *listed)
{
	char *name = listed->name;

	if (!entry || !entry->keep || !file_stamp_same(&entry->stamp, &listed->stamp))
		return false;
	listed->name = NULL;
	*listed = *entry;
	*entry = (struct listed_result){ .name = name };
	return true;
}

/* Takes the valid entries of the index. Returns how many there were. */
static size_t take_entries(const struct result_list *index, struct result_list *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += take_entry(index_find(index, list->results[i].name), &list->results[i]);
	return n;
}

/*
 * Reads the others, and brings the index up to date: now and then, so that not all is lost when we
 * are ended.
 */
static void read_others(const char *root, struct result_list *list, bool outdated)
{
	size_t unsaved = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct listed_result *listed = &list->results[i];

		if (listed->keep)
			continue;
		read_result(root, listed);
		unsaved += listed->keep;
		if (unsaved == SAVE_EVERY) {
			index_write(root, list);
			unsaved = 0;
			outdated = false;
		}
	}
	if (unsaved || outdated)
		index_write(root, list);
}

int listing_read(const char *root, struct result_list *list, struct error *err)
{
	struct result_list index;

	if (listing_names(root, list, err))
		return -1;
	index_read(root, &index);
	read_others(root, list, take_entries(&index, list) < index.n);
	result_list_free(&index);
	return 0;
}

static bool is_time(const char *name)
{
	return *name >= '0' && *name <= '9';
}

/* When a result was started, written as in its name, without colons; "" if that is not known. */
static char *time_of(const struct listed_result *result)
{
	const char *from = result->started       ? result->started :
			   is_time(result->name) ? result->name :
						   "";
	char *when = xstrdup(from), *to = when;

	for (; *from; from++)
		if (*from != ':')
			*to++ = *from;
	*to = '\0';
	return when;
}

char *listing_newest(const char *root)
{
	_cleanup_free_ char *newest = NULL;
	struct error ignored = ERROR_INIT;
	struct result_list list;
	char *name = NULL;
	bool times = true;

	if (listing_names(root, &list, &ignored))
		return NULL;
	for (size_t i = 0; i < list.n; i++)
		times &= is_time(list.results[i].name);
	/* If all names are times, the results need not be read. */
	if (!times) {
		result_list_free(&list);
		if (listing_read(root, &list, &ignored))
			return NULL;
	}
	for (size_t i = 0; i < list.n; i++) {
		_cleanup_free_ char *when = time_of(&list.results[i]);

		if (newest && strcmp(when, newest) < 0)
			continue;
		free(newest);
		newest = take_ptr(when);
		free(name);
		name = xstrdup(list.results[i].name);
	}
	result_list_free(&list);
	return name;
}
