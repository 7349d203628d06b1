/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the counters: the text in which the host shows the exit statistics of a virtual machine.
 * It is the text of the file exit_stats in the machine's directory of debugfs,
 * /sys/kernel/debug/kvm/PID-FD, which the kernel series adds ("KVM: x86: Show exit statistics of a
 * VM in debugfs"); the series' file Documentation/virt/kvm/x86/exit-stats.rst defines it:
 *
 *   # exit_stats 2 isa=svm mode=user epoch=0x5ba6a65b tsc_khz=2445406 vcpus=1 slots=172
 *   # reason name exits cycles user_exits user_cycles exits:0 cycles:0 user_exits:0 user_cycles:0
 *   0x060 interrupt 420 9120345 3 2210445 420 9120345 3 2210445
 *   0x072 cpuid 1104 2981212 0 0 1104 2981212 0 0
 *   total - 1524 12101557 3 2210445 1524 12101557 3 2210445
 *
 * A copy may be read while somebody writes it. So the text is used only if its total is the sum of
 * its lines, each line is the sum of its vCPUs, there are as many vCPUs as the first line says, and
 * no part is larger than its whole; otherwise it is read again for a short while.
 */
#ifndef EXITBENCH_COUNTERS_HOST_TEXT_H
#define EXITBENCH_COUNTERS_HOST_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "reasons/reasons.h"

#define HOST_TEXT_VERSION 2

/* A line has this many numbers for the whole VM, and as many for each vCPU, in this order. */
#define HOST_CELL 4
enum host_cell {
	HOST_EXITS,
	HOST_CYCLES,
	HOST_USER_EXITS,
	HOST_USER_CYCLES
};

struct host_row {
	uint32_t code;
	bool other;
	uint64_t *cells; /* of the whole VM, then of each vCPU: HOST_CELL numbers each */
};

/* What the file says at one time. */
struct host_text {
	bool isa_known; /* isa is known, as every kernel that has this text writes it */
	enum isa isa;
	char mode[16];
	uint32_t epoch, tsc_khz; /* 0: not known */
	bool vcpus_known;        /* vcpus is known */
	uint32_t vcpus;          /* as many as the first line says */
	uint32_t *ids;           /* of the vCPUs, in the order of their columns */
	size_t n_ids;
	struct host_row *rows;
	size_t n_rows;
	bool has_total; /* the last row is the total; it is removed once it has been checked */
};

/*
 * Parses size bytes, after which there must be a NUL. The parser splits them into strings in place.
 * path is used in error messages. On error there is nothing to free.
 */
int host_text_parse(const char *path, char *bytes, size_t size, struct host_text *text,
		    struct error *err);

/*
 * Reads a file of at most 16 MiB. EXIT_NO if the host does not count this machine's exits. Errors
 * name the file, the line and the remedy. After success the caller frees the text.
 */
int host_text_read(const char *path, struct host_text *text, struct error *err);
void host_text_free(struct host_text *text);

#endif
