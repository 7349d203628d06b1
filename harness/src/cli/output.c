// SPDX-License-Identifier: GPL-2.0-only
#include "cli/output.h"

#include "base/terminal.h"

static int arrange(const struct options *options, struct table *table, struct error *err)
{
	struct table_choice choice = {
		.keys = options->columns,
		.wide = options->wide,
		.cycles = options->cycles,
		.width = terminal_width(stdout),
		.looks = terminal_has_looks(stdout),
	};

	if (!table_format_from_name(options->format, &choice.format))
		return error_set(err, "unknown format '%s'; choose table, csv, json or markdown",
				 options->format);
	return table_arrange(table, &choice, err);
}

struct table *empty_run_table(const struct options *options)
{
	/* This is never written to. */
	static char none[] = "";
	static const struct workload_run no_run = { .name = none,
						    .title = none,
						    .class = none,
						    .tool = none,
						    .op = none,
						    .expects = none,
						    .why = none };
	static const struct result no_result;
	const struct profiled_result nothing = { .result = &no_result };
	const struct profiled_run run = { .run = &no_run };
	const struct view_wish wish = wish_of(options);

	return view_run(&nothing, &run, &wish);
}

struct table *empty_result_table(const struct options *options)
{
	static const struct result no_result;
	const struct profiled_result nothing = { .result = &no_result };
	const struct view_wish wish = wish_of(options);

	return view_result(&nothing, &wish);
}

int check_table(const struct options *options, struct table *table, struct error *err)
{
	int rc = arrange(options, table, err);

	table_free(table);
	return rc;
}

int show_table(const struct options *options, struct table *table, struct error *err)
{
	int rc = arrange(options, table, err);

	if (!rc)
		rc = table_write(table, stdout, err);
	table_free(table);
	return rc;
}

struct view_wish wish_of(const struct options *options)
{
	return (struct view_wish){
		.per_vcpu = options->per_vcpu,
		.cycles = options->cycles,
		.all = options->wide,
	};
}
