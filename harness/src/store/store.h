/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Results on disk: one folder a run, named by its start,
 *
 *	results/2026-11-22T230045Z/result.json	what was measured (result_json.h)
 *	                          /raw/		what the tools wrote
 *	                          /log		what was done when
 *	results/latest -> 2026-11-22T230045Z
 */
#ifndef EXITBENCH_STORE_STORE_H
#define EXITBENCH_STORE_STORE_H

#include <stdbool.h>

#include "base/error.h"
#include "model/result.h"

/*
 * Makes the folder of a new run below root and sets result->path and ->started.
 * Fails before anything is measured when the place is not writable or has less
 * than 16 MiB free. Where the file system does not tell what is free, that is no obstacle.
 */
int store_create(const char *root, struct result *result, struct error *err);

/* Whether the file system tells how much room there is for the result. */
bool store_room_known(const struct result *result);

/*
 * Takes the result for this process alone, as long as *lock is open (close() gives it back): an
 * error if another one has it. A result that is to go on is loaded after that. Where the file
 * system knows no locks *lock is -1.
 */
int store_lock(const struct result *result, int *lock, struct error *err);

/*
 * Goes on with a result that was loaded: fails like store_create() when there is no room, and when
 * there is a link in its folder, behind which somebody else's files would be written. Half files
 * that are left of a run that was killed are removed. Its path becomes that of the folder itself
 * where it was a link.
 */
int store_reopen(struct result *result, struct error *err);

/*
 * Writes result.json, the whole or not at all. Called after every workload. Returns 1 if what it
 * holds cannot be kept, as it could not be read again: then the old file stands, and with less in
 * it the next call may succeed; -1 if it cannot be written.
 */
int store_save(const struct result *result, struct error *err);

/*
 * Points root/latest to the result, if the result is below root. Not every file system can; then
 * store_load() takes the newest for "latest" (listing.h), so that a warning is enough.
 */
int store_set_latest(const char *root, const struct result *result, struct error *err);

/* Appends a line, with the time in front, to the run's log. */
int store_log(const struct result *result, struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Reads a result: a folder, a result.json, or a name below root ("latest").
 * Profiles are computed anew from the snapshots. A damaged file is an error
 * that names the file and the line.
 */
int store_load(const char *root, const char *name, struct result *result, struct error *err);

#endif
