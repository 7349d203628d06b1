/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lab's relay: runs commands at the far end of a virtio-serial port.
 *
 *	relay init host|guest|bochs [FIRST-CPU]		PID 1 of a machine: mount, then serve
 *	relay serve PORT				in a machine that has an init
 *	relay ping SOCKET SECONDS			wait until the far end answers
 *	relay call [-t] [-T SECONDS] [-S SECONDS] [-C FOLDER] SOCKET COMMAND...
 *	relay qmp SOCKET COMMAND [ARGUMENTS-JSON]	speak to the machine's QEMU
 *	relay bridge SOCKET MAILBOX TTY PROGRAM...	run Bochs and stand for its virtio port
 *	relay tsc					measure this machine's TSC
 *
 * call passes stdin, stdout, stderr, signals and the exit status through; -t gives the command a
 * terminal, -T limits its time, -S how long it may print nothing. 124 is a time-out, 125 a lost
 * connection or such a silence, as in timeout(1).
 */
#ifndef LAB_RELAY_H
#define LAB_RELAY_H

enum {
	RELAY_TIMEOUT = 124,
	RELAY_TROUBLE = 125,
};

/* Serves at a virtio-serial port; NULL: on Bochs. */
int relay_serve(const char *port);

/* Whatever the machine's commands start runs on CPUs from first_cpu on. */
int relay_init(const char *role, int first_cpu);
int relay_ping(const char *path, int seconds);
int relay_qmp(const char *path, const char *command, const char *arguments);

/* Runs a machine on Bochs, whose far end of the wire is at the socket (see bochs.h). */
int relay_bridge(const char *socket, const char *mailbox, const char *tty, char **argv);

/* Prints the rate of this machine's TSC in kHz. */
int relay_tsc(void);

struct call {
	const char *socket;
	const char *folder;
	int seconds; /* 0: no limit */
	int silence; /* seconds without output before the machine is taken for hung; 0: no limit */
	int tty;
	char **argv;
};

int relay_call(const struct call *call);

/* Connects to a unix socket; waits for it to appear for so many seconds. -1 with errno. */
int unix_connect(const char *path, int seconds);

#endif
