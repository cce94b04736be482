/* SPDX-License-Identifier: Apache-2.0
 *
 * A trend as rows for a Writer, as lines for a terminal and as SVG. Shows the days from
 * TrendQuestion.since on.
 */
#pragma once

#include "report/report.h"
#include "report/trend/trend.h"

enum { TREND_COLUMNS = 5 };

extern const Column trend_columns[TREND_COLUMNS];

/* Write a row for each day and key that has sightings or a mark, by key and day. */
void trend_show_rows(ReportContext *context, const Trend *trend);
/* Draw the first MOST series, by BY; new strings. No days or no series give "" for a terminal. */
char *trend_show_text(const Trend *trend, TrendBy by, guint most);
char *trend_show_svg(const Trend *trend, TrendBy by, guint most);
