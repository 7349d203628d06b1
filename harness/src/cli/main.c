// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "base/process.h"
#include "cli/commands.h"
#include "cli/dispatch.h"
#include "cli/talk.h"

int main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	int rc = process_settle(&err) ? -1 : dispatch(commands, argc, argv, &err);

	/* A full disk below a redirected stdout must not look like success. */
	if ((fflush(stdout) || ferror(stdout)) && !rc)
		rc = error_errno(&err, "cannot write to standard output");
	if (!rc)
		return EXIT_YES;
	talk(stderr, "exitbench: %s\n", err.text);
	return err.status;
}
