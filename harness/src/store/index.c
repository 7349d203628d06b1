// SPDX-License-Identifier: GPL-2.0-only
#include "store/index.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "store/hashed.h"
#include "store/snapshot_json.h"

/* In this time (seconds) a file may change again without a new time stamp. */
#define UNSETTLED_S 3

#define MAGIC "exitbench-index 1"

void listed_result_free(struct listed_result *result)
{
	free(result->name);
	free(result->error);
	free(result->started);
	free(result->suite);
	free(result->tags);
}

void result_list_free(struct result_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		listed_result_free(&list->results[i]);
	free(list->results);
	*list = (struct result_list){ 0 };
}

struct file_stamp file_stamp_of(const struct stat *st)
{
	return (struct file_stamp){
		.inode = st->st_ino,
		.size = (uint64_t)st->st_size,
		.mtime_s = st->st_mtim.tv_sec,
		.mtime_ns = st->st_mtim.tv_nsec,
		.ctime_s = st->st_ctim.tv_sec,
		.ctime_ns = st->st_ctim.tv_nsec,
	};
}

bool file_stamp_same(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->inode == b->inode && a->size == b->size && a->mtime_s == b->mtime_s &&
	       a->mtime_ns == b->mtime_ns && a->ctime_s == b->ctime_s && a->ctime_ns == b->ctime_ns;
}

bool file_stamp_is_settled(const char *path, const struct file_stamp *seen)
{
	struct file_stamp now;
	struct stat st;

	if (stat(path, &st))
		return false;
	now = file_stamp_of(&st);
	return file_stamp_same(&now, seen) && llabs(time(NULL) - seen->mtime_s) > UNSETTLED_S;
}

static int compare_names(const void *a, const void *b)
{
	const struct listed_result *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static bool read_entry(const json_t *json, struct listed_result *entry)
{
	const char *name, *started, *suite, *tags;
	const json_t *inode, *size, *workloads;
	json_int_t mtime_s, mtime_ns, ctime_s, ctime_ns;
	struct error ignored = ERROR_INIT;
	struct file_stamp *stamp = &entry->stamp;
	int complete;

	if (json_unpack_checked(json, &ignored, "[s, o, o, I, I, I, I, s, s, o, b, s!]", &name,
				&inode, &size, &mtime_s, &mtime_ns, &ctime_s, &ctime_ns, &started,
				&suite, &workloads, &complete, &tags) ||
	    json_read_number(inode, "inode", UINT64_MAX, &stamp->inode, &ignored) ||
	    json_read_number(size, "size", UINT64_MAX, &stamp->size, &ignored) ||
	    json_read_number(workloads, "workloads", UINT64_MAX, &entry->n_workloads, &ignored))
		return false;
	stamp->mtime_s = mtime_s;
	stamp->mtime_ns = mtime_ns;
	stamp->ctime_s = ctime_s;
	stamp->ctime_ns = ctime_ns;
	entry->complete = complete;
	entry->name = xstrdup(name);
	entry->started = xstrdup(started);
	entry->suite = xstrdup(suite);
	entry->tags = xstrdup(tags);
	entry->keep = true;
	return true;
}

static bool read_entries(const json_t *json, struct result_list *index)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(json))
		return false;
	index->results = xcalloc(json_array_size(json) + 1, sizeof(*index->results));
	json_array_foreach (json, i, item) {
		if (!read_entry(item, &index->results[i]))
			return false;
		index->n++;
	}
	qsort(index->results, index->n, sizeof(*index->results), compare_names);
	return true;
}

void index_read(const char *root, struct result_list *index)
{
	_cleanup_free_ char *path = xasprintf("%s/" INDEX_NAME, root);
	json_t *json = hashed_read(path, MAGIC, INDEX_MAX);

	*index = (struct result_list){ 0 };
	if (!read_entries(json, index))
		result_list_free(index);
	json_decref(json);
}

struct listed_result *index_find(const struct result_list *index, const char *name)
{
	const struct listed_result key = { .name = (char *)name };

	return index->n ? bsearch(&key, index->results, index->n, sizeof(key), compare_names) :
			  NULL;
}

static json_t *write_entry(const struct listed_result *result)
{
	const struct file_stamp *stamp = &result->stamp;

	return json_pack(
		"[s, o, o, I, I, I, I, s, s, o, b, s]", result->name, json_number(stamp->inode),
		json_number(stamp->size), (json_int_t)stamp->mtime_s, (json_int_t)stamp->mtime_ns,
		(json_int_t)stamp->ctime_s, (json_int_t)stamp->ctime_ns, result->started,
		result->suite, json_number(result->n_workloads), result->complete, result->tags);
}

void index_write(const char *root, const struct result_list *list)
{
	_cleanup_free_ char *path = xasprintf("%s/" INDEX_NAME, root);
	json_t *json = json_array();

	for (size_t i = 0; i < list->n; i++) {
		json_t *entry = list->results[i].keep ? write_entry(&list->results[i]) : NULL;

		/* A name that is not UTF-8 cannot be put into JSON, and has no entry. */
		if (entry)
			json_array_append_new(json, entry);
	}
	hashed_write(path, MAGIC, json, INDEX_MAX);
	json_decref(json);
}
