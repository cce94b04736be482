/* SPDX-License-Identifier: Apache-2.0
 *
 * Copies and names.
 */
#include "intake/capture/session.h"

static const char *const mark_names[SESSION_MARKS] = {
	"tls", "cut", "begun-before", "one-sided", "gaps", "conflict", "loose-end", "overfull"};

const char *session_mark_name(guint number)
{
	return mark_names[number];
}

const char *session_source_name(SessionSource source)
{
	return source == SESSION_FROM_SINKHOLE ? "sinkhole" : "capture";
}

Session session_copy(const Session *session)
{
	Session copy = *session;

	copy.server_name = g_strdup(session->server_name);
	copy.helo = g_strdup(session->helo);
	copy.account = g_strdup(session->account);
	copy.tag = g_strdup(session->tag);
	copy.sample = g_strdup(session->sample);
	return copy;
}

void session_clear(Session *session)
{
	g_free(session->server_name);
	g_free(session->helo);
	g_free(session->account);
	g_free(session->tag);
	g_free(session->sample);
	*session = (Session){0};
}

void session_free(gpointer session)
{
	session_clear(session);
	g_free(session);
}

void delivery_free(Delivery *delivery)
{
	if (delivery == NULL)
		return;
	session_clear(&delivery->session);
	g_free(delivery->mail_from);
	g_clear_pointer(&delivery->rcpt_to, g_ptr_array_unref);
	g_free(delivery);
}
