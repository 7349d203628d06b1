// SPDX-License-Identifier: GPL-2.0-only
#include "store/digest_file.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/hashed.h"
#include "store/result_text.h"
#include "store/snapshot_json.h"
#include "store/store.h"

#define MAGIC "exitbench-digest 3"
#define MOST_BYTES ((size_t)16 << 20)

struct digest_place digest_place(const char *root, const char *name)
{
	struct digest_place place = { .path = store_find(root, name) };
	struct stat st;

	if (!place.path)
		return place;
	if (!stat(place.path, &st)) {
		place.stamp = file_stamp_of(&st);
		return place;
	}
	free(place.path);
	place.path = NULL;
	return place;
}

void digest_hash(struct digest_place *place)
{
	_cleanup_free_ char *text = NULL;
	struct error ignored = ERROR_INIT;
	size_t size;

	if (!place->sha256[0] && place->path &&
	    !file_read(place->path, RESULT_TEXT_MAX, &text, &size, &ignored))
		sha256_hex(text, size, place->sha256);
}

/* Beside a file of another name there may be other results. */
static char *path_beside(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash || strcmp(slash, "/result.json") != 0)
		return NULL;
	return xasprintf("%.*s/" DIGEST_NAME, (int)(slash - path), path);
}

static json_t *value_to_json(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

static json_t *row_to_json(const struct digest_row *row)
{
	json_t *json = json_array();

	json_append(&json, row->label ? json_string(row->label) : json_null());
	for (size_t i = 0; i < DIGEST_VALUES; i++)
		json_append(&json, value_to_json(row->values[i]));
	return json;
}

static json_t *run_to_json(const struct digest_run *run)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < run->n; i++)
		json_append(&rows, row_to_json(&run->rows[i]));
	return json_pack("[s, s?, s, o]", run->workload, run->sha256, run->op, rows);
}

static json_t *stamp_to_json(const struct file_stamp *stamp)
{
	return json_pack("[o, o, I, I, I, I]", json_number(stamp->inode), json_number(stamp->size),
			 (json_int_t)stamp->mtime_s, (json_int_t)stamp->mtime_ns,
			 (json_int_t)stamp->ctime_s, (json_int_t)stamp->ctime_ns);
}

/* A file that could still change without a new stamp has none that could be believed. */
static json_t *settled_stamp(const struct digest_place *place)
{
	return file_stamp_is_settled(place->path, &place->stamp) ? stamp_to_json(&place->stamp) :
								   json_null();
}

void digest_write(const struct digest_place *place, const struct digest *digest)
{
	_cleanup_free_ char *path = place->path ? path_beside(place->path) : NULL;
	json_t *conditions, *runs, *json;

	if (!path || !place->sha256[0])
		return;
	conditions = json_array();
	for (size_t i = 0; i < digest->n_conditions; i++)
		json_append(&conditions, json_pack("[s, s]", digest->conditions[i].key,
						   digest->conditions[i].value));
	runs = json_array();
	for (size_t i = 0; i < digest->n; i++)
		json_append(&runs, run_to_json(&digest->runs[i]));
	json = json_pack("[o, s, s, o, s, b, o, o]", settled_stamp(place), place->sha256,
			 digest->started, json_number(digest->epoch), isa_name(digest->isa),
			 digest->emulated, conditions, runs);
	if (json)
		hashed_write(path, MAGIC, json, MOST_BYTES);
	json_decref(json);
}

static bool row_from_json(const json_t *json, struct digest_run *run)
{
	const json_t *label = json_array_get(json, 0);
	double values[DIGEST_VALUES];

	if (json_array_size(json) != 1 + DIGEST_VALUES ||
	    (!json_is_string(label) && !json_is_null(label)))
		return false;
	for (size_t i = 0; i < DIGEST_VALUES; i++) {
		const json_t *value = json_array_get(json, 1 + i);

		if (!json_is_number(value) && !json_is_null(value))
			return false;
		values[i] = json_is_null(value) ? NAN : json_number_value(value);
	}
	digest_add_row(run, json_string_value(label), values);
	return true;
}

static bool run_from_json(const json_t *json, struct digest *digest)
{
	struct error ignored = ERROR_INIT;
	const json_t *sha256, *rows, *row;
	struct digest_run *run;
	const char *workload, *op;
	size_t i;

	if (json_unpack_checked(json, &ignored, "[s, o, s, o!]", &workload, &sha256, &op, &rows))
		return false;
	run = digest_add_run(digest, workload, json_string_value(sha256), op);
	json_array_foreach (rows, i, row)
		if (!row_from_json(row, run))
			return false;
	return true;
}

static bool conditions_from_json(const json_t *json, struct digest *digest)
{
	struct error ignored = ERROR_INIT;
	const char *key, *value;
	const json_t *one;
	size_t i;

	json_array_foreach (json, i, one) {
		if (json_unpack_checked(one, &ignored, "[s, s!]", &key, &value))
			return false;
		digest_add_condition(digest, key, value);
	}
	return true;
}

static bool same_stamp(const json_t *json, const struct file_stamp *stamp)
{
	json_t *own = stamp_to_json(stamp);
	bool same = own && json_equal(json, own);

	json_decref(own);
	return same;
}

static bool digest_from_json(const json_t *json, struct digest_place *place, bool *by_hash,
			     struct digest *digest)
{
	const json_t *own_stamp, *epoch_json, *conditions, *runs, *run;
	const char *sha256, *started, *isa;
	struct error ignored = ERROR_INIT;
	int emulated;
	uint64_t epoch;
	size_t i;

	if (json_unpack_checked(json, &ignored, "[o, s, s, o, s, b, o, o!]", &own_stamp, &sha256,
				&started, &epoch_json, &isa, &emulated, &conditions, &runs))
		return false;
	*by_hash = !same_stamp(own_stamp, &place->stamp);
	if (*by_hash)
		digest_hash(place);
	if ((*by_hash && strcmp(sha256, place->sha256) != 0) ||
	    json_read_number(epoch_json, "epoch", UINT32_MAX, &epoch, &ignored) ||
	    !isa_from_name(isa, &digest->isa))
		return false;
	digest->started = xstrdup(started);
	digest->epoch = (uint32_t)epoch;
	digest->emulated = emulated;
	if (!conditions_from_json(conditions, digest))
		return false;
	json_array_foreach (runs, i, run)
		if (!run_from_json(run, digest))
			return false;
	return true;
}

bool digest_read(struct digest_place *place, struct digest *digest)
{
	_cleanup_free_ char *path = place->path ? path_beside(place->path) : NULL;
	json_t *json = path ? hashed_read(path, MAGIC, MOST_BYTES) : NULL;
	bool valid, by_hash = false;

	*digest = (struct digest){ 0 };
	valid = json && digest_from_json(json, place, &by_hash, digest);
	json_decref(json);
	if (!valid)
		digest_free(digest);
	else if (by_hash)
		digest_write(place, digest);
	return valid;
}
