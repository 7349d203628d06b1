// SPDX-License-Identifier: GPL-2.0-only
#include "render/gate_report.h"

#include <math.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "render/html.h"
#include "render/verdict_line.h"

/* So many offenders are told in one line; the report has all. */
#define TOLD_AT_MOST 6

char *gate_case_text(const struct gate_case *one)
{
	_cleanup_strbuf_ struct strbuf text = { 0 };
	_cleanup_free_ char *change = change_text(one->change, one->quantity, one->p);
	char label[REASON_LABEL_SIZE];

	strbuf_appendf(&text, "%s: ", one->workload->workload);
	if (!one->row->total)
		strbuf_appendf(&text, "%s ", reason_key_label(&one->row->key, label));
	strbuf_append(&text, change);
	return strbuf_take(&text);
}

/* Why a case is not judged. */
static char *unjudged_text(const struct gate *gate, const struct gate_case *one)
{
	if (one->outcome == GATE_TOO_FEW)
		return xasprintf("too few %s, %zu and %zu; it needs %zu and %zu",
				 comparison_units(one->workload), one->change->base.n,
				 one->change->new.n, gate->needs, gate->needs);
	if (one->outcome == GATE_IDLE)
		return xasprintf("the idle guest's exits grew as much, from %.3g to %.3g exits/s",
				 gate->base_idle, gate->new_idle);
	return xasprintf("%s contradicts that", quantity_unit(quantity_other(one->quantity)));
}

/* How many cases have an outcome, and the first of them. */
static size_t count_of(const struct gate *gate, enum gate_outcome outcome,
		       const struct gate_case **first)
{
	size_t n = 0;

	for (size_t i = 0; i < gate->n; i++) {
		if (gate->cases[i].outcome != outcome)
			continue;
		if (!n++)
			*first = &gate->cases[i];
	}
	return n;
}

/* What cannot be judged for other reasons than too few repeats. */
static void put_doubts(const struct gate *gate, struct strbuf *text)
{
	const struct gate_case *first = NULL;
	size_t n = count_of(gate, GATE_CONTRADICTS, &first);

	if (n)
		strbuf_appendf(text,
			       "%s%zu of %zu cannot be judged, as per operation and per second "
			       "disagree; '%s' first",
			       text->length ? "; " : "", n, gate->n, first->workload->workload);
	n = count_of(gate, GATE_IDLE, &first);
	if (n)
		strbuf_appendf(text,
			       "%s%zu of %zu cannot be judged, as the idle guest's exits grew as "
			       "much, from %.3g to %.3g exits/s; '%s' first; find what runs in it, "
			       "or subtract it (--net-idle)",
			       text->length ? "; " : "", n, gate->n, gate->base_idle,
			       gate->new_idle, first->workload->workload);
	if (gate->n_missing)
		strbuf_appendf(text,
			       "%s%zu cannot be judged, as a side has no usable repeat; '%s' first",
			       text->length ? "; " : "", gate->n_missing, gate->missing);
}

char *gate_text(const struct gate *gate)
{
	_cleanup_strbuf_ struct strbuf text = { 0 };
	const struct gate_case *first = NULL;
	size_t few = count_of(gate, GATE_TOO_FEW, &first);
	const char *units = few ? comparison_units(first->workload) : "";

	if (gate->n_failed)
		strbuf_appendf(&text, "%zu of %zu grew by more than %g %%%s: ", gate->n_failed,
			       gate->n, 100 * gate->above,
			       gate->calibrated ? " and than the calibration allows" : "");
	for (size_t i = 0; i < gate->n_failed && i < TOLD_AT_MOST; i++) {
		_cleanup_free_ char *one = gate_case_text(&gate->cases[i]);

		strbuf_appendf(&text, "%s%s", i ? "; " : "", one);
	}
	if (gate->n_failed > TOLD_AT_MOST)
		strbuf_appendf(&text, "; and %zu more", gate->n_failed - TOLD_AT_MOST);
	if (few)
		strbuf_appendf(
			&text,
			"%s%zu of %zu cannot be judged with so few %s; measure %zu or more%s",
			gate->n_failed ? "; " : "", few, gate->n, units, gate->needs,
			strcmp(units, "boots") ? " (--repeat)" : " on each side");
	put_doubts(gate, &text);
	return text.length ? strbuf_take(&text) : NULL;
}

static void put_case(const struct gate *gate, const struct gate_case *one, FILE *out)
{
	_cleanup_free_ char *text = gate_case_text(one);
	_cleanup_free_ char *why = NULL;
	char label[REASON_LABEL_SIZE];

	fputs("    <testcase classname=\"", out);
	html_text(out, quantity_unit(one->quantity));
	fputs("\" name=\"", out);
	html_text(out, one->workload->workload);
	if (!one->row->total) {
		fputs(" ", out);
		html_text(out, reason_key_label(&one->row->key, label));
	}
	fputs("\">\n", out);
	switch (one->outcome) {
	case GATE_PASSED:
		break;
	case GATE_FAILED:
		fputs("      <failure message=\"", out);
		html_text(out, text);
		fputs("\"/>\n", out);
		break;
	case GATE_TOO_FEW:
	case GATE_CONTRADICTS:
	case GATE_IDLE:
		why = unjudged_text(gate, one);
		fputs("      <error message=\"", out);
		html_text(out, why);
		fputs("\"/>\n", out);
		break;
	}
	fputs("      <system-out>", out);
	html_text(out, text);
	fputs("</system-out>\n    </testcase>\n", out);
}

int gate_write_junit(const struct gate *gate, const struct comparison_set *set, FILE *out,
		     struct error *err)
{
	_cleanup_free_ char *line = verdict_line(set);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", out);
	fprintf(out,
		"  <testsuite name=\"exitbench compare\" tests=\"%zu\" failures=\"%zu\" "
		"errors=\"%zu\">\n",
		gate->n + (gate->n_missing > 0), gate->n_failed,
		gate->n_unjudged + (gate->n_missing > 0));
	if (gate->n_missing) {
		fputs("    <testcase classname=\"usable repeats\" name=\"", out);
		html_text(out, gate->missing);
		fprintf(out,
			"\">\n      <error message=\"%zu without a usable repeat on a side\"/>\n",
			gate->n_missing);
		fputs("    </testcase>\n", out);
	}
	for (size_t i = 0; i < gate->n; i++)
		put_case(gate, &gate->cases[i], out);
	fputs("    <system-out>", out);
	html_text(out, line);
	fputs("</system-out>\n  </testsuite>\n</testsuites>\n", out);
	return ferror(out) ? error_errno(err, "cannot write the report") : 0;
}

int gate_refuse_junit(const char *why, FILE *out, struct error *err)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
	      "  <testsuite name=\"exitbench compare\" tests=\"1\" failures=\"0\" errors=\"1\">\n"
	      "    <testcase classname=\"conditions\" name=\"both sides\">\n"
	      "      <error message=\"",
	      out);
	html_text(out, why);
	fputs("\"/>\n    </testcase>\n  </testsuite>\n</testsuites>\n", out);
	return ferror(out) ? error_errno(err, "cannot write the report") : 0;
}

/* In a command of GitHub's, a percent sign begins an escape. */
static void put_command(const char *kind, const char *raw, FILE *out)
{
	_cleanup_free_ char *text = utf8_visible(raw);

	fprintf(out, "::%s title=exitbench::", kind);
	for (const char *c = text; *c; c++)
		fputs(*c == '%' ? "%25" : (char[]){ *c, '\0' }, out);
	fputc('\n', out);
}

int gate_write_github(const struct gate *gate, const struct comparison_set *set, FILE *out,
		      struct error *err)
{
	_cleanup_free_ char *line = verdict_line(set);

	put_command("notice", line, out);
	if (gate->n_missing) {
		_cleanup_free_ char *missing =
			xasprintf("%s: no usable repeat on a side (%zu workloads in all)",
				  gate->missing, gate->n_missing);

		put_command("warning", missing, out);
	}
	for (size_t i = 0; i < gate->n; i++) {
		const struct gate_case *one = &gate->cases[i];
		_cleanup_free_ char *text = gate_case_text(one);
		_cleanup_free_ char *why = NULL;

		if (one->outcome == GATE_PASSED)
			continue;
		if (one->outcome == GATE_FAILED) {
			put_command("error", text, out);
		} else {
			_cleanup_free_ char *both = NULL;

			why = unjudged_text(gate, one);
			both = xasprintf("%s: %s", text, why);
			put_command("warning", both, out);
		}
	}
	return ferror(out) ? error_errno(err, "cannot write the report") : 0;
}

int gate_refuse_github(const char *why, FILE *out, struct error *err)
{
	put_command("error", why, out);
	return ferror(out) ? error_errno(err, "cannot write the report") : 0;
}
