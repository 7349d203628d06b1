// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints what CPUID answers for every leaf from 4FFFFF00 to 4FFFFFFF and several values of ECX, on
 * the first CPU.
 */
#include <cpuid.h>
#include <sched.h>
#include <stdio.h>

int main(void)
{
	static const unsigned int indices[] = {
		0,      1,       2,          10,         0x72,       0x1ff,      0x400,
		0xffff, 0x10000, 0x7ff80000, 0x7ffc0000, 0x80000000, 0xfff80000, 0xffffffff,
	};
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	if (sched_setaffinity(0, sizeof(first), &first)) {
		perror("sched_setaffinity");
		return 2;
	}
	for (unsigned int leaf = 0x4fffff00; leaf <= 0x4fffffff; leaf++) {
		for (unsigned int i = 0; i < sizeof(indices) / sizeof(indices[0]); i++) {
			unsigned int eax, ebx, ecx, edx;

			__cpuid_count(leaf, indices[i], eax, ebx, ecx, edx);
			printf("%08x %08x: %08x %08x %08x %08x\n", leaf, indices[i], eax, ebx, ecx,
			       edx);
		}
	}
	return fflush(stdout) ? 2 : 0;
}
