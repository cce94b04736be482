/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sink/answer.h"

#include <string.h>

#include "base/limits.h"

typedef struct Server {
	SmtpSession *session;
	GByteArray *out;
	AnswerScene scene;
} Server;

static void take_event(const SmtpEvent *event, gpointer user_data)
{
	if (event->kind == SMTP_EVENT_FAULT)
		((Server *)user_data)->scene.fault = event->fault;
}

static void take_step(SmtpStep step, gpointer user_data)
{
	Server *server = user_data;

	smtp_session_answer(
		server->session, answer_append(server->out, step, server->session, &server->scene));
}

/* All answers to a client that says INPUT. */
static char *answers(const char *input, gboolean tls)
{
	static const SmtpObserver observer = {
		.event = take_event, .expect = take_step, .paced = TRUE};
	Server server = {.out = g_byte_array_new(),
		.scene = {.name = "mx.example", .tls = tls, .token = "7"}};

	server.session = smtp_session_new(&observer, &server);
	take_step(SMTP_STEP_GREETING, &server);
	gsize count = smtp_session_read(server.session, span_new(input, strlen(input)));

	g_assert_true(count == strlen(input) || smtp_session_encrypted(server.session));
	smtp_session_free(server.session);
	g_byte_array_append(server.out, (const guint8 *)"", 1);
	return (char *)g_byte_array_free(server.out, FALSE);
}

static void assert_answers(const char *input, const char *wanted)
{
	g_autofree char *got = answers(input, FALSE);

	g_assert_true(g_str_has_prefix(got, "220 mx.example ESMTP\r\n"));
	g_assert_cmpstr(strchr(got, '\n') + 1, ==, wanted);
}

static void test_hello(void)
{
	g_autofree char *clear = answers("EHLO x\r\n", FALSE);
	g_autofree char *veiled = answers("EHLO x\r\n", TRUE);

	assert_answers("HELO x\r\n", "250 mx.example\r\n");
	g_assert_nonnull(strstr(clear, "250-SIZE 67108864\r\n"));
	g_assert_nonnull(strstr(clear, "250-AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2\r\n"));
	g_assert_nonnull(strstr(clear, "250-STARTTLS\r\n"));
	g_assert_null(strstr(veiled, "STARTTLS"));
	g_assert_true(g_str_has_suffix(clear, "\r\n250 ENHANCEDSTATUSCODES\r\n"));
}

static void test_order(void)
{
	assert_answers("RCPT TO:<a@b>\r\nDATA\r\nBDAT 1\r\nxBDAT 0 LAST\r\n",
		"503 5.5.1 Need MAIL before RCPT\r\n503 5.5.1 Need RCPT before a message\r\n"
		"503 5.5.1 Need RCPT before a message\r\n503 5.5.1 Need RCPT before a message\r\n");
	assert_answers("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 1\r\nxRSET\r\nDATA\r\n",
		"250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n250 2.0.0 Ok\r\n250 2.0.0 Ok\r\n"
		"503 5.5.1 Need RCPT before a message\r\n");
	assert_answers("QUIT\r\n", "221 2.0.0 Bye\r\n");
}

static void test_auth(void)
{
	assert_answers("AUTH PLAIN AGEAYg==\r\n", "235 2.7.0 Authentication successful\r\n");
	assert_answers(
		"AUTH PLAIN\r\nAGEAYg==\r\n", "334 \r\n235 2.7.0 Authentication successful\r\n");
	assert_answers("AUTH LOGIN\r\nYQ==\r\nYg==\r\n",
		"334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n235 2.7.0 Authentication successful\r\n");
	assert_answers("AUTH LOGIN YQ==\r\nYg==\r\n",
		"334 UGFzc3dvcmQ6\r\n235 2.7.0 Authentication successful\r\n");
	/* <7@mx.example> */
	assert_answers("AUTH CRAM-MD5\r\nYSBi\r\n",
		"334 PDdAbXguZXhhbXBsZT4=\r\n235 2.7.0 Authentication successful\r\n");
	assert_answers("AUTH XOAUTH2 =\r\n", "235 2.7.0 Authentication successful\r\n");
	assert_answers("AUTH LOGIN\r\n*\r\nNOOP\r\n",
		"334 VXNlcm5hbWU6\r\n501 5.7.0 Authentication cancelled\r\n250 2.0.0 Ok\r\n");
	assert_answers("AUTH\r\nAUTH NTLM\r\n", "504 5.5.4 Unrecognized authentication type\r\n"
						"504 5.5.4 Unrecognized authentication type\r\n");
}

static void test_errors(void)
{
	g_autofree char *line = g_strnfill(LIMIT_SMTP_LINE + 1, 'a');
	g_autofree char *endless = g_strconcat(line, "\r\n", NULL);

	assert_answers("nonsense\r\n", "500 5.5.2 Command unrecognized\r\n");
	assert_answers("LHLO x\r\n", "500 5.5.2 Command unrecognized\r\n");
	assert_answers("MAIL\r\n", "501 5.5.4 Syntax error in parameters\r\n");
	assert_answers(endless, "500 5.5.6 Line too long\r\n");
}

static void test_recipients(void)
{
	g_autoptr(GString) input = g_string_new("MAIL FROM:<>\r\n");

	for (guint i = 0; i <= LIMIT_SMTP_RECIPIENTS; i++)
		g_string_append(input, "RCPT TO:<a@b>\r\n");
	g_autofree char *got = answers(input->str, FALSE);

	g_assert_true(g_str_has_suffix(got, "250 2.1.5 Ok\r\n452 4.5.3 Too many recipients\r\n"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/answer/hello", test_hello);
	g_test_add_func("/answer/order", test_order);
	g_test_add_func("/answer/auth", test_auth);
	g_test_add_func("/answer/errors", test_errors);
	g_test_add_func("/answer/recipients", test_recipients);
	return g_test_run();
}
