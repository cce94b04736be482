/* SPDX-License-Identifier: Apache-2.0
 *
 * Transfer encodings by GMime's steps, which need no files and take anything.
 */
#include "mail/body/transfer.h"

#include <gmime/gmime.h>

#include "mail/bytes.h"
#include "mail/header/parameter.h"

Transfer transfer_of(Span value)
{
	static const struct {
		const char *name;
		Transfer transfer;
	} names[] = {
		{"base64", TRANSFER_BASE64},
		{"quoted-printable", TRANSFER_QUOTED},
		{"x-uuencode", TRANSFER_UU},
		{"uuencode", TRANSFER_UU},
		{"x-uue", TRANSFER_UU},
	};
	if (value.length == 0)
		return TRANSFER_PLAIN;
	g_autofree char *token = parameter_token(value);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_equal(token, names[i].name))
			return names[i].transfer;
	return TRANSFER_PLAIN;
}

static Span decode_base64(Span bytes, char **ret_owned, gboolean *damaged)
{
	int state = 0;
	guint32 save = 0;
	guchar *out = g_malloc(bytes.length / 4 * 3 + 8);
	gsize length = g_mime_encoding_base64_decode_step(
		(const guchar *)bytes.data, bytes.length, out, &state, &save);
	/* A group without its padding; below zero is padding that was there. */
	gboolean open = state > 0;
	if (state > 1)
		length += g_mime_encoding_base64_decode_step(
			(const guchar *)"==", (gsize)(4 - state), out + length, &state, &save);
	if (open && damaged != NULL)
		*damaged = TRUE;
	*ret_owned = (char *)out;
	return span_new(out, length);
}

static Span decode_quoted(Span bytes, char **ret_owned)
{
	int state = 0;
	guint32 save = 0;
	guchar *out = g_malloc(bytes.length + 4);
	gsize length = g_mime_encoding_quoted_decode_step(
		(const guchar *)bytes.data, bytes.length, out, &state, &save);
	*ret_owned = (char *)out;
	return span_new(out, length);
}

Span transfer_decode_uu(Span lines, char **ret_owned)
{
	int state = GMIME_UUDECODE_STATE_BEGIN;
	guint32 save = 0;
	guchar *out = g_malloc(lines.length + 4);
	gsize length = g_mime_encoding_uudecode_step(
		(const guchar *)lines.data, lines.length, out, &state, &save);
	*ret_owned = (char *)out;
	return span_new(out, length);
}

/* Bytes behind the line that begins the file. */
static Span behind_begin(Span bytes)
{
	Span line;
	gsize at = 0;
	while (bytes_next_line(bytes, &at, &line))
		if (line.length > 6 && memcmp(line.data, "begin ", 6) == 0)
			return span_from(bytes, at);
	return bytes;
}

Span transfer_decode(
	Transfer transfer, Span bytes, gsize limit, char **ret_owned, gboolean *damaged)
{
	*ret_owned = NULL;
	if (bytes.length == 0)
		return bytes;
	/* Three encoded bytes for one are the most; line breaks are a little more. */
	gsize wanted = limit < G_MAXSIZE / 8 ? limit * 4 : G_MAXSIZE;
	gboolean cut = bytes.length > wanted;
	bytes.length = MIN(bytes.length, wanted);
	Span out = bytes;
	if (transfer == TRANSFER_BASE64)
		out = decode_base64(bytes, ret_owned, cut ? NULL : damaged);
	else if (transfer == TRANSFER_QUOTED)
		out = decode_quoted(bytes, ret_owned);
	else if (transfer == TRANSFER_UU)
		out = transfer_decode_uu(behind_begin(bytes), ret_owned);
	out.length = MIN(out.length, limit);
	return out;
}
