/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes of one message in one array, the trace first. What a peer says of itself is cleaned of
 * what could end a line.
 */
#include "service/guard/transit.h"

#include <time.h>

#include "base/limits.h"
#include "service/guard/recipient.h"

struct Transit {
	char *mail_from;
	GPtrArray *recipients; /* as written, as resolved (some NULL), normalised: equally many */
	GPtrArray *resolved;
	GPtrArray *mailboxes;
	GByteArray *bytes;
	gsize begin; /* where the message begins, behind the trace */
	gboolean cut;
	gboolean lost;
};

/* Bytes held by all messages together. */
static gssize held;

Transit *transit_new(const char *mail_from)
{
	Transit *transit = g_new0(Transit, 1);
	transit->mail_from = g_strdup(mail_from);
	transit->recipients = g_ptr_array_new_with_free_func(g_free);
	transit->resolved = g_ptr_array_new_with_free_func(g_free);
	transit->mailboxes = g_ptr_array_new_with_free_func(g_free);
	transit->bytes = g_byte_array_new();
	return transit;
}

static void drop(Transit *transit)
{
	g_atomic_pointer_add(&held, -(gssize)transit->bytes->len);
	g_byte_array_set_size(transit->bytes, 0);
}

void transit_free(Transit *transit)
{
	if (transit == NULL)
		return;
	drop(transit);
	g_byte_array_unref(transit->bytes);
	g_ptr_array_unref(transit->recipients);
	g_ptr_array_unref(transit->resolved);
	g_ptr_array_unref(transit->mailboxes);
	g_free(transit->mail_from);
	g_free(transit);
}

void transit_add_recipient(Transit *transit, const char *recipient, const char *resolved)
{
	g_ptr_array_add(transit->recipients, g_strdup(recipient));
	g_ptr_array_add(transit->resolved, g_strdup(resolved));
	g_ptr_array_add(transit->mailboxes,
		resolved != NULL ? recipient_fold(resolved) : recipient_normalise(recipient));
}

static void append(Transit *transit, const void *data, gsize length)
{
	gsize room = LIMIT_MESSAGE - MIN(transit->bytes->len, LIMIT_MESSAGE);
	if (length > room || transit->lost) {
		transit->cut = TRUE;
		length = transit->lost ? 0 : room;
	}
	if (length == 0)
		return;
	g_byte_array_append(transit->bytes, data, (guint)length);
	gssize before = g_atomic_pointer_add(&held, (gssize)length);
	if ((gsize)before + length <= LIMIT_GUARD_MEMORY)
		return;
	drop(transit);
	transit->lost = TRUE;
}

static void append_text(Transit *transit, const char *text)
{
	append(transit, text, strlen(text));
}

/* TEXT on one line of a header, and at most LIMIT_STRING bytes of it. */
static void append_clean(Transit *transit, const char *text)
{
	g_autofree char *clean = g_strndup(text, LIMIT_STRING);
	for (char *at = clean; *at != '\0'; at++)
		if (g_ascii_iscntrl(*at))
			*at = '?';
	append_text(transit, clean);
}

static void append_field(Transit *transit, const char *name, const char *value)
{
	append_text(transit, name);
	append_clean(transit, value);
	append_text(transit, "\r\n");
}

static void append_received(Transit *transit, const Peer *peer)
{
	char date[64];
	struct tm parts;
	time_t now = time(NULL);
	append_text(transit, "Received: from ");
	append_clean(transit, peer->helo != NULL ? peer->helo : "unknown");
	append_text(transit, " (");
	append_clean(transit, peer->name);
	append_text(transit, " [");
	append_clean(transit, peer->address != NULL ? peer->address : "127.0.0.1");
	append_text(transit, "])\r\n\tby ");
	append_clean(transit, peer->server);
	append_text(transit, peer->login != NULL ? " with ESMTPSA;\r\n\t" : " with ESMTP;\r\n\t");
	gmtime_r(&now, &parts);
	/* The locale of a service is C. */
	if (strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000\r\n", &parts) > 0)
		append_text(transit, date);
}

void transit_begin(Transit *transit, const Peer *peer)
{
	append_field(transit, "Return-Path: ", transit->mail_from);
	for (guint i = 0; i < MIN(transit->recipients->len, LIMIT_SMTP_RECIPIENTS); i++)
		append_field(transit, "Delivered-To: ", transit_mailbox(transit, i));
	append_received(transit, peer);
	transit->begin = transit->bytes->len;
}

/* The lines of a folded field come apart at LF alone. */
void transit_add_header(Transit *transit, const char *name, const char *value)
{
	append_text(transit, name);
	append_text(transit, ":");
	for (const char *at = value; *at != '\0';) {
		gsize line = strcspn(at, "\n");
		gboolean carriage = line > 0 && at[line - 1] == '\r';
		append(transit, at, carriage ? line - 1 : line);
		at += line;
		if (*at == '\0')
			break;
		append_text(transit, "\r\n");
		at++;
	}
	append_text(transit, "\r\n");
}

void transit_end_header(Transit *transit)
{
	append_text(transit, "\r\n");
}

void transit_add_body(Transit *transit, const void *data, gsize length)
{
	append(transit, data, length);
}

void transit_put_in_front(Transit *transit, const char *lines)
{
	gsize length = strlen(lines), before = transit->bytes->len;
	g_byte_array_prepend(transit->bytes, (const guint8 *)lines, (guint)length);
	transit->begin += length;
	if (transit->bytes->len > LIMIT_MESSAGE) {
		g_byte_array_set_size(transit->bytes, (guint)LIMIT_MESSAGE);
		transit->cut = TRUE;
	}
	g_atomic_pointer_add(&held, (gssize)transit->bytes->len - (gssize)before);
}

const char *transit_mail_from(const Transit *transit)
{
	return transit->mail_from;
}

const GPtrArray *transit_recipients(const Transit *transit)
{
	return transit->recipients;
}

const char *transit_resolved(const Transit *transit, guint number)
{
	return transit->resolved->pdata[number];
}

const char *transit_mailbox(const Transit *transit, guint number)
{
	return transit->mailboxes->pdata[number];
}

Span transit_message(const Transit *transit)
{
	return span_from(transit_traced(transit), transit->begin);
}

Span transit_traced(const Transit *transit)
{
	return span_new(transit->bytes->data, transit->bytes->len);
}

gboolean transit_is_cut(const Transit *transit)
{
	return transit->cut;
}

gboolean transit_is_lost(const Transit *transit)
{
	return transit->lost;
}
