// SPDX-License-Identifier: GPL-2.0-only
#include <stdint.h>

#include "cli/command.h"
#include "cli/run.h"
#include "cli/stat.h"
#include "cli/why_show.h"

/* A workload is warmed up and repeated as run does it; a command is run as often as asked. */
#define REPEATS 3
#define WARMUPS 1

static int run_why(const struct options *options, struct error *err)
{
	struct options why = *options;

	why.why = true;
	if (why.after_dashes && !why.n_args)
		return error_set(err, "no command stands behind '--'; see 'exitbench why --help'");
	if (why.after_dashes)
		return stat_command(&why, err);
	if (!why.given[OPTION_REPEAT] && !why.given[OPTION_PRECISION])
		why.repeat = why.max_repeat = REPEATS;
	if (!why.given[OPTION_WARMUP])
		why.warmup = WARMUPS;
	return run_workloads(&why, err);
}

const struct command cmd_why = {
	.name = "why",
	.arguments = "[SUITE|WORKLOAD...] | -- COMMAND [ARGUMENT...]",
	.summary = "Show what is behind the exits of workloads or of a command: registers, "
		   "devices, code",
	.details =
		"Below each exit reason are its causes: the MSR, the I/O port, the page of which device, the leaf\n"
		"of CPUID. The host counts them exactly, which it must have been told to do ('details').\n"
		"Below each cause is the code of the guest, if the host keeps 'records' and exitbench runs as\n"
		"root.\n"
		"What stands behind '--' is a command; else suites and workloads are measured and kept as by run,\n"
		"with 3 repeats after one warm-up. 'exitbench show --why' shows a kept result again.\n\n"
		"--format folded prints stacks for FlameGraph and speedscope, and --format trace every exit that\n"
		"was recorded in the last repeat, for Perfetto or chrome://tracing.",
	.max_args = SIZE_MAX,
	.offers = { OFFER_WORKLOADS, OFFER_WORKLOADS },
	.options = { OPTION_REPEAT, OPTION_PRECISION, OPTION_WARMUP, OPTION_DURATION,
		     OPTION_TIMEOUT, OPTION_JOBS, OPTION_TAG, OPTION_ORDER, OPTION_RESULTS,
		     OPTION_WORKLOADS, OPTION_FORMAT, OPTION_CYCLES, OPTION_WIDE, OPTION_COLUMNS,
		     OPTION_COUNTERS, OPTION_RECORD },
	.more_formats = { "folded", "trace" },
	.empty_table = empty_why_table,
	.run = run_why,
};
