// SPDX-License-Identifier: GPL-2.0-only
/* Tests whole reports, which the real gnuplot draws with the project's templates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "plot/report.h"
#include "scratch.h"
#include "support/build.h"

#define TEMPLATES FIXTURES "/../../../plot"

static const char *const graphs[] = {
	"exits-per-second.svg",
	"exits-per-second.png",
	"heat-map.svg",
	"heat-map.png",
};

#define N_GRAPHS (sizeof(graphs) / sizeof(graphs[0]))

static char *contents(const char *name)
{
	struct error err = ERROR_INIT;
	char *text;

	if (file_read(scratch_path(name), 16 << 20, &text, NULL, &err))
		fail_msg("%s", err.text);
	return text;
}

static void expect_report(const struct result *result)
{
	struct error err = ERROR_INIT;

	if (report_write(result, scratch_folder, TEMPLATES, &err))
		fail_msg("%s", err.text);
}

static void expect_error(const struct result *result, const char *folder, const char *templates,
			 const char *text)
{
	struct error err = ERROR_INIT;

	assert_int_equal(report_write(result, folder, templates, &err), -1);
	assert_int_equal(err.status, EXIT_TROUBLE);
	if (!strstr(err.text, text))
		fail_msg("'%s' is not in '%s'", text, err.text);
}

static struct result usual_result(void)
{
	static const struct build_reason busy[] = {
		{ "npf", 6000 },
		{ "cpuid", 190000 },
		{ "hlt", 20 },
		{ "?", 4 },
	};
	struct result result = built_result(ISA_SVM);

	build_named(&result, build_run(&result, "memory/fault"), busy, 4);
	build_named(&result, build_run(&result, "cpu/quiet"), NULL, 0);
	return result;
}

static void a_report_holds_graphs_and_tables(void **state)
{
	struct result result = usual_result();
	char *page, *svg;

	(void)state;
	expect_report(&result);
	for (size_t i = 0; i < N_GRAPHS; i++)
		assert_true(file_exists(scratch_path(graphs[i])));
	page = contents("index.html");
	svg = contents("heat-map.svg");
	assert_non_null(strstr(svg, ">190k<"));
	assert_non_null(strstr(page, ">190k<"));
	assert_non_null(strstr(page, ">cpu/quiet<"));
	assert_non_null(strstr(page, "<td class=\"number\">196,024</td>"));
	assert_null(strstr(page, "<script"));
	assert_null(strstr(page, "src="));
	assert_null(strstr(page, "result.json"));
	free(svg);
	free(page);
	result_free(&result);
}

static void links_go_to_what_exists(void **state)
{
	struct result result = usual_result();
	char *page;

	(void)state;
	scratch_write("result.json", "{}", 2);
	expect_report(&result);
	page = contents("index.html");
	assert_non_null(strstr(page, "<a href=\"result.json\">"));
	assert_null(strstr(page, "<a href=\"raw\">"));
	free(page);
	remove(scratch_path("result.json"));
	result_free(&result);
}

static void hostile_names_stay_text(void **state)
{
	static const struct build_reason exits[] = { { "npf", 1 } };
	static const char name[] = "<b>#x</b>\"'`echo no`\\t%s&{}_^@\303\244\377";
	struct result result = built_result(ISA_SVM);
	struct workload_run *run = build_run(&result, name);
	char *page;

	(void)state;
	build_named(&result, run, exits, 1);
	run->state = RUN_FAILED;
	run->message = xstrdup("<script>no</script>");
	result_add_fact(&result, "<i>key", "<i>value");
	expect_report(&result);
	page = contents("index.html");
	assert_null(strstr(page, "<b>#x"));
	assert_null(strstr(page, "<script>"));
	assert_null(strstr(page, "<i>key"));
	assert_null(strstr(page, "<i>value"));
	assert_non_null(strstr(page, "&lt;script&gt;no&lt;/script&gt;"));
	free(page);
	page = contents("exits-per-second.svg");
	assert_non_null(strstr(page, "&lt;b>#x&lt;/b>''`echo no`\\t%s&amp;{}_^@\303\244\\xFF<"));
	free(page);
	result_free(&result);
}

/* A window of 1 s. */
static void add_idle(struct result *result, uint64_t exits)
{
	const struct build_reason npf = { "npf", exits };

	build_idle_named(result, IDLE_BEFORE, &npf, 1);
}

static void what_is_odd_is_told(void **state)
{
	struct result result = usual_result();
	char *page;

	(void)state;
	result.repeats = 3;
	expect_report(&result);
	page = contents("index.html");
	assert_null(strstr(page, "Worth a look"));
	assert_non_null(strstr(page, "was to run 3 times. "));
	assert_null(strstr(page, "idle guest"));
	free(page);
	result.precision = 0.05;
	result.max_repeats = 30;
	result.order = xstrdup("random:5<");
	result.counters.n_vcpus = 2;
	result.runs[0].repeats[0].activity.steal_known = true;
	result.runs[0].repeats[0].activity.steal_ns = result.runs[0].repeats[0].child.wall_ns;
	add_idle(&result, 100);
	add_idle(&result, 400);
	expect_report(&result);
	page = contents("index.html");
	assert_non_null(strstr(
		page,
		"<h2>Worth a look</h2>\n<ul>\n<li>the idle guest&#39;s exits/s differ by 120 %"));
	assert_non_null(
		strstr(page, "<li>memory/fault, repeat 1: the host gave 50.0 % of the vCPUs"));
	assert_non_null(strstr(page, "was to run 3 to 30 times, until "));
	assert_non_null(strstr(page, "was random:5&lt;. "));
	assert_non_null(
		strstr(page, "measured 2 times around and between the workloads, had 250 "));
	free(page);
	result_free(&result);
}

static void nothing_measured_is_a_report_without_graphs(void **state)
{
	struct result result = built_result(ISA_VMX);
	struct workload_run *run = build_run(&result, "io/never");
	char *page;

	(void)state;
	run->state = RUN_SKIPPED;
	run->message = xstrdup("no disk");
	result.complete = false;
	/* An earlier report's graphs would be taken for this one's. */
	for (size_t i = 0; i < N_GRAPHS; i++)
		scratch_write(graphs[i], "old", 3);
	expect_report(&result);
	for (size_t i = 0; i < N_GRAPHS; i++)
		assert_false(file_exists(scratch_path(graphs[i])));
	page = contents("index.html");
	assert_null(strstr(page, "<figure"));
	assert_non_null(strstr(page, "no disk"));
	assert_non_null(strstr(page, "ended before its last workload"));
	free(page);
	result_free(&result);
}

/* As cairo draws no picture of more than 32,767 pixels, and nobody reads one. */
static void many_workloads_are_drawn_in_parts(void **state)
{
	static const struct build_reason exits[] = { { "npf", 60 } };
	struct result many = built_result(ISA_SVM), few = usual_result();
	char *page;

	(void)state;
	for (size_t i = 0; i < 120; i++) {
		_cleanup_free_ char *name = xasprintf("made/%zu", i);

		build_named(&many, build_run(&many, name), exits, 1);
	}
	expect_report(&many);
	page = contents("index.html");
	assert_non_null(strstr(page, "<figure id=\"exits-per-second\">"));
	assert_non_null(strstr(page, "<figure id=\"exits-per-second-3\">"));
	assert_non_null(strstr(page, "Part 2 of 3: made/40 to made/79"));
	assert_non_null(strstr(page, "href=\"heat-map-3.png\""));
	assert_true(file_exists(scratch_path("heat-map-3.png")));
	assert_false(file_exists(scratch_path("heat-map-4.png")));
	free(page);
	page = contents("heat-map-2.svg");
	assert_non_null(strstr(page, "(part 2 of 3)"));
	assert_non_null(strstr(page, ">made/79<"));
	free(page);
	/* A smaller report in the same folder leaves none of them. */
	expect_report(&few);
	assert_false(file_exists(scratch_path("exits-per-second-2.svg")));
	assert_false(file_exists(scratch_path("heat-map-3.tsv")));
	result_free(&few);
	result_free(&many);
}

static void what_is_missing_is_named(void **state)
{
	struct result result = usual_result();
	char *path = xstrdup(getenv("PATH"));

	(void)state;
	expect_error(&result, scratch_folder, "/nonexistent",
		     "no graph templates in '/nonexistent'");
	expect_error(&result, "/dev/null/report", TEMPLATES, "/dev/null");
	setenv("PATH", "/nonexistent", 1);
	expect_error(&result, scratch_folder, TEMPLATES,
		     "install the Debian package 'gnuplot-nox'");
	setenv("PATH", path, 1);
	free(path);
	result_free(&result);
}

static void a_broken_template_is_told_with_its_cause(void **state)
{
	static const char broken[] = "plot nonsense +\n";
	struct result result = usual_result();

	(void)state;
	scratch_write("templates/exits-per-second.gp", broken, sizeof(broken) - 1);
	expect_error(&result, scratch_folder, scratch_path("templates"),
		     "exits-per-second.gp\" line 1: ");
	assert_false(file_exists(scratch_path("exits-per-second.svg")));
	result_free(&result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_holds_graphs_and_tables),
		cmocka_unit_test(links_go_to_what_exists),
		cmocka_unit_test(hostile_names_stay_text),
		cmocka_unit_test(what_is_odd_is_told),
		cmocka_unit_test(nothing_measured_is_a_report_without_graphs),
		cmocka_unit_test(many_workloads_are_drawn_in_parts),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(a_broken_template_is_told_with_its_cause),
	};

	return cmocka_run_group_tests_name("report", tests, scratch_make, scratch_remove);
}
