/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SHA-256 (FIPS 180-4), to find out whether a file has changed. It is implemented here because
 * none of the libraries that the program uses has it, and libcrypto would have to be loaded
 * in every guest for this alone.
 */
#ifndef EXITBENCH_BASE_SHA256_H
#define EXITBENCH_BASE_SHA256_H

#include <stddef.h>

#define SHA256_HEX_SIZE 65 /* with the NUL */

/* The hash of size bytes as lower-case hexadecimal digits, as sha256sum prints it. */
void sha256_hex(const void *data, size_t size, char hex[SHA256_HEX_SIZE]);

#endif
