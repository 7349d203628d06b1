// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "base/process.h"
#include "cli/commands.h"
#include "cli/dispatch.h"
#include "cli/talk.h"

int main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	bool lost;
	int rc = process_settle(&err) ? -1 : dispatch(commands, argc, argv, &err);

	/* A full disk below a redirected stdout must not look like success. */
	lost = fflush(stdout) || ferror(stdout);
	if (lost && !rc)
		rc = error_errno(&err, "cannot write to standard output");
	else if (lost && err.status == EXIT_NO)
		talk(stderr, "standard output cannot be written: what it holds is not whole\n");
	if (!rc)
		return EXIT_YES;
	talk(stderr, "exitbench: %s\n", err.text);
	return err.status;
}
