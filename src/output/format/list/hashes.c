/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 digests of files, one a line, as Suricata's filesha256 reads them too.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "%s\n", indicator->value);
}

const Format format_hashes = {
	.name = "hashes",
	.file = "kith.sha256",
	.summary = N_("SHA-256 digests of files, one a line"),
	.put = {[INDICATOR_FILE] = put},
};
