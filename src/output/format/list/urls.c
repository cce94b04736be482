/* SPDX-License-Identifier: Apache-2.0
 *
 * URLs, one a line.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "%s\n", indicator->value);
}

const Format format_urls = {
	.name = "urls",
	.file = "kith.urls",
	.summary = N_("URLs, one a line"),
	.put = {[INDICATOR_URL] = put},
};
