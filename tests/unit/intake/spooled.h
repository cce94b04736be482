/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the spool share: a delivery with every field set, and what is the same of two.
 */
#pragma once

#include "fixture.h"
#include "intake/spool/spool-record.h"

static inline Delivery *any_delivery(guint64 number)
{
	Delivery *delivery = g_new0(Delivery, 1);

	delivery->session = (Session){.source = SESSION_FROM_SINKHOLE,
		.process = "0123456789abcdef",
		.number = number,
		.client = {.address = {[15] = 1}, .port = 40000},
		.server = {.address = {[15] = 2}, .port = 587},
		.begun = 1500000000000000,
		.ended = -1,
		.server_name = g_strdup("mail.example"),
		.helo = g_strdup(""),
		.account = g_strdup("robbed@org.example"),
		.mechanism = SMTP_MECHANISM_LOGIN,
		.attempts = 2,
		.messages = 1,
		.marks = SESSION_LOOSE_END};
	delivery->time = 1500000001000000;
	delivery->transaction = 3;
	delivery->code = 250;
	delivery->mail_from = NULL;
	delivery->rcpt_to = g_ptr_array_new_with_free_func(g_free);
	delivery->refused = 7;
	g_ptr_array_add(delivery->rcpt_to, g_strdup("one@there.example"));
	g_ptr_array_add(delivery->rcpt_to, g_strdup("two\xff@there.example"));
	return delivery;
}

static inline void assert_same_session(const Session *left, const Session *right)
{
	g_assert_cmpint(left->source, ==, right->source);
	g_assert_cmpmem(left->process, sizeof left->process, right->process, sizeof right->process);
	g_assert_cmpuint(left->number, ==, right->number);
	g_assert_cmpmem(left->client.address, 16, right->client.address, 16);
	g_assert_cmpuint(left->client.port, ==, right->client.port);
	g_assert_cmpmem(left->server.address, 16, right->server.address, 16);
	g_assert_cmpuint(left->server.port, ==, right->server.port);
	g_assert_cmpint(left->begun, ==, right->begun);
	g_assert_cmpint(left->ended, ==, right->ended);
	g_assert_cmpstr(left->server_name, ==, right->server_name);
	g_assert_cmpstr(left->helo, ==, right->helo);
	g_assert_cmpstr(left->account, ==, right->account);
	g_assert_cmpint(left->mechanism, ==, right->mechanism);
	g_assert_cmpuint(left->attempts, ==, right->attempts);
	g_assert_cmpuint(left->messages, ==, right->messages);
	g_assert_cmpuint(left->marks, ==, right->marks);
}

static inline void assert_same_delivery(const Delivery *left, const Delivery *right)
{
	assert_same_session(&left->session, &right->session);
	g_assert_cmpint(left->time, ==, right->time);
	g_assert_cmpuint(left->transaction, ==, right->transaction);
	g_assert_cmpuint(left->code, ==, right->code);
	g_assert_cmpstr(left->mail_from, ==, right->mail_from);
	g_assert_cmpuint(left->refused, ==, right->refused);
	g_assert_cmpuint(left->rcpt_to->len, ==, right->rcpt_to->len);
	for (guint i = 0; i < left->rcpt_to->len; i++)
		g_assert_cmpstr(left->rcpt_to->pdata[i], ==, right->rcpt_to->pdata[i]);
}
