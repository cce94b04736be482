/* SPDX-License-Identifier: Apache-2.0
 *
 * Squid's url_regex: whole URLs. Squid takes off percent signs, but for %00, before it compares.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

/* What cannot stand in a line of a list is any one byte. */
static void put_decoded(FILE *stream, char byte)
{
	const char text[] = {byte, '\0'};
	if (byte == '^')
		fputs("\\^", stream);
	else if (byte == '\0')
		fputs("%00", stream);
	else if (g_ascii_isgraph(byte))
		escape_posix(stream, text);
	else
		putc('.', stream);
}

static void put(const Sheet *sheet, const Indicator *indicator)
{
	putc('^', sheet->stream);
	for (const char *at = indicator->value; *at != '\0'; at++) {
		char byte = *at;
		if (byte == '%') {
			byte = (char)(g_ascii_xdigit_value(at[1]) * 16 +
				      g_ascii_xdigit_value(at[2]));
			at += 2;
		}
		put_decoded(sheet->stream, byte);
	}
	fputs("$\n", sheet->stream);
}

const Format format_squid_urls = {
	.name = "squid-urls",
	.file = "kith-squid.urls",
	.summary = N_("Squid: URLs, for url_regex"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_URL] = put},
};
