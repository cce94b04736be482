/* SPDX-License-Identifier: Apache-2.0
 *
 * Bars of block characters (of ASCII where the terminal has no UTF-8), a few lines for each series,
 * with letters below the days that are marked.
 */
#include <string.h>

#include "output/text.h"
#include "output/timeline.h"

enum { name_columns = 16, count_columns = 9, page_columns = 80, levels = 8 };

/* "Surge", "pause" and "resumption", or whatever the signs mean. */
static const char letters[TIMELINE_SIGNS] = {'S', 'P', 'R'};

typedef struct Page {
	GString *text;
	const Timeline *timeline;
	guint width; /* columns of bars */
	guint bin;   /* days of one */
	guint lines; /* of one series */
	gboolean utf8;
} Page;

static double mean_of(const Page *page, const TimelineSeries *series, guint bar)
{
	guint first = bar * page->bin, days = MIN(page->bin, page->timeline->days - first);
	return (double)timeline_sum(page->timeline, series, first, days) / days;
}

static guint bars_of(const Page *page)
{
	return (page->timeline->days + page->bin - 1) / page->bin;
}

static double most_of(const Page *page, const TimelineSeries *series)
{
	double most = 0;
	for (guint bar = 0; bar < bars_of(page); bar++)
		most = MAX(most, mean_of(page, series, bar));
	return MAX(most, 1);
}

/* The character for a bar of HEIGHT eighths whose part in LINE (0 is the lowest) is asked. */
static const char *block(const Page *page, guint height, guint line)
{
	static const char *const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char *const plain[] = {" ", ".", ".", ":", ":", "|", "|", "#", "#"};
	guint part = height > line * levels ? MIN(height - line * levels, levels) : 0;
	return (page->utf8 ? blocks : plain)[part];
}

/* NAME in name_columns, cut where it is longer. */
static void put_name(const Page *page, const char *name)
{
	g_autofree char *safe = text_safe(name);
	guint used = 0;
	const char *at = safe;
	for (; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		guint wide = g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
		if (used + wide > name_columns)
			break;
		used += wide;
	}
	g_string_append(page->text, "  ");
	g_string_append_len(page->text, safe, at - safe);
	g_string_append_printf(page->text, "%*s", (int)(name_columns - used), "");
}

static void put_line(const Page *page, const TimelineSeries *series, guint line, double most)
{
	for (guint bar = 0; bar < bars_of(page); bar++) {
		double mean = mean_of(page, series, bar);
		guint height = (guint)(mean / most * levels * page->lines + 0.5);
		g_string_append(page->text, block(page, mean > 0 ? MAX(height, 1) : 0, line));
	}
}

static void trim_end(GString *text)
{
	while (text->len > 0 && text->str[text->len - 1] == ' ')
		g_string_truncate(text, text->len - 1);
	g_string_append_c(text, '\n');
}

/* Letters below their bars; of two at one place the later stays. */
static void put_letters(const Page *page, const TimelineSeries *series)
{
	g_autofree char *line = g_strnfill(bars_of(page), ' ');
	for (guint i = 0; i < series->mark_count; i++)
		line[series->marks[i].day / page->bin] = letters[series->marks[i].sign];
	if (series->mark_count == 0)
		return;
	g_string_append_printf(page->text, "%*s%s", 2 + name_columns + count_columns, "", line);
	trim_end(page->text);
}

static void put_series(const Page *page, const TimelineSeries *series)
{
	double most = most_of(page, series);
	g_autofree char *scale = text_number((guint64)(most + 0.5));
	for (guint line = page->lines; line-- > 0;) {
		gboolean upper = line + 1 == page->lines;
		put_name(page, upper ? series->name : "");
		g_string_append_printf(page->text, "%*s ", count_columns - 1,
			upper       ? scale
			: line == 0 ? "0"
				    : "");
		put_line(page, series, line, most);
		trim_end(page->text);
	}
	put_letters(page, series);
}

static gboolean is_tick(const Page *page, guint bar)
{
	for (guint day = bar * page->bin; day < (bar + 1) * page->bin; day++)
		if (timeline_begins_month(page->timeline, day))
			return TRUE;
	return bar == 0;
}

/* Dates where months begin, as far as there is room. */
static void put_dates(const Page *page)
{
	guint free_from = 0, date_columns = strlen("2019-12-03");
	g_string_append_printf(page->text, "%*s", 2 + name_columns + count_columns, "");
	gsize begin = page->text->len;
	for (guint bar = 0; bar < bars_of(page); bar++) {
		if (bar < free_from || !is_tick(page, bar) || bar + date_columns > page->width)
			continue;
		g_autofree char *date = timeline_date(page->timeline, bar * page->bin);
		g_string_append_printf(
			page->text, "%*s%s", (int)(begin + bar - page->text->len), "", date);
		free_from = bar + date_columns + 1;
	}
	g_string_append_c(page->text, '\n');
}

static void put_signs(const Page *page)
{
	if (page->timeline->sign_names[0] == NULL)
		return;
	g_string_append(page->text, "  ");
	for (guint i = 0; i < TIMELINE_SIGNS; i++)
		g_string_append_printf(page->text, "%s%c %s", i > 0 ? ", " : "", letters[i],
			page->timeline->sign_names[i]);
	g_string_append_c(page->text, '\n');
}

static void put_mark_list(const Page *page)
{
	for (guint i = 0; i < page->timeline->count; i++) {
		const TimelineSeries *series = &page->timeline->series[i];
		for (guint j = 0; j < series->mark_count; j++) {
			g_autofree char *date = timeline_date(page->timeline, series->marks[j].day);
			put_name(page, j == 0 ? series->name : "");
			g_string_append_printf(page->text, "  %s  %s\n", date,
				page->timeline->sign_names[series->marks[j].sign]);
		}
	}
}

char *timeline_text(const Timeline *timeline)
{
	guint width = page_columns - 2 - name_columns - count_columns;
	Page page = {.text = g_string_new(NULL),
		.timeline = timeline,
		.width = width,
		.bin = (MAX(timeline->days, 1) + width - 1) / width,
		.lines = timeline->count <= 2   ? 5
			 : timeline->count <= 4 ? 3
						: 2,
		.utf8 = g_get_charset(NULL)};
	g_string_append_printf(page.text, "  %s\n  %s\n\n", timeline->title, timeline->subtitle);
	for (guint i = 0; i < timeline->count; i++)
		put_series(&page, &timeline->series[i]);
	put_dates(&page);
	g_string_append_c(page.text, '\n');
	put_signs(&page);
	put_mark_list(&page);
	return g_string_free(page.text, FALSE);
}
