/* SPDX-License-Identifier: Apache-2.0
 *
 * A chart of detection as SVG: to the left curves of what is found against what is falsely accused,
 * the false alarms on a logarithmic axis; to the right bars with the interval of each value. It
 * needs no style sheet, font or script, and can be read when printed in grey. Texts may hold
 * anything.
 */
#pragma once

#include <glib.h>

enum { CHART_SERIES = 2 };

/* Shares from 0 to 1; NAN where there is none. */
typedef struct ChartPoint {
	double x;
	double y;
} ChartPoint;

typedef struct ChartValue {
	double value;
	double low;
	double high;
} ChartValue;

typedef struct ChartSeries {
	const char *name;         /* in the legend; NULL when this series is not there */
	const ChartPoint *points; /* steps, X never falling */
	guint count;
	ChartPoint marked; /* shown as a circle */
} ChartSeries;

typedef struct ChartRow {
	const char *label;
	ChartValue values[CHART_SERIES];
	double mark; /* shown as a diamond */
} ChartRow;

/* All borrowed. */
typedef struct Chart {
	const char *title;
	const char *subtitle;
	const char *curve_title;
	const char *x_label;
	const char *y_label;
	const char *bar_title;
	const char *bar_label;
	ChartSeries series[CHART_SERIES];
	const char *marked_name; /* of the circles */
	const char *mark_name;   /* of the diamonds */
	ChartPoint mark;
	const char *shade_name; /* of what lies left of */
	double shade;           /* X, too few messages to tell; NAN for none */
	const ChartRow *rows;
	guint row_count;
} Chart;

/* The chart as a whole document, owned by the caller. */
char *chart_svg(const Chart *chart);
