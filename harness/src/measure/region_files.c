// SPDX-License-Identifier: GPL-2.0-only
#include "measure/region_files.h"

#include <glob.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/memory.h"

#define TEXT_MAX (1 << 20)

/* PCI Local Bus Specification 3.0, section 6.1 and 6.7. */
#define CONFIG_SIZE 256
#define CONFIG_STATUS 0x06
#define CONFIG_STATUS_CAPABILITIES 0x10
#define CONFIG_CAPABILITIES 0x34
#define CAPABILITY_VENDOR 0x09
#define N_BARS 6

/* include/linux/ioport.h of the kernel: what the flags of a resource say. */
#define RESOURCE_IO 0x100
#define RESOURCE_MEMORY 0x200

/* Virtual I/O Device (VIRTIO) Version 1.1, section 4.1. */
#define VIRTIO_VENDOR 0x1af4
#define VIRTIO_FIRST_LEGACY 0x1000
#define VIRTIO_LAST_LEGACY 0x103f
#define VIRTIO_LEGACY_NOTIFY 16
#define VIRTIO_LEGACY_ISR 19
#define VIRTIO_NOTIFY 2
#define QUEUES_NAMED 64
#define PAGE_BYTES 4096u

struct pci_bar {
	uint64_t first, last, flags;
};

/* A PCI device while its regions are added. */
struct pci_device {
	const char *folder;
	char *name; /* "virtio1 (vda) 00:04.0" */
	struct pci_bar bars[N_BARS];
	unsigned char config[CONFIG_SIZE];
	size_t config_size;
};

static char *read_text(const char *folder, const char *name, size_t *size)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", folder, name);
	struct error err = ERROR_INIT;
	char *text = NULL;

	return file_read(path, TEXT_MAX, &text, size, &err) ? NULL : text;
}

/* "  c0000000-c0000fff : 0000:00:01.0". Hidden addresses are all zero. */
static void add_line(struct regions *regions, enum region_space space, const char *line)
{
	uint64_t first, last;
	int length = 0;

	if (sscanf(line, " %" SCNx64 "-%" SCNx64 " : %n", &first, &last, &length) < 2 || !length ||
	    !last || last < first)
		return;
	regions_add(regions, space, first, last, line + length);
}

static void add_lines(struct regions *regions, enum region_space space, const char *root,
		      const char *name)
{
	_cleanup_free_ char *text = read_text(root, name, NULL);
	char *rest = text, *line;

	while (rest && (line = strsep(&rest, "\n")))
		add_line(regions, space, line);
}

/* The last part of the first path that the pattern matches, in fresh memory, or NULL. */
static char *first_match(const char *folder, const char *pattern)
{
	_cleanup_free_ char *path = xasprintf("%s/%s", folder, pattern);
	char *name = NULL;
	glob_t found;

	if (glob(path, 0, NULL, &found))
		return NULL;
	if (found.gl_pathc)
		name = xstrdup(strrchr(found.gl_pathv[0], '/') + 1);
	globfree(&found);
	return name;
}

static char *driver_name(const char *folder)
{
	_cleanup_free_ char *path = xasprintf("%s/driver", folder);
	char target[512];
	ssize_t n = readlink(path, target, sizeof(target) - 1);

	if (n < 0)
		return NULL;
	target[n] = '\0';
	return xstrdup(strrchr(target, '/') ? strrchr(target, '/') + 1 : target);
}

/* "virtio1 (vda) 00:04.0", "ahci 00:05.0", "PCI 00:06.0". */
static char *device_name(const char *folder)
{
	const char *address = strrchr(folder, '/') + 1;
	_cleanup_free_ char *virtio = first_match(folder, "virtio[0-9]*");
	_cleanup_free_ char *block = first_match(folder, "virtio[0-9]*/block/*");
	_cleanup_free_ char *net = first_match(folder, "virtio[0-9]*/net/*");
	_cleanup_free_ char *driver = virtio ? NULL : driver_name(folder);
	const char *user = block ? block : net;

	if (!strncmp(address, "0000:", 5))
		address += 5;
	return xasprintf("%s%s%s%s %s",
			 virtio ? virtio :
			 driver ? driver :
				  "PCI",
			 user ? " (" : "", user ? user : "", user ? ")" : "", address);
}

static void read_bars(struct pci_device *device)
{
	_cleanup_free_ char *text = read_text(device->folder, "resource", NULL);
	char *rest = text, *line;

	for (size_t i = 0; i < N_BARS && rest && (line = strsep(&rest, "\n")); i++) {
		struct pci_bar bar;

		if (sscanf(line, "%" SCNx64 " %" SCNx64 " %" SCNx64, &bar.first, &bar.last,
			   &bar.flags) == 3 &&
		    bar.last > bar.first)
			device->bars[i] = bar;
	}
}

static void add_bar(struct regions *regions, const struct pci_bar *bar, uint64_t offset,
		    uint64_t length, const char *device, const char *part)
{
	_cleanup_free_ char *name = xasprintf("%s, %s", device, part);
	uint64_t size = bar->last - bar->first + 1;
	enum region_space space = bar->flags & RESOURCE_IO ? REGION_PORTS : REGION_MEMORY;

	if (!bar->last || !(bar->flags & (RESOURCE_IO | RESOURCE_MEMORY)) || !length ||
	    offset >= size || length > size - offset)
		return;
	regions_add(regions, space, bar->first + offset, bar->first + offset + length - 1, name);
}

static void add_bars(struct regions *regions, const struct pci_device *device)
{
	for (size_t i = 0; i < N_BARS; i++) {
		char part[] = { 'B', 'A', 'R', ' ', (char)('0' + i), '\0' };
		const struct pci_bar *bar = &device->bars[i];

		if (bar->last)
			add_bar(regions, bar, 0, bar->last - bar->first + 1, device->name, part);
	}
}

static uint32_t word_at(const struct pci_device *device, size_t at)
{
	const unsigned char *c = &device->config[at];

	return c[0] | (uint32_t)c[1] << 8 | (uint32_t)c[2] << 16 | (uint32_t)c[3] << 24;
}

/* Where every queue has a page of its own for its notifications, pages are named by queue. */
static void add_queues(struct regions *regions, const struct pci_device *device,
		       const struct pci_bar *bar, uint64_t offset, uint64_t length,
		       uint32_t distance)
{
	for (uint64_t i = 0; i < QUEUES_NAMED && (i + 1) * distance <= length; i++) {
		char part[48];

		snprintf(part, sizeof(part), "notify of queue %u", (unsigned int)i);
		add_bar(regions, bar, offset + i * distance, distance, device->name, part);
	}
}

static void add_virtio_part(struct regions *regions, const struct pci_device *device, size_t at)
{
	static const char *const parts[] = { NULL, "configuration", "notify", "interrupt status",
					     "device configuration" };
	unsigned int type = device->config[at + 3], bar = device->config[at + 4];
	uint64_t offset = word_at(device, at + 8), length = word_at(device, at + 12);

	if (!type || type >= sizeof(parts) / sizeof(parts[0]) || bar >= N_BARS)
		return;
	add_bar(regions, &device->bars[bar], offset, length, device->name, parts[type]);
	if (type == VIRTIO_NOTIFY && at + 20 <= CONFIG_SIZE &&
	    word_at(device, at + 16) >= PAGE_BYTES)
		add_queues(regions, device, &device->bars[bar], offset, length,
			   word_at(device, at + 16));
}

/* The parts of a virtio device are in its list of capabilities, which root can read as a whole. */
static void add_virtio(struct regions *regions, const struct pci_device *device)
{
	uint32_t id = word_at(device, 0);
	size_t at = device->config[CONFIG_CAPABILITIES] & 0xfc;

	if ((id & 0xffff) != VIRTIO_VENDOR)
		return;
	if (id >> 16 >= VIRTIO_FIRST_LEGACY && id >> 16 <= VIRTIO_LAST_LEGACY &&
	    device->bars[0].flags & RESOURCE_IO) {
		add_bar(regions, &device->bars[0], VIRTIO_LEGACY_NOTIFY, 2, device->name, "notify");
		add_bar(regions, &device->bars[0], VIRTIO_LEGACY_ISR, 1, device->name,
			"interrupt status");
	}
	if (!(device->config[CONFIG_STATUS] & CONFIG_STATUS_CAPABILITIES))
		return;
	/* A list that is a circle must end, too. */
	for (size_t i = 0; i < CONFIG_SIZE / 4 && at >= 0x40 && at + 16 <= device->config_size;
	     i++) {
		if (device->config[at] == CAPABILITY_VENDOR)
			add_virtio_part(regions, device, at);
		at = device->config[at + 1] & 0xfc;
	}
}

static void add_device(struct regions *regions, const char *folder)
{
	struct pci_device device = { .folder = folder, .name = device_name(folder) };
	_cleanup_free_ char *config = read_text(folder, "config", &device.config_size);

	if (!config)
		device.config_size = 0;
	if (device.config_size > CONFIG_SIZE)
		device.config_size = CONFIG_SIZE;
	if (config)
		memcpy(device.config, config, device.config_size);
	read_bars(&device);
	add_bars(regions, &device);
	add_virtio(regions, &device);
	free(device.name);
}

void regions_read(const char *root, struct regions *regions)
{
	_cleanup_free_ char *pattern = xasprintf("%s/sys/bus/pci/devices/*", root);
	glob_t found;

	add_lines(regions, REGION_MEMORY, root, "proc/iomem");
	add_lines(regions, REGION_PORTS, root, "proc/ioports");
	/* Last: what a device says of itself is more than the kernel's list of resources does. */
	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		add_device(regions, found.gl_pathv[i]);
	globfree(&found);
}
