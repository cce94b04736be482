/* SPDX-License-Identifier: Apache-2.0
 *
 * ClamAV .hdb: MD5 and size, for engines that have no SHA-256 and as a key to look files up by
 * elsewhere. Whoever knows a file can make another one with its MD5: .hsb is what to trust.
 */
#include "base/i18n.h"
#include "output/format/table.h"

/* The value begins with the SHA-256. */
static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "%s:Kith.File.%.12s\n",
		indicator->value + INDICATOR_DIGEST_LENGTH + 1, indicator->value);
}

const Format format_clamav_hdb = {
	.name = "clamav-hdb",
	.file = "kith.hdb",
	.summary = N_("ClamAV: MD5 and size of files, for old engines"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_MD5] = put},
};
