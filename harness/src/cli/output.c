// SPDX-License-Identifier: GPL-2.0-only
#include "cli/output.h"

static int arrange(const struct options *options, struct table *table, enum table_format *format,
		   struct error *err)
{
	if (!table_format_from_name(options->format, format))
		return error_set(err, "unknown format '%s'; choose table, csv, json or markdown",
				 options->format);
	return table_arrange(table, *format, options->wide, options->columns, err);
}

int check_table(const struct options *options, struct table *table, struct error *err)
{
	enum table_format format;
	int rc = arrange(options, table, &format, err);

	table_free(table);
	return rc;
}

int show_table(const struct options *options, struct table *table, struct error *err)
{
	enum table_format format;
	int rc = arrange(options, table, &format, err);

	if (!rc)
		rc = table_write(table, format, stdout, err);
	table_free(table);
	return rc;
}
