// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in the guest. Prints what one VM exit of each kind costs, from the guest's
 * instruction that causes it to the next one, in ticks of the TSC: under QEMU's
 * -icount these are instructions of host and guest together. Interrupts can only add
 * to the cost, so the smallest value of many rounds is taken.
 *
 * usage: exit-cost [PERIOD]   with PERIOD the host records one of so many exits meanwhile
 */
#include <cpuid.h>
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/io.h>
#include <unistd.h>
#include <x86intrin.h>

#define ROUNDS 20
#define EXITS 100

/* the mask register of the first PIC, which KVM emulates */
#define PORT_IN_KERNEL 0x21
/* the port of power-on self-tests, which QEMU answers */
#define PORT_IN_VMM 0x80
/* the trigger of a microcode update: KVM takes the write and does nothing */
#define MSR_NOTHING 0x79

static int msr = -1;

static void nothing(void)
{
}

static void cpuid(void)
{
	unsigned int a, b, c, d;

	__cpuid(0x40000000, a, b, c, d);
}

static void read_port_in_kernel(void)
{
	inb(PORT_IN_KERNEL);
}

static void write_msr(void)
{
	const uint64_t value = 0;

	if (pwrite(msr, &value, sizeof(value), MSR_NOTHING) != sizeof(value))
		err(1, "/dev/cpu/0/msr: MSR 0x%x", MSR_NOTHING);
}

static void read_port_in_vmm(void)
{
	inb(PORT_IN_VMM);
}

static const struct {
	const char *name;
	void (*exit)(void);
} kinds[] = {
	{ "cpuid", cpuid },
	{ "port-in-kernel", read_port_in_kernel },
	{ "msr-write", write_msr },
	{ "port-in-vmm", read_port_in_vmm },
};

/* Recording is for CPL 0: this device executes CPUID there, for what the position holds. */
static void start_records(unsigned int period)
{
	const uint32_t leaf = 0x4FFFFF07, start = 1 | period << 2 | 0x3FFu << 18;
	uint32_t answer[4];
	int cpuid = open("/dev/cpu/0/cpuid", O_RDONLY);

	if (cpuid < 0)
		err(1, "/dev/cpu/0/cpuid");
	if (pread(cpuid, answer, sizeof(answer), (off_t)((uint64_t)start << 32 | leaf)) !=
	    sizeof(answer))
		err(1, "/dev/cpu/0/cpuid: leaf 0x%x", leaf);
	close(cpuid);
	if (!(answer[2] & 1) || !answer[3])
		errx(1, "the host starts no recording; its KVM needs exit_stats_records=1");
}

/*
 * A mark, after which keys of the guest's boot give their places to those that are measured.
 * Where there are no statistics it is a CPUID like any other.
 */
static void take_mark(void)
{
	unsigned int a, b, c, d;

	__cpuid_count(0x4FFFFF03, 7, a, b, c, d);
}

static double cost(void (*operation)(void))
{
	uint64_t least = UINT64_MAX;

	for (int round = 0; round < ROUNDS; round++) {
		uint64_t begin, took;

		_mm_lfence();
		begin = __rdtsc();
		for (int i = 0; i < EXITS; i++)
			operation();
		_mm_lfence();
		took = __rdtsc() - begin;
		least = took < least ? took : least;
	}
	return (double)least / EXITS;
}

int main(int argc, char **argv)
{
	unsigned int period = argc > 1 ? (unsigned int)atoi(argv[1]) : 0;
	double loop;

	if (iopl(3))
		err(1, "iopl (the benchmark needs root)");
	msr = open("/dev/cpu/0/msr", O_WRONLY);
	if (msr < 0)
		err(1, "/dev/cpu/0/msr");
	loop = cost(nothing);
	take_mark();
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (period)
			start_records(period);
		printf("%s\t%.2f\n", kinds[i].name, cost(kinds[i].exit) - loop);
	}
	return 0;
}
