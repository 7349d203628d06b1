// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests reports that are cut or changed at any place. The parsers must read them or say what is
 * wrong, and the sanitizers must find nothing. Which of both happens does not matter, because a
 * changed digit is as good as the right one.
 */
#include "check.h"

#include <math.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "scratch.h"
#include "workload/tool.h"

#define REPORTS FIXTURES "/tools/"

/* Bytes that mean something to JSON, YAML or numbers, and some that mean nothing to anybody. */
static const char bytes[] = { '\0', '\n', ' ', '"', '\'', '{', '}', '[',    ']',    ':',
			      ',',  '-',  '#', '&', '*',  'e', '9', '\x80', '\xff', '\t' };

static const struct {
	const struct tool *tool;
	const char *file;
	size_t stride; /* large ones take too long otherwise */
} reports[] = {
	{ &tool_stressng, "stress-ng-cpu-switch.yaml", 1 },
	{ &tool_stressng, "stress-ng-several-metrics.yaml", 1 },
	{ &tool_stressng, "stress-ng-ended-early.yaml", 1 },
	{ &tool_fio, "fio-bad-option.json", 1 },
	{ &tool_fio, "fio-fdatasync.json", 1 },
	{ &tool_fio, "fio-interrupted.json", 5 },
	{ &tool_fio, "fio-one-failed.json", 7 },
	{ &tool_fio, "fio-randrw-fsync.json", 7 },
	{ &tool_fio, "fio-three-jobs.json", 11 },
};

static void check_text(const struct tool *tool, const char *text, size_t size)
{
	const char *path = scratch_write("damaged", text, size);
	struct error err = ERROR_INIT;
	struct tool_report report;

	if (tool->parse(path, &report, &err)) {
		assert_true(*err.text);
		assert_int_equal(report.n_metrics, 0);
		assert_null(report.metrics);
		return;
	}
	assert_no_error(&err);
	assert_true(isfinite(report.ops) && report.ops >= 0);
	for (size_t i = 0; i < report.n_metrics; i++)
		assert_true(*report.metrics[i].name && isfinite(report.metrics[i].value));
	tool_report_free(&report);
}

static char *read_report(const char *file, size_t *size)
{
	_cleanup_free_ char *path = xasprintf(REPORTS "%s", file);
	struct error err = ERROR_INIT;
	char *text;

	if (file_read(path, 1 << 20, &text, size, &err))
		fail_msg("%s", err.text);
	return text;
}

static void test_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(reports); i++) {
		size_t size;
		_cleanup_free_ char *text = read_report(reports[i].file, &size);

		for (size_t n = 0; n < size; n += reports[i].stride)
			check_text(reports[i].tool, text, n);
	}
}

static void test_corrupted(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(reports); i++) {
		size_t size;
		_cleanup_free_ char *text = read_report(reports[i].file, &size);

		for (size_t at = 0; at < size; at += reports[i].stride) {
			char was = text[at];

			text[at] = bytes[at % N(bytes)];
			check_text(reports[i].tool, text, size);
			text[at] = was;
		}
	}
}

/* A stretch that is missing in the middle, as after a lost block. */
static void test_torn(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(reports); i++) {
		size_t size;
		_cleanup_free_ char *text = read_report(reports[i].file, &size);

		for (size_t at = 0; at + 64 < size; at += 16 * reports[i].stride) {
			_cleanup_free_ char *torn =
				xasprintf("%.*s%s", (int)at, text, text + at + 64);

			check_text(reports[i].tool, torn, size - 64);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_corrupted),
		cmocka_unit_test(test_torn),
	};

	return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
