/* SPDX-License-Identifier: Apache-2.0 */
#include "spooled.h"

static const SpoolRun run = {"a tag", "e3b0c442"};

/* A whole record with its header. */
static GByteArray *write_message(const char *content)
{
	g_autoptr(Delivery) delivery = any_delivery(5);
	GByteArray *bytes = g_byte_array_new();

	spool_record_begin(bytes, SPOOL_MESSAGE, &run);
	spool_record_put_delivery(bytes, delivery, TRUE);
	spool_record_finish(bytes, span_new(content, strlen(content)));
	g_byte_array_append(bytes, (const guint8 *)content, (guint)strlen(content));
	return bytes;
}

static Span body_of(const GByteArray *bytes)
{
	return span_from(span_new(bytes->data, bytes->len), SPOOL_HEADER_BYTES);
}

static void test_message(void)
{
	g_autoptr(GByteArray) bytes = write_message("Subject: x\r\n\r\ny");
	g_autoptr(Delivery) delivery = any_delivery(5);
	g_auto(SpoolRecord) record = {0};

	g_assert_true(spool_record_matches(bytes->data, body_of(bytes)));
	g_assert_true(spool_record_decode(body_of(bytes), &record));
	g_assert_cmpint(record.kind, ==, SPOOL_MESSAGE);
	g_assert_cmpstr(record.delivery->session.tag, ==, "a tag");
	g_assert_cmpstr(record.delivery->session.sample, ==, "e3b0c442");
	g_assert_true(record.cut);
	g_assert_cmpmem(record.content.data, record.content.length, "Subject: x\r\n\r\ny", 15);
	assert_same_delivery(record.delivery, delivery);
}

static void test_session_and_password(void)
{
	g_autoptr(Delivery) delivery = any_delivery(6);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_auto(SpoolRecord) session = {0};
	g_auto(SpoolRecord) password = {0};

	spool_record_begin(bytes, SPOOL_SESSION, NULL);
	spool_record_put_session(bytes, &delivery->session);
	g_assert_true(spool_record_decode(body_of(bytes), &session));
	g_assert_null(session.delivery->session.tag);
	assert_same_session(&session.delivery->session, &delivery->session);
	spool_record_begin(bytes, SPOOL_PASSWORD, NULL);
	spool_record_put_session(bytes, &delivery->session);
	spool_record_put_text(bytes, "robbed@org.example");
	spool_record_put_text(bytes, "$argon2id$");
	g_assert_true(spool_record_decode(body_of(bytes), &password));
	g_assert_cmpstr(password.account, ==, "robbed@org.example");
	g_assert_cmpstr(password.hash, ==, "$argon2id$");
}

/* One bit of another value, anywhere. */
static void test_checksum(void)
{
	g_autoptr(GByteArray) bytes = write_message("content");

	for (guint bit = 0; bit < bytes->len * 8; bit++) {
		bytes->data[bit / 8] ^= (guint8)(1 << bit % 8);
		g_assert_false(spool_record_matches(bytes->data, body_of(bytes)));
		bytes->data[bit / 8] ^= (guint8)(1 << bit % 8);
	}
	g_assert_true(spool_record_matches(bytes->data, body_of(bytes)));
}

/* The envelope is never shorter than it was, wherever the body ends. */
static void test_cut_short(void)
{
	g_autoptr(GByteArray) bytes = write_message("");
	Span body = body_of(bytes);

	for (gsize length = 0; length < body.length; length++) {
		g_auto(SpoolRecord) record = {0};

		g_assert_false(spool_record_decode(span_new(body.data, length), &record));
	}
}

static void test_bounds(void)
{
	const guint8 zeros[SPOOL_HEADER_BYTES] = {0};
	const guint8 endless[SPOOL_HEADER_BYTES] = {0xff, 0xff, 0xff, 0xff};
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(Delivery) delivery = any_delivery(7);
	g_auto(SpoolRecord) record = {0};

	g_assert_cmpuint(spool_record_length(endless), ==, 0);
	g_assert_false(spool_record_matches(zeros, span_new(NULL, 0)));
	g_free(delivery->session.helo);
	delivery->session.helo = g_strnfill(2 * LIMIT_STRING, 'a');
	for (guint i = 0; i < LIMIT_SMTP_RECIPIENTS; i++)
		g_ptr_array_add(delivery->rcpt_to, g_strdup("x"));
	spool_record_begin(bytes, SPOOL_MESSAGE, NULL);
	spool_record_put_delivery(bytes, delivery, FALSE);
	g_assert_true(spool_record_decode(body_of(bytes), &record));
	g_assert_cmpuint(strlen(record.delivery->session.helo), ==, LIMIT_STRING);
	g_assert_cmpuint(record.delivery->rcpt_to->len, ==, LIMIT_SMTP_RECIPIENTS);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/spool-record/message", test_message);
	g_test_add_func("/spool-record/session-and-password", test_session_and_password);
	g_test_add_func("/spool-record/checksum", test_checksum);
	g_test_add_func("/spool-record/cut-short", test_cut_short);
	g_test_add_func("/spool-record/bounds", test_bounds);
	return g_test_run();
}
