/* SPDX-License-Identifier: Apache-2.0
 *
 * Editing through a real sandboxed worker, and answers that a worker must not give.
 */
#include "worker/editor.h"

#include "worker/pool.h"
#include "worker/zygote.h"

static const Banner banner = {
	.text = "ご注意ください。\r\n", .plain = "Caution\r\n", .html = "<p>!</p>"};

enum { ten_seconds = 10 * G_USEC_PER_SEC };

static Span span_of(const char *text)
{
	return span_new(text, strlen(text));
}

static void start(void)
{
	g_autoptr(GError) error = NULL;
	zygote_start(&error);
	g_assert_no_error(error);
}

static void test_edited(void)
{
	g_auto(BannerEdit) edit = {0};
	const char *message = "Content-Type: text/plain; charset=shift_jis\r\n"
			      "Content-Transfer-Encoding: 8bit\r\n\r\n\x82\xa0\r\n";
	start();
	g_assert_cmpint(
		editor_edit(span_of(message), &banner, ten_seconds, &edit), ==, EDITOR_EDITED);
	g_assert_null(edit.type);
	g_assert_null(edit.encoding);
	g_assert_cmpuint(edit.body->len, ==, 22);
	g_assert_cmpint(edit.body->data[edit.body->len - 4], ==, 0x82);
	zygote_stop();
}

static void test_fields(void)
{
	g_auto(BannerEdit) edit = {0};
	start();
	g_assert_cmpint(
		editor_edit(span_of("Subject: x\r\n\r\nHello\r\n"), &banner, ten_seconds, &edit),
		==, EDITOR_EDITED);
	g_assert_cmpstr(edit.type, ==, "text/plain; charset=utf-8");
	g_assert_cmpstr(edit.encoding, ==, "base64");
	zygote_stop();
}

static void test_left(void)
{
	g_auto(BannerEdit) edit = {0};
	start();
	g_assert_cmpint(editor_edit(span_of("Content-Type: application/pkcs7-mime\r\n\r\nMII"),
				&banner, ten_seconds, &edit),
		==, EDITOR_LEFT);
	zygote_stop();
}

static void test_large(void)
{
	g_auto(BannerEdit) edit = {0};
	g_autoptr(GString) message = g_string_new("Content-Type: text/plain; charset=utf-8\r\n"
						  "Content-Transfer-Encoding: 8bit\r\n\r\n");
	while (message->len < 5000000)
		g_string_append(message, "a line of a long message\r\n");
	start();
	g_assert_cmpint(
		editor_edit(span_new(message->str, message->len), &banner, ten_seconds, &edit), ==,
		EDITOR_EDITED);
	g_assert_cmpuint(edit.body->len, >, 5000000 - 200);
	zygote_stop();
}

static void test_no_time(void)
{
	g_auto(BannerEdit) edit = {0};
	start();
	g_assert_cmpint(
		editor_edit(span_of("\r\nHello\r\n"), &banner, 0, &edit), ==, EDITOR_FAILED);
	zygote_stop();
}

static void test_no_zygote(void)
{
	g_auto(BannerEdit) edit = {0};
	g_assert_cmpint(editor_edit(span_of("\r\nHello\r\n"), &banner, ten_seconds, &edit), ==,
		EDITOR_FAILED);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/editor/edited", test_edited);
	g_test_add_func("/editor/fields", test_fields);
	g_test_add_func("/editor/left", test_left);
	g_test_add_func("/editor/large", test_large);
	g_test_add_func("/editor/no-time", test_no_time);
	g_test_add_func("/editor/no-zygote", test_no_zygote);
	return g_test_run();
}
