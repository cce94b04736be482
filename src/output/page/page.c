/* SPDX-License-Identifier: Apache-2.0
 *
 * What both forms share: texts are cleaned, and rows come in blocks.
 */
#include "output/page/page.h"

#include "output/text.h"

Page *page_new(const PageForm *form, const char *language, const char *title)
{
	g_autofree char *clean = text_clean(title);
	Page *page = g_new0(Page, 1);
	page->form = form;
	page->out = g_string_new(NULL);
	page->language = language;
	form->begin(page, clean);
	return page;
}

static void close_block(Page *page)
{
	if (page->block != PAGE_NO_BLOCK)
		page->form->close(page, page->block);
	page->block = PAGE_NO_BLOCK;
	page->rows = 0;
}

char *page_finish(Page *page)
{
	close_block(page);
	page->form->end(page);
	char *text = g_string_free(g_steal_pointer(&page->out), FALSE);
	page_free(page);
	return text;
}

void page_free(Page *page)
{
	if (page == NULL)
		return;
	if (page->out != NULL)
		g_string_free(page->out, TRUE);
	g_free(page);
}

void page_heading(Page *page, guint level, const char *anchor, const char *text)
{
	g_autofree char *clean = text_clean(text);
	close_block(page);
	page->form->heading(page, level, anchor, clean);
}

void page_paragraph(Page *page, const char *text)
{
	g_autofree char *clean = text_clean(text);
	close_block(page);
	page->form->paragraph(page, clean);
}

void page_note(Page *page, const char *text)
{
	g_autofree char *clean = text_clean(text);
	close_block(page);
	page->form->note(page, clean);
}

void page_link(Page *page, const char *address, const char *text)
{
	g_autofree char *clean = text_clean(text);
	close_block(page);
	page->form->link(page, address, clean);
}

void page_row(Page *page, PageBlock block, const PageRow *row)
{
	g_autofree char *label = row->label != NULL ? text_clean(row->label) : NULL;
	g_autofree char *text = row->text != NULL ? text_clean(row->text) : NULL;
	g_autofree char *note = row->note != NULL ? text_clean(row->note) : NULL;
	const PageRow clean = {label, text, note, row->mark};
	if (page->block != block) {
		close_block(page);
		page->block = block;
		page->form->open(page, block);
	}
	page->rows++;
	page->form->row(page, block, &clean);
}

void page_drawing(Page *page, const char *drawing)
{
	close_block(page);
	g_string_append(page->out, drawing);
	g_string_append_c(page->out, '\n');
}
