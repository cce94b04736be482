/* SPDX-License-Identifier: Apache-2.0
 *
 * Making and freeing Facts and its elements, and the names of file types and anomalies.
 */
#include "mail/facts.h"

static char *string_or_empty(char *take_string)
{
	return take_string != NULL ? take_string : g_strdup("");
}

static GPtrArray *addresses_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
}

static GPtrArray *strings_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

static void facts_make_strings(Facts *facts)
{
	char **strings[] = {&facts->from_name, &facts->return_path, &facts->message_id,
		&facts->subject, &facts->subject_base, &facts->thread_index, &facts->thread_topic,
		&facts->program, &facts->originating_ip, &facts->auth_user, &facts->list_id,
		&facts->list_post, &facts->message_id_shape, &facts->language, &facts->own_text};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		*strings[i] = g_strdup("");
}

static void facts_make_arrays(Facts *facts)
{
	facts->from = addresses_new();
	facts->hidden = addresses_new();
	facts->sender = addresses_new();
	facts->reply_to = addresses_new();
	facts->to = addresses_new();
	facts->cc = addresses_new();
	facts->signature = addresses_new();
	facts->envelope = strings_new();
	facts->parents = strings_new();
	facts->hops = g_ptr_array_new_with_free_func((GDestroyNotify)hop_free);
	facts->auth = g_ptr_array_new_with_free_func((GDestroyNotify)auth_result_free);
	facts->texts = g_ptr_array_new_with_free_func((GDestroyNotify)text_part_free);
	facts->quotes = g_ptr_array_new_with_free_func((GDestroyNotify)quoted_header_free);
	facts->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)attachment_free);
	facts->links = g_ptr_array_new_with_free_func((GDestroyNotify)link_free);
}

Facts *facts_new(void)
{
	Facts *facts = g_new0(Facts, 1);
	facts_make_strings(facts);
	facts_make_arrays(facts);
	facts->zone = FACTS_NO_ZONE;
	return facts;
}

static void facts_free_strings(Facts *facts)
{
	char *strings[] = {facts->from_name, facts->return_path, facts->message_id, facts->subject,
		facts->subject_base, facts->thread_index, facts->thread_topic, facts->program,
		facts->originating_ip, facts->auth_user, facts->list_id, facts->list_post,
		facts->message_id_shape, facts->language, facts->own_text};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		g_free(strings[i]);
}

void facts_free(Facts *facts)
{
	if (facts == NULL)
		return;
	if (facts->arena == NULL)
		facts_free_strings(facts);
	GPtrArray *arrays[] = {facts->from, facts->hidden, facts->sender, facts->reply_to,
		facts->to, facts->cc, facts->signature, facts->envelope, facts->parents,
		facts->hops, facts->auth, facts->texts, facts->quotes, facts->attachments,
		facts->links};
	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_ptr_array_unref(arrays[i]);
	arena_free(facts->arena);
	g_free(facts);
}

Address *address_new(char *take_name, char *take_address)
{
	Address *address = g_new(Address, 1);
	address->name = string_or_empty(take_name);
	address->address = string_or_empty(take_address);
	return address;
}

void address_free(Address *address)
{
	if (address == NULL)
		return;
	g_free(address->name);
	g_free(address->address);
	g_free(address);
}

Hop *hop_new(void)
{
	Hop *hop = g_new0(Hop, 1);
	char **strings[] = {&hop->helo, &hop->name, &hop->ip, &hop->by, &hop->with};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		*strings[i] = g_strdup("");
	return hop;
}

void hop_free(Hop *hop)
{
	if (hop == NULL)
		return;
	g_free(hop->helo);
	g_free(hop->name);
	g_free(hop->ip);
	g_free(hop->by);
	g_free(hop->with);
	g_free(hop);
}

AuthResult *auth_result_new(void)
{
	AuthResult *result = g_new0(AuthResult, 1);
	char **strings[] = {&result->authserv, &result->method, &result->result, &result->domain};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		*strings[i] = g_strdup("");
	return result;
}

void auth_result_free(AuthResult *result)
{
	if (result == NULL)
		return;
	g_free(result->authserv);
	g_free(result->method);
	g_free(result->result);
	g_free(result->domain);
	g_free(result);
}

QuotedHeader *quoted_header_new(void)
{
	QuotedHeader *header = g_new0(QuotedHeader, 1);
	header->from.name = g_strdup("");
	header->from.address = g_strdup("");
	header->subject = g_strdup("");
	header->to = addresses_new();
	return header;
}

void quoted_header_free(QuotedHeader *header)
{
	if (header == NULL)
		return;
	g_free(header->from.name);
	g_free(header->from.address);
	g_free(header->subject);
	g_ptr_array_unref(header->to);
	g_free(header);
}

TextPart *text_part_new(void)
{
	TextPart *part = g_new0(TextPart, 1);
	part->skeleton = g_strdup("");
	part->blocks = g_array_new(FALSE, FALSE, sizeof(Block));
	return part;
}

void text_part_free(TextPart *part)
{
	if (part == NULL)
		return;
	g_free(part->skeleton);
	g_array_unref(part->blocks);
	g_free(part);
}

Attachment *attachment_new(void)
{
	Attachment *attachment = g_new0(Attachment, 1);
	attachment->name = g_strdup("");
	attachment->declared_type = g_strdup("");
	return attachment;
}

void attachment_free(Attachment *attachment)
{
	if (attachment == NULL)
		return;
	g_free(attachment->name);
	g_free(attachment->declared_type);
	g_free(attachment);
}

Link *link_new(void)
{
	Link *link = g_new0(Link, 1);
	char **strings[] = {&link->url, &link->host, &link->site, &link->shown};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		*strings[i] = g_strdup("");
	return link;
}

void link_free(Link *link)
{
	if (link == NULL)
		return;
	g_free(link->url);
	g_free(link->host);
	g_free(link->site);
	g_free(link->shown);
	g_free(link);
}

const char *file_type_name(FileType type)
{
	static const char *const names[] = {
		[FILE_UNKNOWN] = "unknown",
		[FILE_TEXT] = "text",
		[FILE_IMAGE] = "image",
		[FILE_MEDIA] = "media",
		[FILE_PDF] = "pdf",
		[FILE_OLE] = "ole",
		[FILE_OOXML] = "ooxml",
		[FILE_ODF] = "odf",
		[FILE_RTF] = "rtf",
		[FILE_ONENOTE] = "onenote",
		[FILE_HTML] = "html",
		[FILE_SCRIPT] = "script",
		[FILE_PROGRAM] = "program",
		[FILE_SHORTCUT] = "shortcut",
		[FILE_DISK] = "disk-image",
		[FILE_ARCHIVE] = "archive",
		[FILE_MESSAGE] = "message",
		[FILE_CALENDAR] = "calendar",
		[FILE_KEY] = "signature-or-key",
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(names) == FILE_KEY + 1);
	return (guint)type < G_N_ELEMENTS(names) ? names[type] : "unknown";
}

const char *anomaly_name(guint32 anomaly)
{
	static const char *const names[] = {"over-limit", "clipped", "no-headers",
		"several-from-fields", "no-from", "malformed-from", "nul-in-headers",
		"broken-encoding", "unreadable-date", "truncated", "hidden-text", "repeated-header",
		"empty", "unknown-charset"};
	G_STATIC_ASSERT(1u << (G_N_ELEMENTS(names) - 1) == ANOMALY_LAST);
	if (anomaly == 0)
		return "none";
	guint bit = (guint)g_bit_nth_lsf(anomaly, -1);
	return bit < G_N_ELEMENTS(names) ? names[bit] : "unknown";
}
