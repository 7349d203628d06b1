// SPDX-License-Identifier: GPL-2.0-only
#include "counters/host_text.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define LARGEST_FILE ((size_t)16 << 20)
#define MOST_REASONS 1024

/* How often a file that is inconsistent is read again, and how long to wait in between. */
#define TRIES 20
#define WAIT_NS 5000000

#define REMEDY                                                                                \
	"copy the whole of /sys/kernel/debug/kvm/PID-FD/exit_stats to a file beside it, and " \
	"rename that"

/* Where in the text we are. */
struct cursor {
	const char *path;
	char *rest;
	size_t line; /* its number, from 1 */
};

void host_text_free(struct host_text *text)
{
	for (size_t i = 0; i < text->n_rows; i++)
		free(text->rows[i].cells);
	free(text->rows);
	free(text->ids);
}

static int bad_line(const struct cursor *at, const char *what, struct error *err)
{
	return error_set(err, "not the host's counters: '%s' line %zu: %s; " REMEDY, at->path,
			 at->line, what);
}

/* The next line without its newline; NULL if there is no complete line. */
static char *next_line(struct cursor *at)
{
	char *line = at->rest, *end = strchr(line, '\n');

	at->line++;
	if (!end)
		return NULL;
	*end = '\0';
	at->rest = end + 1;
	return line;
}

/* The next word of a line, whose words are separated by single spaces; NULL if there is none. */
static char *next_word(char **line)
{
	char *word = strsep(line, " ");

	return word && *word ? word : NULL;
}

/* The whole word as a number. */
static bool parse_number(const char *word, int base, uint64_t most, uint64_t *number)
{
	char *end;

	if (!word || !isalnum((unsigned char)*word))
		return false;
	errno = 0;
	*number = strtoull(word, &end, base);
	return !errno && !*end && *number <= most;
}

/* "epoch=0x5ba6a65b"; false if the word has another key. */
static bool take_word32(const char *word, const char *key, int base, uint32_t *value, bool *bad)
{
	size_t n = strlen(key);
	uint64_t number;

	if (strncmp(word, key, n) != 0)
		return false;
	if (parse_number(word + n, base, UINT32_MAX, &number))
		*value = (uint32_t)number;
	else
		*bad = true;
	return true;
}

/* One "key=value" of the first line; later kernels may have more of them. */
static bool parse_key(const char *word, struct host_text *text)
{
	bool bad = false;

	if (!strncmp(word, "isa=", 4)) {
		text->isa_known = true;
		return isa_from_name(word + 4, &text->isa);
	}
	if (!strncmp(word, "mode=", 5))
		return snprintf(text->mode, sizeof(text->mode), "%s", word + 5) <
		       (int)sizeof(text->mode);
	if (!take_word32(word, "epoch=", 16, &text->epoch, &bad))
		take_word32(word, "tsc_khz=", 10, &text->tsc_khz, &bad);
	return !bad;
}

static int parse_header(struct cursor *at, struct host_text *text, struct error *err)
{
	static const char begin[] = "# exit_stats ";
	char *line = next_line(at), *word;
	uint64_t version;

	if (!line || strncmp(line, begin, strlen(begin)) != 0)
		return bad_line(at, "does not begin with '# exit_stats'", err);
	line += strlen(begin);
	if (!parse_number(next_word(&line), 10, UINT32_MAX, &version))
		return bad_line(at, "has no version", err);
	if (version != HOST_TEXT_VERSION)
		return error_set(err,
				 "version %" PRIu64 " of the host's counters in '%s'; this program "
				 "knows version %d, use one of the same release",
				 version, at->path, HOST_TEXT_VERSION);
	while ((word = next_word(&line)))
		if (!parse_key(word, text))
			return bad_line(at, "a value does not fit its key", err);
	return line ? bad_line(at, "has two spaces in a row", err) : 0;
}

/* The columns of one vCPU: "exits:0 cycles:0 user_exits:0 user_cycles:0". */
static bool parse_vcpu(char **line, uint32_t *id)
{
	static const char *const names[HOST_CELL] = { "exits:", "cycles:", "user_exits:",
						      "user_cycles:" };
	uint32_t ids[HOST_CELL] = { 0 };
	bool bad = false;

	for (size_t i = 0; i < HOST_CELL; i++) {
		const char *word = next_word(line);

		if (!word || !take_word32(word, names[i], 10, &ids[i], &bad) || bad ||
		    ids[i] != ids[0])
			return false;
	}
	*id = ids[0];
	return true;
}

static int parse_columns(struct cursor *at, struct host_text *text, struct error *err)
{
	static const char begin[] = "# reason name exits cycles user_exits user_cycles";
	char *line = next_line(at);

	if (!line || strncmp(line, begin, strlen(begin)) != 0)
		return bad_line(at, "does not name the columns", err);
	line += strlen(begin);
	if (*line && *line++ != ' ')
		return bad_line(at, "does not name the columns", err);
	if (!*line)
		return 0;
	while (line) {
		text->ids = xgrow(text->ids, text->n_ids, sizeof(*text->ids));
		if (!parse_vcpu(&line, &text->ids[text->n_ids]))
			return bad_line(at, "does not name the columns of a vCPU", err);
		/* KVM lists vCPUs by number, except that vCPUs that were added later come last. */
		for (size_t i = 0; i < text->n_ids; i++)
			if (text->ids[i] == text->ids[text->n_ids])
				return bad_line(at, "names a vCPU twice", err);
		text->n_ids++;
	}
	return 0;
}

/* Adds one to the other; false if the sum does not fit. */
static bool add(uint64_t *sum, uint64_t value)
{
	return !__builtin_add_overflow(*sum, value, sum);
}

/*
 * Reads the numbers of a line. Those of the whole VM must be the sums over the vCPUs, and no more
 * exits can have gone to the VMM than there were.
 */
static bool parse_cells(char *line, struct host_row *row, size_t n_ids)
{
	size_t n = HOST_CELL * (1 + n_ids);
	uint64_t sums[HOST_CELL] = { 0 };

	row->cells = xcalloc(n, sizeof(*row->cells));
	for (size_t i = 0; i < n; i++) {
		if (!parse_number(next_word(&line), 10, UINT64_MAX, &row->cells[i]))
			return false;
		if (i >= HOST_CELL && !add(&sums[i % HOST_CELL], row->cells[i]))
			return false;
	}
	for (size_t i = 0; i < n; i += HOST_CELL)
		if (row->cells[i + 2] > row->cells[i])
			return false;
	return !line && (!n_ids || !memcmp(sums, row->cells, sizeof(sums)));
}

/* "0x060 interrupt 420 ..." or "total - 420 ...". */
static int parse_row(struct cursor *at, char *line, struct host_text *text, struct error *err)
{
	const char *reason = next_word(&line), *name = next_word(&line);
	struct host_row *row;
	uint64_t code = 0;

	if (text->n_rows == MOST_REASONS)
		return bad_line(at, "has more exit reasons than are possible", err);
	text->rows = xgrow(text->rows, text->n_rows, sizeof(*text->rows));
	row = &text->rows[text->n_rows++];
	text->has_total = reason && !strcmp(reason, "total");
	if (!reason || !name ||
	    (!text->has_total &&
	     (strncmp(reason, "0x", 2) != 0 || !parse_number(reason, 16, UINT32_MAX, &code))))
		return bad_line(at, "does not begin with an exit reason and its name", err);
	row->code = (uint32_t)code;
	row->other = code == UINT32_MAX;
	for (size_t i = 0; i + 1 < text->n_rows; i++)
		if (text->rows[i].code == row->code && !text->has_total)
			return bad_line(at, "repeats an exit reason", err);
	if (!parse_cells(line, row, text->n_ids))
		return bad_line(at,
				"does not have one number per column, or they do not add up, or "
				"more exits went to the VMM than there were",
				err);
	return 0;
}

/* The last line must be the sum of all others; it is only used for this check. */
static int check_total(struct cursor *at, struct host_text *text, struct error *err)
{
	size_t n = HOST_CELL * (1 + text->n_ids);
	const struct host_row *total;

	if (!text->has_total)
		return bad_line(at, "the file ends before its total", err);
	total = &text->rows[text->n_rows - 1];
	for (size_t i = 0; i < n; i++) {
		uint64_t sum = 0;
		bool fits = true;

		for (size_t j = 0; j + 1 < text->n_rows; j++)
			fits &= add(&sum, text->rows[j].cells[i]);
		if (!fits || sum != total->cells[i])
			return bad_line(at, "the total is not the sum of the lines", err);
	}
	text->n_rows--;
	free(total->cells);
	return 0;
}

static int parse_text(struct cursor *at, struct host_text *text, struct error *err)
{
	char *line;

	if (parse_header(at, text, err))
		return -1;
	/* There is nothing else in such a file. */
	if (!strcmp(text->mode, "off"))
		return error_no(err,
				"the host does not count this virtual machine's exits: '%s' says "
				"mode=off; restart it with kvm.exit_stats=host",
				at->path);
	if (parse_columns(at, text, err))
		return -1;
	while (*at->rest && !text->has_total) {
		line = next_line(at);
		if (!line)
			return bad_line(at, "ends in the middle", err);
		if (parse_row(at, line, text, err))
			return -1;
	}
	if (*at->rest)
		return bad_line(at, "comes after the total", err);
	return check_total(at, text, err);
}

int host_text_parse(const char *path, char *bytes, size_t size, struct host_text *text,
		    struct error *err)
{
	struct cursor at = { .path = path, .rest = bytes };

	*text = (struct host_text){ 0 };
	if (memchr(bytes, '\0', size))
		return error_set(err, "not the host's counters: '%s' holds NUL bytes; " REMEDY,
				 path);
	if (!parse_text(&at, text, err))
		return 0;
	host_text_free(text);
	return -1;
}

/* Returns 1 if the text is inconsistent, as somebody may be writing the file. */
static int read_once(const char *path, struct host_text *text, struct error *err)
{
	_cleanup_free_ char *bytes = NULL;
	size_t size;

	if (file_read(path, LARGEST_FILE, &bytes, &size, err))
		return -1;
	if (!host_text_parse(path, bytes, size, text, err))
		return 0;
	return err->status == EXIT_NO ? -1 : 1;
}

int host_text_read(const char *path, struct host_text *text, struct error *err)
{
	const struct timespec wait = { .tv_nsec = WAIT_NS };
	struct error last = ERROR_INIT;
	int rc = 1;

	for (int i = 0; i < TRIES && rc > 0; i++) {
		if (i)
			nanosleep(&wait, NULL);
		last = (struct error)ERROR_INIT;
		rc = read_once(path, text, &last);
	}
	if (rc)
		*err = last;
	return rc ? -1 : 0;
}
