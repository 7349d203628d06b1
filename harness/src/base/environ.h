/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Environments for child processes, so that what a program writes and does does not depend on the
 * user's language and settings. Each list ends with NULL and is the caller's to free; its strings
 * belong to this process's environment, which must not change while the list is used.
 */
#ifndef EXITBENCH_BASE_ENVIRON_H
#define EXITBENCH_BASE_ENVIRON_H

/* This process's environment, with the C locale. */
const char *const *environ_in_c_locale(void);

/*
 * Only those variables of it whose names are in the list (which ends with NULL), with the C locale
 * in UTF-8.
 */
const char *const *environ_only(const char *const *names);

#endif
