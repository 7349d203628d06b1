// SPDX-License-Identifier: GPL-2.0-only
#include "counters/cpuid.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libcpuid/libcpuid.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define RECORDING_HEADER "# exitbench cpuid 1"
#define RECORDING_MAX (64 << 20)

#define TSC_PREFIX "# tsc "

struct answer {
	uint32_t leaf, subleaf;
	struct cpuid_regs regs;
	size_t order; /* line number in a recording */
	bool is_tsc;  /* not an answer but a reading of the time stamp counter */
	uint64_t tsc;
};

struct cpuid_source {
	uint64_t queries;

	/* Replay: sorted by leaf, subleaf, order. used counts a group's answers in its first. */
	char *replay_path;
	struct answer *answers;
	size_t *used;
	size_t n_answers;
	uint64_t *tscs; /* readings of the time stamp counter, in their order */
	size_t n_tscs, used_tscs;

	/* Kept in memory until the end: a write between two snapshots would be an exit. */
	char *record_path;
	struct answer *records;
	size_t n_records;

	bool has_device; /* by which the kernel makes queries */
	int device;
};

int cpuid_open_processor(struct cpuid_source **source, struct error *err)
{
	if (!cpuid_present())
		return error_set(err, "this processor has no CPUID instruction");
	*source = xcalloc(1, sizeof(**source));
	return 0;
}

static int compare_answers(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;

	if (x->leaf != y->leaf)
		return x->leaf < y->leaf ? -1 : 1;
	if (x->subleaf != y->subleaf)
		return x->subleaf < y->subleaf ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Reads eight hexadecimal digits and the text that must follow; false if they are not there. */
static bool take_word(const char **at, const char *follows, uint32_t *word)
{
	size_t n = strlen(follows);

	if (strspn(*at, "0123456789abcdefABCDEF") != 8)
		return false;
	*word = (uint32_t)strtoul(*at, NULL, 16);
	*at += 8;
	if (strncmp(*at, follows, n) != 0)
		return false;
	*at += n;
	return true;
}

/* All digits are required, so that a truncated line is not read as another number. */
static bool parse_line(const char *line, struct answer *answer)
{
	struct cpuid_regs *r = &answer->regs;

	return take_word(&line, " ", &answer->leaf) && take_word(&line, " = ", &answer->subleaf) &&
	       take_word(&line, " ", &r->eax) && take_word(&line, " ", &r->ebx) &&
	       take_word(&line, " ", &r->ecx) && take_word(&line, "", &r->edx) && !*line;
}

/* A reading of the time stamp counter: sixteen hexadecimal digits. */
static bool parse_tsc(const char *line, uint64_t *tsc)
{
	line += strlen(TSC_PREFIX);
	*tsc = strtoull(line, NULL, 16);
	return strlen(line) == 16 && strspn(line, "0123456789abcdefABCDEF") == 16;
}

static int bad_line(const struct cpuid_source *source, size_t line_number, struct error *err)
{
	return error_set(
		err,
		"bad line in a recording of CPUID: '%s' line %zu; expected 'LEAF SUBLEAF = "
		"EAX EBX ECX EDX' with eight hexadecimal digits each",
		source->replay_path, line_number);
}

static int parse_recording(struct cpuid_source *source, char *text, struct error *err)
{
	size_t line_number = 0;
	char *save = NULL;

	if (strncmp(text, RECORDING_HEADER "\n", strlen(RECORDING_HEADER "\n")))
		return error_set(err, "not a recording of CPUID: '%s' line 1 is not '%s'",
				 source->replay_path, RECORDING_HEADER);
	for (char *line = text; line; line = save) {
		struct answer answer = { .order = ++line_number };

		save = strchr(line, '\n');
		if (save)
			*save++ = '\0';
		if (!strncmp(line, TSC_PREFIX, strlen(TSC_PREFIX))) {
			if (!parse_tsc(line, &answer.tsc))
				return bad_line(source, line_number, err);
			source->tscs = xgrow(source->tscs, source->n_tscs, sizeof(answer.tsc));
			source->tscs[source->n_tscs++] = answer.tsc;
			continue;
		}
		if (!*line || *line == '#')
			continue;
		if (!parse_line(line, &answer))
			return bad_line(source, line_number, err);
		source->answers = xgrow(source->answers, source->n_answers, sizeof(answer));
		source->answers[source->n_answers++] = answer;
	}
	if (!source->n_answers)
		return error_set(err, "empty recording of CPUID: '%s'", source->replay_path);
	qsort(source->answers, source->n_answers, sizeof(struct answer), compare_answers);
	source->used = xcalloc(source->n_answers, sizeof(*source->used));
	return 0;
}

static void source_free(struct cpuid_source *source)
{
	free(source->replay_path);
	free(source->answers);
	free(source->used);
	free(source->tscs);
	free(source->record_path);
	free(source->records);
	if (source->has_device)
		close(source->device);
	free(source);
}

int cpuid_open_replay(struct cpuid_source **source, const char *path, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	struct cpuid_source *replay;
	size_t size;

	if (file_read(path, RECORDING_MAX, &text, &size, err))
		return -1;
	if (memchr(text, '\0', size))
		return error_set(err, "damaged recording of CPUID: '%s' holds NUL bytes", path);
	replay = xcalloc(1, sizeof(*replay));
	replay->replay_path = xstrdup(path);
	if (parse_recording(replay, text, err)) {
		source_free(replay);
		return -1;
	}
	*source = replay;
	return 0;
}

int cpuid_record(struct cpuid_source *source, const char *path, struct error *err)
{
	/* Write a first file now, so that an error comes before the measurement, not after it. */
	if (file_write_atomic(path, RECORDING_HEADER "\n", strlen(RECORDING_HEADER "\n"), err))
		return -1;
	source->record_path = xstrdup(path);
	return 0;
}

static bool same_key(const struct answer *answer, uint32_t leaf, uint32_t subleaf)
{
	return answer->leaf == leaf && answer->subleaf == subleaf;
}

/* The first answer to this query in a recording; n_answers if there is none. */
static size_t find_first(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf)
{
	struct answer key = { .leaf = leaf, .subleaf = subleaf };
	size_t low = 0, high = source->n_answers;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_answers(&source->answers[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < source->n_answers && same_key(&source->answers[low], leaf, subleaf) ?
		       low :
		       source->n_answers;
}

bool cpuid_peek(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf, size_t n,
		struct cpuid_regs *regs)
{
	size_t first = source->replay_path ? find_first(source, leaf, subleaf) : 0;
	size_t at;

	if (!source->replay_path || first == source->n_answers)
		return false;
	if (n >= source->n_answers)
		return false;
	at = first + source->used[first] + n;
	if (at >= source->n_answers || !same_key(&source->answers[at], leaf, subleaf))
		return false;
	*regs = source->answers[at].regs;
	return true;
}

bool cpuid_answers(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf)
{
	return !source->replay_path || find_first(source, leaf, subleaf) < source->n_answers;
}

bool cpuid_is_fresh(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf)
{
	struct cpuid_regs regs;

	return !source->replay_path || cpuid_peek(source, leaf, subleaf, 0, &regs);
}

bool cpuid_has_tsc(const struct cpuid_source *source)
{
	return !source->replay_path || source->n_tscs;
}

static void record(struct cpuid_source *source, const struct answer *answer)
{
	if (!source->record_path)
		return;
	source->records = xgrow(source->records, source->n_records, sizeof(*answer));
	source->records[source->n_records++] = *answer;
}

bool cpuid_tsc(struct cpuid_source *source, uint64_t *tsc)
{
	struct answer reading = { .is_tsc = true };

	if (source->replay_path && source->used_tscs == source->n_tscs)
		return false;
	if (source->replay_path)
		reading.tsc = source->tscs[source->used_tscs++];
	else
		cpu_rdtsc(&reading.tsc);
	record(source, &reading);
	*tsc = reading.tsc;
	return true;
}

/* used counts the answers that were given; the last answer is then repeated for ever. */
static int replay_query(struct cpuid_source *source, uint32_t leaf, uint32_t subleaf,
			struct cpuid_regs *regs, struct error *err)
{
	size_t first = find_first(source, leaf, subleaf);

	if (first == source->n_answers)
		return error_set(err,
				 "the recording '%s' has no answer for CPUID leaf 0x%" PRIx32
				 " subleaf 0x%" PRIx32 "; record it again with the same command",
				 source->replay_path, leaf, subleaf);
	if (cpuid_peek(source, leaf, subleaf, 0, regs))
		source->used[first]++;
	else
		*regs = source->answers[first + source->used[first] - 1].regs;
	return 0;
}

int cpuid_query(struct cpuid_source *source, uint32_t leaf, uint32_t subleaf,
		struct cpuid_regs *regs, struct error *err)
{
	if (source->replay_path) {
		if (replay_query(source, leaf, subleaf, regs, err))
			return -1;
	} else {
		uint32_t r[4] = { leaf, 0, subleaf, 0 };

		cpu_exec_cpuid_ext(r);
		*regs = (struct cpuid_regs){ r[0], r[1], r[2], r[3] };
	}
	source->queries++;
	record(source, &(struct answer){ .leaf = leaf, .subleaf = subleaf, .regs = *regs });
	return 0;
}

/* Opens the file by which the kernel makes queries on the processor that we run on now. */
static int open_device(struct cpuid_source *source, struct error *err)
{
	int cpu = sched_getcpu();
	_cleanup_free_ char *path = xasprintf("/dev/cpu/%d/cpuid", cpu < 0 ? 0 : cpu);

	if (source->has_device)
		return 0;
	source->device = open(path, O_RDONLY | O_CLOEXEC);
	source->has_device = source->device >= 0;
	if (source->has_device)
		return 0;
	if (errno == ENOENT)
		return error_no(err,
				"there is no '%s', by which the guest's kernel asks the host; "
				"load it by 'modprobe cpuid'",
				path);
	error_errno(err, "cannot open '%s', by which the guest's kernel asks the host; run as root",
		    path);
	err->status = EXIT_NO;
	return -1;
}

int cpuid_query_kernel(struct cpuid_source *source, uint32_t leaf, uint32_t subleaf,
		       struct cpuid_regs *regs, struct error *err)
{
	uint32_t r[4];

	if (source->replay_path)
		return cpuid_query(source, leaf, subleaf, regs, err);
	if (open_device(source, err))
		return -1;
	if (pread(source->device, r, sizeof(r), (off_t)((uint64_t)subleaf << 32 | leaf)) !=
	    (ssize_t)sizeof(r))
		return error_errno(err, "cannot read '/dev/cpu/N/cpuid'");
	*regs = (struct cpuid_regs){ r[0], r[1], r[2], r[3] };
	record(source, &(struct answer){ .leaf = leaf, .subleaf = subleaf, .regs = *regs });
	return 0;
}

uint64_t cpuid_queries(const struct cpuid_source *source)
{
	return source->queries;
}

static int write_recording(const struct cpuid_source *source, struct error *err)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return error_errno(err, "cannot write '%s'", source->record_path);
	fprintf(out, RECORDING_HEADER "\n");
	for (size_t i = 0; i < source->n_records; i++) {
		const struct answer *a = &source->records[i];

		if (a->is_tsc) {
			fprintf(out, TSC_PREFIX "%016" PRIx64 "\n", a->tsc);
			continue;
		}
		fprintf(out,
			"%08" PRIx32 " %08" PRIx32 " = %08" PRIx32 " %08" PRIx32 " %08" PRIx32
			" %08" PRIx32 "\n",
			a->leaf, a->subleaf, a->regs.eax, a->regs.ebx, a->regs.ecx, a->regs.edx);
	}
	if (fclose(out))
		return error_errno(err, "cannot write '%s'", source->record_path);
	return file_write_atomic(source->record_path, text, size, err);
}

int cpuid_close(struct cpuid_source *source, struct error *err)
{
	int rc = 0;

	if (!source)
		return 0;
	if (source->record_path)
		rc = write_recording(source, err);
	source_free(source);
	return rc;
}
