/* SPDX-License-Identifier: Apache-2.0
 *
 * ClamAV .hsb: SHA-256 of files of any size, which engines from functionality level 73 on read.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "%s:*:Kith.File.%.12s:73\n", indicator->value, indicator->value);
}

const Format format_clamav_hsb = {
	.name = "clamav-hsb",
	.file = "kith.hsb",
	.summary = N_("ClamAV: digests of files"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_FILE] = put},
};
