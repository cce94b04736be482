/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/message: whole messages, from the plain to the hostile, to Facts.
 */
#include "mail/message.h"

#include "base/limits.h"

static Facts *parse(const char *bytes)
{
	/* A copy of the exact size: a sanitizer sees the first byte read past it. */
	gsize length = strlen(bytes);
	g_autofree char *exact = g_memdup2(bytes, length);
	return message_parse(span_new(exact, length));
}

static const char *address_of(const GPtrArray *addresses, guint index)
{
	g_assert_cmpuint(addresses->len, >, index);
	return ((const Address *)g_ptr_array_index(addresses, index))->address;
}

static const char *string_of(const GPtrArray *strings, guint index)
{
	g_assert_cmpuint(strings->len, >, index);
	return g_ptr_array_index(strings, index);
}

static const TextPart *text_of(const Facts *facts, guint index)
{
	g_assert_cmpuint(facts->texts->len, >, index);
	return g_ptr_array_index(facts->texts, index);
}

static void test_plain(void)
{
	g_autoptr(Facts) facts =
		parse("Return-Path: <bob@a.example>\n"
		      "Delivered-To: amy@b.example\n"
		      "X-Original-To: amy.alias@b.example\n"
		      "Received: from x.a.example (x.a.example [192.0.2.1])\n"
		      "\tby mx.b.example with ESMTPSA; Thu, 3 Sep 2020 15:22:36 -0300\n"
		      "Authentication-Results: mx.b.example; spf=pass smtp.mailfrom=a.example\n"
		      "From: Bob <bob@a.example>\n"
		      "To: Amy <amy@b.example>, c@b.example\n"
		      "Cc: d@b.example\n"
		      "Subject: Re: [list] Lunch\n"
		      "Date: Thu, 3 Sep 2020 15:22:35 -0300\n"
		      "Message-ID: <m1@a.example>\n"
		      "In-Reply-To: <m0@b.example>\n"
		      "References: <r0@b.example>\n <m0@b.example>\n"
		      "User-Agent: Mutt/1.10.1\n"
		      "X-Originating-IP: [192.0.2.9]\n"
		      "X-Authenticated-Sender: mx.b.example: bob@a.example\n"
		      "Thread-Topic: Lunch\n\n"
		      "See you at noon.\n");
	g_assert_cmpstr(address_of(facts->from, 0), ==, "bob@a.example");
	g_assert_cmpstr(facts->from_name, ==, "Bob");
	g_assert_cmpuint(facts->to->len, ==, 2);
	g_assert_cmpstr(address_of(facts->cc, 0), ==, "d@b.example");
	g_assert_cmpstr(facts->return_path, ==, "bob@a.example");
	g_assert_cmpstr(string_of(facts->envelope, 0), ==, "amy@b.example");
	g_assert_cmpstr(string_of(facts->envelope, 1), ==, "amy.alias@b.example");
	g_assert_cmpstr(facts->message_id, ==, "m1@a.example");
	g_assert_cmpuint(facts->parents->len, ==, 2);
	g_assert_cmpstr(string_of(facts->parents, 0), ==, "m0@b.example");
	g_assert_cmpstr(string_of(facts->parents, 1), ==, "r0@b.example");
	g_assert_true(facts->has_reply_headers);
	g_assert_cmpstr(facts->subject_base, ==, "lunch");
	g_assert_cmpuint(facts->reply_prefixes, ==, 1);
	g_assert_cmpint(facts->date, ==, 1599157355);
	g_assert_cmpint(facts->zone, ==, -180);
	g_assert_cmpuint(facts->hops->len, ==, 1);
	g_assert_true(((const Hop *)g_ptr_array_index(facts->hops, 0))->authenticated);
	g_assert_cmpuint(((const AuthResult *)g_ptr_array_index(facts->auth, 0))->hop, ==, 1);
	g_assert_cmpstr(facts->program, ==, "mutt 1");
	g_assert_cmpstr(facts->originating_ip, ==, "192.0.2.9");
	g_assert_cmpstr(facts->auth_user, ==, "bob@a.example");
	g_assert_cmpstr(facts->thread_topic, ==, "Lunch");
	g_assert_cmpstr(text_of(facts, 0)->skeleton, ==, "seeyouatnoon");
	g_assert_cmphex(facts->anomalies, ==, 0);
	g_assert_cmphex(facts->marks, ==, 0);
	g_assert_cmpuint(facts->size, ==, 662);
}

static void test_empty(void)
{
	g_autoptr(Facts) facts = message_parse(span_new(NULL, 0));
	g_assert_cmphex(facts->anomalies & ANOMALY_EMPTY, !=, 0);
	static const char *const nearly[] = {
		"\n", "\r\n", "\r", " ", "\xef\xbb\xbf", "From ", "x", ":", "\0"};
	for (gsize i = 0; i < G_N_ELEMENTS(nearly); i++) {
		g_autoptr(Facts) one =
			message_parse(span_new(nearly[i], MAX(strlen(nearly[i]), 1)));
		g_assert_cmphex(one->anomalies & ANOMALY_NO_FROM, !=, 0);
		g_assert_cmphex(one->anomalies & ANOMALY_EMPTY, ==, 0);
	}
}

static void test_no_headers(void)
{
	g_autoptr(Facts) facts = parse("Just some text, nothing else.\n");
	g_assert_cmphex(facts->anomalies, ==, ANOMALY_NO_HEADERS | ANOMALY_NO_FROM);
	g_assert_cmpstr(text_of(facts, 0)->skeleton, ==, "justsometextnothingelse");
}

static void test_several_from(void)
{
	g_autoptr(Facts) facts = parse(
		"From: Victim <victim@org.example>\nFrom: relay@x.example\nTo: a@b.example\n\nx");
	g_assert_cmpuint(facts->from->len, ==, 1);
	g_assert_cmpstr(address_of(facts->from, 0), ==, "victim@org.example");
	g_assert_cmpstr(address_of(facts->hidden, 0), ==, "relay@x.example");
	g_assert_cmphex(facts->anomalies & ANOMALY_MANY_FROM, !=, 0);
}

static void test_hidden_from(void)
{
	g_autoptr(Facts) facts = parse(
		"From: \"Robbed <robbed@org.example>\" <relay@x.example>\nSubject: Re: x\n\nx");
	g_assert_cmpstr(address_of(facts->from, 0), ==, "relay@x.example");
	g_assert_cmpstr(address_of(facts->hidden, 0), ==, "robbed@org.example");
	g_assert_cmpstr(facts->from_name, ==, "Robbed");
	g_assert_cmphex(facts->anomalies, ==, ANOMALY_FROM_MALFORMED);
}

static void test_nul_in_header(void)
{
	static const char bytes[] = "From: a@b.example\nSubject: one\0two\nTo: c@d.example\n\nx";
	g_autoptr(Facts) facts = message_parse(span_new(bytes, sizeof bytes - 1));
	g_assert_cmpstr(facts->subject, ==, "one two");
	g_assert_cmpstr(address_of(facts->to, 0), ==, "c@d.example");
	g_assert_cmphex(facts->anomalies, ==, ANOMALY_NUL);
}

static void test_lone_returns(void)
{
	g_autoptr(Facts) facts = parse("From: a@b.example\rSubject: x\r\rOld Macintosh\r");
	g_assert_cmpstr(facts->subject, ==, "x");
	g_assert_cmpstr(text_of(facts, 0)->skeleton, ==, "oldmacintosh");
}

static void test_repeated_fields(void)
{
	g_autoptr(Facts) facts =
		parse("From: a@b.example\nSubject: one\nSubject: two\nDate: yesterday\n\nx");
	g_assert_cmpstr(facts->subject, ==, "one");
	g_assert_cmphex(facts->anomalies, ==, ANOMALY_MANY_HEADERS | ANOMALY_DATE);
}

static void test_raw_header_charset(void)
{
	g_autoptr(Facts) facts =
		parse("From: \xcd\xf5 <w@a.example>\nSubject: \xb4\xf0\xb8\xb4: \xb2\xe2\n"
		      "Content-Type: text/plain; charset=gb2312\n\nx");
	g_assert_cmpstr(facts->subject, ==, "答复: 测");
	g_assert_cmpuint(facts->reply_prefixes, ==, 1);
	g_assert_cmpstr(facts->from_name, ==, "王");
}

static void test_japanese(void)
{
	g_autoptr(Facts) facts =
		parse("From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <y@a.example>\n"
		      "Subject: =?ISO-2022-JP?B?UmU6IBskQkZ8S1wbKEI=?=\n"
		      "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B;3ED\x1b(B\n");
	g_assert_cmpstr(facts->from_name, ==, "山田");
	g_assert_cmpstr(facts->subject_base, ==, "日本");
	g_assert_cmpuint(facts->reply_prefixes, ==, 1);
	g_assert_cmpstr(text_of(facts, 0)->skeleton, ==, "山田");
}

#define ALTERNATIVE "Content-Type: multipart/alternative; boundary=a\n\n"

static void test_alternative(void)
{
	g_autoptr(Facts) facts = parse(
		"From: a@b.example\n" ALTERNATIVE "--a\nContent-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: quoted-printable\n\ngr=C3=BC=C3=9Fe\n"
		"--a\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
		"PGI+aGVsbG88L2I+\n--a--\n");
	g_assert_cmpuint(facts->texts->len, ==, 2);
	g_assert_cmpstr(text_of(facts, 0)->skeleton, ==, "grüsse");
	g_assert_cmpstr(text_of(facts, 1)->skeleton, ==, "hello");
	g_assert_true(text_of(facts, 1)->html);
	g_assert_cmpuint(text_of(facts, 0)->alternative, ==, 1);
	g_assert_cmpuint(text_of(facts, 1)->alternative, ==, 1);
	g_assert_cmphex(facts->marks & MARK_HTML_ONLY, ==, 0);
	g_assert_cmphex(facts->anomalies, ==, 0);
}

static void test_html_only(void)
{
	g_autoptr(Facts) facts = parse("From: a@b.example\nContent-Type: text/html\n\n"
				       "<meta charset=shift_jis><p>\x93\xfa\x96\x7b <a "
				       "href=http://evil.example/x>here</a>");
	g_assert_cmphex(facts->marks & MARK_HTML_ONLY, !=, 0);
	g_assert_true(g_str_has_prefix(text_of(facts, 0)->skeleton, "日本"));
	g_assert_cmpuint(facts->links->len, ==, 1);
	const Link *link = g_ptr_array_index(facts->links, 0);
	g_assert_cmpstr(link->host, ==, "evil.example");
	g_assert_true(link->own);
}

static void test_attachments(void)
{
	g_autoptr(Facts) facts =
		parse("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
		      "--b\n\nsee attached\n"
		      "--b\nContent-Type: application/msword; name*=utf-8''%E8%AB%8B.doc\n"
		      "Content-Transfer-Encoding: base64\nContent-Disposition: attachment\n\nMTIz\n"
		      "--b\nContent-Type: text/plain\n"
		      "Content-Disposition: attachment; filename=\"notes.txt\"\n\nnot shown\n"
		      "--b\nContent-Type: image/png\nContent-ID: <x>\n\n\n--b--\n");
	g_assert_cmpuint(facts->texts->len, ==, 1);
	g_assert_cmpuint(facts->attachments->len, ==, 3);
	const Attachment *document = g_ptr_array_index(facts->attachments, 0);
	g_assert_cmpstr(document->name, ==, "請.doc");
	g_assert_cmpstr(document->declared_type, ==, "application/msword");
	g_assert_cmpuint(document->size, ==, 3);
	const Attachment *notes = g_ptr_array_index(facts->attachments, 1);
	g_assert_cmpstr(notes->name, ==, "notes.txt");
	const Attachment *image = g_ptr_array_index(facts->attachments, 2);
	g_assert_cmphex(image->flags & ATTACHMENT_INLINE, !=, 0);
}

static void test_broken_encodings(void)
{
	g_autoptr(Facts) truncated =
		parse("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
		      "--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n"
		      "UEsDBBQ\n");
	g_assert_cmphex(truncated->anomalies, ==, ANOMALY_TRUNCATED | ANOMALY_ENCODING);
	g_autoptr(Facts) charset =
		parse("From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\na\xff\xfe"
		      "b\n");
	g_assert_cmphex(charset->anomalies, ==, ANOMALY_ENCODING);
}

static void test_inline_files(void)
{
	g_autoptr(Facts) facts =
		parse("From: a@b.example\n\nhere it is\nbegin 644 macro.doc\n#86)C\n`\nend\nbye\n"
		      "begin the day with a smile\n");
	g_assert_cmpuint(facts->attachments->len, ==, 1);
	const Attachment *file = g_ptr_array_index(facts->attachments, 0);
	g_assert_cmpstr(file->name, ==, "macro.doc");
	g_assert_cmpuint(file->size, ==, 3);
	g_assert_cmpstr(text_of(facts, 0)->skeleton, ==, "hereitisbyebeginthedaywithasmile");

	g_autoptr(Facts) yenc =
		parse("From: a@b.example\n\nx\n=ybegin line=128 size=3 name=a b.zip\n\x8b\x8c\x8d\n"
		      "=yend size=3\ny\n");
	g_assert_cmpuint(yenc->attachments->len, ==, 1);
	file = g_ptr_array_index(yenc->attachments, 0);
	g_assert_cmpstr(file->name, ==, "a b.zip");
	g_assert_cmpuint(file->size, ==, 3);
}

static void test_enclosed(void)
{
	g_autoptr(Facts) facts =
		parse("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n"
		      "--b\n\nsee below\n"
		      "--b\nContent-Type: message/rfc822\n\n"
		      "From: Carl <c@d.example>\nTo: e@f.example\nCc: g@f.example\nSubject: Old\n"
		      "Date: Thu, 3 Sep 2020 15:22:35 -0300\n\nold text\n--b--\n");
	g_assert_cmphex(facts->marks & MARK_ENCLOSES, !=, 0);
	g_assert_cmpstr(address_of(facts->from, 0), ==, "a@b.example");
	g_assert_cmpuint(facts->texts->len, ==, 2);
	g_assert_false(text_of(facts, 0)->enclosed);
	g_assert_true(text_of(facts, 1)->enclosed);
	g_assert_cmpuint(facts->quotes->len, ==, 1);
	const QuotedHeader *quote = g_ptr_array_index(facts->quotes, 0);
	g_assert_cmpuint(quote->table_row, ==, 0);
	g_assert_cmpuint(quote->part, ==, 1);
	g_assert_cmpuint(quote->level, ==, 1);
	g_assert_cmpstr(quote->from.name, ==, "Carl");
	g_assert_cmpstr(quote->from.address, ==, "c@d.example");
	g_assert_cmpuint(quote->to->len, ==, 2);
	g_assert_cmpstr(quote->subject, ==, "Old");
	g_assert_cmpint(quote->date, ==, 1599157355);
}

static void test_encoded_message(void)
{
	/* "From: c@d.example\n\nold" */
	g_autoptr(Facts) facts =
		parse("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nnew\n"
		      "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
		      "RnJvbTogY0BkLmV4YW1wbGUKCm9sZA==\n--b--\n");
	g_assert_cmpuint(facts->texts->len, ==, 2);
	g_assert_cmpstr(text_of(facts, 1)->skeleton, ==, "old");
	g_assert_true(text_of(facts, 1)->enclosed);
	g_assert_cmpuint(facts->quotes->len, ==, 1);
}

static void test_bounce(void)
{
	g_autoptr(Facts) facts =
		parse("Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\n"
		      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
		      "--b\n\nIt did not arrive.\n--b\nContent-Type: "
		      "message/delivery-status\n\nStatus: 5.1.1\n"
		      "--b\nContent-Type: text/rfc822-headers\n\nFrom: a@b.example\nSubject: "
		      "mine\n\n--b--\n");
	g_assert_cmphex(facts->marks, ==, MARK_BOUNCE | MARK_ENCLOSES);
	g_assert_cmpuint(facts->texts->len, ==, 1);
	g_assert_cmpuint(facts->quotes->len, ==, 1);
	const QuotedHeader *quote = g_ptr_array_index(facts->quotes, 0);
	g_assert_cmpuint(quote->part, ==, 0);
	g_assert_cmpuint(quote->offset, ==, text_of(facts, 0)->skeleton_length);
	g_autoptr(Facts) receipt =
		parse("From: a@b.example\nContent-Type: multipart/report;"
		      " report-type=disposition-notification; boundary=b\n\n--b--\n");
	g_assert_cmphex(receipt->marks, ==, MARK_RECEIPT);
	g_autoptr(Facts) local = parse("From: Mail Delivery Subsystem <MAILER-DAEMON>\n\nx");
	g_assert_cmphex(local->marks, ==, MARK_BOUNCE);
}

#define JOURNAL(lines)                                                                             \
	"From: journal@ex.example\nX-MS-Journal-Report:\nContent-Type: multipart/mixed; "          \
	"boundary=b\n\n"                                                                           \
	"--b\nContent-Type: text/plain\n\n" lines "--b\nContent-Type: message/rfc822\n\n"          \
	"From: bob@a.example\nTo: amy@b.example\nSubject: Lunch\n\nnoon?\n--b--\n"

static void test_journal(void)
{
	g_autoptr(Facts) facts = parse(
		JOURNAL("Sender: bob@a.example\nSubject: Lunch\nMessage-Id: <m@a>\n"
			"To: amy@b.example, Expanded: all@b.example\nBcc: boss@b.example\n\n"));
	g_assert_cmphex(facts->marks, ==, MARK_JOURNAL);
	g_assert_cmpstr(address_of(facts->from, 0), ==, "bob@a.example");
	g_assert_cmpstr(facts->subject, ==, "Lunch");
	g_assert_cmpuint(facts->texts->len, ==, 1);
	g_assert_false(text_of(facts, 0)->enclosed);
	g_assert_cmpuint(facts->envelope->len, ==, 2);
	g_assert_cmpstr(string_of(facts->envelope, 0), ==, "amy@b.example");
	g_assert_cmpstr(string_of(facts->envelope, 1), ==, "boss@b.example");
	/* A lure around a harmless message is no report. */
	g_autoptr(Facts) lure =
		parse(JOURNAL("Sender: bob@a.example\nRecipient: amy@b.example\nOpen this now!\n"));
	g_assert_cmphex(lure->marks, ==, MARK_ENCLOSES);
	g_assert_cmpstr(address_of(lure->from, 0), ==, "journal@ex.example");
}

static void test_marks(void)
{
	g_autoptr(Facts) list = parse("From: a@b.example\nSender: l-bounces@l.example\nList-Id: "
				      "The List <the.L.example>\n"
				      "List-Post: <mailto:The@l.example>\nPrecedence: list\n\nx");
	g_assert_cmphex(list->marks, ==, MARK_LIST);
	g_assert_cmpstr(list->list_id, ==, "the.l.example");
	g_assert_cmpstr(list->list_post, ==, "the@l.example");
	g_autoptr(Facts) delegate = parse("From: boss@b.example\nSender: help@b.example\n\nx");
	g_assert_cmphex(delegate->marks, ==, MARK_DELEGATE);
	g_autoptr(Facts) digits = parse("From: a@b.example\nContent-Type: multipart/mixed;\n"
					"\tboundary=\"--2721644617813540782547331541442470\"\n\n"
					"----2721644617813540782547331541442470\n\nx\n"
					"----2721644617813540782547331541442470--\n");
	g_assert_cmphex(digits->marks, ==, MARK_DIGIT_BOUNDARY);
	g_assert_cmpstr(text_of(digits, 0)->skeleton, ==, "x");
	g_autoptr(Facts) signed_mail =
		parse("From: a@b.example\nContent-Type: multipart/signed; boundary=b\n\n"
		      "--b\n\nx\n--b\nContent-Type: application/pgp-signature\n\ny\n--b--\n");
	g_assert_cmphex(signed_mail->marks, ==, MARK_SIGNED);
	g_autoptr(Facts) pgp = parse("From: a@b.example\n\n-----BEGIN PGP MESSAGE-----\nabc\n");
	g_assert_cmphex(pgp->marks & MARK_ENCRYPTED, !=, 0);
	g_autoptr(Facts) calendar =
		parse("From: a@b.example\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n");
	g_assert_cmphex(calendar->marks, ==, MARK_CALENDAR);
	g_autoptr(Facts) google =
		parse("From: a@b.example\nDelivered-To: mailing list l@l.example\n\nx");
	g_assert_cmphex(google->marks, ==, MARK_LIST);
	g_assert_cmpuint(google->envelope->len, ==, 0);
}

static void check_bomb(GString *bytes, guint32 anomaly)
{
	gint64 start = g_get_monotonic_time();
	g_autoptr(Facts) facts = message_parse(span_new(bytes->str, bytes->len));
	g_assert_cmphex(facts->anomalies & anomaly, ==, anomaly);
	g_assert_cmpstr(address_of(facts->from, 0), ==, "a@b.example");
	g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
	g_string_free(bytes, TRUE);
}

static void test_bombs(void)
{
	GString *parts =
		g_string_new("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n");
	for (guint i = 0; i < 1000000; i++)
		g_string_append(parts, "--b\n\n");
	check_bomb(parts, ANOMALY_CLIPPED);

	GString *nested = g_string_new("From: a@b.example\n");
	for (guint i = 0; i < 10000; i++)
		g_string_append_printf(
			nested, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
	check_bomb(nested, ANOMALY_CLIPPED);

	GString *fields = g_string_new("From: a@b.example\n");
	for (guint i = 0; i < 1000000; i++)
		g_string_append(fields, "Received: x\n");
	check_bomb(fields, ANOMALY_CLIPPED | ANOMALY_LIMIT);

	GString *text = g_string_new("From: a@b.example\n\n");
	for (guint i = 0; i < 500000; i++)
		g_string_append(text, "word word word\n");
	check_bomb(text, ANOMALY_LIMIT);
}

/* What a clipped message says in its first MiB is still read. */
static void test_clipped_text(void)
{
	GString *bytes = g_string_new("From: a@b.example\nContent-Type: multipart/mixed; "
				      "boundary=b\n\n--b\n\nthe lure\n");
	for (guint i = 0; i < 500000; i++)
		g_string_append(bytes, "--b\n\n");
	g_autoptr(Facts) facts = message_parse(span_new(bytes->str, bytes->len));
	g_assert_cmpstr(text_of(facts, 0)->skeleton, ==, "thelure");
	g_string_free(bytes, TRUE);
}

static void test_warm(void)
{
	message_warm();
	message_warm();
}

/* Nobody's reader is led astray by what the page says of itself; what cannot be read is told. */
static void test_charsets(void)
{
	g_autoptr(Facts) wide = parse("From: a@b.example\nContent-Type: text/html\n\n"
				      "<meta charset=utf-16><p>plain words");
	g_assert_cmpstr(text_of(wide, 0)->skeleton, ==, "plainwords");
	g_assert_cmphex(wide->anomalies, ==, 0);
	g_autoptr(Facts) shifted = parse("From: a@b.example\nContent-Type: text/html\n\n"
					 "<meta charset=utf-7><p>one +AGI- two");
	g_assert_cmpstr(text_of(shifted, 0)->skeleton, ==, "oneagitwo");
	g_autoptr(Facts) unknown = parse("From: a@b.example\n"
					 "Content-Type: text/plain; charset=johab\n\nwords");
	g_assert_cmphex(unknown->anomalies, ==, ANOMALY_CHARSET);
	g_autoptr(Facts) lie = parse("From: a@b.example\n"
				     "Content-Type: text/plain; charset=utf-7\n\ncaf\xc3\xa9");
	g_assert_cmphex(lie->anomalies, ==, ANOMALY_ENCODING);
	g_assert_cmpstr(text_of(lie, 0)->skeleton, ==, "caf\xc3\xa9");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/message/warm", test_warm);
	g_test_add_func("/message/plain", test_plain);
	g_test_add_func("/message/empty", test_empty);
	g_test_add_func("/message/no-headers", test_no_headers);
	g_test_add_func("/message/several-from", test_several_from);
	g_test_add_func("/message/hidden-from", test_hidden_from);
	g_test_add_func("/message/nul-in-header", test_nul_in_header);
	g_test_add_func("/message/lone-returns", test_lone_returns);
	g_test_add_func("/message/repeated-fields", test_repeated_fields);
	g_test_add_func("/message/raw-header-charset", test_raw_header_charset);
	g_test_add_func("/message/japanese", test_japanese);
	g_test_add_func("/message/alternative", test_alternative);
	g_test_add_func("/message/html-only", test_html_only);
	g_test_add_func("/message/attachments", test_attachments);
	g_test_add_func("/message/broken-encodings", test_broken_encodings);
	g_test_add_func("/message/inline-files", test_inline_files);
	g_test_add_func("/message/enclosed", test_enclosed);
	g_test_add_func("/message/encoded-message", test_encoded_message);
	g_test_add_func("/message/bounce", test_bounce);
	g_test_add_func("/message/journal", test_journal);
	g_test_add_func("/message/marks", test_marks);
	g_test_add_func("/message/bombs", test_bombs);
	g_test_add_func("/message/charsets", test_charsets);
	g_test_add_func("/message/clipped-text", test_clipped_text);
	return g_test_run();
}
