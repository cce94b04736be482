/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/smtp/smtp-session.h"

#include "smtp-log.h"

static const SmtpObserver observer = {.event = smtp_log_event, .password = smtp_log_password};

/* Events of a client that sends INPUT in steps of STEP bytes (0: random ones), and whose server
 * answers each step with the next of CODES when the client waits for it; without CODES, guessed. */
static char *converse(const char *input, const guint *codes, gsize step, char **ret_passwords)
{
	SmtpLog log;
	Span left = span_new(input, strlen(input));

	smtp_log_init(&log);
	g_autoptr(SmtpSession) session = smtp_session_new(&observer, &log);

	if (codes == NULL)
		smtp_session_guess(session);
	while (left.length > 0) {
		gsize size = step > 0 ? step : (gsize)g_random_int_range(1, 40);
		gsize count =
			smtp_session_read(session, span_new(left.data, MIN(size, left.length)));

		left = span_from(left, count);
		if (count == 0) {
			g_assert_nonnull(codes);
			g_assert_cmpuint(*codes, >, 0);
			smtp_session_answer(session, *codes++);
		}
	}
	while (codes != NULL && *codes > 0)
		smtp_session_answer(session, *codes++);
	smtp_session_end(session);
	if (ret_passwords != NULL)
		*ret_passwords = g_strdup(log.passwords->str);
	char *lines = g_strdup(log.lines->str);

	smtp_log_clear(&log);
	return lines;
}

static void assert_session(const char *input, const guint *codes, const char *wanted)
{
	static const gsize steps[] = {100000, 1, 2, 3, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autofree char *lines = converse(input, codes, steps[i], NULL);

		g_assert_cmpstr(lines, ==, wanted);
	}
}

#define CODES(...)                                                                                 \
	(const guint[])                                                                            \
	{                                                                                          \
		__VA_ARGS__, 0                                                                     \
	}

static void test_plain(void)
{
	assert_session(
		"EHLO a.example\r\nMAIL FROM:<a@b> SIZE=9\r\nRCPT TO:<c@d>\r\nRCPT TO:<e@f>\r\n"
		"DATA\r\nA: b\r\n\r\n..x\r\n...\r\n.y\r\n.\r\nQUIT\r\n",
		CODES(220, 250, 250, 250, 550, 354, 250, 221),
		"greeting 220 \nhello 250 a.example\nmail 250 a@b\nrcpt 250 c@d\nrcpt 550 e@f\n"
		"data 354 \n[A: b\r\n\r\n.x\r\n..\r\ny\r\n]\nmessage 250 <a@b> <c@d> -1\nquit 221 "
		"\n");
}

static void test_empty_and_refused(void)
{
	assert_session("HELO x\nMAIL FROM:<>\nRCPT TO:<c@d>\nDATA\n.\nDATA\nhello\nQUIT\n",
		CODES(220, 250, 250, 250, 354, 250, 503, 500, 221),
		"greeting 220 \nhello 250 x\nmail 250 \nrcpt 250 c@d\ndata 354 \nfault "
		"loose-end\n[]\n"
		"message 250 <> <c@d> -0\ndata 503 \nfault command\nerror 500 \nquit 221 \n");
}

static void test_chunks(void)
{
	assert_session("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 5\r\n.\r\nabBDAT 0\r\n"
		       "BDAT 3 last\r\nc\r\nMAIL FROM:<e@f>\r\nBDAT x\r\nBDAT -1\r\n"
		       "BDAT 99999999999999999999 LAST\r\nBDAT 2\r\nzzRSET\r\nBDAT 9 LAST\r\nq",
		CODES(220, 250, 250, 250, 250, 250, 250, 250, 501, 501, 501, 250, 250),
		"[.\r\nabc\r\n]\nfault argument\nfault argument\nfault argument\n[zz] cut\n"
		"greeting 220 \nhello 250 x\nmail 250 a@b\nrcpt 250 c@d\nchunk 250 \nchunk 250 \n"
		"message 250 <a@b> <c@d> -0\nmail 250 e@f\nerror 501 \nerror 501 \nerror 501 \n"
		"chunk 250 \nmessage 0 cut <e@f> -0\nrset 250 \n[q] cut\nmessage 0 cut <?> -0\n");
}

static void test_auth(void)
{
	static const char input[] =
		"AUTH LOGIN\r\ndXNlcg==\r\nc2VjcmV0\r\nAUTH PLAIN AHVzZXIyAHNlY3JldDI=\r\n"
		"AUTH CRAM-MD5\r\ndXNlcjMgMDEyMzQ1\r\nAUTH XOAUTH2 "
		"dXNlcj11NEBiAWF1dGg9QmVhcmVyIHQBAQ==\r\n"
		"AUTH GSSAPI\r\nAUTH PLAIN\r\n*\r\nAUTH PLAIN bm90aGluZw==\r\nQUIT\r\n";
	static const guint codes[] = {
		220, 334, 334, 235, 535, 334, 235, 235, 504, 334, 501, 535, 221, 0};
	g_autofree char *passwords = NULL;
	g_autofree char *lines = converse(input, codes, 1, &passwords);

	assert_session(input, codes,
		"greeting 220 \nauth 235 user\nauth 535 user2\nauth 235 user3\nauth 235 u4@b\nauth "
		"504 \n"
		"auth 501 \nauth 535 \nquit 221 \n");
	g_assert_cmpstr(passwords, ==, "user:secret\nuser2:secret2\n");
}

static void test_tls(void)
{
	assert_session("EHLO x\r\nSTARTTLS\r\nMAIL FROM:<a@b>\r\n", CODES(220, 250, 220),
		"greeting 220 \nhello 250 x\nstarttls 220 \ntls\n");
	assert_session("STARTTLS\r\nQUIT\r\n", CODES(220, 454, 221),
		"greeting 220 \nstarttls 454 \nquit 221 \n");
	assert_session(
		"STARTTLS\r\n\x16\x03\x01zzz\nMAIL\n", NULL, "greeting 0 \nstarttls 0 \ntls\n");
}

/* Without answers, what follows is told by its looks. */
static void test_guessed(void)
{
	assert_session(
		"EHLO x\r\nAUTH LOGIN\r\ndXNlcg==\r\nc2VjcmV0\r\nMAIL FROM:<a@b>\r\nRCPT "
		"TO:<c@d>\r\n"
		"DATA\r\nQUIT is a word\r\n.\r\nDATA\r\nRSET\r\nAUTH LOGIN\r\nMAIL FROM:<e@f>\r\n"
		"DATA\r\nS: x\r\n",
		NULL,
		"greeting 0 \nhello 0 x\nauth 0 user\nmail 0 a@b\nrcpt 0 c@d\ndata 0 \n"
		"[QUIT is a word\r\n]\nmessage 0 <a@b> <c@d> -0\ndata 0 \nrset 0 \nmail 0 "
		"e@f\ndata 0 \n"
		"[S: x\r\n] cut\nmessage 0 cut <e@f> -0\n");
}

static void test_faults(void)
{
	g_autofree char *longest = g_strnfill(LIMIT_SMTP_LINE + 1, 'x');
	g_autofree char *input =
		g_strdup_printf("%s\r\nMAIL TO:x\r\nmail from: <a@b>\r\n"
				"MAIL FROM:<@r,@s:c@d>\r\nRCPT TO: e@f NOTIFY=NEVER\r\n",
			longest);

	assert_session(input, CODES(220, 500, 501, 250, 250, 250),
		"fault line\nfault argument\ngreeting 220 \nerror 500 \nerror 501 \nmail 250 a@b\n"
		"fault nested\nmail 250 c@d\nrcpt 250 e@f\n");
}

/* Answers may be ahead of their commands, as captures have them. */
static void test_early_answers(void)
{
	SmtpLog log;

	smtp_log_init(&log);
	g_autoptr(SmtpSession) session = smtp_session_new(&observer, &log);

	for (const guint *code = CODES(220, 250, 250, 550, 354, 250); *code > 0; code++)
		smtp_session_answer(session, *code);
	static const char input[] =
		"HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n.\r\n";

	g_assert_cmpuint(
		smtp_session_read(session, span_new(input, strlen(input))), ==, strlen(input));
	g_assert_cmpstr(log.lines->str, ==,
		"greeting 220 \nhello 250 x\nmail 250 a@b\nrcpt 550 c@d\ndata 354 \n[x\r\n]\n"
		"message 250 <a@b> -1\n");
	smtp_log_clear(&log);
}

/* A host that takes everything, and answers a message only when it is asked to. */
typedef struct Host {
	SmtpLog log; /* first: events are given a log */
	SmtpSession *session;
	guint messages; /* waiting to be answered */
} Host;

static void host_answer(SmtpStep step, gpointer user_data)
{
	static const guint codes[] = {[SMTP_STEP_HELLO] = 250,
		[SMTP_STEP_STARTTLS] = 220,
		[SMTP_STEP_MAIL] = 250,
		[SMTP_STEP_RCPT] = 250,
		[SMTP_STEP_DATA] = 354,
		[SMTP_STEP_CHUNK] = 250,
		[SMTP_STEP_RSET] = 250,
		[SMTP_STEP_QUIT] = 221,
		[SMTP_STEP_OTHER] = 250,
		[SMTP_STEP_ERROR] = 500};
	Host *host = user_data;

	if (step == SMTP_STEP_MESSAGE)
		host->messages++;
	else if (step == SMTP_STEP_AUTH)
		smtp_session_answer(
			host->session, smtp_session_auth(host->session)->complete ? 235 : 334);
	else
		smtp_session_answer(host->session, codes[step]);
}

/* All at once from a client that does not wait: the host decides, and reads on after each message
 * only when it was answered; nothing of what follows STARTTLS in clear is read. */
static void test_host(void)
{
	static const SmtpObserver hosting = {.event = smtp_log_event,
		.expect = host_answer,
		.password = smtp_log_password,
		.paced = TRUE};
	static const char input[] = "EHLO x\r\nAUTH LOGIN dQ==\r\ncHc=\r\nMAIL FROM:<a@b>\r\nRCPT "
				    "TO:<c@d>\r\nDATA\r\n1\r\n.\r\n"
				    "MAIL FROM:<e@f>\r\nRCPT TO:<g@h>\r\nBDAT 1 "
				    "LAST\r\n2STARTTLS\r\nMAIL FROM:<evil@x>\r\n";
	Host host = {0};
	Span left = span_new(input, strlen(input));

	smtp_log_init(&host.log);
	host.session = smtp_session_new(&hosting, &host);
	smtp_session_answer(host.session, 220);
	for (guint message = 0; message < 2; message++) {
		left = span_from(left, smtp_session_read(host.session, left));
		g_assert_cmpuint(host.messages, ==, 1);
		g_assert_cmpuint(smtp_session_read(host.session, left), ==, 0);
		host.messages = 0;
		smtp_session_answer(host.session, 250);
	}
	g_assert_false(smtp_session_encrypted(host.session));
	(void)smtp_session_read(host.session, left);
	g_assert_true(smtp_session_encrypted(host.session));
	smtp_session_decrypted(host.session);
	(void)smtp_session_read(host.session, span_new("EHLO y\r\n", 8));
	g_assert_cmpstr(host.log.lines->str, ==,
		"greeting 220 \nhello 250 x\nauth 235 u\nmail 250 a@b\nrcpt 250 c@d\ndata 354 "
		"\n[1\r\n]\n"
		"message 250 <a@b> <c@d> -0\nmail 250 e@f\nrcpt 250 g@h\n[2]\nmessage 250 <e@f> "
		"<g@h> -0\n"
		"starttls 220 \ntls\nhello 250 y\n");
	g_assert_cmpstr(host.log.passwords->str, ==, "u:pw\n");
	smtp_session_free(host.session);
	smtp_log_clear(&host.log);
}

static void test_gaps(void)
{
	SmtpLog log;
	static const char before[] = "HELO x\r\nMAIL FROM:<a@b>\r\nBDAT 10 LAST\r\nabc";
	static const char after[] = "jMAIL FROM:<c@d>\r\nDATA\r\nS: 1\r\nx";
	static const char rest[] = "y\r\n.\r\nQUIT\r\n";

	smtp_log_init(&log);
	g_autoptr(SmtpSession) session = smtp_session_new(&observer, &log);

	(void)smtp_session_read(session, span_new(before, strlen(before)));
	smtp_session_gap(session, 6);
	(void)smtp_session_read(session, span_new(after, strlen(after)));
	smtp_session_gap(session, 1000);
	(void)smtp_session_read(session, span_new(rest, strlen(rest)));
	g_assert_cmpstr(log.lines->str, ==,
		"greeting 0 \nhello 0 x\nmail 0 a@b\n[abcj] cut\nmessage 0 cut <a@b> -0\n"
		"mail 0 c@d\ndata 0 \n[S: 1\r\nxy\r\n] cut\nmessage 0 cut <c@d> -0\nquit 0 \n");
	smtp_log_clear(&log);
}

/* The line with the user is lost, before or after the server asked for it. */
static void test_auth_gap(void)
{
	for (guint asked = 0; asked < 2; asked++) {
		SmtpLog log;
		smtp_log_init(&log);
		g_autoptr(SmtpSession) session = smtp_session_new(&observer, &log);
		smtp_session_answer(session, 220);
		(void)smtp_session_read(session, span_new("AUTH LOGIN\r\n", 12));
		if (asked)
			smtp_session_answer(session, 334);
		smtp_session_gap(session, 10);
		if (!asked)
			smtp_session_answer(session, 334);
		smtp_session_answer(session, 334);
		(void)smtp_session_read(session, span_new("c2VjcmV0\r\n", 10));
		smtp_session_answer(session, 235);
		(void)smtp_session_read(session, span_new("QUIT\r\n", 6));
		smtp_session_end(session);
		g_assert_null(strstr(log.lines->str, "secret"));
		g_assert_nonnull(strstr(log.lines->str, "quit"));
		g_assert_cmpstr(smtp_session_auth(session)->user, ==, "");
		g_assert_cmpstr(log.passwords->str, ==, "");
		smtp_log_clear(&log);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/smtp-session/plain", test_plain);
	g_test_add_func("/smtp-session/empty-and-refused", test_empty_and_refused);
	g_test_add_func("/smtp-session/chunks", test_chunks);
	g_test_add_func("/smtp-session/auth", test_auth);
	g_test_add_func("/smtp-session/tls", test_tls);
	g_test_add_func("/smtp-session/guessed", test_guessed);
	g_test_add_func("/smtp-session/faults", test_faults);
	g_test_add_func("/smtp-session/early-answers", test_early_answers);
	g_test_add_func("/smtp-session/host", test_host);
	g_test_add_func("/smtp-session/gaps", test_gaps);
	g_test_add_func("/smtp-session/gap in AUTH", test_auth_gap);
	return g_test_run();
}
