/* SPDX-License-Identifier: Apache-2.0
 *
 * Postfix cidr_table(5): clients are turned away for now.
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	gboolean is_ipv6 = strchr(indicator->value, ':') != NULL;
	fprintf(sheet->stream, "%s/%s 450 4.7.1 client of a campaign\n", indicator->value,
		is_ipv6 ? "128" : "32");
}

const Format format_postfix_client = {
	.name = "postfix-client",
	.file = "kith-postfix.cidr",
	.summary = N_("Postfix: addresses, for check_client_access"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_ADDRESS] = put},
};
