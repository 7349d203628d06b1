// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests names of code: of a kernel in a folder, of this program itself, and of a program that runs.
 */
#include "check.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/personality.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "measure/code_names.h"
#include "measure/program_map.h"
#include "measure/symbols.h"
#include "scratch.h"

#define KERNEL UINT64_C(0xffffffff81000000)

static const char *name_at(const struct symbols *symbols, uint64_t address)
{
	const struct symbol *symbol = symbols_find(symbols, address);

	return symbol ? symbol->name : "none";
}

static void write_kallsyms(const char *text)
{
	scratch_write("proc/kallsyms", text, strlen(text));
}

static const char kallsyms[] = "0000000000000000 A fixed_percpu_data\n"
			       "ffffffff81000000 T _text\n"
			       "ffffffff81000200 t second\n"
			       "ffffffff81000100 T first\n"
			       "ffffffff81000180 D data\n"
			       "ffffffffc0001000 t vp_notify\t[virtio_pci]\n"
			       "garbage\n";

static void test_kernel(void **state)
{
	struct symbols symbols = { 0 };

	(void)state;
	symbols_of_kernel(scratch_folder, &symbols);
	assert_int_equal(symbols.n, 0);
	write_kallsyms(kallsyms);
	symbols_of_kernel(scratch_folder, &symbols);
	symbols_sort(&symbols);
	assert_int_equal(symbols.n, 4);
	assert_string_equal(name_at(&symbols, KERNEL), "_text");
	assert_string_equal(name_at(&symbols, KERNEL + 0xff), "_text");
	assert_string_equal(name_at(&symbols, KERNEL + 0x1ff), "first");
	assert_string_equal(name_at(&symbols, KERNEL + 0x200), "second");
	assert_string_equal(name_at(&symbols, UINT64_C(0xffffffffc0001004)),
			    "vp_notify [virtio_pci]");
	/* Before the first and far behind the last there is none. */
	assert_string_equal(name_at(&symbols, KERNEL - 1), "none");
	assert_string_equal(name_at(&symbols, UINT64_C(0xffffffffc0101000)), "none");
	symbols_free(&symbols);
	/* Hidden addresses */
	write_kallsyms("0000000000000000 T _text\n0000000000000000 T first\n");
	symbols_of_kernel(scratch_folder, &symbols);
	assert_int_equal(symbols.n, 0);
	symbols_free(&symbols);
}

/* This program's own file. */
static void test_file(void **state)
{
	struct symbols symbols = { 0 }, moved = { 0 };
	const struct symbol *found = NULL;

	(void)state;
	assert_false(symbols_of_file("/proc/self/status", 0, &symbols));
	assert_false(symbols_of_file("/nosuchfile", 0, &symbols));
	assert_true(symbols_of_file("/proc/self/exe", 0, &symbols));
	symbols_sort(&symbols);
	for (size_t i = 0; i < symbols.n; i++)
		if (!strcmp(symbols.list[i].name, "test_kernel"))
			found = &symbols.list[i];
	assert_non_null(found);
	assert_string_equal(name_at(&symbols, found->start + found->size - 1), "test_kernel");
	assert_true(symbols_of_file("/proc/self/exe", 0x555555554000, &moved));
	symbols_sort(&moved);
	assert_string_equal(name_at(&moved, found->start + 0x555555554000), "test_kernel");
	/* Code without a name is told by its address in the file, as far as the file goes. */
	assert_true(symbols.end > found->start + found->size);
	assert_true(symbols.end < found->start + (1 << 24));
	assert_true(symbols.moved == 0);
	assert_true(moved.moved == 0x555555554000);
	assert_true(moved.end == symbols.end + moved.moved);
	symbols_free(&symbols);
	symbols_free(&moved);
}

/* Where the parts of a program really are while it runs with fixed addresses. */
static char *maps_of(const char *program)
{
	int fds[2];
	pid_t pid;
	char *text = xcalloc(1 << 20, 1);
	size_t n = 0;
	ssize_t got;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		dup2(fds[1], 1);
		personality(ADDR_NO_RANDOMIZE);
		execl(program, program, "/proc/self/maps", (char *)NULL);
		_exit(127);
	}
	close(fds[1]);
	while ((got = read(fds[0], text + n, (1 << 20) - 1 - n)) > 0)
		n += (size_t)got;
	close(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return text;
}

static void test_program_map(void **state)
{
	const char *const argv[] = { "/bin/cat", NULL };
	const struct child_spec spec = { .argv = argv, .out_fd = -1, .err_fd = -1 };
	_cleanup_free_ char *maps = maps_of("/bin/cat");
	struct error err = ERROR_INIT;
	struct program_map map;

	(void)state;
	if (!strstr(maps, "555555554")) {
		print_message("addresses cannot be fixed here\n");
		skip();
	}
	if (program_map_make(&spec, &map, &err))
		fail_msg("%s", err.text);
	/* Itself, libc, the linker, the kernel's page. */
	assert_true(map.n >= 4);
	for (size_t i = 0; i < map.n; i++) {
		const char *name = strrchr(map.parts[i].path, '/');
		char line[64];

		snprintf(line, sizeof(line), "%" PRIx64 "-", map.parts[i].base);
		if (!strstr(maps, line))
			fail_msg("%s is not at %s", map.parts[i].path, line);
		name = name ? name : "/vdso";
		assert_true(strstr(maps, name + 1) != NULL ||
			    !strcmp(name, "/ld-linux-x86-64.so.2"));
	}
	program_map_free(&map);
}

/* A script and a file that is none have no parts, and are not run. */
static void test_no_program(void **state)
{
	static const char text[] = "#!/bin/sh\ntouch \"$0.run\"\n";
	const char *path = scratch_write("script", text, strlen(text));
	_cleanup_free_ char *script = xstrdup(path);
	const char *const argv[] = { script, NULL };
	const struct child_spec spec = { .argv = argv, .out_fd = -1, .err_fd = -1 };
	struct error err = ERROR_INIT;
	struct program_map map;

	(void)state;
	assert_int_equal(chmod(script, 0755), 0);
	assert_int_equal(program_map_make(&spec, &map, &err), 0);
	assert_int_equal(map.n, 0);
	assert_false(file_exists(scratch_path("script.run")));
}

/* Records become counts by name; where a name is not certain the address stands. */
static void test_counts(void **state)
{
	static struct record records[] = {
		{ .slot = 1, .key = 5, .rip = KERNEL + 0x110, .cycles = 10 },
		{ .slot = 1, .key = 5, .rip = KERNEL + 0x120, .cycles = 20 },
		{ .slot = 1, .key = 6, .rip = KERNEL + 0x120, .cycles = 30 },
		{ .slot = 2, .rip = 0x401234, .cpl = 3, .cycles = 40 },
		{ .slot = 2, .rip = 0x401234, .nested = true, .cycles = 50 },
		{ .slot = 2, .rip = KERNEL - 8, .cycles = 60 },
	};
	static const struct code_count expected[] = {
		{ 1, 5, (char *)"first", 2, 30 },
		{ 1, 6, (char *)"first", 1, 30 },
		{ 2, 0, (char *)"user page 0x401000", 1, 40 },
		{ 2, 0, (char *)"a nested guest", 1, 50 },
		{ 2, 0, (char *)"kernel 0xffffffff80fffff8", 1, 60 },
	};
	const struct recording recording = { 3, 7, records, N(records) };
	const char *const argv[] = { "/bin/true", NULL };
	const struct child_spec spec = { .argv = argv };
	struct code_counts counts = { 0 };
	struct code_names *names;

	(void)state;
	write_kallsyms(kallsyms);
	names = code_names_new(scratch_folder);
	code_names_begin(names);
	code_names_count(names, &spec, 1, &recording, &counts);
	assert_int_equal(counts.period, 3);
	assert_int_equal(counts.lost, 7);
	assert_int_equal(counts.n, N(expected));
	for (size_t i = 0; i < N(expected); i++) {
		assert_int_equal(counts.list[i].slot, expected[i].slot);
		assert_int_equal(counts.list[i].key, expected[i].key);
		assert_string_equal(counts.list[i].name, expected[i].name);
		assert_int_equal(counts.list[i].n, expected[i].n);
		assert_int_equal(counts.list[i].cycles, expected[i].cycles);
	}
	code_free(&counts);
	code_names_free(names);
	code_names_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kernel),      cmocka_unit_test(test_file),
		cmocka_unit_test(test_program_map), cmocka_unit_test(test_no_program),
		cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
