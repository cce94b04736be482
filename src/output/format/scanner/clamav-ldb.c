/* SPDX-License-Identifier: Apache-2.0
 *
 * ClamAV .ldb: links to a host or a host below it, in any case. The host's end is part of the
 * signature, or it would also be that of hosts whose names begin alike.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

/* Line breaks, tab, space, " # & ' ) / : < > ? ] */
#define HOST_ENDS "(0a|0d|09|20|22|23|26|27|29|2f|3a|3c|3e|3f|5d)"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "Kith.Host.%u;Engine:81-255,Target:0;0;(2e|2f)", indicator->number);
	escape_hex(sheet->stream, indicator->value);
	fputs(HOST_ENDS "::i\n", sheet->stream);
}

const Format format_clamav_ldb = {
	.name = "clamav-ldb",
	.file = "kith.ldb",
	.summary = N_("ClamAV: links to hosts in mail and documents"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_HOST] = put},
};
