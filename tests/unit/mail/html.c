/* SPDX-License-Identifier: Apache-2.0
 *
 * HTML as browsers show it: what is text, what is hidden, what is quoted. Each evasion that is
 * known has its case.
 */
#include "mail/html/html.h"

#include "base/limits.h"

typedef struct Sample {
	const char *html;
	const char *text;
} Sample;

static HtmlText *convert(const char *html)
{
	return html_to_text(span_new(html, strlen(html)));
}

static void expect(const Sample *samples, gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_autoptr(HtmlText) is = convert(samples[i].html);
		g_test_message("%s", samples[i].html);
		g_assert_cmpstr(is->text, ==, samples[i].text);
		g_assert_cmpuint(is->length, ==, strlen(is->text));
	}
}

static void test_lines(void)
{
	static const Sample samples[] = {
		{"", ""},
		{"plain", "plain"},
		{"  a \n b\t c  ", "a b c"},
		{"a&nbsp;&nbsp; b", "a b"},
		{"a<br>b<br/>c", "a\nb\nc"},
		{"a<br><br>b", "a\n\nb"},
		{"<div>a</div><div>b</div>", "a\nb"},
		{"<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
		{"<p>a</p><p>b", "a\n\nb"},
		{"<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"},
		{"<p style='margin:0cm'>a</p><p style=\"margin: 0\">b</p>", "a\nb"},
		{"<ul><li>a<li>b</ul>", "a\nb"},
		{"<table><tr><td>a<td>b</tr><tr><td>c</table>d", "a b\nc\nd"},
		{"<b>a</b>b <i>c</i>", "ab c"},
		{"<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"},
		{"<div style='white-space: pre-wrap'>a\nb</div>", "a\nb"},
		{"a<hr>b", "a\nb"},
		{"<h1>a</h1>b", "a\n\nb"},
		{"a</br>b", "a\nb"},
		{"&gt; own sign", "> own sign"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

static void test_tokens(void)
{
	static const Sample samples[] = {
		{"a<!-- x -->b", "ab"},
		{"a<!-->b", "ab"},
		{"a<!--->b", "ab"},
		{"a<!--->b-->c", "ab-->c"},
		{"a<!-- x --!>b", "ab"},
		{"a<!-- - -- -!> --- -->b", "ab"},
		{"a<!---->b", "ab"},
		{"a<!x>b<?php y ?>c", "abc"},
		{"a<![CDATA[x]]>b", "ab"},
		{"a<!--[if mso]>x<![endif]-->b<![if !mso]>c<![endif]>", "abc"},
		{"1 < 2 <3 a<b>c</b>", "1 < 2 <3 ac"},
		{"a</>b</ x>c", "abc"},
		{"a<b title='<!--'>b</b> -->", "ab -->"},
		{"a<b title=\">\">b</b>", "ab"},
		{"a<b x='\">b</b>'>c", "ac"},
		{"a<br x=y/>b", "a\nb"},
		{"a<b x=>b", "ab"},
		{"<script>x='</p>'; if (a<b) '<!--'</script>a", "a"},
		{"<style>p > b {}</style>a", "a"},
		{"<title>t &amp; <b></title>a", "a"},
		{"<TITLE>t</TITLE >a", "a"},
		{"<script>a</scriptx>b</script >c", "c"},
		{"<textarea>a <b>c</textarea>", "a <b>c"},
		{"<iframe><p>x</iframe>a", "a"},
		{"a</html>b</body>c", "abc"},
		{"<head>a</head>b", "ab"},
		{"a <never ends", "a"},
		{"a<!-- never ends", "a"},
		{"<svg/>a<svg>b</svg>c", "abc"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

static void test_references(void)
{
	static const Sample samples[] = {
		{"&lt;&gt;&amp;&quot;&apos;", "<>&\"'"},
		{"caf&eacute; caf&eacute caf&#233; caf&#xE9;",
			"caf\xc3\xa9 caf\xc3\xa9 caf\xc3\xa9 caf\xc3\xa9"},
		{"&#x41&#66;&#0;&#xD800;&#x110000;", "AB\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
		{"&#147;q&#148;", "\xe2\x80\x9cq\xe2\x80\x9d"},
		{"&notit; &notin; &nosuch; &; &#; &#x; a&b",
			"\xc2\xacit; \xe2\x88\x89 &nosuch; &; &#; &#x; a&b"},
		{"&Hopf;&eopf;", "\xe2\x84\x8d\xf0\x9d\x95\x96"},
		{"&fjlig;", "fj"},
		{"&amp;lt;", "&lt;"},
		{"x&NewLine;y&Tab;z", "x y z"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

static void test_hidden(void)
{
	static const Sample samples[] = {
		{"a<div style='display:none'>x</div>b", "a\nb"},
		{"a<span style=\"DISPLAY : NONE !important\">x</span>b", "ab"},
		{"a<span style='display:/**/none'>x</span>b", "ab"},
		{"a<span style='visibility:hidden'>x<b style='visibility:visible'>y</b></span>b",
			"ayb"},
		{"a<span style='font-size:0px'>x<b style='font-size:14px'>y</b></span>b", "ayb"},
		{"a<span style='font-size:0'>x<b style='font-size:120%'>y</b></span>b", "ab"},
		{"a<span style='font-size:1px'>x</span>b", "ab"},
		{"a<span style='font:0/0 a'>x</span>b", "ab"},
		{"a<span style='opacity:0'>x</span>b", "ab"},
		{"a<span style='max-height:0;overflow:hidden'>x</span>b", "ab"},
		{"a<span style='mso-hide:all'>x</span>b", "ab"},
		{"a<span style='color:#fff;background-color:white'>x</span>b", "ab"},
		{"a<span style='color:rgb(255, 255, 255);background:#ffffff'>x</span>b", "ab"},
		{"a<table><tr><td bgcolor='#FFF' style='color:white'>x</td></tr></table>b", "a\nb"},
		{"a<span style='color:transparent'>x</span>b", "ab"},
		{"a<span style='color:white'>x</span>b", "axb"},
		{"a<p hidden>x</p>b", "a\n\nb"},
		{"a<template>x</template><datalist>y</datalist>b", "ab"},
		{"a<div style='display&#58;none'>x</div>b", "a\nb"},
		{"a<div style='display:none'><div>x</div>y</div>b", "a\nb"},
		{"<span style='display:block'>x</span>", "x"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

/* What ends a hidden element is the browser's rule, not the order of the tags. */
static void test_hidden_ends(void)
{
	static const Sample samples[] = {
		{"<p style='display:none'>x<div>a</div>", "a"},
		{"<p style='display:none'>x<p>a", "a"},
		{"<font style='display:none'>x<div></font>a</div>", "a"},
		{"<span style='display:none'>x<div></span>y</div>z", ""},
		{"<div style='display:none'>x</span></b></p>y</div>a", "a"},
		{"<li style='display:none'>x<li>a", "a"},
		{"<table style='display:none'><tr><td>x</table>a", "a"},
		{"<table style='display:none'>a<tr><td>x</table>", "a"},
		{"<table><tr style='display:none'><td>x<tr><td>a</table>", "a"},
		{"<table><tr><td style='display:none'>x<td>a</table>", "a"},
		{"<a style='display:none'>x<a>a", "a"},
		{"<div style='display:none'>x</div></div></div>a", "a"},
		{"<br style='display:none'>a", "a"},
		{"<img style='display:none'>a", "a"},
		{"<h1 style='display:none'>x<h2>a</h2>", "a"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

static void test_hidden_told(void)
{
	g_autoptr(HtmlText) much =
		convert("a<p style='display:none'>a whole sentence nobody is meant to see</p>");
	g_assert_true(much->hidden_text);
	g_autoptr(HtmlText) little = convert("a<p style='display:none'>a preview</p>");
	g_assert_false(little->hidden_text);
	g_autoptr(HtmlText) filler =
		convert("a<p hidden>&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;"
			"&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;</p>");
	g_assert_false(filler->hidden_text);
	g_autoptr(HtmlText) code =
		convert("<style>a long sheet of styles that is no text</style>a");
	g_assert_false(code->hidden_text);
}

static void test_quotes(void)
{
	static const Sample samples[] = {
		{"a<blockquote>b<br>c</blockquote>d", "a\n\n> b\n> c\n\nd"},
		{"<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n\n> > b"},
		{"<div>a</div><div class='gmail_quote'><div class=\"gmail_attr\">On X, Y "
		 "wrote:<br></div>"
		 "<blockquote class='gmail_quote'>b<div>c</div></blockquote></div>",
			"a\nOn X, Y wrote:\n\n> b\n> c"},
		/* Gmail: own lines below and between the quotes. */
		{"<div class='gmail_quote gmail_quote_container'><div class='gmail_attr'>A "
		 "wrote:</div>"
		 "<blockquote>b</blockquote><div>own</div><blockquote>c</blockquote></div>",
			"A wrote:\n\n> b\n\nown\n\n> c"},
		/* Gmail: a forwarded message has no blockquote. */
		{"x<div class='gmail_quote'><div class='gmail_attr'>---------- Forwarded "
		 "message</div>"
		 "b<blockquote>c</blockquote>d</div>",
			"x\n---------- Forwarded message\n> b\n\n> > c\n\n> d"},
		{"a<div class=yahoo_quoted><div>On X, Y "
		 "wrote:</div>b<blockquote>c</blockquote></div>",
			"a\n> On X, Y wrote:\n> b\n\n> > c"},
		{"a<div id='appendonsend'></div><hr><div id=divRplyFwdMsg>F: b<br>S: c<br>T: "
		 "d</div>"
		 "<div>c</div>d",
			"a\nF: b\nS: c\nT: d\n> c\n> d"},
		/* the same, left over from a quote that was deleted */
		{"<div id=divRplyFwdMsg><p>own</div><div>own</div>", "own\nown"},
		{"<div class=gmail_quote><div>own</div></div>own", "own\nown"},
		{"<div class=gmail_quote>A wrote:<br><blockquote>b</blockquote></div>own",
			"A wrote:\n\n> b\n\nown"},
		{"<div>a<div id=divRplyFwdMsg>F: b<br>S: c<br>T: d</div>c</div>d",
			"a\nF: b\nS: c\nT: d\n> c\nd"},
		{"<blockquote>&gt; b</blockquote>", "> > b"},
	};
	expect(samples, G_N_ELEMENTS(samples));
}

static void test_second_document(void)
{
	g_autoptr(HtmlText) inside = convert(
		"<html><body>lure<br>name<pre><!DOCTYPE HTML><TITLE>s</TITLE>\n<P>stolen<BR>\n"
		"&gt; older</P></pre>after</body></html>");
	g_assert_true(inside->nested);
	g_assert_cmpstr(inside->text, ==, "lure\nname\n\n> stolen\n\n> > older\n\nafter");
	g_autoptr(HtmlText) open =
		convert("<html><body>lure<html><head><body>stolen</body></html>more");
	g_assert_true(open->nested);
	g_assert_cmpstr(open->text, ==, "lure\n> stolenmore");
	g_autoptr(HtmlText) bare = convert("lure<pre><html>stolen</html></pre>");
	g_assert_true(bare->nested);
	g_assert_cmpstr(bare->text, ==, "lure\n> stolen");
}

static void test_no_second_document(void)
{
	static const char *const samples[] = {
		"<!DOCTYPE html><html><head></head><body>a</body></html>",
		"<html>\n<!DOCTYPE html><body>a</body>",
		"<div>banner</div><!DOCTYPE html><html><body>a</body></html>",
		"<html><body>a</body></html><html><body>footer</body></html>",
		"<html><title>a title is no text</title><body>b",
		"<!-- <html> --><html><p title='<html>'>a</p><!-- <html> -->",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(HtmlText) is = convert(samples[i]);
		g_test_message("%s", samples[i]);
		g_assert_false(is->nested);
		g_assert_null(strchr(is->text, '>'));
	}
}

static void expect_link(
	const HtmlText *html, guint at, const char *target, const char *text, gboolean quoted)
{
	g_assert_cmpuint(at, <, html->links->len);
	const HtmlLink *link = g_ptr_array_index(html->links, at);
	g_assert_cmpstr(link->target, ==, target);
	g_assert_cmpstr(link->text, ==, text);
	g_assert_cmpint(link->quoted, ==, quoted);
}

static void test_links(void)
{
	g_autoptr(HtmlText) html = convert(
		"<a href=' http://a.example/?x=1&amp;y=2&lt=3 '>one  <b>two</b><br>three</a>"
		"<a href='http://b.exam\nple'><img src=x></a><A HREF=http://c.example>c"
		"<a href=d>d</a></a><form action='http://e.example'></form>"
		"<map><area href='http://f.example'></map><a name=x>no link</a>"
		"<blockquote><a href='http://g.example'>g</a></blockquote>");
	expect_link(html, 0, "http://a.example/?x=1&y=2&lt=3", "one two three", FALSE);
	expect_link(html, 1, "http://b.example", "", FALSE);
	expect_link(html, 2, "http://c.example", "c", FALSE);
	expect_link(html, 3, "d", "d", FALSE);
	expect_link(html, 4, "http://e.example", "", FALSE);
	expect_link(html, 5, "http://f.example", "", FALSE);
	expect_link(html, 6, "http://g.example", "g", TRUE);
	g_assert_cmpuint(html->links->len, ==, 7);
}

static void test_links_behind_header(void)
{
	g_autoptr(HtmlText) html =
		convert("<p><a href='http://own.example'>own</a><p>From: A "
			"&lt;a@a.example&gt;<br>Sent: Monday<br>"
			"To: B<br>Subject: s<p><a href='http://quoted.example'>quoted</a>");
	expect_link(html, 0, "http://own.example", "own", FALSE);
	expect_link(html, 1, "http://quoted.example", "quoted", TRUE);
}

static void test_bounds(void)
{
	g_autoptr(GString) big = g_string_new("<a href=x>");
	for (int i = 0; i < 300; i++)
		g_string_append(big, "<div><blockquote>\xc3\xa9<b>");
	for (int i = 0; i < 400000; i++)
		g_string_append(big, "\xe3\x81\x82");
	g_autoptr(HtmlText) html = html_to_text(span_new(big->str, big->len));
	g_assert_cmpuint(html->length, <=, LIMIT_TEXT);
	g_assert_true(g_utf8_validate_len(html->text, html->length, NULL));
	const HtmlLink *link = g_ptr_array_index(html->links, 0);
	g_assert_cmpuint(strlen(link->text), <=, 300);
	g_assert_true(g_utf8_validate(link->text, -1, NULL));
	/* Deeper than the stack: nothing is lost. */
	g_autoptr(GString) deep = g_string_new(NULL);
	for (int i = 0; i < 1000; i++)
		g_string_append_printf(deep, "<div>w%d ", i);
	for (int i = 0; i < 1000; i++)
		g_string_append(deep, "</div>");
	g_string_append(deep, "<blockquote>end");
	g_autoptr(HtmlText) text = html_to_text(span_new(deep->str, deep->len));
	g_assert_nonnull(strstr(text->text, "\nw999\n\n> end"));
}

/* A prefix of any length converts, and every one alike: no state goes from one to the next. */
static void test_every_prefix(void)
{
	static const char html[] =
		"<!DOCTYPE html><html><p style='display:none;color:rgb(1,2,3)'>a&eacute;<!-- c "
		"--><table>"
		"<tr><td><a href=\"http://x/?a&amp;b\">b</a></table><div "
		"class=gmail_quote><blockquote>"
		"q</blockquote></div><pre><html>n</pre><script>s</script></html>";
	for (gsize length = 0; length < sizeof(html); length++) {
		g_autofree char *copy = g_memdup2(html, length);
		g_autoptr(HtmlText) first = html_to_text(span_new(copy, length));
		g_autoptr(HtmlText) again = html_to_text(span_new(copy, length));
		g_assert_cmpstr(first->text, ==, again->text);
		g_assert_true(g_utf8_validate_len(first->text, first->length, NULL));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/html/lines", test_lines);
	g_test_add_func("/html/tokens", test_tokens);
	g_test_add_func("/html/references", test_references);
	g_test_add_func("/html/hidden", test_hidden);
	g_test_add_func("/html/hidden-ends", test_hidden_ends);
	g_test_add_func("/html/hidden-told", test_hidden_told);
	g_test_add_func("/html/quotes", test_quotes);
	g_test_add_func("/html/second-document", test_second_document);
	g_test_add_func("/html/no-second-document", test_no_second_document);
	g_test_add_func("/html/links", test_links);
	g_test_add_func("/html/links-behind-header", test_links_behind_header);
	g_test_add_func("/html/bounds", test_bounds);
	g_test_add_func("/html/every-prefix", test_every_prefix);
	return g_test_run();
}
