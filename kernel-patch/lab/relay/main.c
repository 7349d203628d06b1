// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "relay.h"

static int usage(void)
{
	fputs("usage: relay init host|guest|bochs [FIRST-CPU]\n"
	      "       relay serve PORT\n"
	      "       relay ping SOCKET SECONDS\n"
	      "       relay call [-t] [-T SECONDS] [-C FOLDER] SOCKET COMMAND [ARGUMENT...]\n"
	      "       relay qmp SOCKET COMMAND [ARGUMENTS-JSON]\n"
	      "       relay bridge SOCKET MAILBOX TTY PROGRAM [ARGUMENT...]\n"
	      "       relay tsc\n",
	      stderr);
	return RELAY_TROUBLE;
}

static int main_call(int argc, char **argv)
{
	struct call call = { .folder = "/" };
	int opt;

	while ((opt = getopt(argc, argv, "+tT:S:C:")) != -1) {
		if (opt == 't')
			call.tty = 1;
		else if (opt == 'T')
			call.seconds = atoi(optarg);
		else if (opt == 'S')
			call.silence = atoi(optarg);
		else if (opt == 'C')
			call.folder = optarg;
		else
			return usage();
	}
	if (argc - optind < 2)
		return usage();
	call.socket = argv[optind];
	call.argv = argv + optind + 1;
	return relay_call(&call);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "serve"))
		return relay_serve(argv[2]);
	if ((argc == 3 || argc == 4) && !strcmp(argv[1], "init"))
		return relay_init(argv[2], argc == 4 ? atoi(argv[3]) : 0);
	if (argc == 4 && !strcmp(argv[1], "ping"))
		return relay_ping(argv[2], atoi(argv[3]));
	if (argc > 1 && !strcmp(argv[1], "call"))
		return main_call(argc - 1, argv + 1);
	if ((argc == 4 || argc == 5) && !strcmp(argv[1], "qmp"))
		return relay_qmp(argv[2], argv[3], argv[4]);
	if (argc > 5 && !strcmp(argv[1], "bridge"))
		return relay_bridge(argv[2], argv[3], argv[4], argv + 5);
	if (argc == 2 && !strcmp(argv[1], "tsc"))
		return relay_tsc();
	return usage();
}
