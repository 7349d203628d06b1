/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lists the results in a folder. Every folder that holds a result.json is a result, whatever its
 * name, except hidden ones and the link "latest".
 *
 * A result is only read if the index (index.h) has no valid entry for it. Then the index is updated
 * if the folder can be written to.
 */
#ifndef EXITBENCH_STORE_LISTING_H
#define EXITBENCH_STORE_LISTING_H

#include "base/error.h"
#include "store/index.h"

/*
 * Lists only the names, sorted; as most of them are times, the oldest comes first. Reads no result
 * and no index. A folder that does not exist has no results. After success the caller frees the
 * list.
 */
int listing_names(const char *root, struct result_list *list, struct error *err);

/* Lists everything. A result that cannot be read is in the list, with its error. */
int listing_read(const char *root, struct result_list *list, struct error *err);

/*
 * The name of the result that was started last, in fresh memory; NULL if there is none. If a result
 * cannot be read, its name is taken as the time of its start, if that is a time.
 */
char *listing_newest(const char *root);

#endif
