/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of at most 72 columns, broken at spaces and, as Japanese has none, beside wide characters,
 * but not in front of a mark that may not begin a line.
 */
#include <string.h>

#include "output/page/page.h"
#include "output/text.h"

enum { line_columns = 72, label_columns = 30, figure_columns = 16 };

static guint columns_of(gunichar c)
{
	return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

/* May a line end between ONE and OTHER? */
static gboolean may_break(gunichar one, gunichar other)
{
	static const char closing[] =
		"、。，．・：；？！）」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
		"),.:;!?";
	static const char opening[] = "（「『【〈《〔(";
	if (other == ' ')
		return TRUE;
	return one != ' ' && (g_unichar_iswide(one) || g_unichar_iswide(other)) &&
	       g_utf8_strchr(closing, -1, other) == NULL && g_utf8_strchr(opening, -1, one) == NULL;
}

/* The end of what of TEXT stands on one line of COLUMNS. */
static const char *find_end(const char *text, guint columns)
{
	const char *end = NULL;
	guint used = 0;
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (at > text && may_break(g_utf8_get_char(g_utf8_prev_char(at)), c))
			end = at;
		used += columns_of(c);
		if (used > columns)
			return end != NULL ? end : at > text ? at : g_utf8_next_char(at);
	}
	return text + strlen(text);
}

/* TEXT in lines, the first behind FIRST, the others behind as many spaces. */
static void put_wrapped(Page *page, const char *first, const char *text)
{
	guint indent = text_width(first);
	g_string_append(page->out, first);
	for (const char *at = text; *at != '\0';) {
		const char *end = find_end(at, line_columns - indent);
		if (at > text)
			g_string_append_printf(page->out, "%*s", (int)indent, "");
		g_string_append_len(page->out, at, end - at);
		g_string_append_c(page->out, '\n');
		at = *end == ' ' ? end + 1 : end;
	}
	if (*text == '\0')
		g_string_append_c(page->out, '\n');
}

static void put_underlined(Page *page, const char *text, char sign)
{
	g_autofree char *line = g_strnfill(MIN(text_width(text), line_columns), sign);
	put_wrapped(page, "", text);
	g_string_append_printf(page->out, "%s\n\n", line);
}

static void begin(Page *page, const char *title)
{
	put_underlined(page, title, '=');
}

static void heading(Page *page, guint level, const char *anchor, const char *text)
{
	g_string_append_c(page->out, '\n');
	put_underlined(page, text, level == 2 ? '-' : '.');
}

static void paragraph(Page *page, const char *text)
{
	put_wrapped(page, "", text);
	g_string_append_c(page->out, '\n');
}

static void note(Page *page, const char *text)
{
	put_wrapped(page, "  | ", text);
	g_string_append_c(page->out, '\n');
}

static void link_to(Page *page, const char *address, const char *text)
{
	put_wrapped(page, "", text);
	g_string_append_printf(page->out, "  %s\n\n", address);
}

static void open_block(Page *page, PageBlock block)
{
}

static void close_block(Page *page, PageBlock block)
{
	g_string_append_c(page->out, '\n');
}

static void put_padded(Page *page, const char *text, guint columns)
{
	guint width = text_width(text);
	g_string_append_printf(
		page->out, "%s%*s", text, width < columns ? (int)(columns - width) : 1, "");
}

static void trim_end(GString *out)
{
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

static void put_figures(Page *page, const PageRow *row)
{
	g_string_append(page->out, "  ");
	put_padded(page, row->label, label_columns);
	put_padded(page, row->text, figure_columns);
	g_string_append(page->out, row->note != NULL ? row->note : "");
	trim_end(page->out);
}

static void put_line(Page *page, const PageRow *row)
{
	g_autofree char *first = g_strdup_printf(
		"  | %s%s", row->label != NULL ? row->label : "", row->label != NULL ? ": " : "");
	g_autofree char *marked = row->mark > 0 ? g_strdup_printf("%s (%u)", row->text, row->mark)
						: g_strdup(row->text);
	put_wrapped(page, first, marked);
}

static void put_row(Page *page, PageBlock block, const PageRow *row)
{
	g_autofree char *number = g_strdup_printf(" %2u. ", page->rows);
	if (block == PAGE_FIGURES)
		put_figures(page, row);
	else if (block == PAGE_MESSAGE)
		put_line(page, row);
	else
		put_wrapped(page, block == PAGE_STEPS ? number : "   - ", row->text);
}

static void end(Page *page)
{
	if (g_str_has_suffix(page->out->str, "\n\n"))
		g_string_truncate(page->out, page->out->len - 1);
}

const PageForm page_text = {
	begin, heading, paragraph, note, link_to, open_block, put_row, close_block, end};
