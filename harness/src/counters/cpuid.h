/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one place where CPUID is executed, and its stand-in.
 *
 * A source answers CPUID queries: the processor (through libcpuid), or a
 * recording of an earlier run. Every query is counted, because in a guest each
 * is a VM exit of the reader's own making.
 *
 * A recording is text, one query a line in the order in which they were made:
 *
 *	# exitbench cpuid 1
 *	4fffff01 00000000 = 00000001 00000023 000000b1 00000002
 *
 * On replay the queries of one leaf and subleaf are answered in that order;
 * the last answer is repeated. What the time stamp counter said when it was read
 * stands between the queries, as "# tsc 0123456789abcdef"; older recordings lack it.
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

/* The processor that we run on. */
int cpuid_open_processor(struct cpuid_source **source, struct error *err);

/* A recording. Errors name the file, the line and what should stand there. */
int cpuid_open_replay(struct cpuid_source **source, const char *path, struct error *err);

/* From now on writes every query and its answer to path. */
int cpuid_record(struct cpuid_source *source, const char *path, struct error *err);

/*
 * Asks. Only a replay can fail: its recording has no such query.
 */
int cpuid_query(struct cpuid_source *source, uint32_t leaf, uint32_t subleaf,
		struct cpuid_regs *regs, struct error *err);

/*
 * Whether the next answer to this query is one that was not given yet: not where a recording has
 * none or would repeat its last one. The processor's always is.
 */
bool cpuid_is_fresh(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf);

/* Whether there is an answer to this query at all, be it one that was given already. */
bool cpuid_answers(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf);

/*
 * The nth answer from now on, from 0, that a recording will give to this query, without using it
 * up. False if there is none, and for the processor, which cannot tell.
 */
bool cpuid_peek(const struct cpuid_source *source, uint32_t leaf, uint32_t subleaf, size_t n,
		struct cpuid_regs *regs);

/* Reads the time stamp counter. False if a recording has no more of its readings. */
bool cpuid_tsc(struct cpuid_source *source, uint64_t *tsc);

/* Whether the time stamp counter can be read; not in recordings that are older than this. */
bool cpuid_has_tsc(const struct cpuid_source *source);

/* How many queries this source has answered, the one before this call included. */
uint64_t cpuid_queries(const struct cpuid_source *source);

/* Closes and, when recording, completes the file: a write error shows here. */
int cpuid_close(struct cpuid_source *source, struct error *err);

#endif
