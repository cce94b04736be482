/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands around the box. Whether browsers show it was looked at by hand.
 */
#include "mail/banner/banner-html.h"

#include <glib.h>
#include <string.h>

static char *make(void)
{
	static const char *const lines[] = {"Caution", "\"A\" <b@c> & 山", NULL};
	return banner_html_make(lines, "https://x.example/?a=1&b=\"", "More");
}

static void test_words(void)
{
	static const char *const one[] = {"Caution", NULL};
	g_autofree char *html = make();
	g_autofree char *bare = banner_html_make(one, NULL, NULL);
	g_assert_nonnull(strstr(html, "\">\r\nCaution<br"));
	g_assert_nonnull(strstr(html, "&#34;A&#34; &#60;b@c&#62; &#38; &#23665;<br"));
	g_assert_nonnull(
		strstr(html, " href=\"https://x.example/?a=1&#38;b=&#34;\">More</a></div>\r\n"));
	g_assert_null(strstr(bare, "<a "));
	g_assert_true(g_str_has_suffix(bare, "Caution</div>\r\n"));
}

/* RFC 5322, 2.1.1. */
static void test_lines(void)
{
	g_autofree char *html = make();
	g_auto(GStrv) lines = g_strsplit(html, "\r\n", -1);
	g_assert_true(g_str_is_ascii(html));
	for (guint i = 0; lines[i] != NULL; i++) {
		g_assert_cmpuint(strlen(lines[i]), <=, 998);
		g_assert_null(strchr(lines[i], '\n'));
	}
}

/* The style of the element ELEMENT of HTML, the first of that name. */
static char *style_of(const char *html, const char *element)
{
	g_autofree char *begin = g_strconcat("<", element, " style=\"", NULL);
	const char *at = strstr(html, begin);
	g_assert_nonnull(at);
	at += strlen(begin);
	return g_strndup(at, strcspn(at, "\""));
}

/* The sender can give no element that the box stands in a style, and move none by a sheet. */
static void test_around(void)
{
	static const char *const elements[] = {"html", "body", "div"};
	static const char *const properties[] = {"display:block", "visibility:visible", "opacity:1",
		"float:none", "height:auto", "max-height:none", "overflow:visible",
		"clip-path:none", "filter:none", "transform:none", "translate:none", "scale:none",
		"zoom:1", "animation:none", "content:normal", "contain:none",
		"position:", "margin:", "padding:", "border:"};
	g_autofree char *html = make();
	g_assert_true(g_str_has_prefix(html, "<html style=\""));
	for (gsize i = 0; i < G_N_ELEMENTS(elements); i++) {
		g_autofree char *style = style_of(html, elements[i]);
		for (gsize k = 0; k < G_N_ELEMENTS(properties); k++) {
			const char *at = g_strrstr(style, properties[k]);
			g_assert_nonnull(at);
			g_autofree char *said = g_strndup(at, strcspn(at, ";"));
			g_assert_true(g_str_has_suffix(said, "!important"));
		}
	}
}

/* Ours are the first layer and the only shadow tree of the body. */
static void test_first(void)
{
	g_autofree char *html = make();
	const char *layer =
		strstr(html, "<style>@layer{head,:before,:after{display:none!important}");
	const char *body = strstr(html, "<body ");
	const char *tree = strstr(html, "\r\n<template shadowrootmode=\"closed\"><slot></slot></");
	const char *box = strstr(html, "<div ");
	g_assert_nonnull(layer);
	g_assert_nonnull(tree);
	g_assert_true(layer < body && body < tree && tree < box);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/banner-html/words", test_words);
	g_test_add_func("/banner-html/lines", test_lines);
	g_test_add_func("/banner-html/around", test_around);
	g_test_add_func("/banner-html/first", test_first);
	return g_test_run();
}
