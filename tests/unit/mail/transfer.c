/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/transfer, mail/flowed and mail/reference: small decoders of what stands in fields and
 * bodies.
 */
#include "mail/body/transfer.h"

#include "mail/body/flowed.h"
#include "mail/header/reference.h"

static Span span_of(const char *text)
{
	return span_new(text, strlen(text));
}

static void test_names(void)
{
	g_assert_cmpint(transfer_of(span_of("BASE64")), ==, TRANSFER_BASE64);
	g_assert_cmpint(transfer_of(span_of("\"quoted-printable\" ")), ==, TRANSFER_QUOTED);
	g_assert_cmpint(transfer_of(span_of("x-uuencode")), ==, TRANSFER_UU);
	g_assert_cmpint(transfer_of(span_of("7bit")), ==, TRANSFER_PLAIN);
	g_assert_cmpint(transfer_of(span_of("nonsense")), ==, TRANSFER_PLAIN);
	g_assert_cmpint(transfer_of(span_of("")), ==, TRANSFER_PLAIN);
}

static void test_decode(void)
{
	static const struct {
		Transfer transfer;
		const char *bytes;
		const char *decoded;
		gboolean damaged;
	} rows[] = {
		{TRANSFER_PLAIN, "a=20b", "a=20b", FALSE},
		{TRANSFER_BASE64, "YWJj\r\nZGVm\r\n", "abcdef", FALSE},
		{TRANSFER_BASE64, "YWI=", "ab", FALSE},
		{TRANSFER_BASE64, "YW*Jj!", "abc", FALSE},
		{TRANSFER_BASE64, "YWJjZ", "abc", TRUE},
		{TRANSFER_BASE64, "YWI", "ab", TRUE},
		{TRANSFER_BASE64, "YQ", "a", TRUE},
		{TRANSFER_BASE64, "", "", FALSE},
		{TRANSFER_QUOTED, "a=20b=\r\nc=3D", "a bc=", FALSE},
		{TRANSFER_QUOTED, "a=\nb=ZZ", "ab=ZZ", FALSE},
		{TRANSFER_UU, "begin 644 x\n#86)C\n`\nend\n", "abc", FALSE},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *owned = NULL;
		gboolean damaged = FALSE;
		Span out = transfer_decode(
			rows[i].transfer, span_of(rows[i].bytes), 1000, &owned, &damaged);
		g_autofree char *text = g_strndup(out.length > 0 ? out.data : "", out.length);
		g_assert_cmpstr(text, ==, rows[i].decoded);
		g_assert_cmpint(damaged, ==, rows[i].damaged);
	}
}

static void test_limit(void)
{
	g_autofree char *owned = NULL;
	gboolean damaged = FALSE;
	Span out = transfer_decode(TRANSFER_BASE64, span_of("YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo="),
		2, &owned, &damaged);
	g_assert_cmpuint(out.length, ==, 2);
	g_assert_cmpint(memcmp(out.data, "ab", 2), ==, 0);
	g_assert_false(damaged);
}

static void test_flowed(void)
{
	static const struct {
		const char *text;
		const char *joined;
		gboolean delsp;
	} rows[] = {
		{"one \ntwo\nthree\n", "one two\nthree\n", FALSE},
		{"one \r\ntwo\r\n", "one two\n", FALSE},
		{"日 \n本\n", "日本\n", TRUE},
		{"> a \n> b\nc\n", "> a b\nc\n", FALSE},
		{"> a \n>> b\n", "> a \n>> b\n", FALSE},
		{" >stuffed\n From x\n", ">stuffed\nFrom x\n", FALSE},
		{"text \n-- \nme\n", "text \n-- \nme\n", FALSE},
		{"open ", "open \n", FALSE},
		{"", "", FALSE},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gsize length = 0;
		g_autofree char *joined =
			flowed_join(span_of(rows[i].text), rows[i].delsp, &length);
		g_assert_cmpstr(joined, ==, rows[i].joined);
		g_assert_cmpuint(length, ==, strlen(joined));
	}
}

static void test_references(void)
{
	static const struct {
		const char *value;
		const char *ids;
		const char *first;
	} rows[] = {
		{"<a@b> <c@d>", "a@b c@d", "a@b"},
		{"<a@b><c@d>", "a@b c@d", "a@b"},
		{"<a@\n b>", "a@b", "a@b"},
		{"Your message of Monday <a@b>", "a@b", "a@b"},
		{"a@b", "a@b", "a@b"},
		{"<a@b", "a@b", "a@b"},
		{"<>", "", ""},
		{"", "", ""},
		{"prose without any", "", "prosewithoutany"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) ids = reference_list(span_of(rows[i].value));
		g_ptr_array_add(ids, NULL);
		g_autofree char *joined = g_strjoinv(" ", (char **)ids->pdata);
		g_autofree char *first = reference_first(span_of(rows[i].value));
		g_assert_cmpstr(joined, ==, rows[i].ids);
		g_assert_cmpstr(first, ==, rows[i].first);
	}
}

static void test_thread_index(void)
{
	/* One byte, five of time, the GUID 00..0f, and one reply block. */
	g_autofree char *guid = reference_thread(span_of("AREiM0RVAAECAwQFBgcICQoLDA0ODwAAAAAB"));
	g_assert_cmpstr(guid, ==, "000102030405060708090a0b0c0d0e0f");
	g_autofree char *none = reference_thread(span_of("AQHWgh=="));
	g_assert_cmpstr(none, ==, "");
	g_autofree char *empty = reference_thread(span_of(""));
	g_assert_cmpstr(empty, ==, "");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/transfer/names", test_names);
	g_test_add_func("/transfer/decode", test_decode);
	g_test_add_func("/transfer/limit", test_limit);
	g_test_add_func("/flowed/join", test_flowed);
	g_test_add_func("/reference/lists", test_references);
	g_test_add_func("/reference/thread-index", test_thread_index);
	return g_test_run();
}
