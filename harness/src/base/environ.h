/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Environments for child processes: what a program writes, and what it does, shall not depend on
 * the user's language and settings. Each list ends with NULL and is the caller's to free; its
 * strings are those of our own environment, which must not change meanwhile.
 */
#ifndef EXITBENCH_BASE_ENVIRON_H
#define EXITBENCH_BASE_ENVIRON_H

/* Our own environment in the C locale. */
const char *const *environ_in_c_locale(void);

/*
 * Of it the variables of those names only, a list that ends with NULL, in the C locale with UTF-8.
 */
const char *const *environ_only(const char *const *names);

#endif
