/* SPDX-License-Identifier: Apache-2.0
 *
 * Encoded words to UTF-8: "=?charset*language?B or Q?payload?=". The bytes of adjacent words of one
 * charset are put together before they are converted, because encoders cut characters in two.
 */
#include "mail/header/encoded-word.h"

#include <gmime/gmime.h>

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/text/charset.h"

/* Longest word taken for one. The standard says 75 bytes; real mail has whole lines in one word. */
#define WORD_BYTES 4096

typedef struct Word {
	Span charset;
	Span payload;
	char encoding; /* 'b' or 'q' */
	gsize length;
} Word;

/* Bytes of adjacent words that wait for their charset's conversion. */
typedef struct Pending {
	GString *bytes;
	Span charset;
	int state; /* of the base64 decoder, which may go on from one word to the next */
	guint32 save;
} Pending;

static gboolean charset_byte(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr("-_.:+'*()", c) != NULL);
}

static gsize find_end(Span text, gsize from)
{
	for (gsize i = from; i + 1 < text.length; i++) {
		if (text.data[i] == '?' && text.data[i + 1] == '=')
			return i;
		if (text.data[i] == '\0')
			return 0;
	}
	return 0;
}

static gboolean word_read(Span text, Word *word)
{
	text.length = MIN(text.length, WORD_BYTES);
	if (text.length < 8 || text.data[0] != '=' || text.data[1] != '?')
		return FALSE;
	gsize i = 2;
	while (i < text.length && charset_byte(text.data[i]))
		i++;
	if (i == 2 || i + 3 >= text.length || text.data[i] != '?' || text.data[i + 2] != '?')
		return FALSE;
	word->encoding = g_ascii_tolower(text.data[i + 1]);
	if (word->encoding != 'b' && word->encoding != 'q')
		return FALSE;
	gsize end = find_end(text, i + 3);
	if (end == 0)
		return FALSE;
	word->charset = bytes_part(text, 2, i);
	word->payload = bytes_part(text, i + 3, end);
	word->length = end + 2;
	const char *language = bytes_first(word->charset, '*');
	if (language != NULL)
		word->charset.length = (gsize)(language - word->charset.data);
	return TRUE;
}

gsize encoded_word_length(Span text)
{
	Word word;
	return word_read(text, &word) ? word.length : 0;
}

static void append_quoted(GString *out, Span payload)
{
	for (gsize i = 0; i < payload.length; i++) {
		char c = payload.data[i];
		if (c == '_') {
			g_string_append_c(out, ' ');
		} else if (c == '=' && i + 2 < payload.length &&
			   g_ascii_isxdigit(payload.data[i + 1]) &&
			   g_ascii_isxdigit(payload.data[i + 2])) {
			int high = g_ascii_xdigit_value(payload.data[i + 1]);
			g_string_append_c(
				out, (char)(high << 4 | g_ascii_xdigit_value(payload.data[i + 2])));
			i += 2;
		} else if (c != '\r' && c != '\n') {
			g_string_append_c(out, c);
		}
	}
}

static void append_base64(Pending *pending, Span payload)
{
	gsize before = pending->bytes->len;
	g_string_set_size(pending->bytes, before + payload.length + 3);
	gsize length =
		g_mime_encoding_base64_decode_step((const guchar *)payload.data, payload.length,
			(guchar *)pending->bytes->str + before, &pending->state, &pending->save);
	g_string_set_size(pending->bytes, before + length);
	if (payload.length > 0 && payload.data[payload.length - 1] == '=')
		pending->state = 0, pending->save = 0;
}

static void flush(Pending *pending, GString *out)
{
	if (pending->charset.length > 0) {
		g_autofree char *label = bytes_lower(pending->charset);
		gsize length = 0;
		g_autofree char *text = charset_to_utf8(
			label, span_new(pending->bytes->str, pending->bytes->len), &length, NULL);
		g_string_append_len(out, text, (gssize)length);
	}
	g_string_set_size(pending->bytes, 0);
	pending->charset = span_new(NULL, 0);
	pending->state = 0;
	pending->save = 0;
}

static void add_word(Pending *pending, GString *out, const Word *word)
{
	gboolean same = pending->charset.length == word->charset.length &&
			pending->charset.length > 0 &&
			g_ascii_strncasecmp(pending->charset.data, word->charset.data,
				word->charset.length) == 0;
	if (!same || pending->bytes->len > LIMIT_STRING * 4)
		flush(pending, out);
	pending->charset = word->charset;
	if (word->encoding == 'b') {
		append_base64(pending, word->payload);
		return;
	}
	pending->state = 0;
	pending->save = 0;
	append_quoted(pending->bytes, word->payload);
}

/* White space and nothing else up to the next encoded word? Its length, or 0. */
static gsize gap_length(Span text)
{
	gsize i = 0;
	while (i < text.length && bytes_is_space(text.data[i]))
		i++;
	return i > 0 && encoded_word_length(span_from(text, i)) > 0 ? i : 0;
}

static void decode(GString *out, Span text)
{
	Pending pending = {.bytes = g_string_new(NULL)};
	gsize i = 0;
	while (i < text.length) {
		Word word;
		if (text.data[i] == '=' && word_read(span_from(text, i), &word)) {
			add_word(&pending, out, &word);
			i += word.length;
			i += gap_length(span_from(text, i));
			continue;
		}
		flush(&pending, out);
		const char *next = memchr(text.data + i + 1, '=', text.length - i - 1);
		gsize end = next != NULL ? (gsize)(next - text.data) : text.length;
		g_string_append_len(out, text.data + i, (gssize)(end - i));
		i = end;
	}
	flush(&pending, out);
	g_string_free(pending.bytes, TRUE);
}

void encoded_word_append(GString *out, Span text)
{
	if (text.length == 0)
		return;
	gboolean plain = bytes_are_ascii(text) && bytes_first(text, 0x1b) == NULL;
	if (plain || (g_utf8_validate_len(text.data, text.length, NULL) &&
			     bytes_first(text, 0x1b) == NULL)) {
		decode(out, text);
		return;
	}
	gsize length = 0;
	g_autofree char *utf8 = charset_to_utf8("", text, &length, NULL);
	decode(out, span_new(utf8, length));
}
