/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything that was sent passes text_safe before it reaches a terminal.
 */
#include "cmd/print/session-text.h"

#include "base/i18n.h"
#include "output/text.h"

enum { most_recipients = 5 };

/* In the order of SessionMark. */
static const char *const mark_meanings[SESSION_MARKS] = {
	N_("turned to TLS, which is not read"),
	N_("were cut: no end in the capture"),
	N_("began before the capture"),
	N_("have one side only"),
	N_("have gaps"),
	N_("sent bytes twice with different values; the first were taken"),
	N_("ended a message as not all servers do"),
	N_("hold more messages than are read of one session"),
};

void session_counts_add(SessionCounts *counts, const Session *session)
{
	counts->sessions++;
	counts->authenticated += session->account != NULL;
	for (guint i = 0; i < SESSION_MARKS; i++)
		counts->marks[i] += (session->marks & (1U << i)) != 0;
}

static void print_count(FILE *stream, guint64 count, const char *meaning)
{
	g_autofree char *number = text_number(count);

	if (count > 0)
		fprintf(stream, "  %9s  %s\n", number, meaning);
}

void session_text_counts(FILE *stream, const SessionCounts *counts)
{
	g_autofree char *sessions = text_number(counts->sessions);

	fprintf(stream, _("%s SMTP sessions\n"), sessions);
	print_count(stream, counts->authenticated, _("with a login"));
	for (guint i = 0; i < SESSION_MARKS; i++)
		print_count(stream, counts->marks[i], _(mark_meanings[i]));
}

void session_text(FILE *stream, const Session *session)
{
	g_autofree char *time = text_time(session->begun / G_USEC_PER_SEC);
	g_autofree char *client = endpoint_text(&session->client);
	g_autofree char *server = endpoint_text(&session->server);

	fprintf(stream, "%s  %s > %s", time, client, server);
	if (session->account != NULL) {
		g_autofree char *account = text_safe(session->account);

		fprintf(stream, "  %s", account[0] != '\0' ? account : "?");
	}
	g_autofree char *messages = text_number(session->messages);

	fputs("  ", stream);
	fprintf(stream, _("%s messages"), messages);
	for (guint i = 0; i < SESSION_MARKS; i++)
		if (session->marks & (1U << i))
			fprintf(stream, "  %s", session_mark_name(i));
	fputc('\n', stream);
}

static char *join_recipients(const Delivery *delivery)
{
	GString *line = g_string_new(NULL);

	for (guint i = 0; i < delivery->rcpt_to->len && i < most_recipients; i++)
		g_string_append_printf(line, "%s<%s>", i > 0 ? ", " : "",
			(const char *)delivery->rcpt_to->pdata[i]);
	if (delivery->rcpt_to->len > most_recipients)
		g_string_append_printf(line, " +%u", delivery->rcpt_to->len - most_recipients);
	return g_string_free(line, FALSE);
}

void session_text_delivery(FILE *stream, const Delivery *delivery)
{
	g_autofree char *recipients = join_recipients(delivery);
	g_autofree char *envelope = g_strdup_printf(
		"<%s> > %s", delivery->mail_from != NULL ? delivery->mail_from : "?", recipients);
	g_autofree char *safe = text_safe(envelope);

	fputs("  ", stream);
	session_text(stream, &delivery->session);
	fprintf(stream, "  %s\n", safe);
}
