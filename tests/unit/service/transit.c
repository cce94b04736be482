/* SPDX-License-Identifier: Apache-2.0
 *
 * The trace in front of a message is what a delivered one has, and nothing a client says can break
 * out of it.
 */
#include "service/guard/transit.h"

#include "base/limits.h"
#include "mail/message.h"

static Transit *make(const char *helo, const char *login)
{
	Peer peer = {.server = "mx.ours.example",
		.helo = helo,
		.name = "relay.elsewhere.example",
		.address = "203.0.113.9",
		.login = login};
	Transit *transit = transit_new("<c@elsewhere.example>");
	transit_add_recipient(transit, "<A@ours.example>", NULL);
	transit_add_recipient(transit, "<@x:b@ours.example>", "b@ours.example");
	transit_begin(transit, &peer);
	transit_add_header(transit, "From", " Chie Doi\n <chie@partner.example>");
	transit_add_header(transit, "X-Odd", "");
	transit_end_header(transit);
	transit_add_body(transit, "Hello\r\n", 7);
	return transit;
}

static char *span_text(Span span)
{
	return g_strndup(span.data, span.length);
}

static void test_message(void)
{
	static const char wanted[] =
		"From: Chie Doi\r\n <chie@partner.example>\r\nX-Odd:\r\n\r\nHello\r\n";
	g_autoptr(Transit) transit = make("client", NULL);
	Span message = transit_message(transit);
	g_assert_cmpmem(message.data, message.length, wanted, sizeof wanted - 1);
	g_assert_false(transit_is_cut(transit));
}

static void test_trace(void)
{
	g_autoptr(Transit) transit = make("client", "emi");
	g_autoptr(Facts) facts = message_parse(transit_traced(transit));
	const Hop *hop = facts->hops->pdata[0];
	g_assert_cmpstr(facts->return_path, ==, "c@elsewhere.example");
	g_assert_cmpuint(facts->envelope->len, ==, 2);
	g_assert_cmpstr(facts->envelope->pdata[0], ==, "a@ours.example");
	g_assert_cmpstr(hop->name, ==, "relay.elsewhere.example");
	g_assert_cmpstr(hop->ip, ==, "203.0.113.9");
	g_assert_cmpstr(hop->by, ==, "mx.ours.example");
	g_assert_true(hop->authenticated);
	g_assert_cmpint(hop->time, >, 0);
}

static void test_in_front(void)
{
	static const char line[] = "X-Kith-Handled: hold; <a@ours.example>\r\n";
	g_autoptr(Transit) transit = make("client", NULL);
	g_autofree char *before = span_text(transit_message(transit));
	transit_put_in_front(transit, line);
	g_autofree char *after = span_text(transit_message(transit));
	g_assert_cmpstr(after, ==, before);
	g_autofree char *traced = span_text(transit_traced(transit));
	g_assert_true(g_str_has_prefix(traced, line));
	g_assert_true(g_str_has_prefix(traced + strlen(line), "Return-Path: "));
	g_assert_false(transit_is_cut(transit));
}

static void test_bounded(void)
{
	g_autoptr(Transit) transit = make("client", NULL);
	g_autofree char *body = g_malloc0(LIMIT_MESSAGE);
	transit_add_body(transit, body, LIMIT_MESSAGE);
	transit_put_in_front(transit, "X-Kith-Handled: hold; <a@ours.example>\r\n");
	g_assert_cmpuint(transit_traced(transit).length, ==, LIMIT_MESSAGE);
	g_assert_true(transit_is_cut(transit));
}

static void test_broken_out(void)
{
	g_autoptr(Transit) transit = make("x\r\nX-Injected: y", NULL);
	g_autofree char *text = span_text(transit_traced(transit));
	g_assert_null(strstr(text, "\nX-Injected"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/transit/message", test_message);
	g_test_add_func("/transit/trace", test_trace);
	g_test_add_func("/transit/in-front", test_in_front);
	g_test_add_func("/transit/bounded", test_bounded);
	g_test_add_func("/transit/broken-out", test_broken_out);
	return g_test_run();
}
