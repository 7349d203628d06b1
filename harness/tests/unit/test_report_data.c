// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the data of a report before it is drawn: which reasons it shows, in which colours, and as
 * which text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "plot/figures.h"
#include "plot/number.h"
#include "plot/svg.h"
#include "plot/tsv.h"
#include "render/colour.h"
#include "render/html.h"
#include "scratch.h"
#include "support/build.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

static void long_numbers_show_what_matters(void **state)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0, "0" },        { 0.00001, "<0.0001" }, { 0.0432, "0.043" },
		{ 0.996, "1.00" }, { 4.321, "4.32" },      { 9.996, "10.0" },
		{ 43.21, "43.2" }, { 99.96, "100" },       { 999.9, "1,000" },
		{ 1234, "1,234" }, { 198432, "198,432" },  { 12345678, "12,345,678" },
	};
	char buf[NUMBER_SIZE];

	(void)state;
	for (size_t i = 0; i < N(cases); i++)
		assert_string_equal(number_long(buf, cases[i].value), cases[i].text);
}

static void short_numbers_fit_a_cell(void **state)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0.001, "<0.01" }, { 0.043, "0.04" }, { 0.43, "0.4" },    { 4.32, "4.3" },
		{ 9.97, "10" },     { 43.2, "43" },    { 999.4, "999" },   { 999.6, "1.0k" },
		{ 9960, "10k" },    { 43210, "43k" },  { 999600, "1.0M" }, { 1.5e9, "1.5G" },
	};
	char buf[NUMBER_SIZE];

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		assert_string_equal(number_short(buf, cases[i].value), cases[i].text);
		assert_true(strlen(buf) <= 5);
	}
}

static void percent_never_hides_what_is_there(void **state)
{
	char buf[NUMBER_SIZE];

	(void)state;
	assert_string_equal(number_percent(buf, 0), "0");
	assert_string_equal(number_percent(buf, 0.0001), "<0.1");
	assert_string_equal(number_percent(buf, 0.043), "4.3");
	assert_string_equal(number_percent(buf, 0.4321), "43");
	assert_string_equal(number_percent(buf, 1), "100");
}

static uint32_t colour(enum isa isa, const char *name)
{
	const struct reason *reason = reason_by_name(isa, name);
	struct reason_key key;

	assert_non_null(reason);
	key = reason_key(isa, reason->code);
	return colour_of_reason(&key);
}

static void one_reason_has_one_colour_on_both_vendors(void **state)
{
	(void)state;
	assert_int_equal(colour(ISA_VMX, "cpuid"), colour(ISA_SVM, "cpuid"));
	assert_int_equal(colour(ISA_VMX, "hlt"), colour(ISA_SVM, "hlt"));
	assert_int_equal(colour(ISA_VMX, "ept-violation"), colour(ISA_SVM, "npf"));
	assert_int_equal(colour(ISA_VMX, "msr-write"), colour(ISA_SVM, "msr"));
	assert_int_equal(colour(ISA_VMX, "external-interrupt"), colour(ISA_SVM, "interrupt"));
}

static void reasons_that_meet_differ_in_colour(void **state)
{
	static const char *const vmx[] = {
		"exception-nmi",
		"external-interrupt",
		"interrupt-window",
		"cpuid",
		"hlt",
		"invlpg",
		"vmcall",
		"cr-access",
		"io-instruction",
		"msr-read",
		"msr-write",
		"pause-instruction",
		"apic-access",
		"eoi-induced",
		"ept-violation",
		"ept-misconfig",
		"preemption-timer",
		"tpr-below-threshold",
		"apic-write",
		"invpcid",
	};

	(void)state;
	for (size_t i = 0; i < N(vmx); i++)
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(colour(ISA_VMX, vmx[i]), colour(ISA_VMX, vmx[j]));
}

static void unknown_reasons_have_a_colour(void **state)
{
	const struct reason_key unknown = reason_key(ISA_VMX, 0xFFFF);

	(void)state;
	assert_in_range(colour_of_reason(&unknown), 1, 0xFFFFFF);
}

/* Reasons are ordered by class with idle at the end; rare ones go without a colour. */
static void figures_choose_and_order_reasons(void **state)
{
	static const struct build_reason busy[] = {
		{ "hlt", 100 }, { "npf", 5000 }, { "cpuid", 890 }, { "rdpmc", 10 }, { "?", 4000 },
	};
	static const char *const order[] = { "cpuid", "npf", "rdpmc", "hlt", "other" };
	static const bool coloured[] = { true, true, false, true, false };
	struct result result = built_result(ISA_SVM);
	struct profiled_result profiled;
	struct figures figures;

	(void)state;
	build_named(&result, build_run(&result, "a"), busy, N(busy));
	profile_result(&result, NULL, &profiled);
	figures_init(&figures, &profiled);
	assert_int_equal(figures.n_reasons, N(order));
	for (size_t i = 0; i < N(order); i++) {
		assert_string_equal(figures.reasons[i].name, order[i]);
		assert_int_equal(figures.reasons[i].coloured, coloured[i]);
	}
	assert_true(fabs(figures.reasons[1].peak_share - 0.5) < 1e-9);
	figures_free(&figures);
	profiled_result_free(&profiled);
	result_free(&result);
}

static char *bars_of(const struct result *result)
{
	struct error err = ERROR_INIT;
	struct profiled_result profiled;
	struct figures figures;
	const char *path = scratch_path("bars.tsv");
	struct figure_panel panel;
	char *text;

	profile_result(result, NULL, &profiled);
	figures_init(&figures, &profiled);
	panel = figures_panel(&figures, 0);
	assert_int_equal(tsv_write_bars(&figures, &panel, path, &err), 0);
	figures_free(&figures);
	profiled_result_free(&profiled);
	assert_int_equal(file_read(path, 1 << 20, &text, NULL, &err), 0);
	return text;
}

static void bars_are_laid_end_to_end(void **state)
{
	static const struct build_reason exits[] = { { "npf", 60 }, { "cpuid", 20 }, { "?", 20 } };
	struct result result = built_result(ISA_SVM);
	char *text;

	(void)state;
	build_named(&result, build_run(&result, "a"), exits, N(exits));
	text = bars_of(&result);
	assert_non_null(strstr(text, "\n0\ta\t100\t100\t100\t100\n"));
	assert_non_null(strstr(text, "\n0\tcpuid\t0xE69F00\t20\t0\t20\t0.000000\t20.000000\n"));
	assert_non_null(strstr(text, "\n0\tnpf\t0x009E73\t60\t20\t80\t20.000000\t80.000000\n"));
	assert_non_null(strstr(text, "\n0\tother\t0xEEEEEE\t20\t80\t100\t80.000000\t100.000000\n"));
	free(text);
	result_free(&result);
}

static void what_was_not_measured_is_said(void **state)
{
	static const struct build_reason exits[] = { { "npf", 60 } };
	struct result result = built_result(ISA_SVM);
	struct workload_run *run = build_run(&result, "partly");
	char *text;

	(void)state;
	build_named(&result, run, exits, N(exits));
	run_add_repeat(run)->trouble = xstrdup("killed");
	run->state = RUN_FAILED;
	run = build_run(&result, "never");
	run->state = RUN_SKIPPED;
	run->message = xstrdup("no disk");
	text = bars_of(&result);
	assert_non_null(strstr(text, "\n0\tpartly (1 of 2)\t60\t"));
	assert_non_null(strstr(text, "\n# not measured: never (skipped)\n"));
	assert_null(strstr(text, "\n1\tnever"));
	free(text);
	result_free(&result);
}

/* Many workloads: no graph has too many, none is left out, and all graphs have one scale. */
static void many_workloads_are_split_into_panels(void **state)
{
	static const struct build_reason least[] = { { "npf", 2 } }, most[] = { { "cpuid", 9000 } };
	static const struct {
		size_t n_runs, n_panels;
	} cases[] = { { 1, 1 }, { 50, 1 }, { 51, 2 }, { 99, 2 }, { 701, 15 } };

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct result result = built_result(ISA_SVM);
		struct profiled_result profiled;
		struct figures figures;
		size_t next = 0, measured = 0;

		for (size_t j = 0; j < cases[i].n_runs; j++) {
			struct workload_run *run = build_run(&result, "a/b");

			build_named(&result, run, j ? least : most, 1);
			/* Beside each, one that was not measured. */
			build_run(&result, "c/d")->state = RUN_SKIPPED;
		}
		profile_result(&result, NULL, &profiled);
		figures_init(&figures, &profiled);
		assert_int_equal(figures_n_panels(&figures), cases[i].n_panels);
		for (size_t j = 0; j < cases[i].n_panels; j++) {
			struct figure_panel panel = figures_panel(&figures, j);
			size_t before = measured;

			assert_int_equal(panel.first, next);
			for (next = panel.first; next < panel.end; next++)
				measured += figures.rows[next].measured;
			assert_in_range(measured - before, 1, FIGURES_MOST_ROWS);
			assert_string_equal(panel_first_name(&figures, &panel), "a/b");
			assert_string_equal(panel_last_name(&figures, &panel), "a/b");
		}
		assert_int_equal(next, figures.n_rows);
		assert_int_equal(measured, cases[i].n_runs);
		figures_free(&figures);
		profiled_result_free(&profiled);
		result_free(&result);
	}
}

static void all_panels_have_one_scale(void **state)
{
	static const struct build_reason least[] = { { "npf", 2 } }, most[] = { { "cpuid", 9000 } };
	const char *path = scratch_path("scale.tsv");
	struct result result = built_result(ISA_SVM);
	struct error err = ERROR_INIT;
	struct profiled_result profiled;
	struct figures figures;

	(void)state;
	for (size_t i = 0; i <= FIGURES_MOST_ROWS; i++)
		build_named(&result, build_run(&result, "a"), i ? least : most, 1);
	profile_result(&result, NULL, &profiled);
	figures_init(&figures, &profiled);
	for (size_t i = 0; i < 2; i++) {
		struct figure_panel panel = figures_panel(&figures, i);
		char wanted[64], *text;

		assert_int_equal(i ? tsv_write_bars(&figures, &panel, path, &err) :
				     tsv_write_heat_map(&figures, &panel, path, &err),
				 0);
		assert_int_equal(file_read(path, 1 << 20, &text, NULL, &err), 0);
		snprintf(wanted, sizeof(wanted), "\n2\t9000\t9000\t%zu\t2\t-\n", i + 1);
		assert_non_null(strstr(text, wanted));
		free(text);
	}
	figures_free(&figures);
	profiled_result_free(&profiled);
	result_free(&result);
}

/* One name must not take the room of the graph. */
static void long_names_are_cut_in_their_middle(void **state)
{
	static const struct build_reason exits[] = { { "npf", 60 } };
	struct result result = built_result(ISA_SVM);
	char *text;

	(void)state;
	build_named(
		&result,
		build_run(&result, "user/\303\244-name-that-somebody-gave-a-job-file-of-theirs-4k"),
		exits, N(exits));
	text = bars_of(&result);
	assert_non_null(strstr(
		text, "\n0\tuser/\303\244-name-that-some\342\200\246job-file-of-theirs-4k\t60\t"));
	free(text);
	result_free(&result);
}

static void names_cannot_break_the_data(void **state)
{
	static const struct build_reason exits[] = { { "npf", 60 } };
	struct result result = built_result(ISA_SVM);
	char *text;

	(void)state;
	build_named(&result, build_run(&result, "a\tb\n\"c"), exits, N(exits));
	text = bars_of(&result);
	assert_non_null(strstr(text, "\n0\ta\\\\x09b\\\\x0A'c\t60\t"));
	free(text);
	result_free(&result);
}

static char *svg_of(const char *svg)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	svg_write(out, svg, "p-", "a <label>");
	fclose(out);
	return text;
}

static void inlined_graphs_keep_their_ids_apart(void **state)
{
	char *text = svg_of("<?xml version=\"1.0\"?><svg width=\"100\"><title>plot_1</title>"
			    "<g id=\"a\"><path id='b'/></g><use xlink:href='#b'/>"
			    "<rect fill=\"url(#c)\"/></svg>");

	(void)state;
	assert_string_equal(text, "<svg role=\"img\" style=\"min-width:80px\" "
				  "aria-label=\"a &lt;label&gt;\" width=\"100\">"
				  "<g id=\"p-a\"><path id='p-b'/></g><use xlink:href='#p-b'/>"
				  "<rect fill=\"url(#p-c)\"/></svg>");
	free(text);
}

static void html_escapes_all_markup(void **state)
{
	char text[128] = "";
	FILE *out = fmemopen(text, sizeof(text), "w");

	(void)state;
	assert_non_null(out);
	html_text(out, "<a href='x' b=\"y\">&");
	html_text(out, NULL);
	html_text(out, "\033\302\233\377\n");
	fclose(out);
	assert_string_equal(
		text, "&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;\\x1B\\xC2\\x9B\\xFF\\x0A");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_numbers_show_what_matters),
		cmocka_unit_test(short_numbers_fit_a_cell),
		cmocka_unit_test(percent_never_hides_what_is_there),
		cmocka_unit_test(one_reason_has_one_colour_on_both_vendors),
		cmocka_unit_test(reasons_that_meet_differ_in_colour),
		cmocka_unit_test(unknown_reasons_have_a_colour),
		cmocka_unit_test(figures_choose_and_order_reasons),
		cmocka_unit_test(bars_are_laid_end_to_end),
		cmocka_unit_test(what_was_not_measured_is_said),
		cmocka_unit_test(many_workloads_are_split_into_panels),
		cmocka_unit_test(all_panels_have_one_scale),
		cmocka_unit_test(long_names_are_cut_in_their_middle),
		cmocka_unit_test(names_cannot_break_the_data),
		cmocka_unit_test(inlined_graphs_keep_their_ids_apart),
		cmocka_unit_test(html_escapes_all_markup),
	};

	return cmocka_run_group_tests_name("report data", tests, scratch_make, scratch_remove);
}
