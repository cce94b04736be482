/* SPDX-License-Identifier: Apache-2.0
 *
 * Charsets of one byte a character. What ICU lacks is read out of iconv, byte by byte and before
 * there is any mail: iconv itself never sees mail.
 */
#include "mail/text/charset-byte.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

static ByteMeaning meaning_by_iconv(GIConv iconv, char byte)
{
	ByteMeaning meaning = {.utf8 = REPLACEMENT, .length = strlen(REPLACEMENT), .damaged = TRUE};
	gsize length = 0;
	g_autofree char *text = g_convert_with_iconv(&byte, 1, iconv, NULL, &length, NULL);
	if (text == NULL) {
		g_iconv(iconv, NULL, NULL, NULL, NULL); /* forget the byte */
		return meaning;
	}
	if (length > MEANING_BYTES)
		return meaning;
	memcpy(meaning.utf8, text, length);
	meaning.length = (guint8)length;
	meaning.damaged = FALSE;
	return meaning;
}

ByteMeaning *byte_meanings_by_iconv(const char *name)
{
	GIConv iconv = g_iconv_open("UTF-8", name);
	/* GLib's own sign of failure. */
	if (iconv == (GIConv)-1) /* NOLINT(performance-no-int-to-ptr) */
		return NULL;
	ByteMeaning *meanings = g_new0(ByteMeaning, 256);
	for (guint i = 0; i < 256; i++)
		meanings[i] = meaning_by_iconv(iconv, (char)i);
	g_iconv_close(iconv);
	return meanings;
}

char *byte_meanings_convert(
	const ByteMeaning *meanings, Span bytes, gsize *ret_length, gboolean *ret_damaged)
{
	char *out = g_malloc((bytes.length + 1) * MEANING_BYTES);
	char *target = out;
	guint8 any_damaged = FALSE;
	for (gsize i = 0; i < bytes.length; i++) {
		const ByteMeaning *meaning = &meanings[(guint8)bytes.data[i]];
		/* All of them, since that is one instruction; the next overwrites what is not used.
		 */
		memcpy(target, meaning->utf8, MEANING_BYTES);
		target += meaning->length;
		any_damaged |= meaning->damaged;
	}
	*ret_damaged = any_damaged != 0;
	*target = '\0';
	*ret_length = (gsize)(target - out);
	return out;
}
