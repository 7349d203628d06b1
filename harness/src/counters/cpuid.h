/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one place where CPUID is executed, and its stand-in.
 *
 * A source answers CPUID queries: the processor (through libcpuid), or a
 * recording of an earlier run. Every query is counted, because in a guest each
 * query is a VM exit that the reader causes.
 *
 * A recording is text, one query a line in the order in which they were made:
 *
 *	# exitbench cpuid 1
 *	4fffff01 00000000 = 00000001 00000023 000000b1 00000002
 *
 * On replay the queries of one leaf and subleaf are answered in that order;
 * the last answer is repeated. Readings of the time stamp counter stand between the
 * queries, as "# tsc 0123456789abcdef"; older recordings do not have them.
 */
#ifndef EXITBENCH_COUNTERS_CPUID_H
#define EXITBENCH_COUNTERS_CPUID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct cpuid_regs {
	uint32_t eax, ebx, ecx, edx;
};

struct cpuid_source;

/* Opens the processor that the program runs on. */
int cpuid_open_processor(struct cpuid_source **source, struct error *err);

/* Opens a recording. Errors name the file, the line and what was expected there. */
int cpuid_open_replay(struct cpuid_source **source, const char *path, struct error *err);

/* From now on writes every query and its answer to path. */
int cpuid_record(struct cpuid_source *source, const char *path, struct error *err);

/*
 * Makes a query. Only a replay can fail, if its recording has no such query.
 */
int cpuid_query(struct cpuid_source *source, uint32_t leaf, uint32_t subleaf,
		struct cpuid_regs *regs, struct error *err);

/*
 * The same, but the guest's kernel makes the query for us, for leaves that answer nobody else. On
 * the processor that is the file /dev/cpu/N/cpuid; EXIT_NO if it cannot be read, with a remedy.
 */
int cpuid_query_kernel(struct cpuid_source *source, uint32_t leaf, uint32_t subleaf,
		       struct cpuid_regs *regs, struct error *err);

/*
 * Whether the next answer to this query is a new one. That is always true for the processor; it is
 * false if a recording has no answer or would repeat its last one.
 */
bool cpuid_is_fresh(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf);

/* Whether there is any answer to this query, new or repeated. */
bool cpuid_answers(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf);

/*
 * Looks at the nth answer (from 0) that a recording will give to this query, without using it up.
 * False if there is none, and always for the processor, whose answers are not known before.
 */
bool cpuid_peek(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf, size_t n,
		struct cpuid_regs *regs);

/* Reads the time stamp counter. False if a recording has no further reading of it. */
bool cpuid_tsc(struct cpuid_source *source, uint64_t *tsc);

/* Whether the time stamp counter can be read; false for older recordings, which lack it. */
bool cpuid_has_tsc(const struct cpuid_source *source);

/* How many queries this source has answered so far. */
uint64_t cpuid_queries(const struct cpuid_source *source);

/* Closes the source and, when recording, writes the file, which may fail. */
int cpuid_close(struct cpuid_source *source, struct error *err);

#endif
