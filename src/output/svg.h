/* SPDX-License-Identifier: Apache-2.0
 *
 * The few shapes that charts are made of, as SVG. Texts may hold anything; attributes and colours
 * are literals of the caller.
 */
#pragma once

#include <glib.h>

/* TEXT for XML: markup escaped, invalid bytes and control characters replaced, cut to at most
 * COLUMNS columns (output/text.h). New string. */
char *svg_escape(const char *text, guint columns);
/* Append FORMAT with each @ replaced by the next of VALUES, in SVG_DRAW by the next argument. */
void svg_draw(GString *svg, const char *format, const double *values);
#define SVG_DRAW(svg, format, ...) svg_draw(svg, format, (const double[]){__VA_ARGS__})
void svg_text(
	GString *svg, double x, double y, const char *attributes, const char *text, guint columns);
void svg_line(GString *svg, double x1, double y1, double x2, double y2, const char *colour);
void svg_box(GString *svg, double x, double y, double box_width, double box_height,
	const char *attributes);
void svg_diamond(GString *svg, double x, double y);
void svg_circle(GString *svg, double x, double y, const char *colour);
