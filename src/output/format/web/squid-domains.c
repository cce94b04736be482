/* SPDX-License-Identifier: Apache-2.0
 *
 * Squid's dstdomain: a host and all below it. Squid complains of what another line covers.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	if (!indicator->covered)
		fprintf(sheet->stream, ".%s\n", indicator->value);
}

const Format format_squid_domains = {
	.name = "squid-domains",
	.file = "kith-squid.domains",
	.summary = N_("Squid: hosts, for dstdomain"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_HOST] = put},
};
