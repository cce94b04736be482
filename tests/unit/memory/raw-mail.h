/* SPDX-License-Identifier: Apache-2.0
 *
 * A text as raw mail, wrapped or as HTML, in any charset and transfer encoding that holds it. The
 * bytes are made by iconv, so that the reader is not tested against itself.
 */
#pragma once

#include <string.h>

#include "base/span.h"

/* Names for iconv, and what the message says. Of labels that mean the same, the odd ones. */
static const struct {
	const char *name, *label;
} charsets[] = {
	{"UTF-8", "utf-8"},
	{"ISO-8859-1", "iso-8859-1"},
	{"ISO-8859-2", "iso-8859-2"},
	{"ISO-8859-3", "latin3"},
	{"ISO-8859-4", "iso-8859-4"},
	{"ISO-8859-5", "iso-8859-5"},
	{"ISO-8859-6", "iso-8859-6"},
	{"ISO-8859-7", "iso-8859-7"},
	{"ISO-8859-8", "iso-8859-8"},
	{"ISO-8859-8", "iso-8859-8-i"},
	{"ISO-8859-9", "iso-8859-9"},
	{"ISO-8859-10", "iso-8859-10"},
	{"ISO-8859-11", "iso-8859-11"},
	{"ISO-8859-13", "iso-8859-13"},
	{"ISO-8859-14", "iso-8859-14"},
	{"ISO-8859-15", "iso-8859-15"},
	{"ISO-8859-16", "iso-8859-16"},
	{"CP1250", "windows-1250"},
	{"CP1251", "windows-1251"},
	{"CP1251", "cp-1251"},
	{"CP1252", "windows1252"},
	{"CP1253", "windows-1253"},
	{"CP1254", "windows-1254"},
	{"CP1255", "windows-1255"},
	{"CP1256", "cp1256"},
	{"CP1257", "windows-1257"},
	{"CP1258", "windows-1258"},
	{"KOI8-R", "koi8-r"},
	{"KOI8-U", "koi8-u"},
	{"KOI8-T", "koi8-t"},
	{"IBM437", "ibm437"},
	{"CP737", "cp737"},
	{"CP775", "cp775"},
	{"IBM850", "ibm850"},
	{"IBM852", "ibm852"},
	{"IBM855", "cp855"},
	{"IBM857", "cp857"},
	{"IBM858", "cp858"},
	{"IBM862", "dos-862"},
	{"IBM866", "ibm866"},
	{"MACINTOSH", "x-mac-roman"},
	{"MAC-CENTRALEUROPE", "x-mac-ce"},
	{"MAC-CYRILLIC", "x-mac-cyrillic"},
	{"MAC-IS", "x-mac-icelandic"},
	{"HP-ROMAN8", "hp-roman8"},
	{"GEORGIAN-PS", "georgian-ps"},
	{"GEORGIAN-ACADEMY", "georgian-academy"},
	{"ARMSCII-8", "armscii-8"},
	{"RK1048", "kz-1048"},
	{"PT154", "ptcp154"},
	{"CP1125", "cp1125"},
	{"VISCII", "viscii"},
	{"TCVN5712-1", "tcvn"},
	{"CP874", "tis-620"},
	{"CP932", "Shift_JIS"},
	{"CP932", "x-sjis"},
	{"CP932", "windows-31j"},
	{"EUC-JP", "euc-jp"},
	{"ISO-2022-JP", "iso-2022-jp"},
	{"ISO-2022-JP-2", "iso-2022-jp-2"},
	{"ISO-2022-JP", "cp50220"},
	{"EUC-KR", "euckr"},
	{"UHC", "ks_c_5601-1987"},
	{"UHC", "ms949"},
	{"ISO-2022-KR", "iso-2022-kr"},
	{"GBK", "gb2312"},
	{"GBK", "cp936"},
	{"GB18030", "gb18030"},
	{"ISO-2022-CN", "iso-2022-cn"},
	{"ISO-2022-CN-EXT", "iso-2022-cn-ext"},
	{"BIG5", "big5"},
	{"BIG5-HKSCS", "big5-hkscs"},
	{"EUC-TW", "euc-tw"},
	{"UTF-7", "utf-7"},
	{"UTF-7", "unicode-1-1-utf-7"},
	{"UTF-16", "utf-16"},
	{"UTF-16LE", "utf-16le"},
	{"UTF-16BE", "utf-16be"},
	{"UTF-32", "utf-32"},
	{"UTF-32LE", "utf-32le"},
	{"UTF-32BE", "utf-32be"},
};

static inline guint below(GRand *random, guint count)
{
	return (guint)g_rand_int_range(random, 0, (gint32)count);
}

/* TEXT in lines of about WIDTH, each after PREFIX. */
static inline char *wrap(GRand *random, const char *text, const char *prefix, guint width)
{
	GString *out = g_string_new(prefix);
	guint column = 0;

	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		gboolean breaks = c == ' ' || c > 0x2e80 || (c >= 0xe00 && c < 0xe80);

		if (++column > width && breaks) {
			if (c != ' ')
				g_string_append_unichar(out, c);
			g_string_append_printf(
				out, "%s\n%s", below(random, 3) == 0 ? " " : "", prefix);
			column = 0;
			continue;
		}
		g_string_append_unichar(out, c);
	}
	g_string_append_c(out, '\n');
	return g_string_free(out, FALSE);
}

/* TEXT as HTML: some characters by number, some words marked, lines broken. */
static inline char *as_html(GRand *random, const char *text)
{
	GString *out = g_string_new("<html><body><div>Please see below.</div><blockquote><p>");

	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		guint dice = below(random, 40);

		if (dice == 0)
			g_string_append_printf(out, "&#%u;", c);
		else if (dice == 1)
			g_string_append_printf(out, "&#x%X;", c);
		else
			g_string_append_unichar(out, c);
		if (dice == 2)
			g_string_append(out, "<b></b>");
		if (dice == 3)
			g_string_append(out, "<span style=\"color:red\">");
		if (dice == 4)
			g_string_append(out, "\n");
		if (dice == 5)
			g_string_append(out, "<!-- - -->");
	}
	g_string_append(out, "</p></blockquote></body></html>\n");
	return g_string_free(out, FALSE);
}

/* Opening a converter costs more than all the rest. */
static struct {
	GIConv to, from;
} converters[G_N_ELEMENTS(charsets)];

static inline void open_converters(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(charsets); i++) {
		converters[i].to = g_iconv_open(charsets[i].name, "UTF-8");
		converters[i].from = g_iconv_open("UTF-8", charsets[i].name);
		g_assert_true(converters[i].to != (GIConv)-1 && converters[i].from != (GIConv)-1);
	}
}

/* TEXT in CHARSET; NULL when that does not hold all of it. */
static inline char *encoded(const char *text, guint charset, gsize *ret_length)
{
	gsize length = 0;
	char *bytes;
	g_autofree char *back = NULL;

	/* What could not be written has left them somewhere in between. */
	g_iconv(converters[charset].to, NULL, NULL, NULL, NULL);
	g_iconv(converters[charset].from, NULL, NULL, NULL, NULL);
	bytes = g_convert_with_iconv(text, -1, converters[charset].to, NULL, &length, NULL);
	if (bytes == NULL)
		return NULL;
	back = g_convert_with_iconv(
		bytes, (gssize)length, converters[charset].from, NULL, NULL, NULL);
	if (back != NULL && strcmp(back, text) == 0) {
		*ret_length = length;
		return bytes;
	}
	g_free(bytes);
	return NULL;
}

static inline void append_quoted_printable(GString *out, const char *bytes, gsize length)
{
	guint column = 0;

	for (gsize i = 0; i < length; i++) {
		guint8 c = (guint8)bytes[i];

		if (c == '\n') {
			g_string_append_c(out, '\n');
			column = 0;
			continue;
		}
		if (column > 70) {
			g_string_append(out, "=\n");
			column = 0;
		}
		if (c > 32 && c < 127 && c != '=') {
			g_string_append_c(out, (char)c);
			column++;
		} else {
			g_string_append_printf(out, "=%02X", c);
			column += 3;
		}
	}
}

static inline gboolean is_seven_bit(const char *bytes, gsize length)
{
	for (gsize i = 0; i < length; i++)
		if (((guint8)bytes[i] & 0x80) != 0)
			return FALSE;
	return TRUE;
}

/* BYTES behind a header's last fields, in any transfer encoding that may hold them. */
static inline void append_body(GString *raw, GRand *random, const char *bytes, gsize length)
{
	guint dice = below(random, 3);

	if (dice == 0 || memchr(bytes, '\0', length) != NULL) {
		g_autofree char *base64 = g_base64_encode((const guchar *)bytes, length);
		gsize whole = strlen(base64);

		g_string_append(raw, "Content-Transfer-Encoding: base64\n\n");
		for (gsize at = 0; at < whole; at += 76)
			g_string_append_printf(raw, "%.76s\n", base64 + at);
	} else if (dice == 1) {
		g_string_append(raw, "Content-Transfer-Encoding: quoted-printable\n\n");
		append_quoted_printable(raw, bytes, length);
	} else {
		g_string_append_printf(raw, "Content-Transfer-Encoding: %s\n\n",
			is_seven_bit(bytes, length) ? "7bit" : "8bit");
		g_string_append_len(raw, bytes, (gssize)length);
	}
}

/* Message NUMBER, with TEXT of TYPE in any charset that holds it. */
static inline GString *message_of(GRand *random, guint number, const char *type, const char *text)
{
	GString *raw = g_string_new("From: a@b.example\nTo: c@d.example\nSubject: Re: something\n"
				    "MIME-Version: 1.0\n");
	g_autofree char *bytes = NULL;
	gsize length = 0;
	guint charset;

	do
		charset = below(random, G_N_ELEMENTS(charsets));
	while ((bytes = encoded(text, charset, &length)) == NULL);
	g_string_append_printf(raw, "Message-ID: <%u@b.example>\nContent-Type: %s; charset=%s\n",
		number, type, charsets[charset].label);
	append_body(raw, random, bytes, length);
	return raw;
}
