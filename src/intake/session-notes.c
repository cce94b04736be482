/* SPDX-License-Identifier: Apache-2.0
 *
 * From the events of a session to a Session and its messages.
 */
#include "intake/session-notes.h"

#include "base/limits.h"
#include "intake/raw-message.h"

static void replace_text(char **text, Span span)
{
	g_free(*text);
	*text = g_strndup(span.data != NULL ? span.data : "", MIN(span.length, LIMIT_STRING));
}

static gboolean refused(guint code)
{
	return code >= 400;
}

static void note_auth(SessionNotes *notes, const SmtpEvent *event, const SmtpAuth *auth)
{
	notes->session.attempts++;
	notes->session.mechanism = auth->mechanism;
	if (!refused(event->code))
		replace_text(&notes->session.account, event->text);
}

static void note_answer(SessionNotes *notes, const SmtpEvent *event, const SmtpAuth *auth)
{
	if (event->step == SMTP_STEP_HELLO && !refused(event->code))
		replace_text(&notes->session.helo, event->text);
	else if (event->step == SMTP_STEP_AUTH)
		note_auth(notes, event, auth);
	else if (event->step == SMTP_STEP_QUIT)
		notes->quit = TRUE;
}

static void note_content(SessionNotes *notes, Span content)
{
	if (notes->draft.kept == NULL)
		draft_init(&notes->draft);
	draft_add(&notes->draft, content);
}

/* Memory that MESSAGE takes, about. */
static gsize message_bytes(const RawMessage *message)
{
	return g_bytes_get_size(message->bytes) + sizeof *message + sizeof *message->delivery;
}

/* What the draft had room for goes too: it would be held by nobody's count. */
static void note_content_end(SessionNotes *notes, gboolean cut)
{
	if (notes->draft.kept == NULL)
		draft_init(&notes->draft);
	RawMessage *message = draft_finish(&notes->draft, NULL, cut);
	session_notes_drop_draft(notes);
	Delivery *delivery = g_new0(Delivery, 1);

	delivery->time = notes->time;
	message->delivery = delivery;
	notes->sent_bytes += message_bytes(message);
	g_queue_push_tail(&notes->sent, message);
}

static GPtrArray *copy_strings(const GPtrArray *strings)
{
	GPtrArray *copy = g_ptr_array_new_full(strings->len, g_free);

	for (guint i = 0; i < strings->len; i++)
		g_ptr_array_add(copy, g_strdup(strings->pdata[i]));
	return copy;
}

/* The oldest message that was sent is answered: it is whole. */
static RawMessage *note_message(SessionNotes *notes, const SmtpEvent *event)
{
	RawMessage *message = g_queue_pop_head(&notes->sent);

	if (message == NULL)
		return NULL;
	Delivery *delivery = message->delivery;

	notes->sent_bytes -= message_bytes(message);
	notes->session.messages++;
	delivery->session = session_copy(&notes->session);
	delivery->transaction = ++notes->transactions;
	delivery->code = event->code;
	delivery->mail_from = g_strdup(event->envelope->mail_from);
	delivery->rcpt_to = copy_strings(event->envelope->rcpt_to);
	delivery->refused = event->envelope->refused;
	return message;
}

RawMessage *session_notes_event(SessionNotes *notes, const SmtpEvent *event, const SmtpAuth *auth)
{
	switch (event->kind) {
	case SMTP_EVENT_ANSWERED:
		note_answer(notes, event, auth);
		break;
	case SMTP_EVENT_CONTENT:
		note_content(notes, event->text);
		break;
	case SMTP_EVENT_CONTENT_END:
		note_content_end(notes, event->cut);
		break;
	case SMTP_EVENT_MESSAGE:
		return note_message(notes, event);
	case SMTP_EVENT_TLS:
		notes->session.marks |= SESSION_ENCRYPTED;
		break;
	case SMTP_EVENT_FAULT:
		if (event->fault == SMTP_FAULT_LOOSE_END)
			notes->session.marks |= SESSION_LOOSE_END;
		break;
	}
	return NULL;
}

void session_notes_drop_draft(SessionNotes *notes)
{
	draft_clear(&notes->draft);
	notes->draft.total = 0;
}

gsize session_notes_held(const SessionNotes *notes)
{
	guint kept = notes->draft.kept != NULL ? notes->draft.kept->len : 0;

	/* It grows by doubling. */
	return notes->sent_bytes + (kept > 0 ? (gsize)1 << g_bit_storage(kept - 1) : 0);
}

void session_notes_clear(SessionNotes *notes)
{
	session_clear(&notes->session);
	draft_clear(&notes->draft);
	g_queue_clear_full(&notes->sent, (GDestroyNotify)raw_message_free);
}
