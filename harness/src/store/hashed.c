// SPDX-License-Identifier: GPL-2.0-only
#include "store/hashed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/sha256.h"

/* Of the first line: the magic, a space, the hash, and the end of the line in place of its NUL. */
static size_t header_size(const char *magic)
{
	return strlen(magic) + 1 + SHA256_HEX_SIZE;
}

/* The text after the first line, if that line has its hash; else NULL. */
static const char *check_header(const char *magic, const char *text, size_t size)
{
	char hash[SHA256_HEX_SIZE];
	size_t header = header_size(magic);
	const char *body = text + header;

	if (size < header || memcmp(text, magic, strlen(magic)) != 0 ||
	    text[strlen(magic)] != ' ' || body[-1] != '\n')
		return NULL;
	sha256_hex(body, size - header, hash);
	return memcmp(text + strlen(magic) + 1, hash, strlen(hash)) ? NULL : body;
}

json_t *hashed_read(const char *path, const char *magic, size_t max)
{
	_cleanup_free_ char *text = NULL;
	struct error ignored = ERROR_INIT;
	const char *body;
	struct stat st;
	size_t size;

	/* Do not follow a link: its target may belong to somebody else. */
	if (lstat(path, &st) || !S_ISREG(st.st_mode) ||
	    file_read(path, max, &text, &size, &ignored))
		return NULL;
	body = check_header(magic, text, size);
	return body ? json_loadb(body, size - header_size(magic), 0, NULL) : NULL;
}

void hashed_write(const char *path, const char *magic, const json_t *json, size_t max)
{
	_cleanup_free_ char *body = json_dumps(json, JSON_COMPACT);
	_cleanup_free_ char *text = NULL;
	struct error ignored = ERROR_INIT;
	char hash[SHA256_HEX_SIZE];

	if (!body)
		return;
	sha256_hex(body, strlen(body), hash);
	text = xasprintf("%s %s\n%s", magic, hash, body);
	if (strlen(text) <= max)
		file_replace(path, text, strlen(text), &ignored);
}
