/* SPDX-License-Identifier: Apache-2.0
 *
 * What the schemas demand and what we know. The kind of message is "spam", the only one for mail
 * through an account. The protocol is "other": for "smtp" a source port is demanded, which no
 * header field holds, and none is made up.
 */
#include "report/notice/xarf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/json.h"
#include "report/notice/plain.h"

static const char version[] = "4.2.0";

/* The address in "Name <address>" or an address alone; NULL when it is unusual. New string. */
static char *address_of(const char *mailbox)
{
	const char *open = strrchr(mailbox, '<');
	g_autofree char *address = g_strdup(open != NULL ? open + 1 : mailbox);
	g_strstrip(g_strdelimit(address, ">", ' '));
	return plain_address(address) ? g_steal_pointer(&address) : NULL;
}

/* Who writes, without the address; their domain where they have no name. New string. */
static char *name_of(const char *mailbox, const char *address)
{
	const char *open = strrchr(mailbox, '<');
	g_autofree char *name =
		open != NULL ? g_strndup(mailbox, (gsize)(open - mailbox)) : g_strdup("");
	g_strstrip(g_strdelimit(name, "\"", ' '));
	return name[0] != '\0' ? g_steal_pointer(&name) : g_strdup(strchr(address, '@') + 1);
}

static void write_contact(Json *json, const char *key, const char *name, const char *address)
{
	json_open_object(json, key);
	json_string(json, "org", name);
	json_string(json, "contact", address);
	json_string(json, "domain", strchr(address, '@') + 1);
	json_close_object(json);
}

static void write_evidence(Json *json, const char *header)
{
	gsize length = strlen(header);
	g_autofree char *base64 = g_base64_encode((const guchar *)header, length);
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, header, -1);
	g_autofree char *hash = g_strconcat("sha256:", digest, NULL);
	json_open_array(json, "evidence");
	json_open_object(json, NULL);
	json_string(json, "content_type", "text/rfc822-headers");
	json_string(json, "description", "Header of the latest message, redacted (RFC 6590)");
	json_string(json, "payload", base64);
	json_string(json, "hash", hash);
	json_integer(json, "size", (gint64)length);
	json_close_object(json);
	json_close_array(json);
}

static void write_report(
	Json *json, const XarfReport *report, gint64 now, const char *name, const char *address)
{
	g_autofree char *id = g_uuid_string_random();
	json_open_object(json, NULL);
	json_string(json, "xarf_version", version);
	json_string(json, "report_id", id);
	json_time(json, "timestamp", now);
	write_contact(json, "reporter", name, address);
	write_contact(json, "sender", name, address);
	json_string(json, "source_identifier",
		report->peer[0] != '\0' ? report->peer : report->account);
	json_string(json, "category", "messaging");
	json_string(json, "type", "spam");
	json_string(json, "evidence_source", "content_analysis");
	json_string(json, "protocol", "other");
	json_string(json, "smtp_from", report->account);
	if (report->message_id[0] != '\0')
		json_string(json, "message_id", report->message_id);
	json_time(json, "first_seen", report->first);
	json_time(json, "last_seen", report->last);
	write_evidence(json, report->header);
	json_open_array(json, "tags");
	json_string(json, NULL, "account:compromised");
	json_string(json, NULL, "threat:malware");
	json_close_array(json);
	json_close_object(json);
}

char *xarf_compose(const XarfReport *report, const Outbox *outbox)
{
	char *text = NULL;
	size_t length = 0;
	g_autofree char *address = outbox->from != NULL ? address_of(outbox->from) : NULL;
	if (address == NULL)
		return NULL;
	g_autofree char *name = name_of(outbox->from, address);
	FILE *stream = open_memstream(&text, &length);
	if (stream == NULL)
		return NULL;
	g_autoptr(Json) json = json_new(stream);
	write_report(json, report, outbox->now, name, address);
	fclose(stream);
	char *copy = g_strndup(text, length);
	free(text);
	return copy;
}
