// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes the recording of a simulated guest in which one command of exitbench
 * could have been run: usage: make-recording HOST ISA WINDOWS [FAULT]
 *
 * HOST is native, marks, details (marks of a host that counts exits by their keys), records (which
 * also records the code), unpatched,
 * course-a, course-b, course-c, or another of the course's that the list below names; ISA is vmx or
 * svm, or a vendor's name and KVM's first leaf, as in HygonGenuine@0x40000100: then Hyper-V comes
 * first. After a look for vCPUs where marks are used, and the reader's look at what reading costs,
 * come WINDOWS windows, with the same exits in every one: 100 of HLT, 40 of nested paging, 20 of
 * port I/O, 3 of CPUID. In the second of them a FAULT occurs, by name.
 */
#include <stdlib.h>

#include "../simulator.h"

static const char *const hosts[] = {
	[SIM_NATIVE] = "native",
	[SIM_MARKS] = "marks",
	[SIM_COURSE_A] = "course-a",
	[SIM_COURSE_B] = "course-b",
	[SIM_COURSE_C] = "course-c",
	[SIM_UNPATCHED] = "unpatched",
	[SIM_COURSE_FE] = "course-fe",
	[SIM_COURSE_FE_FF] = "course-fe-ff",
	[SIM_COURSE_FD_FC] = "course-fd-fc",
	[SIM_COURSE_TOTAL] = "course-total",
	[SIM_COURSE_B_NO_FC] = "course-b-no-fc",
	[SIM_COURSE_B_SWAPPED] = "course-b-swapped",
	[SIM_COURSE_B_WRONG] = "course-b-wrong",
	[SIM_COURSE_DOUBLE] = "course-double",
};

/* The names of hosts that have marks and details, and the second one records. */
static const char details_name[] = "details", records_name[] = "records";

/* The period of the first window, and that which fits the ones after it. */
static uint32_t period(long window)
{
	return window ? 2 : 1;
}

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

static uint32_t hlt(const struct sim *sim)
{
	return sim->isa == ISA_VMX ? 12 : 0x78;
}

/* A counter of 32 bits is about to begin anew. */
static void wrap(struct sim *sim)
{
	sim_slot(sim, hlt(sim))->exits = UINT32_MAX - 50;
}

static void go_back(struct sim *sim)
{
	sim_slot(sim, hlt(sim))->exits -= 1000;
}

static void lose_time(struct sim *sim)
{
	sim_slot(sim, hlt(sim))->cycles -= 1000 * SIM_OTHER_CYCLES;
}

static void lose_user_exits(struct sim *sim)
{
	sim_slot(sim, sim->isa == ISA_VMX ? 30 : 0x7b)->user_exits = 0;
}

static void lose_buckets(struct sim *sim)
{
	sim_slot(sim, hlt(sim))->buckets[12] = 0;
}

/* The virtual machine is restored from a snapshot, or migrated. */
static void restore(struct sim *sim)
{
	sim->epoch = 0xabad1dea;
}

static void intrude(struct sim *sim)
{
	sim->intruder = 1;
}

static void refuse(struct sim *sim)
{
	sim->refuses_marks = true;
}

static const struct fault {
	const char *name;
	void (*before)(struct sim *sim); /* before or in the window */
	void (*within)(struct sim *sim);
} faults[] = {
	{ "wrap", wrap, NULL },
	{ "backwards", NULL, go_back },
	{ "time", NULL, lose_time },
	{ "user", NULL, lose_user_exits },
	{ "histogram", NULL, lose_buckets },
	{ "epoch", NULL, restore },
	{ "intruder", NULL, intrude },
	{ "refused", refuse, NULL },
	{ "refused-later", NULL, refuse },
};

static const struct fault *find_fault(const char *name)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (!strcmp(faults[i].name, name))
			return &faults[i];
	return NULL;
}

/* The exits of a window, by their keys. */
static void keyed_exits(struct sim *sim)
{
	const uint64_t write = UINT64_C(1) << 32, mmio = UINT64_C(1) << 63;
	bool vmx = sim->isa == ISA_VMX;
	uint32_t io = vmx ? 30 : 0x7b, page = vmx ? 48 : 0x400, cpuid = vmx ? 10 : 0x72;

	sim_exits(sim, hlt(sim), 100);
	sim_cause(sim, 0, page, mmio | 0xfeb00, 30, SIM_OTHER_CYCLES);
	sim_cause(sim, 1, page, 0x12345, 6, SIM_OTHER_CYCLES);
	sim_exits(sim, page, 4);
	sim_cause(sim, 0, io, write | 1 << 16 | 0x3f8, 15, SIM_OTHER_CYCLES);
	sim_cause(sim, 1, io, 4 << 16 | 0xcfc, 5, SIM_OTHER_CYCLES);
	sim_cause(sim, 0, cpuid, sim_leaf_key(1, 0), 1, SIM_OTHER_CYCLES);
	sim_cause(sim, 0, cpuid, sim_leaf_key(0xd, 1), 2, SIM_OTHER_CYCLES);
}

/* The same, where the host records the code. */
static void coded_exits(struct sim *sim)
{
	const uint64_t write = UINT64_C(1) << 32, mmio = UINT64_C(1) << 63;
	const uint64_t kernel = UINT64_C(0xffffffff81000000);
	bool vmx = sim->isa == ISA_VMX;
	uint32_t io = vmx ? 30 : 0x7b, page = vmx ? 48 : 0x400, cpuid = vmx ? 10 : 0x72;

	sim_exits(sim, hlt(sim), 100);
	sim_code(sim, 0, page, mmio | 0xfeb00, kernel + 0x100, 20);
	sim_code(sim, 0, page, mmio | 0xfeb00, kernel + 0x200, 10);
	sim_code(sim, 1, page, 0x12345, 0x401234, 6);
	sim_exits(sim, page, 4);
	sim_code(sim, 0, io, write | 1 << 16 | 0x3f8, kernel + 0x300, 15);
	sim_code(sim, 1, io, 4 << 16 | 0xcfc, kernel + 0x400, 5);
	sim_code(sim, 0, cpuid, sim_leaf_key(1, 0), 0x401500, 1);
	sim_code(sim, 0, cpuid, sim_leaf_key(0xd, 1), 0x401500, 2);
}

/* A window that is recorded. */
static void coded_window(struct sim *sim, long number)
{
	sim_start_recording(sim, period(number));
	sim_begin_window(sim);
	coded_exits(sim);
	sim_query(sim, 0x4FFFFF03, 2);
	sim_stop_recording(sim);
	sim_read_window(sim, false);
	sim_read_records(sim);
}

static void window(struct sim *sim, const struct fault *fault)
{
	bool vmx = sim->isa == ISA_VMX;

	if (fault && fault->before)
		fault->before(sim);
	sim_begin_window(sim);
	if (fault && fault->within)
		fault->within(sim);
	if (sim->n_keys) {
		keyed_exits(sim);
		sim_end_window(sim);
		return;
	}
	sim_exits(sim, vmx ? 12 : 0x78, 100);
	sim_exits(sim, vmx ? 48 : 0x400, 40);
	sim_exits(sim, vmx ? 30 : 0x7b, 20);
	sim_exits(sim, vmx ? 10 : 0x72, 3);
	sim_end_window(sim);
	sim->intruder = 0;
}

/* By its name, or by that of a vendor of twelve characters. */
static bool isa_of(const char *name, enum isa *isa, const char **vendor)
{
	if (isa_from_name(name, isa))
		return true;
	if (strlen(name) != 12)
		return false;
	*vendor = name;
	*isa = strstr(name, "AMD") || strstr(name, "Hygon") ? ISA_SVM : ISA_VMX;
	return true;
}

int main(int argc, char **argv)
{
	const char *vendor = NULL;
	const struct fault *fault = NULL;
	char *base = NULL;
	enum sim_host host;
	struct sim sim;
	enum isa isa;
	long windows;
	bool details, records;

	if (argc == 5)
		fault = find_fault(argv[4]);
	if (argc > 2)
		base = strchr(argv[2], '@');
	if (base)
		*base++ = '\0';
	records = argc > 1 && !strcmp(argv[1], records_name);
	details = records || (argc > 1 && !strcmp(argv[1], details_name));
	if (details)
		host = SIM_MARKS;
	if (argc < 4 || argc > 5 || (argc == 5 && !fault) ||
	    (!details && !host_from_name(argv[1], &host)) || !isa_of(argv[2], &isa, &vendor)) {
		fprintf(stderr, "usage: make-recording HOST ISA WINDOWS [FAULT]\n");
		return 2;
	}
	windows = strtol(argv[3], NULL, 10);
	sim_init(&sim, stdout, host, isa);
	if (details)
		sim_have_details(&sim, SIM_KEYS);
	if (records)
		sim_have_records(&sim, SIM_RECORDS);
	if (vendor)
		sim.vendor = vendor;
	if (base) {
		sim.kvm_base = (uint32_t)strtoul(base, NULL, 16);
		sim.hypervisor = "Microsoft Hv";
	}
	sim_identify(&sim);
	sim_probe(&sim);
	if (host == SIM_MARKS)
		sim_want_vcpus(&sim);
	if (records)
		sim_want_records(&sim);
	if (details)
		sim_want_causes(&sim);
	if (host != SIM_UNPATCHED)
		sim_cost(&sim);
	for (long i = 0; i < windows; i++)
		if (records)
			coded_window(&sim, i);
		else
			window(&sim, i == 1 ? fault : NULL);
	/* Last, because those who take windows do not ask for it. */
	if (host == SIM_MARKS)
		sim_snapshot(&sim);
	return fflush(stdout) || ferror(stdout) ? 2 : 0;
}
