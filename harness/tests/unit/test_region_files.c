// SPDX-License-Identifier: GPL-2.0-only
/* Tests what the guest knows of its memory and ports. Folders stand for the machines. */
#include "check.h"

#include <stdio.h>
#include <unistd.h>

#include "measure/region_files.h"
#include "scratch.h"

#define DEVICES "sys/bus/pci/devices/"

static void write_text(const char *name, const char *text)
{
	scratch_write(name, text, strlen(text));
}

static const char *name_of(const struct regions *regions, enum region_space space, uint64_t address)
{
	const struct region *region = regions_find(regions, space, address, address);

	return region ? region->name : "none";
}

static void put_word(unsigned char *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> 8 * i);
}

/* A capability of virtio: which part lies where in a bar. */
static void put_part(unsigned char *config, size_t at, size_t next, unsigned int type,
		     uint32_t offset, uint32_t length)
{
	config[at] = 9;
	config[at + 1] = (unsigned char)next;
	config[at + 2] = 16;
	config[at + 3] = (unsigned char)type;
	config[at + 4] = 4;
	put_word(config + at + 8, offset);
	put_word(config + at + 12, length);
}

static void write_virtio(const char *folder, uint32_t id, uint32_t distance, size_t size)
{
	unsigned char config[256] = { 0 };
	char path[128];

	put_word(config, id << 16 | 0x1af4);
	config[6] = 0x10;
	config[0x34] = 0x40;
	put_part(config, 0x40, 0x54, 1, 0, 0x1000);
	put_part(config, 0x54, 0x68, 2, 0x3000, distance * 4);
	put_word(config + 0x54 + 16, distance);
	/* The list is a circle. */
	put_part(config, 0x68, 0x40, 3, 0x1000, 4);
	snprintf(path, sizeof(path), DEVICES "%s/config", folder);
	scratch_write(path, (const char *)config, size);
}

static void test_machine(void **state)
{
	struct regions regions = { 0 };

	(void)state;
	regions_read(scratch_folder, &regions);
	assert_int_equal(regions.n, 0);
	write_text("proc/iomem", "00000000-00000fff : Reserved\n"
				 "00001000-0009fbff : System RAM\n"
				 "fe000000-fe003fff : 0000:00:04.0\n"
				 "  fe000000-fe003fff : virtio-pci-modern\n"
				 "garbage\n"
				 "fee00000-fee00fff : Local APIC\n");
	write_text("proc/ioports", "0cf8-0cff : PCI conf1\n"
				   "c000-c07f : 0000:00:03.0\n");
	write_text(DEVICES "0000:00:03.0/resource",
		   "0x000000000000c000 0x000000000000c07f 0x0000000000040101\n"
		   "0x0000000000000000 0x0000000000000000 0x0000000000000000\n");
	write_text(DEVICES "0000:00:03.0/virtio0/block/vda/size", "1\n");
	write_virtio("0000:00:03.0", 0x1001, 4, 64);
	write_text(DEVICES "0000:00:04.0/resource",
		   "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
		   "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
		   "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
		   "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
		   "0x00000000fe000000 0x00000000fe007fff 0x000000000014220c\n");
	write_text(DEVICES "0000:00:04.0/virtio1/net/eth0/mtu", "1\n");
	write_virtio("0000:00:04.0", 0x1041, 4, 256);
	write_text(DEVICES "0001:00:05.0/resource",
		   "0x0000000080000000 0x0000000080000fff 0x0000000000040200\n");
	assert_int_equal(symlink("../../../bus/pci/drivers/ahci",
				 scratch_path(DEVICES "0001:00:05.0/driver")),
			 0);
	regions_read(scratch_folder, &regions);
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0x5000), "System RAM");
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0xfee00020), "Local APIC");
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0x80000010),
			    "ahci 0001:00:05.0, BAR 0");
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0xfe000014),
			    "virtio1 (eth0) 00:04.0, configuration");
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0xfe001000),
			    "virtio1 (eth0) 00:04.0, interrupt status");
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0xfe003004),
			    "virtio1 (eth0) 00:04.0, notify");
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0xfe004000),
			    "virtio1 (eth0) 00:04.0, BAR 4");
	assert_string_equal(name_of(&regions, REGION_PORTS, 0xcfc), "PCI conf1");
	assert_string_equal(name_of(&regions, REGION_PORTS, 0xc010),
			    "virtio0 (vda) 00:03.0, notify");
	assert_string_equal(name_of(&regions, REGION_PORTS, 0xc013),
			    "virtio0 (vda) 00:03.0, interrupt status");
	assert_string_equal(name_of(&regions, REGION_PORTS, 0xc000),
			    "virtio0 (vda) 00:03.0, BAR 0");
	assert_string_equal(name_of(&regions, REGION_PORTS, 0xd000), "none");
	regions_free(&regions);
}

/* Each queue has a page of its own; and without root the kernel hides the addresses in /proc. */
static void test_queues_and_hidden_addresses(void **state)
{
	struct regions regions = { 0 };

	(void)state;
	write_text("proc/iomem", "00000000-00000000 : System RAM\n");
	write_virtio("0000:00:04.0", 0x1041, 4096, 256);
	regions_read(scratch_folder, &regions);
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0), "none");
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0xfe003000),
			    "virtio1 (eth0) 00:04.0, notify of queue 0");
	assert_string_equal(name_of(&regions, REGION_MEMORY, 0xfe006ffc),
			    "virtio1 (eth0) 00:04.0, notify of queue 3");
	regions_free(&regions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machine),
		cmocka_unit_test(test_queues_and_hidden_addresses),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
