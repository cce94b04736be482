/* SPDX-License-Identifier: Apache-2.0
 *
 * Walks the attributes of a winmail.dat, one after the other; only titles and contents of files are
 * taken. Checksums are not checked: those who open such files do not check them either.
 */
#include "mail/body/tnef.h"

#include "base/limits.h"

#define FILE_HEADER_BYTES 6 /* signature and key */
#define ATTRIBUTE_BYTES   9 /* level, attribute, length */
#define CHECKSUM_BYTES    2

#define ATTRIBUTE_TITLE   0x00018010u
#define ATTRIBUTE_DATA    0x0006800Fu
#define ATTRIBUTE_RENDERS 0x00069002u /* begins the next file */

static guint32 get_u32(Span file, gsize at)
{
	guint32 value;
	memcpy(&value, file.data + at, sizeof value);
	return GUINT32_FROM_LE(value);
}

static Span without_nul(Span text)
{
	while (text.length > 0 && text.data[text.length - 1] == '\0')
		text.length--;
	return text;
}

gboolean tnef_list(Span file, TnefFunc function, gpointer data)
{
	Span name = span_new(NULL, 0), content = span_new(NULL, 0);
	guint count = 0;
	gsize at = FILE_HEADER_BYTES;
	while (count < LIMIT_ATTACHMENTS && at + ATTRIBUTE_BYTES <= file.length) {
		guint32 attribute = get_u32(file, at + 1);
		gsize length = get_u32(file, at + 5);
		Span value = span_from(file, at + ATTRIBUTE_BYTES);
		gboolean cut = length > value.length;
		value.length = MIN(value.length, length);
		if (attribute == ATTRIBUTE_RENDERS && content.length > 0) {
			function(data, name, content);
			count++;
			name = content = span_new(NULL, 0);
		}
		if (attribute == ATTRIBUTE_TITLE)
			name = without_nul(value);
		if (attribute == ATTRIBUTE_DATA)
			content = value;
		if (cut)
			break;
		at += ATTRIBUTE_BYTES + length + CHECKSUM_BYTES;
	}
	if (content.length > 0)
		function(data, name, content);
	return at == file.length;
}
