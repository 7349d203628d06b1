// SPDX-License-Identifier: GPL-2.0-only
/* Tests what is read from /proc and /sys. Folders stand for the machines. */
#include "check.h"

#include <stdio.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "measure/machine.h"
#include "scratch.h"

static void write_text(const char *name, const char *text)
{
	scratch_write(name, text, strlen(text));
}

static void link_to(const char *target, const char *name)
{
	assert_int_equal(symlink(target, scratch_path(name)), 0);
}

#define CPU(number, socket, core)                                                         \
	"processor\t: " #number "\nmodel name\t: Some Processor\nphysical id\t: " #socket \
	"\nsiblings\t: 2\ncore id\t\t: " #core "\nflags\t\t: fpu vme\n\n"

static void test_topology(void **state)
{
	static const struct {
		const char *cpuinfo, *topology;
	} rows[] = {
		{ CPU(0, 0, 0), "1 socket, 1 core, 1 thread" },
		{ CPU(0, 0, 0) CPU(1, 0, 1), "1 socket, 2 cores, 2 threads" },
		{ CPU(0, 0, 0) CPU(1, 0, 0), "1 socket, 1 core, 2 threads" },
		{ CPU(0, 0, 0) CPU(1, 1, 0) CPU(2, 0, 0) CPU(3, 1, 0),
		  "2 sockets, 2 cores, 4 threads" },
		{ CPU(7, 3, 11), "1 socket, 1 core, 1 thread" },
		{ "processor\t: 0\nflags\t: fpu\n", NULL },
		{ CPU(0, 0, 0) "processor\t: 1\n", NULL },
		{ "physical id\t: 1\ncore id\t: 1\n", NULL },
		{ "", NULL },
	};

	(void)state;
	assert_null(machine_topology(scratch_folder));
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *topology = NULL;

		write_text("proc/cpuinfo", rows[i].cpuinfo);
		topology = machine_topology(scratch_folder);
		if (!rows[i].topology)
			assert_null(topology);
		else
			assert_string_equal(topology, rows[i].topology);
	}
}

/* name: of the device's folder below /sys/devices; drivers of folders on the way. */
static void make_disk(const char *number, const char *folder, const char *const *drivers)
{
	char path[256], target[256];

	snprintf(path, sizeof(path), "sys/devices/%s/size", folder);
	write_text(path, "1\n");
	for (; drivers[0]; drivers += 2) {
		snprintf(path, sizeof(path), "sys/devices/%s/driver", drivers[0]);
		snprintf(target, sizeof(target), "/sys/bus/any/drivers/%s", drivers[1]);
		link_to(target, path);
	}
	snprintf(path, sizeof(path), "sys/dev/block/%s", number);
	snprintf(target, sizeof(target), "../../devices/%s", folder);
	link_to(target, path);
}

static void assert_disk(dev_t device, const char *name, const char *drivers)
{
	_cleanup_free_ char *found = machine_disk(scratch_folder, device);
	_cleanup_free_ char *way = machine_disk_drivers(scratch_folder, device);

	assert_string_equal(found, name);
	if (drivers)
		assert_string_equal(way, drivers);
	else
		assert_null(way);
}

#define PCI "pci0000:00/0000:00:04.0"
#define SCSI PCI "/ata1/host0/target0:0:0/0:0:0:0"

static void test_disks(void **state)
{
	static const char *const virtio[] = { PCI "/virtio1", "virtio_blk", PCI, "virtio-pci",
					      NULL };
	static const char *const ahci[] = { SCSI, "sd", NULL };
	static const char *const nvme[] = { "pci0000:00/0000:00:05.0", "nvme", NULL };
	static const char *const none[] = { NULL };

	(void)state;
	make_disk("254:1", PCI "/virtio1/block/vda/vda1", virtio);
	assert_disk(makedev(254, 1), "vda1", "virtio_blk, virtio-pci");
	make_disk("8:0", SCSI "/block/sda", ahci);
	assert_disk(makedev(8, 0), "sda", "sd, virtio-pci");
	make_disk("259:0", "pci0000:00/0000:00:05.0/nvme/nvme0/nvme0n1", nvme);
	assert_disk(makedev(259, 0), "nvme0n1", "nvme");
	make_disk("253:0", "virtual/block/dm-0", none);
	assert_disk(makedev(253, 0), "dm-0", NULL);
	assert_null(machine_disk(scratch_folder, makedev(0, 22)));
	assert_null(machine_disk_drivers(scratch_folder, makedev(0, 22)));
}

static void test_file_systems(void **state)
{
	static const char mounts[] =
		"22 27 0:21 / /proc rw,nosuid - proc proc rw\n"
		"27 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro\n"
		"40 27 254:1 /data /mnt/exitbench rw,noatime shared:1 master:2 - ext4 /dev/vda1 rw\n"
		"41 27 0:33 / /tmp rw - tmpfs\n"
		"garbage\n\n";
	static const struct {
		unsigned int major, minor;
		const char *text;
	} rows[] = {
		{ 254, 1, "ext4 (rw,relatime)" },
		{ 0, 33, "tmpfs (rw)" },
		{ 0, 2, NULL },
		{ 54, 1, NULL },
	};

	(void)state;
	assert_null(machine_file_system(scratch_folder, makedev(254, 1)));
	write_text("proc/self/mountinfo", mounts);
	for (size_t i = 0; i < N(rows); i++) {
		_cleanup_free_ char *text =
			machine_file_system(scratch_folder, makedev(rows[i].major, rows[i].minor));

		if (!rows[i].text)
			assert_null(text);
		else
			assert_string_equal(text, rows[i].text);
	}
}

/* This very machine has processors, and a file system under its root. */
static void test_here(void **state)
{
	_cleanup_free_ char *text = NULL;
	struct stat st;

	(void)state;
	assert_int_equal(stat("/proc", &st), 0);
	text = machine_file_system("", st.st_dev);
	assert_non_null(text);
	assert_memory_equal(text, "proc (", 6);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_topology),
		cmocka_unit_test(test_disks),
		cmocka_unit_test(test_file_systems),
		cmocka_unit_test(test_here),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
