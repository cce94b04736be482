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

static Editor *start(void)
{
	g_autoptr(GError) error = NULL;
	zygote_start(&error);
	g_assert_no_error(error);
	return editor_new();
}

static void end(Editor *editor)
{
	editor_free(editor);
	zygote_stop();
}

static void test_edited(void)
{
	g_auto(BannerEdit) edit = {0};
	const char *message = "Content-Type: text/plain; charset=shift_jis\r\n"
			      "Content-Transfer-Encoding: 8bit\r\n\r\n\x82\xa0\r\n";
	Editor *editor = start();
	g_assert_cmpint(editor_edit(editor, span_of(message), &banner, ten_seconds, &edit), ==,
		EDITOR_EDITED);
	g_assert_null(edit.type);
	g_assert_null(edit.encoding);
	g_assert_cmpuint(edit.body->len, ==, 22);
	g_assert_cmpint(edit.body->data[edit.body->len - 4], ==, 0x82);
	end(editor);
}

static void test_fields(void)
{
	g_auto(BannerEdit) edit = {0};
	Editor *editor = start();
	g_assert_cmpint(editor_edit(editor, span_of("Subject: x\r\n\r\nHello\r\n"), &banner,
				ten_seconds, &edit),
		==, EDITOR_EDITED);
	g_assert_cmpstr(edit.type, ==, "text/plain; charset=utf-8");
	g_assert_cmpstr(edit.encoding, ==, "base64");
	end(editor);
}

static void test_left(void)
{
	/* A SEQUENCE ("0") of 62 bytes (">"). */
	static const char sealed[] =
		"Content-Type: application/pkcs7-mime\r\n\r\n"
		"0>--------------------------------------------------------------";
	g_auto(BannerEdit) edit = {0};
	Editor *editor = start();
	g_assert_cmpint(
		editor_edit(editor, span_of(sealed), &banner, ten_seconds, &edit), ==, EDITOR_LEFT);
	end(editor);
}

static void test_large(void)
{
	g_auto(BannerEdit) edit = {0};
	g_autoptr(GString) message = g_string_new("Content-Type: text/plain; charset=utf-8\r\n"
						  "Content-Transfer-Encoding: 8bit\r\n\r\n");
	while (message->len < 5000000)
		g_string_append(message, "a line of a long message\r\n");
	Editor *editor = start();
	g_assert_cmpint(editor_edit(editor, span_new(message->str, message->len), &banner,
				ten_seconds, &edit),
		==, EDITOR_EDITED);
	g_assert_cmpuint(edit.body->len, >, 5000000 - 200);
	end(editor);
}

static void test_no_time(void)
{
	g_auto(BannerEdit) edit = {0};
	Editor *editor = start();
	g_assert_cmpint(editor_edit(editor, span_of("\r\nHello\r\n"), &banner, 0, &edit), ==,
		EDITOR_FAILED);
	end(editor);
}

/* A worker that is killed costs one edit. */
static void test_killed(void)
{
	g_auto(BannerEdit) edit = {0}, again = {0};
	Span message = span_of("\r\nHello\r\n");
	Editor *editor = start();
	g_assert_cmpint(editor_edit(editor, message, &banner, 1, &edit), ==, EDITOR_FAILED);
	g_assert_cmpint(
		editor_edit(editor, message, &banner, ten_seconds, &again), ==, EDITOR_EDITED);
	end(editor);
}

static void test_no_zygote(void)
{
	g_autoptr(Editor) editor = editor_new();
	g_auto(BannerEdit) edit = {0};
	g_assert_cmpint(editor_edit(editor, span_of("\r\nHello\r\n"), &banner, ten_seconds, &edit),
		==, EDITOR_FAILED);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/editor/edited", test_edited);
	g_test_add_func("/editor/fields", test_fields);
	g_test_add_func("/editor/left", test_left);
	g_test_add_func("/editor/large", test_large);
	g_test_add_func("/editor/no-time", test_no_time);
	g_test_add_func("/editor/killed", test_killed);
	g_test_add_func("/editor/no-zygote", test_no_zygote);
	return g_test_run();
}
