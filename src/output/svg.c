/* SPDX-License-Identifier: Apache-2.0
 *
 * Shapes and texts appended to a document, numbers as plain decimals in whatever locale.
 */
#include "output/svg.h"

static gboolean is_allowed(gunichar c)
{
	return (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c != 0xfffe && c != 0xffff);
}

char *svg_escape(const char *text, guint columns)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(GString) kept = g_string_new(NULL);
	guint used = 0;
	for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		used += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
		/* Marks take no column, but must not pile up without end. */
		if (used > columns || kept->len > 8 * (gsize)columns) {
			g_string_append(kept, "…");
			break;
		}
		g_string_append_unichar(kept, is_allowed(c) ? c : 0xfffd);
	}
	return g_markup_escape_text(kept->str, (gssize)kept->len);
}

void svg_draw(GString *svg, const char *format, const double *values)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	for (const char *at = format; *at != '\0'; at++) {
		if (*at == '@')
			g_string_append(
				svg, g_ascii_formatd(digits, sizeof digits, "%.1f", *values++));
		else
			g_string_append_c(svg, *at);
	}
}

void svg_text(
	GString *svg, double x, double y, const char *attributes, const char *text, guint columns)
{
	g_autofree char *safe = svg_escape(text, columns);
	SVG_DRAW(svg, "<text x=\"@\" y=\"@\"", x, y);
	g_string_append_printf(svg, "%s>%s</text>\n", attributes, safe);
}

void svg_line(GString *svg, double x1, double y1, double x2, double y2, const char *colour)
{
	SVG_DRAW(svg, "<line x1=\"@\" y1=\"@\" x2=\"@\" y2=\"@\"", x1, y1, x2, y2);
	g_string_append_printf(svg, " stroke=\"%s\"/>\n", colour);
}

void svg_box(GString *svg, double x, double y, double box_width, double box_height,
	const char *attributes)
{
	SVG_DRAW(
		svg, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\"", x, y, box_width, box_height);
	g_string_append_printf(svg, " %s/>\n", attributes);
}

void svg_diamond(GString *svg, double x, double y)
{
	SVG_DRAW(svg,
		"<path d=\"M @ @ l 5 5 l -5 5 l -5 -5 z\" fill=\"#fff\" stroke=\"#000\" "
		"stroke-width=\"1.5\"/>\n",
		x, y - 5);
}

void svg_circle(GString *svg, double x, double y, const char *colour)
{
	SVG_DRAW(svg, "<circle cx=\"@\" cy=\"@\" r=\"4.5\" fill=\"#fff\" stroke-width=\"2\"", x, y);
	g_string_append_printf(svg, " stroke=\"%s\"/>\n", colour);
}
