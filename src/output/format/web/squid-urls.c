/* SPDX-License-Identifier: Apache-2.0
 *
 * Squid's url_regex: whole URLs.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	putc('^', sheet->stream);
	escape_posix(sheet->stream, indicator->value);
	fputs("$\n", sheet->stream);
}

const Format format_squid_urls = {
	.name = "squid-urls",
	.file = "kith-squid.urls",
	.summary = N_("Squid: URLs, for url_regex"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_URL] = put},
};
