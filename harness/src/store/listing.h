/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which results there are in a folder, and what a list shows of them. A result is every folder that
 * holds a result.json, whatever its name, but for hidden ones and the link "latest".
 *
 * The results themselves are read only where the index (index.h) does not know them as they are
 * now. Then the index is written anew, if the folder can be written to.
 */
#ifndef EXITBENCH_STORE_LISTING_H
#define EXITBENCH_STORE_LISTING_H

#include "base/error.h"
#include "store/index.h"

/*
 * Only the names, sorted: as most of them are times, the oldest comes first. Reads no result and no
 * index. A folder that is not there has no results. The list is to be freed after success.
 */
int listing_names(const char *root, struct result_list *list, struct error *err);

/* The names and all the rest. A result that cannot be read is in the list, with its error. */
int listing_read(const char *root, struct result_list *list, struct error *err);

/*
 * The name of the result that was started last, in fresh memory; NULL if there is none. One that
 * cannot be read is taken to have been started when its name says, if that is a time.
 */
char *listing_newest(const char *root);

#endif
