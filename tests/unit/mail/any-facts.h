/* SPDX-License-Identifier: Apache-2.0
 *
 * Random Facts that keep every promise of facts.h, edges often among the values.
 */
#pragma once

#include "base/limits.h"
#include "mail/facts.h"
#include "mail/text/quote-header.h"

static const char *const pieces[] = {
	"a", "z9", "ä", "山田", "é́", "😀", "Ω", "<>", " ", "\n", "@example.org"};

static char *any_string(GRand *random, guint most)
{
	GString *string = g_string_new(NULL);
	guint count = (guint)g_rand_int_range(random, 0, (gint)most + 1);
	for (guint i = 0; i < count; i++)
		g_string_append(string, pieces[g_rand_int(random) % G_N_ELEMENTS(pieces)]);
	return g_string_free(string, FALSE);
}

static void set_strings(GRand *random, char **strings[], gsize count)
{
	for (gsize i = 0; i < count; i++) {
		g_free(*strings[i]);
		*strings[i] = any_string(random, 12);
	}
}

static gboolean any_flag(GRand *random)
{
	return g_rand_boolean(random) != FALSE;
}

static guint any_number(GRand *random, guint most)
{
	/* The edges often. */
	guint dice = (guint)g_rand_int_range(random, 0, 4);
	return dice == 0 ? 0 : dice == 1 ? most : g_rand_int(random) % MAX(most, 1);
}

static gint64 any_time(GRand *random)
{
	return any_flag(random) ? LIMIT_TIME - any_number(random, 1000)
				: any_number(random, G_MAXUINT32);
}

static gpointer any_address(GRand *random, const Facts *facts)
{
	return address_new(any_string(random, 5), any_string(random, 5));
}

static gpointer any_entry(GRand *random, const Facts *facts)
{
	return any_string(random, 5);
}

static gpointer any_hop(GRand *random, const Facts *facts)
{
	Hop *hop = hop_new();
	char **strings[] = {&hop->helo, &hop->name, &hop->ip, &hop->by, &hop->with};
	set_strings(random, strings, G_N_ELEMENTS(strings));
	hop->time = any_time(random);
	hop->authenticated = any_flag(random);
	return hop;
}

static gpointer any_auth(GRand *random, const Facts *facts)
{
	AuthResult *auth = auth_result_new();
	char **strings[] = {&auth->authserv, &auth->method, &auth->result, &auth->domain};
	set_strings(random, strings, G_N_ELEMENTS(strings));
	auth->hop = any_number(random, facts->hops->len);
	return auth;
}

static gpointer any_attachment(GRand *random, const Facts *facts)
{
	Attachment *attachment = attachment_new();
	char **strings[] = {&attachment->name, &attachment->declared_type};
	set_strings(random, strings, G_N_ELEMENTS(strings));
	attachment->type = (FileType)any_number(random, FILE_LAST);
	attachment->worst = (FileType)any_number(random, FILE_LAST);
	attachment->flags = any_number(random, ATTACHMENT_LAST * 2 - 1);
	attachment->size = (guint64)any_number(random, G_MAXUINT32) << any_number(random, 20);
	attachment->depth = any_number(random, LIMIT_DEPTH);
	for (gsize i = 0; i < sizeof attachment->sha256; i++)
		attachment->sha256[i] = (guint8)g_rand_int(random);
	for (gsize i = 0; i < sizeof attachment->md5; i++)
		attachment->md5[i] = (guint8)g_rand_int(random);
	return attachment;
}

static gpointer any_link(GRand *random, const Facts *facts)
{
	Link *link = link_new();
	char **strings[] = {&link->url, &link->host, &link->site, &link->shown};
	set_strings(random, strings, G_N_ELEMENTS(strings));
	link->own = any_flag(random);
	link->veiled = any_flag(random);
	return link;
}

/* An offset from MINIMUM on at which a character of TEXT begins or TEXT ends. */
static guint32 any_offset(GRand *random, const char *text, gsize minimum)
{
	gsize length = strlen(text);
	gsize offset = minimum + g_rand_int(random) % (length - minimum + 1);
	while (offset < length && ((guint8)text[offset] & 0xc0) == 0x80)
		offset++;
	return (guint32)offset;
}

static gpointer any_text(GRand *random, const Facts *facts)
{
	TextPart *part = text_part_new();
	g_free(part->skeleton);
	part->skeleton = any_string(random, 40);
	part->skeleton_length = strlen(part->skeleton);
	guint count = any_number(random, 6);
	guint32 before = 0;
	for (guint i = 0; i < count; i++) {
		Block block = {.kind = (BlockKind)any_number(random, BLOCK_LAST),
			.level = any_number(random, LIMIT_QUOTE_LEVEL)};
		block.start = any_offset(random, part->skeleton, before);
		block.end = any_offset(random, part->skeleton, block.start);
		before = block.end;
		g_array_append_val(part->blocks, block);
	}
	part->html = any_flag(random);
	part->enclosed = any_flag(random);
	part->alternative = any_number(random, G_MAXUINT32);
	return part;
}

static void fill(GRand *random, const Facts *facts, GPtrArray *array, guint most,
	gpointer (*any)(GRand *, const Facts *))
{
	guint count = any_number(random, most);
	for (guint i = 0; i < count; i++)
		g_ptr_array_add(array, any(random, facts));
}

static gpointer any_quote(GRand *random, const Facts *facts)
{
	QuotedHeader *quote = quoted_header_new();
	char **strings[] = {&quote->from.name, &quote->from.address, &quote->subject};
	set_strings(random, strings, G_N_ELEMENTS(strings));
	quote->table_row = any_number(random, (guint)quote_header_row_count - 1);
	quote->part = any_number(random, facts->texts->len - 1);
	const TextPart *part = g_ptr_array_index(facts->texts, quote->part);
	quote->offset = any_offset(random, part->skeleton, 0);
	quote->level = any_number(random, LIMIT_QUOTE_LEVEL);
	fill(random, facts, quote->to, 4, any_address);
	quote->date = any_time(random);
	return quote;
}

static void fill_arrays(GRand *random, Facts *facts)
{
	GPtrArray *people[] = {facts->from, facts->hidden, facts->sender, facts->reply_to,
		facts->to, facts->cc, facts->signature};
	for (gsize i = 0; i < G_N_ELEMENTS(people); i++)
		fill(random, facts, people[i], 5, any_address);
	fill(random, facts, facts->envelope, 3, any_entry);
	fill(random, facts, facts->parents, 5, any_entry);
	fill(random, facts, facts->hops, 6, any_hop);
	fill(random, facts, facts->auth, 4, any_auth);
	fill(random, facts, facts->attachments, 4, any_attachment);
	fill(random, facts, facts->links, 4, any_link);
	fill(random, facts, facts->texts, 4, any_text);
	if (facts->texts->len > 0)
		fill(random, facts, facts->quotes, 4, any_quote);
}

static Facts *any_facts(GRand *random)
{
	Facts *facts = facts_new();
	char **strings[] = {&facts->from_name, &facts->return_path, &facts->message_id,
		&facts->subject, &facts->subject_base, &facts->thread_index, &facts->thread_topic,
		&facts->program, &facts->originating_ip, &facts->auth_user, &facts->list_id,
		&facts->list_post, &facts->message_id_shape, &facts->language, &facts->own_text};
	set_strings(random, strings, G_N_ELEMENTS(strings));
	fill_arrays(random, facts);
	facts->reply_prefixes = any_number(random, G_MAXUINT32);
	facts->forward_prefixes = any_number(random, 5);
	facts->subject_tagged = any_flag(random);
	facts->has_reply_headers = any_flag(random);
	facts->date = any_time(random);
	facts->zone =
		any_flag(random) ? FACTS_NO_ZONE : (gint16)g_rand_int_range(random, -900, 900);
	facts->own_length = any_number(random, G_MAXUINT32);
	facts->marks = any_number(random, MARK_LAST * 2 - 1);
	facts->anomalies = any_number(random, ANOMALY_LAST * 2 - 1);
	facts->size = (guint64)any_number(random, G_MAXUINT32) << any_number(random, 20);
	return facts;
}
