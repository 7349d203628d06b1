/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The wire where there is no virtio port: a machine on Bochs.
 *
 *	out	port E9, whose bytes Bochs writes to its own stdout
 *	in	the mailbox, a raw disk, for what starts something: FRAME_RUN and FRAME_PING;
 *		the second serial line for the rest, signals for instance
 *
 * Bochs repeats a run to the instruction if nothing reaches the machine at a moment that the world
 * outside chooses. So when no command runs, the machine says FRAME_READY and writes padding; the
 * bridge stops reading, the pipe runs full, and Bochs stands still until the bridge has put the
 * next command into the mailbox and reads on. After the padding the machine finds it there.
 */
#ifndef LAB_BOCHS_H
#define LAB_BOCHS_H

#include "wire.h"

/* the disk that holds folders, and the mailbox, as lab/vmm/bochs.sh attaches them */
#define BOCHS_DISK "/dev/sdb"
#define BOCHS_MAILBOX "/dev/sdc"

/* more than the pipe holds, and what the bridge may have read of it already */
#define BOCHS_PIPE 4096
#define BOCHS_PADDING (4 * BOCHS_PIPE)

/* In the machine: makes wire_send() write to port E9. Returns the serial line to read from, or -1
 * with errno. */
int bochs_open(void);

/* In the machine: waits for the next command. Returns 0, or -1 if the mailbox cannot be read. */
int bochs_next_command(struct frame *frame);

#endif
