/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists of what stays as it is; all else is spelled out, so that no sign is forgotten.
 */
#include "output/format/escape.h"

#include <string.h>

void escape_hex(FILE *stream, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	for (; *text != '\0'; text++) {
		putc(digits[(guint8)*text >> 4], stream);
		putc(digits[*text & 0x0F], stream);
	}
}

void escape_perl(FILE *stream, const char *text)
{
	for (; *text != '\0'; text++)
		if (g_ascii_isalnum(*text) || *text == '-')
			putc(*text, stream);
		else
			fprintf(stream, "\\x%02x", (guint8)*text);
}

/* "^" cannot stand first in brackets. */
void escape_posix(FILE *stream, const char *text)
{
	for (; *text != '\0'; text++)
		if (g_ascii_isalnum(*text) || strchr("-_~%=&,;:@!'", *text) != NULL)
			putc(*text, stream);
		else if (*text == '/' || *text == '^')
			fprintf(stream, "\\%c", *text);
		else
			fprintf(stream, "[%c]", *text);
}

static gboolean is_plain_content(char sign)
{
	return g_ascii_isalnum(sign) || sign == '-' || sign == '.' || sign == '/';
}

void escape_content(FILE *stream, const char *text)
{
	for (gboolean coded = FALSE; *text != '\0'; text++) {
		if (is_plain_content(*text)) {
			putc(*text, stream);
			continue;
		}
		fprintf(stream, coded ? " %02X" : "|%02X", (guint8)*text);
		coded = text[1] != '\0' && !is_plain_content(text[1]);
		if (!coded)
			putc('|', stream);
	}
}
