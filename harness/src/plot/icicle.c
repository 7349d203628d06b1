// SPDX-License-Identifier: GPL-2.0-only
#include "plot/icicle.h"

#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "render/colour.h"
#include "render/html.h"

#define WIDTH 960.0
#define BAR_HEIGHT 24
#define GAP 1
#define FONT_SIZE 12

/* The width of a character on average, and the room beside a text in its bar. */
#define CHARACTER 7.2
#define MARGIN 4.0

/* Bars that are narrower cannot be seen; their shares are in the table. */
#define NARROWEST 0.5

#define LEVELS 4

/* How much lighter the bars of a level are, in percent. */
static const uint32_t lightness[LEVELS] = { 0, 0, 45, 70 };

struct icicle {
	FILE *out;
	const struct regions *regions;
	enum icicle_width width;
	double whole;   /* what the widest bar stands for */
	double scale;   /* columns of the picture for one of it */
	size_t deepest; /* level that was drawn */
};

static double value_of(const struct icicle *icicle, const struct summary_row *row)
{
	return icicle->width == ICICLE_TIME ? row->cycles.median : row->exits.median;
}

static uint32_t lighter(uint32_t colour, uint32_t percent)
{
	uint32_t mixed = 0;

	for (int bit = 16; bit >= 0; bit -= 8) {
		uint32_t part = colour >> bit & 0xFF;

		mixed |= ((part * (100 - percent) + 255 * percent) / 100) << bit;
	}
	return mixed;
}

/* White is read on dark colours, black on the others: by their brightness. */
static const char *ink_on(uint32_t colour)
{
	uint32_t brightness =
		299 * (colour >> 16 & 0xFF) + 587 * (colour >> 8 & 0xFF) + 114 * (colour & 0xFF);

	return brightness < 140000 ? "#ffffff" : "#000000";
}

/* The part of the label that has room in the bar; nothing if that is not worth reading. */
static void put_label(const struct icicle *icicle, const char *label, double left, double top,
		      double width, uint32_t colour)
{
	_cleanup_free_ char *clean = utf8_visible(label);
	size_t room = width > 2 * MARGIN ? (size_t)((width - 2 * MARGIN) / CHARACTER) : 0;

	if (utf8_width(clean) > room) {
		if (room < 5)
			return;
		/* A name that is cut in the middle of a character loses all of it. */
		clean[room - 1 < strlen(clean) ? room - 1 : strlen(clean)] = '\0';
		utf8_trim(clean);
	}
	fprintf(icicle->out, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">", left + MARGIN,
		top + BAR_HEIGHT / 2.0 + FONT_SIZE / 2.0 - 2, ink_on(colour));
	html_text(icicle->out, clean);
	fputs(utf8_width(label) > room ? "&#8230;</text>\n" : "</text>\n", icicle->out);
}

/* Draws a bar from left to at most right; returns where it ends. */
static double put_bar(struct icicle *icicle, size_t level, const char *name, double value,
		      double left, double right, uint32_t colour)
{
	double end = left + value * icicle->scale, top = (double)level * (BAR_HEIGHT + GAP);
	_cleanup_free_ char *label =
		xasprintf("%s %.1f %%", name, icicle->whole > 0 ? 100 * value / icicle->whole : 0);

	/* Medians of parts may add up to more than that of the whole. */
	if (end > right)
		end = right;
	if (end - left < NARROWEST)
		return end;
	colour = lighter(colour, lightness[level]);
	if (level > icicle->deepest)
		icicle->deepest = level;
	fprintf(icicle->out,
		"<g><rect x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%d\" fill=\"#%06" PRIx32
		"\"/><title>",
		left, top, end - left > 1 ? end - left - 0.5 : end - left, BAR_HEIGHT, colour);
	html_text(icicle->out, label);
	fputs("</title>", icicle->out);
	put_label(icicle, label, left, top, end - left, colour);
	fputs("</g>\n", icicle->out);
	return end;
}

static void put_codes(struct icicle *icicle, size_t level, const struct why_codes *codes,
		      double left, double right, uint32_t colour)
{
	for (size_t i = 0; i < codes->n; i++)
		left = put_bar(icicle, level, codes->list[i].name,
			       value_of(icicle, &codes->list[i].row), left, right, colour);
}

static void put_causes(struct icicle *icicle, const struct why_reason *reason, double left,
		       double right, uint32_t colour)
{
	put_codes(icicle, 2, &reason->codes, left, right, colour);
	for (size_t i = 0; i < reason->n; i++) {
		const struct why_cause *cause = &reason->causes[i];
		char label[CAUSE_LABEL_SIZE];
		double end = put_bar(icicle, 2, why_label(cause, icicle->regions, label),
				     value_of(icicle, &cause->row), left, right, colour);

		put_codes(icicle, 3, &cause->codes, left, end, colour);
		left = end;
	}
}

static bool is_drawn(const struct icicle *icicle, const struct why_reason *reason)
{
	return icicle->width == ICICLE_EXITS || !reason_key_is_idle(&reason->row->key);
}

static void put_reasons(struct icicle *icicle, const struct why *why)
{
	double left = 0;

	for (size_t i = 0; i < why->n; i++) {
		const struct why_reason *reason = &why->reasons[i];
		uint32_t colour = colour_of_reason(&reason->row->key);
		char name[REASON_LABEL_SIZE];
		double end;

		if (!is_drawn(icicle, reason))
			continue;
		end = put_bar(icicle, 1, reason_key_label(&reason->row->key, name),
			      value_of(icicle, reason->row), left, WIDTH, colour);
		put_causes(icicle, reason, left, end, colour);
		left = end;
	}
}

bool icicle_write(FILE *out, const struct why *why, const struct regions *regions,
		  enum icicle_width width)
{
	struct icicle icicle = { .regions = regions, .width = width };
	_cleanup_free_ char *bars = NULL;
	size_t size;

	for (size_t i = 0; i < why->n; i++)
		if (is_drawn(&icicle, &why->reasons[i]))
			icicle.whole += value_of(&icicle, why->reasons[i].row);
	if (!(icicle.whole > 0))
		return false;
	icicle.scale = WIDTH / icicle.whole;
	/* How high the picture is, is known once its bars are drawn. */
	icicle.out = open_memstream(&bars, &size);
	if (!icicle.out)
		return false;
	put_bar(&icicle, 0, width == ICICLE_TIME ? "handling time without idle time" : "all exits",
		icicle.whole, 0, WIDTH, COLOUR_OTHER);
	put_reasons(&icicle, why);
	if (fclose(icicle.out))
		return false;
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %.0f %zu\" "
		"width=\"%.0f\" style=\"min-width:720px\" font-family=\"system-ui, 'DejaVu Sans', "
		"sans-serif\" font-size=\"%d\" aria-label=\"%s by exit reason, cause and code\">\n%s"
		"</svg>\n",
		WIDTH, (icicle.deepest + 1) * (BAR_HEIGHT + GAP), WIDTH, FONT_SIZE,
		width == ICICLE_TIME ? "Handling time" : "Exits", bars);
	return true;
}
