/* SPDX-License-Identifier: Apache-2.0
 *
 * Panels side by side as SVG, each with what was said against what came true, from 0 to 100 %, and
 * the diagonal on which both agree. Needs no style sheet, font or script, and can be read when
 * printed in grey. Texts may hold anything.
 */
#pragma once

#include <glib.h>

enum { DOTS_SERIES = 2 };

/* Shares from 0 to 1. */
typedef struct Dot {
	double x;
	double y;
	double low, high; /* the interval of Y */
	guint64 count;    /* how many it stands for: its area */
} Dot;

typedef struct DotPanel {
	const char *title;
	const char *notes[DOTS_SERIES]; /* below it, one for each series; NULL for none */
	const Dot *dots[DOTS_SERIES];
	guint counts[DOTS_SERIES];
} DotPanel;

/* All borrowed. */
typedef struct DotChart {
	const char *title;
	const char *x_label;
	const char *y_label;
	const char *names[DOTS_SERIES]; /* in the legend; NULL when this series is not there */
	const DotPanel *panels;
	guint panel_count;
} DotChart;

/* The chart as a whole document, owned by the caller. */
char *dots_svg(const DotChart *chart);
