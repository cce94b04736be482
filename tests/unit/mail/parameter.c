/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/parameter: RFC 2231, and file names as mail programs really write them.
 */
#include "mail/header/parameter.h"

#include "base/limits.h"

static Span span_of(const char *text)
{
	return span_new(text, strlen(text));
}

static void test_token(void)
{
	static const struct {
		const char *value;
		const char *token;
	} rows[] = {
		{"Text/Plain; charset=x", "text/plain"},
		{"text/plain charset=x", "text/plain"},
		{"", ""},
		{"attachment(comment)", "attachment"},
		{"\"base64\"", "base64"},
		{" ; a=b", ""},
		{"Text/\nhtml", "text/"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *token = parameter_token(span_of(rows[i].value));
		g_assert_cmpstr(token, ==, rows[i].token);
	}
}

static void test_text(void)
{
	static const struct {
		const char *value;
		const char *name;
		const char *text;
	} rows[] = {
		{"text/plain; charset=utf-8", "charset", "utf-8"},
		{"text/plain; CHARSET=\"UTF-8\"", "charset", "UTF-8"},
		{"text/plain; charset = utf-8 ; format=flowed", "format", "flowed"},
		{"text/plain charset=us-ascii format=flowed", "charset", "us-ascii"},
		{"text/plain; charset=us-ascii (Plain text)", "charset", "us-ascii"},
		{"text/plain; x-charset=bad", "charset", ""},
		{"text/plain", "charset", ""},
		{"a; name=My File (1).doc", "name", "My File (1).doc"},
		{"a; name=My File.doc; b=c", "name", "My File.doc"},
		{"a; name=\"a;b\\\"c\\\\d.doc\"", "name", "a;b\"c\\d.doc"},
		{"a; name=\"C:\\docs\\x.doc\"", "name", "C:\\docs\\x.doc"},
		{"a; name=\"open end.doc", "name", "open end.doc"},
		{"a; name=\"one\"; name=\"two\"", "name", "one"},
		/* RFC 2231 */
		{"a; filename*=UTF-8''%E6%97%A5%E6%9C%AC.doc", "filename", "日本.doc"},
		{"a; filename*=UTF-8'ja'%E6%97%A5.doc; filename=x.doc", "filename", "日.doc"},
		{"a; filename*0*=UTF-8''%E6%97; filename*1*=%A5; filename*2=\".doc\"", "filename",
			"日.doc"},
		{"a; filename*1=b.doc; filename*0=a", "filename", "ab.doc"},
		{"a; filename*0=a; filename*2=c", "filename", "a"},
		{"a; filename*=iso-2022-jp''%1B%24B%3B3ED%1B%28B.doc", "filename", "山田.doc"},
		{"a; filename*=x.doc", "filename", "x.doc"},
		{"a; filename*99999=x", "filename", ""},
		/* RFC 2047, which the standard forbids here */
		{"a; name=\"=?utf-8?B?5pel5pys?=.doc\"", "name", "日本.doc"},
		{"a; name==?iso-2022-jp?B?GyRCOzNFRBsoQg==?=", "name", "山田"},
		/* raw */
		{"a; name=\"\x1b$B;3\x22\x22\x1b(B.doc\"", "name", "山□.doc"},
		{"a; name=\"\x95\x5c\"; x=y", "x", "y"},
		{"a; name=\"\x93\xfa\x96\x7b\x95\x5c\"", "name", "日本表"},
		{"a; name=\"\xe6\x97\xa5.doc\"", "name", "日.doc"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = parameter_text(span_of(rows[i].value), rows[i].name);
		g_assert_cmpstr(text, ==, rows[i].text);
	}
}

static void test_bytes(void)
{
	gsize length = 0;
	g_autofree char *boundary = parameter_bytes(
		span_of("multipart/mixed; boundary=\"--=_a b\""), "boundary", &length);
	g_assert_cmpstr(boundary, ==, "--=_a b");
	g_assert_cmpuint(length, ==, 7);
	g_assert_null(parameter_bytes(span_of("multipart/mixed"), "boundary", NULL));
}

/* Bounded and linear whatever stands there. */
static void test_long_values(void)
{
	static const char *const pieces[] = {
		"a=b ", "; ", "name*0=x;", " ", "\"", "name=\"\\", "(("};
	gint64 start = g_get_monotonic_time();
	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		GString *value = g_string_new("x; name");
		while (value->len < LIMIT_MIB(1))
			g_string_append(value, pieces[i]);
		for (guint n = 0; n < 100; n++) {
			g_autofree char *text =
				parameter_text(span_new(value->str, value->len), "name");
			g_assert_cmpuint(strlen(text), <=, LIMIT_STRING);
		}
		g_string_free(value, TRUE);
	}
	g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parameter/token", test_token);
	g_test_add_func("/parameter/text", test_text);
	g_test_add_func("/parameter/bytes", test_bytes);
	g_test_add_func("/parameter/long-values", test_long_values);
	return g_test_run();
}
