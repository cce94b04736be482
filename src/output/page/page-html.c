/* SPDX-License-Identifier: Apache-2.0
 *
 * One document with its style in it. A policy in its head keeps whatever shows it from loading or
 * running anything.
 */
#include "output/page/page-style.h"
#include "output/page/page.h"

static void put(Page *page, const char *before, const char *text, const char *after)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);
	g_string_append_printf(page->out, "%s%s%s", before, escaped, after);
}

static void begin(Page *page, const char *title)
{
	g_string_append_printf(page->out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
		page->language);
	put(page, "<title>", title, "</title>\n<style>\n");
	g_string_append(page->out, page_style);
	put(page, "</style>\n</head>\n<body>\n<main>\n<h1>", title, "</h1>\n");
}

static void heading(Page *page, guint level, const char *anchor, const char *text)
{
	g_string_append_printf(page->out, "<h%u", level);
	if (anchor != NULL)
		put(page, " id=\"", anchor, "\"");
	put(page, ">", text, "");
	g_string_append_printf(page->out, "</h%u>\n", level);
}

static void paragraph(Page *page, const char *text)
{
	put(page, "<p>", text, "</p>\n");
}

static void note(Page *page, const char *text)
{
	put(page, "<p class=\"note\">", text, "</p>\n");
}

static void link_to(Page *page, const char *address, const char *text)
{
	put(page, "<p><a href=\"", address, "\">");
	put(page, "", text, "</a></p>\n");
}

static const char *const opens[] = {[PAGE_BULLETS] = "<ul>\n",
	[PAGE_STEPS] = "<ol>\n",
	[PAGE_FIGURES] = "<table class=\"figures\">\n",
	[PAGE_MESSAGE] = "<table class=\"message\">\n"};
static const char *const closes[] = {[PAGE_BULLETS] = "</ul>\n",
	[PAGE_STEPS] = "</ol>\n",
	[PAGE_FIGURES] = "</table>\n",
	[PAGE_MESSAGE] = "</table>\n"};

static void open_block(Page *page, PageBlock block)
{
	g_string_append(page->out, opens[block]);
}

static void close_block(Page *page, PageBlock block)
{
	g_string_append(page->out, closes[block]);
}

static void put_figures(Page *page, const PageRow *row)
{
	gboolean head = page->rows == 1;
	put(page, head ? "<tr><th scope=\"col\">" : "<tr><th scope=\"row\">", row->label, "</th>");
	put(page, head ? "<th scope=\"col\">" : "<td>", row->text, head ? "</th>" : "</td>");
	if (row->note != NULL)
		put(page, head ? "<th scope=\"col\">" : "<td>", row->note,
			head ? "</th>" : "</td>");
	g_string_append(page->out, "</tr>\n");
}

static void put_line(Page *page, const PageRow *row)
{
	if (row->label != NULL)
		put(page, "<tr><th scope=\"row\">", row->label, "</th><td>");
	else
		g_string_append(page->out, "<tr><td colspan=\"2\">");
	put(page, "", row->text, "");
	if (row->mark > 0)
		g_string_append_printf(page->out, " <b>%u</b>", row->mark);
	g_string_append(page->out, "</td></tr>\n");
}

static void put_row(Page *page, PageBlock block, const PageRow *row)
{
	if (block == PAGE_FIGURES)
		put_figures(page, row);
	else if (block == PAGE_MESSAGE)
		put_line(page, row);
	else
		put(page, "<li>", row->text, "</li>\n");
}

static void end(Page *page)
{
	g_string_append(page->out, "</main>\n</body>\n</html>\n");
}

const PageForm page_html = {
	begin, heading, paragraph, note, link_to, open_block, put_row, close_block, end};
