/* SPDX-License-Identifier: Apache-2.0
 *
 * Who belongs together is learned first, from where a message tells it best to where an attacker
 * lies most: victims, quoted headers, recipients, the signature, and From at last.
 */
#include "report/specimen/redact.h"

#include <string.h>

#include "mail/author.h"

enum { longest_subject = 40 };

static void replace(char **string, const char *alias)
{
	g_free(*string);
	*string = g_strdup(alias);
}

/* A name that stands alone waits: its address may be told further down. */
static void meet_pair(Aliases *aliases, const char *name, const char *address)
{
	if (address[0] != '\0')
		aliases_meet(aliases, name, address);
}

static void meet_all(Aliases *aliases, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];
		meet_pair(aliases, address->name, address->address);
	}
}

static void meet(Aliases *aliases, const Facts *facts, const Verdict *verdict)
{
	for (guint i = 0; i < verdict->victims->len; i++) {
		const Victim *victim = verdict->victims->pdata[i];
		meet_pair(aliases, victim->name, victim->address);
	}
	for (guint i = 0; i < facts->quotes->len; i++) {
		const QuotedHeader *quote = facts->quotes->pdata[i];
		meet_pair(aliases, quote->from.name, quote->from.address);
		meet_all(aliases, quote->to);
	}
	const GPtrArray *fields[] = {facts->to, facts->cc, facts->signature, facts->hidden,
		facts->reply_to, facts->sender, facts->from};
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
		meet_all(aliases, fields[i]);
	g_autoptr(Author) author = author_of(facts);
	aliases_meet(aliases, author->name, author->address);
	aliases_meet(aliases, facts->from_name, "");
	aliases_meet(aliases, "", facts->auth_user);
}

static void copy_addresses(Aliases *aliases, const GPtrArray *from, GPtrArray *to)
{
	for (guint i = 0; i < from->len; i++) {
		const Address *address = from->pdata[i];
		g_ptr_array_add(to, address_new(g_strdup(aliases_name(aliases, address->name)),
					    g_strdup(aliases_address(aliases, address->address))));
	}
}

static void copy_people(Aliases *aliases, const Facts *facts, Facts *to)
{
	copy_addresses(aliases, facts->from, to->from);
	copy_addresses(aliases, facts->hidden, to->hidden);
	copy_addresses(aliases, facts->sender, to->sender);
	copy_addresses(aliases, facts->reply_to, to->reply_to);
	copy_addresses(aliases, facts->to, to->to);
	copy_addresses(aliases, facts->cc, to->cc);
	copy_addresses(aliases, facts->signature, to->signature);
	replace(&to->from_name, aliases_name(aliases, facts->from_name));
	replace(&to->return_path, aliases_address(aliases, facts->return_path));
	replace(&to->auth_user, aliases_address(aliases, facts->auth_user));
	replace(&to->list_post, aliases_address(aliases, facts->list_post));
	replace(&to->list_id, aliases_host(aliases, facts->list_id));
	for (guint i = 0; i < facts->envelope->len; i++)
		g_ptr_array_add(to->envelope,
			g_strdup(aliases_address(aliases, facts->envelope->pdata[i])));
}

/* WORD where it is one of WORDS, else "". */
static const char *allowed(const char *const *words, const char *word)
{
	return g_strv_contains(words, word) ? word : "";
}

static void copy_hops(Aliases *aliases, const Facts *facts, Facts *to)
{
	static const char *const protocols[] = {"smtp", "esmtp", "esmtps", "esmtpa", "esmtpsa",
		"utf8smtp", "utf8smtps", "utf8smtpa", "utf8smtpsa", "lmtp", "lmtps", "lmtpa",
		"lmtpsa", "http", "https", "local", "mapi", NULL};
	for (guint i = 0; i < facts->hops->len; i++) {
		const Hop *hop = facts->hops->pdata[i];
		Hop *copy = hop_new();
		replace(&copy->helo, aliases_host(aliases, hop->helo));
		replace(&copy->name, aliases_host(aliases, hop->name));
		replace(&copy->ip, aliases_host(aliases, hop->ip));
		replace(&copy->by, aliases_host(aliases, hop->by));
		replace(&copy->with, allowed(protocols, hop->with));
		copy->time = hop->time;
		copy->authenticated = hop->authenticated;
		g_ptr_array_add(to->hops, copy);
	}
	replace(&to->originating_ip, aliases_host(aliases, facts->originating_ip));
}

static void copy_results(Aliases *aliases, const Facts *facts, Facts *to)
{
	static const char *const methods[] = {"spf", "dkim", "dmarc", "arc", "auth", NULL};
	static const char *const results[] = {"pass", "fail", "softfail", "neutral", "none",
		"policy", "temperror", "permerror", "unknown", NULL};
	for (guint i = 0; i < facts->auth->len; i++) {
		const AuthResult *result = facts->auth->pdata[i];
		AuthResult *copy = auth_result_new();
		replace(&copy->authserv, aliases_host(aliases, result->authserv));
		replace(&copy->method, allowed(methods, result->method));
		replace(&copy->result, allowed(results, result->result));
		replace(&copy->domain, aliases_host(aliases, result->domain));
		copy->hop = result->hop;
		g_ptr_array_add(to->auth, copy);
	}
}

/* The prefixes are counted, not copied: one may hold anything. */
static char *subject_alias(const Facts *facts)
{
	GString *subject = g_string_new(NULL);
	for (guint i = 0; i < MIN(facts->reply_prefixes, 8); i++)
		g_string_append(subject, "Re: ");
	for (guint i = 0; i < MIN(facts->forward_prefixes, 8); i++)
		g_string_append(subject, "Fwd: ");
	g_string_append(subject, facts->subject_tagged ? "[…] " : "");
	g_autofree char *mask = aliases_mask(facts->subject_base, longest_subject);
	g_string_append(subject, mask);
	return g_string_free(subject, FALSE);
}

static void copy_conversation(Aliases *aliases, const Facts *facts, Facts *to)
{
	g_autofree char *subject = subject_alias(facts);
	replace(&to->subject, subject);
	replace(&to->message_id, aliases_message_id(aliases, facts->message_id));
	for (guint i = 0; i < facts->parents->len; i++)
		g_ptr_array_add(to->parents,
			g_strdup(aliases_message_id(aliases, facts->parents->pdata[i])));
	for (guint i = 0; i < facts->quotes->len; i++) {
		const QuotedHeader *quote = facts->quotes->pdata[i];
		QuotedHeader *copy = quoted_header_new();
		copy->table_row = quote->table_row;
		copy->part = quote->part;
		copy->level = quote->level;
		copy->date = quote->date;
		replace(&copy->from.name, aliases_name(aliases, quote->from.name));
		replace(&copy->from.address, aliases_address(aliases, quote->from.address));
		copy_addresses(aliases, quote->to, copy->to);
		g_autofree char *mask = aliases_mask(quote->subject, longest_subject);
		replace(&copy->subject, mask);
		g_ptr_array_add(to->quotes, copy);
	}
}

/* PART with an "x" for each character, and its blocks moved accordingly. */
static TextPart *mask_part(const TextPart *part)
{
	TextPart *copy = text_part_new();
	copy->html = part->html;
	copy->enclosed = part->enclosed;
	copy->alternative = part->alternative;
	guint32 end = 0;
	for (guint i = 0; i < part->blocks->len; i++) {
		Block block = g_array_index(part->blocks, Block, i);
		glong letters = g_utf8_strlen(
			part->skeleton + block.start, (gssize)(block.end - block.start));
		block.start = end;
		block.end = end += (guint32)letters;
		g_array_append_val(copy->blocks, block);
	}
	g_free(copy->skeleton);
	copy->skeleton = g_strnfill(end, 'x');
	copy->skeleton_length = end;
	return copy;
}

/* Quoted headers stand where they did, counted in characters. */
static void copy_texts(const Facts *facts, Facts *to)
{
	for (guint i = 0; i < facts->texts->len; i++)
		g_ptr_array_add(to->texts, mask_part(facts->texts->pdata[i]));
	for (guint i = 0; i < facts->quotes->len; i++) {
		const QuotedHeader *quote = facts->quotes->pdata[i];
		if (quote->part >= facts->texts->len)
			continue;
		const TextPart *part = facts->texts->pdata[quote->part];
		gsize offset = MIN(quote->offset, part->skeleton_length);
		((QuotedHeader *)to->quotes->pdata[i])->offset =
			(guint32)g_utf8_strlen(part->skeleton, (gssize)offset);
	}
	to->own_length = facts->own_length;
}

static void copy_payload(Aliases *aliases, const Facts *facts, Facts *to)
{
	for (guint i = 0; i < facts->attachments->len; i++) {
		const Attachment *attachment = facts->attachments->pdata[i];
		Attachment *copy = attachment_new();
		replace(&copy->name, aliases_file(aliases, attachment->name));
		copy->type = attachment->type;
		copy->worst = attachment->worst;
		copy->flags = attachment->flags;
		copy->size = attachment->size;
		copy->depth = attachment->depth;
		memcpy(copy->sha256, attachment->sha256, sizeof copy->sha256);
		memcpy(copy->md5, attachment->md5, sizeof copy->md5);
		g_ptr_array_add(to->attachments, copy);
	}
	for (guint i = 0; i < facts->links->len; i++) {
		const Link *link = facts->links->pdata[i];
		Link *copy = link_new();
		replace(&copy->url, aliases_link(aliases, link));
		replace(&copy->host, aliases_host(aliases, link->host));
		replace(&copy->site, aliases_host(aliases, link->site));
		replace(&copy->shown, aliases_host(aliases, link->shown));
		copy->own = link->own;
		copy->veiled = link->veiled;
		g_ptr_array_add(to->links, copy);
	}
}

Facts *redact_facts(Aliases *aliases, const Facts *facts, const Verdict *verdict)
{
	Facts *copy = facts_new();
	meet(aliases, facts, verdict);
	copy_people(aliases, facts, copy);
	copy_hops(aliases, facts, copy);
	copy_results(aliases, facts, copy);
	copy_conversation(aliases, facts, copy);
	copy_texts(facts, copy);
	copy_payload(aliases, facts, copy);
	copy->reply_prefixes = facts->reply_prefixes;
	copy->forward_prefixes = facts->forward_prefixes;
	copy->subject_tagged = facts->subject_tagged;
	copy->has_reply_headers = facts->has_reply_headers;
	copy->date = facts->date;
	copy->zone = facts->zone;
	copy->marks = facts->marks;
	copy->anomalies = facts->anomalies;
	copy->size = facts->size;
	return copy;
}

static void copy_victims(Aliases *aliases, const Verdict *verdict, Verdict *to)
{
	for (guint i = 0; i < verdict->victims->len; i++) {
		const Victim *victim = verdict->victims->pdata[i];
		const char *at = strrchr(victim->address, '@');
		const char *organisation = strchr(victim->organisation, '@') != NULL
						   ? aliases_address(aliases, victim->organisation)
						   : aliases_host(aliases, victim->organisation);
		Victim *copy = g_new0(Victim, 1);
		copy->address =
			g_strdup(at != NULL ? aliases_address(aliases, victim->address) : "");
		copy->name = g_strdup(aliases_name(aliases, victim->name));
		copy->organisation = g_strdup(organisation);
		copy->repaired = victim->repaired;
		copy->side = victim->side;
		copy->probability = victim->probability;
		g_ptr_array_add(to->victims, copy);
	}
	for (guint i = 0; i < verdict->sides->len; i++) {
		const RecipientSide *side = verdict->sides->pdata[i];
		RecipientSide *copy = g_new0(RecipientSide, 1);
		copy->recipient = g_strdup(aliases_address(aliases, side->recipient));
		copy->side = side->side;
		g_ptr_array_add(to->sides, copy);
	}
}

static void copy_evidence(Aliases *aliases, const Verdict *verdict, Verdict *to)
{
	for (guint i = 0; i < verdict->evidence->len; i++) {
		const Evidence *evidence = verdict->evidence->pdata[i];
		Evidence *copy = g_memdup2(evidence, sizeof *evidence);
		copy->detail = g_strdup(aliases_detail(aliases, evidence->detail));
		g_ptr_array_add(to->evidence, copy);
	}
	for (guint i = 0; i < verdict->payload->len; i++) {
		const Payload *payload = verdict->payload->pdata[i];
		Payload *copy = g_memdup2(payload, sizeof *payload);
		copy->name = g_strdup(aliases_detail(aliases, payload->name));
		copy->hashed = payload->hashed && verdict->kind >= VERDICT_SUSPICIOUS;
		g_ptr_array_add(to->payload, copy);
	}
}

Verdict *redact_verdict(Aliases *aliases, const Verdict *verdict)
{
	Verdict *copy = verdict_new();
	copy->kind = verdict->kind;
	copy->score = verdict->score;
	copy->claim = verdict->claim;
	copy->conversation.known = verdict->conversation.known;
	copy->conversation.messages = verdict->conversation.messages;
	copy->conversation.last = verdict->conversation.last;
	replace(&copy->sender, aliases_address(aliases, verdict->sender));
	replace(&copy->claimed.name, aliases_name(aliases, verdict->claimed.name));
	replace(&copy->claimed.address, aliases_address(aliases, verdict->claimed.address));
	copy_victims(aliases, verdict, copy);
	copy_evidence(aliases, verdict, copy);
	return copy;
}
