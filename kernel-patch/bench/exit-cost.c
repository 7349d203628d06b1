// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs in the guest. Prints what one VM exit of each kind costs, from the guest's
 * instruction that causes it to the next one, in ticks of the TSC: under QEMU's
 * -icount these are instructions of host and guest together. Interrupts can only add
 * to the cost, so the smallest value of many rounds is taken.
 */
#include <cpuid.h>
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
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

int main(void)
{
	double loop;

	if (iopl(3))
		err(1, "iopl (the benchmark needs root)");
	msr = open("/dev/cpu/0/msr", O_WRONLY);
	if (msr < 0)
		err(1, "/dev/cpu/0/msr");
	loop = cost(nothing);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		printf("%s\t%.2f\n", kinds[i].name, cost(kinds[i].exit) - loop);
	return 0;
}
