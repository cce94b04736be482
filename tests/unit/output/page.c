/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages: whatever stands in a text, the HTML has the elements that were asked for and no others,
 * and no line of plain text is too long.
 */
#include "output/page/page.h"

#include <string.h>

#include "output/text.h"

static const char hostile[] =
	"<script>alert(1)</script> & \"x\" 'y'\n\n<b>\xe2\x80\xaegnp.exe\x1b[31m";

static char *write_hostile(const PageForm *form)
{
	Page *page = page_new(form, "en", hostile);
	page_heading(page, 2, "a-1", hostile);
	page_paragraph(page, hostile);
	page_note(page, hostile);
	page_link(page, "https://x.example/?a=1&b=2", hostile);
	for (PageBlock block = PAGE_BULLETS; block <= PAGE_MESSAGE; block++)
		page_row(page, block, &(const PageRow){hostile, hostile, hostile, 1});
	return page_finish(page);
}

static guint count_of(const char *text, const char *what)
{
	guint count = 0;
	for (const char *at = text; (at = strstr(at, what)) != NULL; at++)
		count++;
	return count;
}

static void test_hostile(void)
{
	const PageForm *const forms[] = {&page_html, &page_text};
	for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_autofree char *text = write_hostile(forms[i]);
		g_assert_true(g_utf8_validate(text, -1, NULL));
		g_assert_null(strchr(text, '\x1b'));
		g_assert_null(strstr(text, "\xe2\x80\xae"));
	}
	g_autofree char *html = write_hostile(&page_html);
	g_assert_null(strstr(html, "<script"));
	g_assert_null(strstr(html, "<b>\xef"));
	g_assert_nonnull(strstr(html, "<h2 id=\"a-1\">&lt;script&gt;"));
	g_assert_nonnull(strstr(html, "<a href=\"https://x.example/?a=1&amp;b=2\">"));
	g_assert_cmpuint(count_of(html, "<li>"), ==, 2);
	g_assert_cmpuint(count_of(html, "<table"), ==, 2);
	g_assert_cmpuint(count_of(html, "</table>"), ==, 2);
}

/* Rows of one block are one list; another begins a new one. */
static void test_blocks(void)
{
	Page *page = page_new(&page_text, "en", "T");
	page_row(page, PAGE_STEPS, &(const PageRow){.text = "one"});
	page_row(page, PAGE_STEPS, &(const PageRow){.text = "two"});
	page_row(page, PAGE_BULLETS, &(const PageRow){.text = "bullet"});
	page_row(page, PAGE_STEPS, &(const PageRow){.text = "again"});
	g_autofree char *text = page_finish(page);
	g_assert_cmpstr(text, ==, "T\n=\n\n  1. one\n  2. two\n\n   - bullet\n\n  1. again\n");
}

static void test_lines(void)
{
	static const char *const texts[] = {
		"These are words of an English sentence that goes on for so long that it needs two "
		"lines.",
		"日本語の文には空白がないので、どこで行を折り返すかは文字の種類で決まります。句読点"
		"は行の先頭に"
		"置きません。「かぎ括弧」も同じです。",
		"averylongwordwithoutanyplacetobreakitsothatithastobebrokensomewhereinsideofitself_"
		"and_more",
	};
	for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
		Page *page = page_new(&page_text, "ja", "T");
		page_paragraph(page, texts[i]);
		g_autofree char *text = page_finish(page);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
		GString *joined = g_string_new(NULL);
		for (guint k = 3; lines[k] != NULL; k++) {
			g_assert_cmpuint(text_width(lines[k]), <=, 72);
			g_assert_false(g_str_has_prefix(lines[k], "、") ||
				       g_str_has_prefix(lines[k], "。") ||
				       g_str_has_prefix(lines[k], "」"));
			g_string_append(joined, lines[k]);
			if (i == 0 && lines[k + 1] != NULL && lines[k + 1][0] != '\0')
				g_string_append_c(joined, ' ');
		}
		g_assert_cmpstr(joined->str, ==, texts[i]);
		g_string_free(joined, TRUE);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/page/hostile", test_hostile);
	g_test_add_func("/page/blocks", test_blocks);
	g_test_add_func("/page/lines", test_lines);
	return g_test_run();
}
