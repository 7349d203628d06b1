// SPDX-License-Identifier: GPL-2.0-only
#include "store/calibration_json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "store/snapshot_json.h"

#define FORMAT "exitbench-calibration"
#define VERSION 1
#define REMEDY "; make it anew with 'exitbench calibrate'"

#define MOST_RESULTS 1000000

/* More than enough for a hundred thousand workloads. */
#define MOST_BYTES ((size_t)16 << 20)

static json_t *to_json(const struct calibration *calibration)
{
	json_t *limits = json_array();

	for (size_t i = 0; i < calibration->n; i++) {
		const struct calibration_row *row = &calibration->rows[i];

		json_append(&limits, json_pack("[s, s, f]", row->workload, row->unit, row->limit));
	}
	return json_pack("{s:s, s:i, s:s, s:b, s:i, s:o}", "format", FORMAT, "version", VERSION,
			 "cpu", calibration->cpu, "net_idle", calibration->net_idle, "results",
			 (int)calibration->n_results, "limits", limits);
}

static bool is_calibration(const char *path)
{
	_cleanup_free_ char *text = NULL;
	struct error ignored = ERROR_INIT;
	const char *format = NULL;
	json_t *json;
	bool is;

	if (file_read(path, MOST_BYTES, &text, NULL, &ignored))
		return false;
	json = json_loads(text, 0, NULL);
	format = json_string_value(json_object_get(json, "format"));
	is = format && !strcmp(format, FORMAT);
	json_decref(json);
	return is;
}

/* Whoever leaves out the name of the calibration names a result in its place, or something else. */
static int check_place(const char *path, struct error *err)
{
	struct stat st;

	if (stat(path, &st) || !S_ISREG(st.st_mode) || !st.st_size || is_calibration(path))
		return 0;
	return error_set(err,
			 "'%s' is there and is no calibration, so it is left alone; name the file "
			 "to write before the results",
			 path);
}

int calibration_write(const struct calibration *calibration, const char *path, struct error *err)
{
	json_t *json = to_json(calibration);
	char *text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	int rc;

	json_decref(json);
	if (!text)
		return error_set(err, "'%s' cannot be written: a name in it is no text", path);
	rc = check_place(path, err) || file_write_atomic(path, text, strlen(text), err) ? -1 : 0;
	free(text);
	return rc;
}

static int read_limit(const json_t *json, struct calibration *calibration, struct error *err)
{
	const char *workload, *unit;
	double limit;

	if (json_unpack_checked(json, err, "[s, s, F!]", &workload, &unit, &limit))
		return -1;
	if (!(limit >= 0) || isinf(limit))
		return error_set(err, "the limit of '%s' in %s is no share: %g", workload, unit,
				 limit);
	if (calibration_find(calibration, workload, unit))
		return error_set(err, "two limits of '%s' in %s", workload, unit);
	calibration_add(calibration, workload, unit, limit);
	return 0;
}

static int from_json(const json_t *json, struct calibration *calibration, struct error *err)
{
	const char *format, *cpu;
	json_int_t version, n_results;
	const json_t *limits, *limit;
	int net_idle = 0;
	size_t i;

	if (json_unpack_checked(json, err, "{s:s, s:I}", "format", &format, "version", &version))
		return -1;
	if (strcmp(format, FORMAT) != 0)
		return error_set(err, "its format is '%s' and not '%s'", format, FORMAT);
	if (version != VERSION)
		return error_set(err, "it is of version %lld, and this program reads version %d",
				 (long long)version, VERSION);
	if (json_unpack_checked(json, err, "{s:s, s?b, s:I, s:o}", "cpu", &cpu, "net_idle",
				&net_idle, "results", &n_results, "limits", &limits) ||
	    json_need_array(limits, "limits", err))
		return -1;
	if (n_results < 1 || n_results > MOST_RESULTS)
		return error_set(err, "it is made of %lld results", (long long)n_results);
	calibration->cpu = xstrdup(cpu);
	calibration->net_idle = net_idle;
	calibration->n_results = (size_t)n_results;
	json_array_foreach (limits, i, limit)
		if (read_limit(limit, calibration, err))
			return -1;
	return 0;
}

int calibration_read(const char *path, struct calibration *calibration, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	json_error_t error;
	json_t *json;
	int rc;

	*calibration = (struct calibration){ 0 };
	if (file_read(path, MOST_BYTES, &text, NULL, err))
		return -1;
	json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		return error_set(err, "no calibration: '%s' line %d: %s" REMEDY, path, error.line,
				 error.text);
	rc = from_json(json, calibration, err);
	json_decref(json);
	if (!rc)
		return 0;
	calibration_free(calibration);
	return error_set(err, "no calibration: '%s': %s" REMEDY, path, err->text);
}
