/* SPDX-License-Identifier: Apache-2.0
 *
 * ClamAV .ndb: URLs in mail, pages and documents, after ClamAV has taken off their encodings. What
 * stands behind the URL is one of the bytes that end one, or the signature would also be that of
 * longer URLs.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

/* Line breaks, tab, space, " & ' ) < > ] */
#define URL_ENDS "(0a|0d|09|20|22|26|27|29|3c|3e|5d)"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "Kith.Url.%u:0:*:", indicator->number);
	escape_hex(sheet->stream, indicator->value);
	fputs(URL_ENDS "\n", sheet->stream);
}

const Format format_clamav_ndb = {
	.name = "clamav-ndb",
	.file = "kith.ndb",
	.summary = N_("ClamAV: URLs in mail and documents"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_URL] = put},
};
