/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Results on disk. Each run has one folder, which is named after the time of its start:
 *
 *	results/2026-11-22T230045Z/result.json	what was measured (result_json.h)
 *	                          /raw/		what the tools wrote
 *	                          /log		what was done, and when
 *	results/latest -> 2026-11-22T230045Z
 */
#ifndef EXITBENCH_STORE_STORE_H
#define EXITBENCH_STORE_STORE_H

#include <stdbool.h>

#include "base/error.h"
#include "model/result.h"

/*
 * Makes the folder of a new run below root and sets result->path and ->started.
 * Fails before anything is measured if the folder is not writable or has less
 * than 16 MiB free. If the file system does not say what is free, the run goes on.
 */
int store_create(const char *root, struct result *result, struct error *err);

/* Whether the file system says how much space is free for the result. */
bool store_room_known(const struct result *result);

/*
 * Locks the result for this process until *lock is closed. It is an error if another process has
 * the lock. A result that is resumed must be loaded after this. If the file system has no locks,
 * *lock is -1.
 */
int store_lock(const struct result *result, int *lock, struct error *err);

/*
 * Prepares a loaded result for more measurements. Fails like store_create() if there is no space,
 * and also if there is a link in its folder, because writing could then change somebody else's
 * files. Partial files of a run that was killed are removed. If the result's path was a link, it
 * becomes the path of the folder itself.
 */
int store_reopen(struct result *result, struct error *err);

/*
 * Writes result.json, either completely or not at all. Called after every workload. Returns 1 if
 * the result cannot be kept because it could not be read back: then the old file remains, and a
 * later call with a smaller result may succeed. Returns -1 if the file cannot be written.
 */
int store_save(const struct result *result, struct error *err);

/*
 * Points the link root/latest to the result, if the result is below root. Some file systems have no
 * links; there store_load() takes the newest result for "latest" (listing.h), so a warning is
 * enough.
 */
int store_set_latest(const char *root, const struct result *result, struct error *err);

/* Appends a line to the run's log, with the time before it. */
int store_log(const struct result *result, struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Reads a result: a folder, a result.json, or a name below root ("latest").
 * A damaged file is an error that names the file and the line.
 */
int store_load(const char *root, const char *name, struct result *result, struct error *err);

/* The result.json that store_load() would read, in fresh memory; NULL if there is none. */
char *store_find(const char *root, const char *name);

#endif
