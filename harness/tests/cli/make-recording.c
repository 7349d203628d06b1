// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes the recording of a simulated guest in which one command of exitbench
 * could have been run: usage: make-recording HOST ISA WINDOWS
 *
 * HOST is native, marks, course-a, course-b, course-c or unpatched, ISA vmx or svm.
 * After a look for vCPUs and a snapshot where marks are used, and the reader's look at
 * what reading costs, come WINDOWS windows, with the same exits in every one: 100 of HLT, 40 of nested
 * paging, 20 of port I/O, 3 of CPUID.
 */
#include <stdlib.h>

#include "../simulator.h"

static const char *const hosts[] = {
	[SIM_NATIVE] = "native",     [SIM_MARKS] = "marks",       [SIM_COURSE_A] = "course-a",
	[SIM_COURSE_B] = "course-b", [SIM_COURSE_C] = "course-c", [SIM_UNPATCHED] = "unpatched",
};

static bool host_from_name(const char *name, enum sim_host *host)
{
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		if (!strcmp(hosts[i], name)) {
			*host = (enum sim_host)i;
			return true;
		}
	}
	return false;
}

static void window(struct sim *sim)
{
	bool vmx = sim->isa == ISA_VMX;

	sim_begin_window(sim);
	sim_exits(sim, vmx ? 12 : 0x78, 100);
	sim_exits(sim, vmx ? 48 : 0x400, 40);
	sim_exits(sim, vmx ? 30 : 0x7b, 20);
	sim_exits(sim, vmx ? 10 : 0x72, 3);
	sim_end_window(sim);
}

int main(int argc, char **argv)
{
	enum sim_host host;
	struct sim sim;
	enum isa isa;
	long windows;

	if (argc != 4 || !host_from_name(argv[1], &host) || !isa_from_name(argv[2], &isa)) {
		fprintf(stderr, "usage: make-recording HOST ISA WINDOWS\n");
		return 2;
	}
	windows = strtol(argv[3], NULL, 10);
	sim_init(&sim, stdout, host, isa);
	sim_identify(&sim);
	sim_probe(&sim);
	if (host == SIM_MARKS) {
		sim_want_vcpus(&sim);
		sim_snapshot(&sim);
	}
	if (host != SIM_UNPATCHED)
		sim_cost(&sim);
	for (long i = 0; i < windows; i++)
		window(&sim);
	return fflush(stdout) || ferror(stdout) ? 2 : 0;
}
