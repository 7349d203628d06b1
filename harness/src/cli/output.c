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
