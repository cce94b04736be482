/* SPDX-License-Identifier: Apache-2.0
 *
 * The skeleton against its definition: the kept characters of NFKC_Casefold of the whole text,
 * however the implementation cuts it.
 */
#include "mail/text/skeleton.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

static void expect(const char *text, const char *skeleton)
{
	g_autofree char *is = skeleton_of(span_new(text, strlen(text)));
	g_assert_cmpstr(is, ==, skeleton);
}

/* The definition, without any short way. */
static char *by_definition(const char *text)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar wide[4096];
	UChar folded[16384];
	int32_t length = 0;
	u_strFromUTF8(wide, G_N_ELEMENTS(wide), &length, text, (int32_t)strlen(text), &error);
	length = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&error), wide, length, folded,
		G_N_ELEMENTS(folded), &error);
	g_assert_true(U_SUCCESS(error));
	GString *out = g_string_new(NULL);
	for (int32_t i = 0; i < length;) {
		UChar32 c;
		U16_NEXT(folded, i, length, c);
		guint32 kept = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;
		if ((U_GET_GC_MASK(c) & kept) != 0)
			g_string_append_unichar(out, (gunichar)c);
	}
	return g_string_free(out, FALSE);
}

static void test_ascii(void)
{
	expect("", "");
	expect("Hello, World! 42", "helloworld42");
	expect("> > re-wrapped\r\n> > text", "rewrappedtext");
	expect("@[`{/:\x7f\t\x01", "");
}

static void test_forms(void)
{
	expect("\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\x91", "ab1"); /* full width */
	expect("\xef\xbd\xb6\xef\xbe\x9e", "\xe3\x82\xac");    /* half-width ga */
	expect("STRASSE stra\xc3\x9f"
	       "e",
		"strassestrasse");                      /* sharp s */
	expect("\xe3\x8e\x8f \xe2\x84\xa2", "kgtm");    /* kg, tm signs */
	expect("\xce\xa3\xcf\x82", "\xcf\x83\xcf\x83"); /* both sigmas */
	expect("a\xc2\xad"
	       "b\xe2\x80\x8b"
	       "c",
		"abc"); /* soft hyphen, zero width */
	expect("\xe3\x80\x8c\xe6\xbc\xa2\xe5\xad\x97\xe3\x80\x8d\xe3\x80\x82",
		"\xe6\xbc\xa2\xe5\xad\x97");
	expect("\xf0\x9f\x98\x80 ok", "ok");
}

static void test_marks_join_what_stands_before(void)
{
	expect("e\xcc\x81", "\xc3\xa9");
	expect("xe\xcc\x81y", "x\xc3\xa9y");
	expect("E\xcc\x81", "\xc3\xa9");
	expect("\xe3\x81\x8b\xe3\x82\x99", "\xe3\x81\x8c"); /* ka and a voicing mark */
	expect("\xe3\x81\x82\xe3\x81\x8b\xe3\x82\x99\xe3\x81\x82",
		"\xe3\x81\x82\xe3\x81\x8c\xe3\x81\x82");
	expect("o\xcc\xa3\xcc\x82", "\xe1\xbb\x99"); /* two marks, one letter */
}

static void test_no_end_to_marks(void)
{
	GString *text = g_string_new("a");
	for (int i = 0; i < 200000; i++)
		g_string_append(text, i % 2 == 0 ? "\xcc\x81" : "\xcc\xa3");
	g_autofree char *is = skeleton_of(span_new(text->str, text->len));
	g_assert_cmpuint(strlen(is), >, 390000);
	g_assert_true(g_utf8_validate(is, -1, NULL));
	g_string_free(text, TRUE);
}

/* Texts of characters that lean on their neighbours, in every order chance gives. */
static void test_equals_definition(void)
{
	static const gunichar pool[] = {'a', 'E', ' ', '-', '1', 0x300, 0x301, 0x323, 0x327, 0xad,
		0x200d, 0x3099, 0x309a, 0x304b, 0x30cf, 0x30fc, 0x3001, 0x4e00, 0x9fff, 0xff76,
		0xff9e, 0xe9, 0xdf, 0x130, 0x1100, 0x1161, 0x11a8, 0xac00, 0x3c3, 0x3c2, 0x345,
		0xfb01, 0xfdfa, 0x2126, 0x1d400, 0x1f600, 0xe33, 0xe01, 0xe49, 0x93c, 0x928, 0xfe0f,
		0x9be, 0x9c7, 0xf900, 0x2f800, 0x3000, 0x34f};
	for (int round = 0; round < 20000; round++) {
		g_autoptr(GString) text = g_string_new(NULL);
		int length = g_test_rand_int_range(1, 24);
		for (int i = 0; i < length; i++)
			g_string_append_unichar(
				text, pool[g_test_rand_int_range(0, G_N_ELEMENTS(pool))]);
		g_autofree char *expected = by_definition(text->str);
		expect(text->str, expected);
	}
}

static void test_long_text_equals_definition(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < 300; i++)
		g_string_append(text, "\xc3\x89\xd0\x96 \xea\xb0\x80\xef\xbd\xb6");
	g_autofree char *expected = by_definition(text->str);
	expect(text->str, expected);
}

static void test_appends(void)
{
	g_autoptr(GString) out = g_string_new("before");
	skeleton_append(out, span_new("A b", 3));
	skeleton_append(out, span_new("\xc3\x89!", 3));
	skeleton_append(out, span_new(NULL, 0));
	g_assert_cmpstr(out->str, ==, "beforeab\xc3\xa9");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/skeleton/ascii", test_ascii);
	g_test_add_func("/skeleton/forms", test_forms);
	g_test_add_func("/skeleton/marks-join", test_marks_join_what_stands_before);
	g_test_add_func("/skeleton/no-end-to-marks", test_no_end_to_marks);
	g_test_add_func("/skeleton/equals-definition", test_equals_definition);
	g_test_add_func("/skeleton/long-equals-definition", test_long_text_equals_definition);
	g_test_add_func("/skeleton/appends", test_appends);
	return g_test_run();
}
