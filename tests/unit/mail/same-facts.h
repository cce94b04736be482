/* SPDX-License-Identifier: Apache-2.0
 *
 * Asserts that two Facts say the same, written out field by field: the codec is one walk, which
 * could forget a field both ways.
 */
#pragma once

#include "mail/facts.h"

static void same_addresses(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const Address *left = a->pdata[i], *right = b->pdata[i];
		g_assert_cmpstr(left->name, ==, right->name);
		g_assert_cmpstr(left->address, ==, right->address);
	}
}

static void same_entries(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++)
		g_assert_cmpstr(a->pdata[i], ==, b->pdata[i]);
}

static void same_hops(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const Hop *left = a->pdata[i], *right = b->pdata[i];
		g_assert_cmpstr(left->helo, ==, right->helo);
		g_assert_cmpstr(left->name, ==, right->name);
		g_assert_cmpstr(left->ip, ==, right->ip);
		g_assert_cmpstr(left->by, ==, right->by);
		g_assert_cmpstr(left->with, ==, right->with);
		g_assert_cmpint(left->time, ==, right->time);
		g_assert_cmpint(left->authenticated, ==, right->authenticated);
	}
}

static void same_auth(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const AuthResult *left = a->pdata[i], *right = b->pdata[i];
		g_assert_cmpstr(left->authserv, ==, right->authserv);
		g_assert_cmpstr(left->method, ==, right->method);
		g_assert_cmpstr(left->result, ==, right->result);
		g_assert_cmpstr(left->domain, ==, right->domain);
		g_assert_cmpuint(left->hop, ==, right->hop);
	}
}

static void same_attachments(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const Attachment *left = a->pdata[i], *right = b->pdata[i];
		g_assert_cmpstr(left->name, ==, right->name);
		g_assert_cmpstr(left->declared_type, ==, right->declared_type);
		g_assert_cmpint(left->type, ==, right->type);
		g_assert_cmpint(left->worst, ==, right->worst);
		g_assert_cmpuint(left->flags, ==, right->flags);
		g_assert_cmpuint(left->size, ==, right->size);
		g_assert_cmpuint(left->depth, ==, right->depth);
		g_assert_cmpmem(left->sha256, 32, right->sha256, 32);
		g_assert_cmpmem(left->md5, 16, right->md5, 16);
	}
}

static void same_links(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const Link *left = a->pdata[i], *right = b->pdata[i];
		g_assert_cmpstr(left->url, ==, right->url);
		g_assert_cmpstr(left->host, ==, right->host);
		g_assert_cmpstr(left->site, ==, right->site);
		g_assert_cmpstr(left->shown, ==, right->shown);
		g_assert_cmpint(left->own, ==, right->own);
		g_assert_cmpint(left->veiled, ==, right->veiled);
	}
}

static void same_texts(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const TextPart *left = a->pdata[i], *right = b->pdata[i];
		g_assert_cmpmem(left->skeleton, left->skeleton_length + 1, right->skeleton,
			right->skeleton_length + 1);
		g_assert_cmpmem(left->blocks->data, left->blocks->len * sizeof(Block),
			right->blocks->data, right->blocks->len * sizeof(Block));
		g_assert_cmpint(left->html, ==, right->html);
		g_assert_cmpint(left->enclosed, ==, right->enclosed);
		g_assert_cmpuint(left->alternative, ==, right->alternative);
	}
}

static void same_quotes(const GPtrArray *a, const GPtrArray *b)
{
	g_assert_cmpuint(a->len, ==, b->len);
	for (guint i = 0; i < a->len; i++) {
		const QuotedHeader *left = a->pdata[i], *right = b->pdata[i];
		g_assert_cmpuint(left->table_row, ==, right->table_row);
		g_assert_cmpuint(left->part, ==, right->part);
		g_assert_cmpuint(left->level, ==, right->level);
		g_assert_cmpuint(left->offset, ==, right->offset);
		g_assert_cmpstr(left->from.name, ==, right->from.name);
		g_assert_cmpstr(left->from.address, ==, right->from.address);
		same_addresses(left->to, right->to);
		g_assert_cmpstr(left->subject, ==, right->subject);
		g_assert_cmpint(left->date, ==, right->date);
	}
}

static void same_strings(const Facts *a, const Facts *b)
{
	g_assert_cmpstr(a->from_name, ==, b->from_name);
	g_assert_cmpstr(a->return_path, ==, b->return_path);
	g_assert_cmpstr(a->message_id, ==, b->message_id);
	g_assert_cmpstr(a->subject, ==, b->subject);
	g_assert_cmpstr(a->subject_base, ==, b->subject_base);
	g_assert_cmpstr(a->thread_index, ==, b->thread_index);
	g_assert_cmpstr(a->thread_topic, ==, b->thread_topic);
	g_assert_cmpstr(a->program, ==, b->program);
	g_assert_cmpstr(a->originating_ip, ==, b->originating_ip);
	g_assert_cmpstr(a->auth_user, ==, b->auth_user);
	g_assert_cmpstr(a->list_id, ==, b->list_id);
	g_assert_cmpstr(a->list_post, ==, b->list_post);
	g_assert_cmpstr(a->message_id_shape, ==, b->message_id_shape);
	g_assert_cmpstr(a->language, ==, b->language);
	g_assert_cmpstr(a->own_text, ==, b->own_text);
}

static void same_numbers(const Facts *a, const Facts *b)
{
	g_assert_cmpuint(a->reply_prefixes, ==, b->reply_prefixes);
	g_assert_cmpuint(a->forward_prefixes, ==, b->forward_prefixes);
	g_assert_cmpint(a->subject_tagged, ==, b->subject_tagged);
	g_assert_cmpint(a->has_reply_headers, ==, b->has_reply_headers);
	g_assert_cmpint(a->date, ==, b->date);
	g_assert_cmpint(a->zone, ==, b->zone);
	g_assert_cmpuint(a->own_length, ==, b->own_length);
	g_assert_cmpuint(a->marks, ==, b->marks);
	g_assert_cmpuint(a->anomalies, ==, b->anomalies);
	g_assert_cmpuint(a->size, ==, b->size);
}

static void same_facts(const Facts *a, const Facts *b)
{
	same_strings(a, b);
	same_numbers(a, b);
	same_addresses(a->from, b->from);
	same_addresses(a->hidden, b->hidden);
	same_addresses(a->sender, b->sender);
	same_addresses(a->reply_to, b->reply_to);
	same_addresses(a->to, b->to);
	same_addresses(a->cc, b->cc);
	same_addresses(a->signature, b->signature);
	same_entries(a->envelope, b->envelope);
	same_entries(a->parents, b->parents);
	same_hops(a->hops, b->hops);
	same_auth(a->auth, b->auth);
	same_attachments(a->attachments, b->attachments);
	same_links(a->links, b->links);
	same_texts(a->texts, b->texts);
	same_quotes(a->quotes, b->quotes);
}
