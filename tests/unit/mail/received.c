/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/received: one row for each kind of server.
 */
#include "mail/header/received.h"

static const struct {
	const char *value;
	const char *helo;
	const char *name;
	const char *ip;
	const char *by;
	const char *with;
	gboolean authenticated;
	const char *user;
} rows[] = {
	/* Postfix */
	{"from out.a.example (mx.a.example [192.0.2.75])\n\tby mail.b.example (Postfix) with "
	 "ESMTPS id 81A4EDA01\n"
	 "\tfor <x@b.example>; Mon, 29 Apr 2019 02:01:27 +0200 (CEST)",
		"out.a.example", "mx.a.example", "192.0.2.75", "mail.b.example", "esmtps", FALSE,
		""},
	{"from [192.168.2.217] (unknown [192.0.2.82]) (using TLSv1.2 with cipher X (256/256 "
	 "bits))\n"
	 " (No client certificate requested) (Authenticated sender: u@a.example)\n"
	 " by mail.b.example (Postfix) with ESMTPSA id 1; Mon, 29 Apr 2019 02:01:27 +0200",
		"[192.168.2.217]", "", "192.0.2.82", "mail.b.example", "esmtpsa", TRUE,
		"u@a.example"},
	{"by argote.example (Postfix, from userid 500) id 8826AC44D; Mon, 29 Apr 2019 02:01:27 "
	 "+0200",
		"", "", "", "argote.example", "", FALSE, ""},
	{"from o.a.example (o.a.example [IPv6:2001:DB8::1:20]) by m.b.example (Postfix) with ESMTP "
	 "id 1; "
	 "Mon, 29 Apr 2019 02:01:27 +0200",
		"o.a.example", "o.a.example", "2001:db8::1:20", "m.b.example", "esmtp", FALSE, ""},
	/* Exim */
	{"from [2001:db8::5] (port=42028 helo=mm2.a.example) by mm2.b.example with esmtp (Exim "
	 "4.91)\n"
	 " (envelope-from <bounces@lists.example>) id 1hKtjU-0002yq-SO; Mon, 29 Apr 2019 02:01:27 "
	 "+0200",
		"mm2.a.example", "", "2001:db8::5", "mm2.b.example", "esmtp", FALSE, ""},
	{"from mail.a.example ([192.0.2.47]:46772) by mm2.b.example with esmtps (TLSv1.2:X:128)\n"
	 " (Exim 4.91) (envelope-from <e@a.example>) id 1; Mon, 29 Apr 2019 02:01:27 +0200",
		"mail.a.example", "", "192.0.2.47", "mm2.b.example", "esmtps", FALSE, ""},
	{"from rev.a.example ([192.0.2.163] helo=[192.168.11.155]) by b.example with esmtpsa "
	 "(TLS1.3) tls X\n"
	 " (Exim 4.94.2) id 1; Mon, 29 Apr 2019 02:01:27 +0200",
		"[192.168.11.155]", "rev.a.example", "192.0.2.163", "b.example", "esmtpsa", TRUE,
		""},
	/* Sendmail */
	{"from host.a.example (postfix@un.b.example [192.0.2.196] (may be forged)) by d.example "
	 "(8.11.6/8.11.6)\n"
	 " with ESMTP id g8O; Mon, 29 Apr 2019 02:01:27 +0200",
		"host.a.example", "un.b.example", "192.0.2.196", "d.example", "esmtp", FALSE, ""},
	{"from e.example (cpunks@[192.0.2.4]) by l.example (8.11.6/8.11.6) with ESMTP id g6;\n"
	 " Mon, 29 Apr 2019 02:01:27 +0200 (EDT)",
		"e.example", "", "192.0.2.4", "l.example", "esmtp", FALSE, ""},
	{"from h.example (c.example [192.0.2.9]) (authenticated bits=0 user=bob)\n"
	 " by s.example (8.14/8.14) with ESMTP id 1; Mon, 29 Apr 2019 02:01:27 +0200",
		"h.example", "c.example", "192.0.2.9", "s.example", "esmtp", TRUE, "bob"},
	/* qmail */
	{"from unknown (HELO donald) (192.0.2.218) by m.example with SMTP; 29 Apr 2019 00:01:27 "
	 "-0000",
		"donald", "", "192.0.2.218", "m.example", "smtp", FALSE, ""},
	{"(qmail 23212 invoked by uid 508); 29 Apr 2019 00:01:27 -0000", "", "", "", "", "", FALSE,
		""},
	/* Exchange */
	{"from [192.0.2.147] (192.0.2.147) by\n L39.collab.example (10.30.188.44) with Microsoft "
	 "SMTP Server\n"
	 " (version=TLS1_2, cipher=X) id\n 15.1.2044.4 via Frontend Transport; Mon, 29 Apr 2019 "
	 "02:01:27 +0200",
		"[192.0.2.147]", "", "192.0.2.147", "l39.collab.example", "microsoft", FALSE, ""},
	{"from A.prod.example ([fe80::d716:8170:bd4c:baae]) by A.prod.example\n"
	 " ([fe80::d716:8170:bd4c:baae%7]) with mapi id 15.20.7784.017; Mon, 29 Apr 2019 02:01:27 "
	 "+0200",
		"a.prod.example", "", "fe80::d716:8170:bd4c:baae", "a.prod.example", "mapi", TRUE,
		""},
	{"from mx.example ([192.0.2.250]) by d.example with Microsoft SMTPSVC(5.0.2195.2966);\n"
	 "\t Mon, 29 Apr 2019 02:01:27 +0200",
		"mx.example", "", "192.0.2.250", "d.example", "microsoft", FALSE, ""},
	/* Gmail */
	{"by 2002:a67:f052:: with SMTP id q18mr3561435vsm.8.1556496006105;\n Mon, 29 Apr 2019 "
	 "02:01:27 +0200",
		"", "", "", "2002:a67:f052::", "smtp", FALSE, ""},
	{"from [192.168.2.217] (rev.isp.example. [192.0.2.82]) by smtp.g.example with ESMTPSA id "
	 "f7 for <u@l.example>\n"
	 " (version=TLS1_3 cipher=X); Mon, 29 Apr 2019 02:01:27 +0200",
		"[192.168.2.217]", "rev.isp.example", "192.0.2.82", "smtp.g.example", "esmtpsa",
		TRUE, ""},
	/* Yahoo */
	{"from 192.0.2.165 (EHLO mail.l.example)\n by 10.197.33.12 with SMTPs; Mon, 29 Apr 2019 "
	 "02:01:27 +0200",
		"mail.l.example", "", "192.0.2.165", "10.197.33.12", "smtps", FALSE, ""},
	{"from s.y.example by s3.y.example with HTTP; Mon, 29 Apr 2019 02:01:27 +0200",
		"s.y.example", "", "", "s3.y.example", "http", TRUE, ""},
	/* Courier */
	{"from foo (bar.example [::ffff:192.0.2.7]) (AUTH: LOGIN bob@c.example) by c.example with "
	 "ESMTP;\n"
	 " Mon, 29 Apr 2019 02:01:27 +0200",
		"foo", "bar.example", "192.0.2.7", "c.example", "esmtp", TRUE, "bob@c.example"},
	/* fetchmail */
	{"from pop.a.example [192.0.2.219] by localhost with POP3 (fetchmail-5.9.0)\n"
	 " for z@localhost (single-drop); Mon, 29 Apr 2019 02:01:27 +0200 (IST)",
		"pop.a.example", "", "192.0.2.219", "localhost", "pop3", FALSE, ""},
	/* majordomo, and a server that quotes */
	{"(majordomo@v.example) by v.example via listexpand\n id S1726177AbgGTE6r (ORCPT "
	 "<rfc822;l@l.example>);\n"
	 " Mon, 29 Apr 2019 02:01:27 +0200",
		"", "", "", "v.example", "listexpand", FALSE, ""},
	{"from U.mil.example ([192.0.2.195]:53419 \"EHLO U.mil.example\"\n rhost-flags-OK-OK) by "
	 "v.example with ESMTP\n"
	 " id S233; Mon, 29 Apr 2019 02:01:27 +0200",
		"u.mil.example", "u.mil.example", "192.0.2.195", "v.example", "esmtp", FALSE, ""},
	/* a client without a name, and a cipher in the protocol */
	{"from  by localhost ([192.0.2.8]) with ESMTP/TLS/X; Mon, 29 Apr 2019 02:01:27 +0200", "",
		"", "", "localhost", "esmtp", FALSE, ""},
	/* Smail says "from" twice. */
	{"from mx7.a.example from [192.0.2.104] by m5.a.example (Smail3.1) with esmtp id x;\n"
	 " Mon, 29 Apr 2019 02:01:27 +0200",
		"mx7.a.example", "", "192.0.2.104", "m5.a.example", "esmtp", FALSE, ""},
};

static void test_servers(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *user = NULL;
		Hop *hop = received_read(span_new(rows[i].value, strlen(rows[i].value)), &user);
		g_test_message("%s", rows[i].value);
		g_assert_cmpstr(hop->helo, ==, rows[i].helo);
		g_assert_cmpstr(hop->name, ==, rows[i].name);
		g_assert_cmpstr(hop->ip, ==, rows[i].ip);
		g_assert_cmpstr(hop->by, ==, rows[i].by);
		g_assert_cmpstr(hop->with, ==, rows[i].with);
		g_assert_cmpint(hop->authenticated, ==, rows[i].authenticated);
		g_assert_cmpint(hop->time, ==, 1556496087);
		g_assert_cmpstr(user, ==, rows[i].user);
		hop_free(hop);
		g_free(user);
	}
}

static void test_nonsense(void)
{
	static const char *const values[] = {"", "from", "by", "from by with", ";", "(", "((((",
		"from a (", ";;;;", "from \xff\xfe by \x80", "from [ by ]", "with ESMTPA",
		"from x (helo=", "from (a) (b) (c)"};
	for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
		Hop *hop = received_read(span_new(values[i], strlen(values[i])), NULL);
		g_assert_true(g_utf8_validate(hop->helo, -1, NULL));
		g_assert_true(g_utf8_validate(hop->by, -1, NULL));
		g_assert_cmpstr(hop->ip, ==, "");
		g_assert_cmpint(hop->time, ==, 0);
		hop_free(hop);
	}
}

static void test_ip(void)
{
	static const struct {
		const char *word;
		const char *ip;
	} words[] = {
		{"192.0.2.1", "192.0.2.1"},
		{"[192.0.2.1]", "192.0.2.1"},
		{"[192.0.2.1]:25", "192.0.2.1"},
		{"[IPv6:2001:DB8::1]", "2001:db8::1"},
		{"::ffff:192.0.2.1", "192.0.2.1"},
		{"fe80::1%eth0", "fe80::1"},
		{"[192.0.2.1", "192.0.2.1"},
		{"256.0.0.1", NULL},
		{"mail.example", NULL},
		{"", NULL},
		{"[]", NULL},
		{"1", NULL},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autofree char *ip = received_ip(span_new(words[i].word, strlen(words[i].word)));
		g_assert_cmpstr(ip, ==, words[i].ip);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/received/servers", test_servers);
	g_test_add_func("/received/nonsense", test_nonsense);
	g_test_add_func("/received/ip", test_ip);
	return g_test_run();
}
