// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of both machines. Their root is a read-only 9p export of somebody else's root, the guest's
 * with the host's mounts in it; what must be writable is put over it. This is C because a shell
 * and its mount(8)s would be loaded through two emulators, which costs seconds a boot.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bochs.h"
#include "label.h"
#include "relay.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define PORT_NAME "exitbench.relay"
#define NINE_P "trans=virtio,version=9p2000.L,msize=262144,"
#define LABEL "LABEL="
#define KERNEL_FS (MS_NOSUID | MS_NOEXEC | MS_NODEV)

struct mount_row {
	const char *what;
	const char *where;
	const char *type;
	const char *options;
	unsigned long flags;
};

static const struct mount_row common[] = {
	{ "proc", "/proc", "proc", NULL, KERNEL_FS },
	{ "sysfs", "/sys", "sysfs", NULL, KERNEL_FS },
	{ "dev", "/dev", "devtmpfs", NULL, MS_NOSUID },
	{ "devpts", "/dev/pts", "devpts", "mode=620,ptmxmode=666", MS_NOSUID | MS_NOEXEC },
	{ "shm", "/dev/shm", "tmpfs", "mode=1777", MS_NOSUID | MS_NODEV },
	{ "mqueue", "/dev/mqueue", "mqueue", NULL, KERNEL_FS },
	{ "hugepages", "/dev/hugepages", "hugetlbfs", NULL, MS_NOSUID | MS_NODEV },
	{ "debugfs", "/sys/kernel/debug", "debugfs", NULL, KERNEL_FS },
	{ "tracefs", "/sys/kernel/tracing", "tracefs", NULL, KERNEL_FS },
	{ "tmp", "/tmp", "tmpfs", "mode=1777", MS_NOSUID | MS_NODEV },
	{ "vartmp", "/var/tmp", "tmpfs", "mode=1777", MS_NOSUID | MS_NODEV },
	{ "mnt", "/mnt", "tmpfs", "mode=755", MS_NOSUID | MS_NODEV },
};

/* without a cache, each file written in the guest costs a second; serve.c syncs */
#define WORK_SHARE                                                 \
	{                                                          \
		"work", "/mnt/work", "9p", NINE_P "cache=loose", 0 \
	}

static const struct mount_row host[] = {
	WORK_SHARE,
	{ "run", "/run", "tmpfs", "mode=755", MS_NOSUID | MS_NODEV },
	{ "lab", "/run/lab", "9p", NINE_P "cache=loose", MS_RDONLY },
	{ "top", "/run/lab/top", "9p", NINE_P "cache=loose", MS_RDONLY },
	{ "state", "/run/state", "9p", NINE_P "cache=none", 0 },
};

/* Bochs shares no folders: they lie on a disk, which is read when the machine has ended */
static const struct mount_row bochs[] = {
	{ "run", "/run", "tmpfs", "mode=755", MS_NOSUID | MS_NODEV },
	{ BOCHS_DISK, "/mnt/disk", "ext4", NULL, MS_NOATIME },
	{ "/mnt/disk/lab", "/run/lab", NULL, NULL, MS_BIND },
	{ "/mnt/disk/state", "/run/state", NULL, NULL, MS_BIND },
	{ "/mnt/disk/work", "/mnt/work", NULL, NULL, MS_BIND },
};

/* /run/lab is in the guest's root already; it must stay visible under the new /run */
static const struct mount_row guest[] = {
	WORK_SHARE,
	{ "/run/lab", "/mnt/home", NULL, NULL, MS_BIND },
	{ "run", "/run", "tmpfs", "mode=755", MS_NOSUID | MS_NODEV },
	{ "/mnt/home", "/run/lab", NULL, NULL, MS_MOVE },
	{ "/dev/vda", "/run/tools", "ext4", NULL, MS_RDONLY },
	/* if it is not a virtio disk, it has a name that depends on what else there is */
	{ "/dev/vdb", "/mnt/exitbench", "ext4", NULL, MS_NOATIME },
	{ LABEL "exitbench", "/mnt/exitbench", "ext4", NULL, MS_NOATIME },
	{ LABEL "ahci", "/mnt/exitbench-ahci", "ext4", NULL, MS_NOATIME },
	{ LABEL "nvme", "/mnt/exitbench-nvme", "ext4", NULL, MS_NOATIME },
	{ LABEL "ide", "/mnt/exitbench-ide", "ext4", NULL, MS_NOATIME },
};

static void complain(const char *what)
{
	fprintf(stderr, "lab: %s: %s\n", strerror(errno), what);
}

/* Returns whether there is something to mount there. */
static int mount_row(const struct mount_row *row)
{
	const char *what = row->what;
	char found[300];

	/* a machine without that device */
	if (*what == '/' && access(what, F_OK))
		return 0;
	if (!strncmp(what, LABEL, strlen(LABEL))) {
		if (!label_find(what + strlen(LABEL), found, sizeof(found)))
			return 0;
		what = found;
	}
	mkdir(row->where, 0755);
	if (mount(what, row->where, row->type, row->flags, row->options) &&
	    errno != EBUSY) /* the kernel mounts /dev itself */
		complain(row->where);
	if (!strcmp(row->where, "/mnt"))
		mkdir("/mnt/home", 0755);
	return 1;
}

/* Of rows for the same place the first one counts that there is. */
static void mount_rows(const struct mount_row *rows, size_t n)
{
	const char *last = "";
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(last, rows[i].where) && mount_row(&rows[i]))
			last = rows[i].where;
}

static void link_standard_streams(void)
{
	static const char *const links[][2] = {
		{ "/proc/self/fd", "/dev/fd" },
		{ "fd/0", "/dev/stdin" },
		{ "fd/1", "/dev/stdout" },
		{ "fd/2", "/dev/stderr" },
	};
	size_t i;

	for (i = 0; i < COUNT(links); i++)
		if (symlink(links[i][0], links[i][1]) && errno != EEXIST)
			complain(links[i][1]);
}

static void loopback_up(void)
{
	struct ifreq req = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &req))
		complain("lo");
	if (fd >= 0)
		close(fd);
}

static int is_relay_port(const char *name)
{
	char path[512], got[sizeof(PORT_NAME)] = "";
	int fd;

	snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	if (read(fd, got, sizeof(got) - 1) < 0)
		got[0] = '\0';
	close(fd);
	return !strcmp(got, PORT_NAME);
}

static int find_port(char *path, size_t room)
{
	DIR *dir = opendir("/sys/class/virtio-ports");
	struct dirent *entry;
	int found = 0;

	while (dir && !found && (entry = readdir(dir))) {
		found = is_relay_port(entry->d_name);
		snprintf(path, room, "/dev/%s", entry->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

static void use_cpus_from(int first)
{
	cpu_set_t set;
	int cpu;

	CPU_ZERO(&set);
	for (cpu = first; cpu < CPU_SETSIZE; cpu++)
		CPU_SET(cpu, &set);
	if (first && sched_setaffinity(0, sizeof(set), &set))
		complain("CPU affinity");
}

/*
 * When the serial driver opens its port, it tests whether the port tells that it can send, within a
 * microsecond. An emulated one does not always, and is polled five times a second from then on: 25
 * exits a second, in some boots. So no process keeps the console open. What is said here goes by
 * the kernel's log, which comes out at the console all the same.
 */
static void leave_console(void)
{
	int log = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (log < 0 || null < 0 || dup2(null, 0) < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0)
		complain("/dev/kmsg");
	if (log > 2)
		close(log);
	if (null > 2)
		close(null);
}

int relay_init(const char *role, int first_cpu)
{
	bool on_bochs = !strcmp(role, "bochs");
	char port[300];

	umask(022);
	use_cpus_from(first_cpu);
	mount_rows(common, COUNT(common));
	if (!strcmp(role, "host"))
		mount_rows(host, COUNT(host));
	else if (on_bochs)
		mount_rows(bochs, COUNT(bochs));
	else
		mount_rows(guest, COUNT(guest));
	if (!strcmp(role, "guest"))
		leave_console();
	link_standard_streams();
	loopback_up();
	if (on_bochs)
		role = "host";
	sethostname(role, strlen(role));
	if (on_bochs)
		return relay_serve(NULL);
	if (!find_port(port, sizeof(port))) {
		fprintf(stderr, "lab: no virtio-serial port '" PORT_NAME "'\n");
		return RELAY_TROUBLE;
	}
	return relay_serve(port);
}
