/* SPDX-License-Identifier: Apache-2.0
 *
 * A raw message to Facts: its header, its outline, its parts. A journal report gives way to the
 * message inside it.
 */
#include "mail/message.h"

#include "base/limits.h"
#include "mail/attachment/attachment.h"
#include "mail/body/body.h"
#include "mail/body/journal.h"
#include "mail/header/head.h"
#include "mail/text/charset.h"

#define JOURNALS    2 /* reports inside reports that are opened */
#define LINE_SEARCH LIMIT_KIB(64)

static Facts *parse(Span bytes, guint journals);

/* Old Macintosh line ends, when there are no others. */
static char *without_lone_returns(Span bytes)
{
	gsize searched = MIN(bytes.length, LINE_SEARCH);
	if (memchr(bytes.data, '\n', searched) != NULL ||
		memchr(bytes.data, '\r', searched) == NULL)
		return NULL;
	char *copy = g_memdup2(bytes.data, bytes.length);
	for (gsize i = 0; i < bytes.length; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return copy;
}

static Facts *parse_journal(Span inside, GPtrArray *recipients, guint journals)
{
	Facts *facts = parse(inside, journals + 1);
	g_ptr_array_unref(facts->envelope);
	facts->envelope = g_ptr_array_ref(recipients);
	facts->marks |= MARK_JOURNAL;
	return facts;
}

static Facts *parse_lines(Span bytes, guint journals)
{
	g_autoptr(Header) header = header_scan(bytes, TRUE);
	g_autoptr(Outline) outline = outline_scan(bytes, header, LIMIT_PARTS, 0);
	g_autoptr(GPtrArray) recipients = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *owned = NULL;
	Span inside = {0};
	if (journals < JOURNALS)
		inside = journal_open(header, outline, recipients, &owned);
	if (inside.length > 0)
		return parse_journal(inside, recipients, journals);
	Facts *facts = facts_new();
	if (header->nul)
		facts->anomalies |= ANOMALY_NUL;
	g_autofree char *charset = header->raw ? outline_charset(outline) : g_strdup("");
	head_read(facts, header, charset);
	body_read(facts, outline);
	return facts;
}

static Facts *parse(Span bytes, guint journals)
{
	if (bytes.length == 0) {
		Facts *facts = facts_new();
		facts->anomalies = ANOMALY_EMPTY | ANOMALY_NO_HEADERS | ANOMALY_NO_FROM;
		return facts;
	}
	g_autofree char *copy = without_lone_returns(bytes);
	if (copy != NULL)
		bytes.data = copy;
	return parse_lines(bytes, journals);
}

Facts *message_parse(Span bytes)
{
	Facts *facts = parse(bytes, 0);
	facts->size = bytes.length;
	return facts;
}

void message_warm(void)
{
	charset_warm();
	attachment_warm();
	/* One message that goes everywhere makes the libraries build the tables they build at first
	 * use. */
	static const char sample[] =
		"Received: from a.example (b.example [192.0.2.1]) by c.example; "
		"Thu, 3 Sep 2020 15:22:35 +0900\r\n"
		"From: =?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <a@xn--r8jz45g.example>\r\n"
		"To: b@\xe4\xbe\x8b\xe3\x81\x88.example\r\n"
		"Subject: Re: \xef\xbc\xb2\xef\xbc\xa5\xef\xbc\x9a x\r\n"
		"Date: Thu, 3 Sep 2020 15:22:35 +0900\r\n"
		"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
		"--x\r\nContent-Type: text/html; charset=shift_jis\r\n\r\n"
		"<a href=\"http://a.example/\">\x93\xfa\x96\x7b</a>\r\n"
		"--x\r\nContent-Type: text/plain\r\n\r\nOn 1 Jan 2020, a wrote:\r\n> b\r\n"
		"--x\r\nContent-Type: application/zip; name=a.zip\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\nUEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==\r\n"
		"--x--\r\n";
	facts_free(message_parse(span_new(sample, sizeof sample - 1)));
}
