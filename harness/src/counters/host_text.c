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
#include "counters/host_lines.h"

#define LARGEST_FILE ((size_t)16 << 20)
#define MOST_REASONS 1024

/* How often a file that is inconsistent is read again, and how long to wait in between. */
#define TRIES 20
#define WAIT_NS 5000000

/* More than that would be about a hundred years of a TSC. */
#define LARGEST_COUNT ((uint64_t)INT64_MAX)

void host_text_free(struct host_text *text)
{
	for (size_t i = 0; i < text->n_rows; i++)
		free(text->rows[i].cells);
	free(text->rows);
	free(text->ids);
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
	if (take_word32(word, "vcpus=", 10, &text->vcpus, &bad))
		text->vcpus_known = true;
	else if (!take_word32(word, "epoch=", 16, &text->epoch, &bad))
		take_word32(word, "tsc_khz=", 10, &text->tsc_khz, &bad);
	return !bad;
}

static int parse_header(struct host_lines *at, struct host_text *text, struct error *err)
{
	static const char begin[] = "# exit_stats ";
	char *line = host_lines_next(at), *word;
	uint64_t version;

	if (!line || strncmp(line, begin, strlen(begin)) != 0)
		return host_lines_error(at, err, "does not begin with '# exit_stats'");
	line += strlen(begin);
	if (!parse_number(next_word(&line), 10, UINT32_MAX, &version))
		return host_lines_error(at, err, "has no version");
	if (version != HOST_TEXT_VERSION)
		return error_set(err,
				 "version %" PRIu64 " of the host's counters in '%s'; this program "
				 "knows version %d, use one of the same release",
				 version, at->path, HOST_TEXT_VERSION);
	while ((word = next_word(&line)))
		if (!parse_key(word, text))
			return host_lines_error(at, err, "a value does not fit its key");
	return line ? host_lines_error(at, err, "has two spaces in a row") : 0;
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

static int parse_ids(struct host_lines *at, char *line, struct host_text *text, struct error *err)
{
	while (line) {
		text->ids = xgrow(text->ids, text->n_ids, sizeof(*text->ids));
		if (!parse_vcpu(&line, &text->ids[text->n_ids]))
			return host_lines_error(at, err, "does not name the columns of a vCPU");
		/* KVM lists vCPUs by number, except that vCPUs that were added later come last. */
		for (size_t i = 0; i < text->n_ids; i++)
			if (text->ids[i] == text->ids[text->n_ids])
				return host_lines_error(at, err, "names a vCPU twice");
		text->n_ids++;
	}
	return 0;
}

static int parse_columns(struct host_lines *at, struct host_text *text, struct error *err)
{
	static const char begin[] = "# reason name exits cycles user_exits user_cycles";
	char *line = host_lines_next(at);

	if (!line || strncmp(line, begin, strlen(begin)) != 0)
		return host_lines_error(at, err, "does not name the columns");
	line += strlen(begin);
	if (*line && *line++ != ' ')
		return host_lines_error(at, err, "does not name the columns");
	if (*line && parse_ids(at, line, text, err))
		return -1;
	if (text->vcpus_known && text->vcpus != text->n_ids)
		return host_lines_error(
			at, err, "has columns of %zu vCPUs, where line 1 says vcpus=%" PRIu32,
			text->n_ids, text->vcpus);
	return 0;
}

/* Adds one to the other; false if the sum does not fit. */
static bool add(uint64_t *sum, uint64_t value)
{
	return !__builtin_add_overflow(*sum, value, sum);
}

/*
 * What is impossible about the four numbers of the whole VM or of one vCPU; NULL if nothing is. The
 * kernel reads them in such an order that no part is ever larger than its whole.
 */
static const char *find_absurdity(const uint64_t cells[HOST_CELL])
{
	for (size_t i = 0; i < HOST_CELL; i++)
		if (cells[i] > LARGEST_COUNT)
			return "has a number of 2^63 or more, which no counter can reach";
	if (cells[HOST_USER_EXITS] > cells[HOST_EXITS])
		return "says that more exits went to the VMM than there were";
	if (cells[HOST_USER_CYCLES] > cells[HOST_CYCLES])
		return "says that the VMM took more time than the exits did";
	if ((cells[HOST_CYCLES] && !cells[HOST_EXITS]) ||
	    (cells[HOST_USER_CYCLES] && !cells[HOST_USER_EXITS]))
		return "has a time without an exit that took it";
	return NULL;
}

/* Reads the numbers of a line. Returns what is wrong with them, or NULL if nothing is. */
static const char *parse_cells(char *line, struct host_row *row, size_t n_ids)
{
	size_t n = HOST_CELL * (1 + n_ids);
	uint64_t sums[HOST_CELL] = { 0 };
	const char *wrong = NULL;
	bool fits = true;

	row->cells = xcalloc(n, sizeof(*row->cells));
	for (size_t i = 0; i < n; i++) {
		if (!parse_number(next_word(&line), 10, UINT64_MAX, &row->cells[i]))
			return "does not have one number per column";
		if (i >= HOST_CELL)
			fits &= add(&sums[i % HOST_CELL], row->cells[i]);
	}
	if (line)
		return "does not have one number per column";
	for (size_t i = 0; i < n && !wrong; i += HOST_CELL)
		wrong = find_absurdity(&row->cells[i]);
	if (!wrong && n_ids && (!fits || memcmp(sums, row->cells, sizeof(sums)) != 0))
		wrong = "has numbers of the whole VM that are not the sums of the vCPUs'";
	return wrong;
}

/* "0x060 interrupt 420 ..." or "total - 420 ...". */
static int parse_row(struct host_lines *at, char *line, struct host_text *text, struct error *err)
{
	const char *reason = next_word(&line), *name = next_word(&line), *wrong;
	struct host_row *row;
	uint64_t code = 0;

	if (text->n_rows == MOST_REASONS)
		return host_lines_error(at, err, "has more exit reasons than are possible");
	text->rows = xgrow(text->rows, text->n_rows, sizeof(*text->rows));
	row = &text->rows[text->n_rows++];
	text->has_total = reason && !strcmp(reason, "total");
	if (!reason || !name ||
	    (!text->has_total &&
	     (strncmp(reason, "0x", 2) != 0 || !parse_number(reason, 16, UINT32_MAX, &code))))
		return host_lines_error(at, err, "does not begin with an exit reason and its name");
	row->code = (uint32_t)code;
	row->other = code == UINT32_MAX;
	for (size_t i = 0; i + 1 < text->n_rows; i++)
		if (text->rows[i].code == row->code && !text->has_total)
			return host_lines_error(at, err, "repeats an exit reason");
	wrong = parse_cells(line, row, text->n_ids);
	return wrong ? host_lines_error(at, err, "%s", wrong) : 0;
}

/* The last line must be the sum of all others; it is only used for this check. */
static int check_total(struct host_lines *at, struct host_text *text, struct error *err)
{
	size_t n = HOST_CELL * (1 + text->n_ids);
	const struct host_row *total;

	if (!text->has_total)
		return host_lines_error(at, err, "is the last one, and the total is missing");
	total = &text->rows[text->n_rows - 1];
	for (size_t i = 0; i < n; i++) {
		uint64_t sum = 0;
		bool fits = true;

		for (size_t j = 0; j + 1 < text->n_rows; j++)
			fits &= add(&sum, text->rows[j].cells[i]);
		if (!fits || sum != total->cells[i])
			return host_lines_error(at, err, "the total is not the sum of the lines");
	}
	text->n_rows--;
	free(total->cells);
	return 0;
}

static int parse_text(struct host_lines *at, struct host_text *text, struct error *err)
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
		line = host_lines_next(at);
		if (!line)
			return host_lines_error(at, err, "ends in the middle");
		if (parse_row(at, line, text, err))
			return -1;
	}
	if (*at->rest)
		return host_lines_error(at, err, "comes after the total");
	return check_total(at, text, err);
}

int host_text_parse(const char *path, char *bytes, size_t size, struct host_text *text,
		    struct error *err)
{
	struct host_lines at = {
		.path = path,
		.what = "the host's counters",
		.remedy = "copy the whole of /sys/kernel/debug/kvm/PID-FD/exit_stats to a file "
			  "beside it, and rename that",
		.rest = bytes,
	};

	*text = (struct host_text){ 0 };
	if (memchr(bytes, '\0', size))
		return host_lines_error(&at, err, "holds NUL bytes");
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
