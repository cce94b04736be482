/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses as prefixes, one a line, as firewalls and Snort's reputation list read them.
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	gboolean is_ipv6 = strchr(indicator->value, ':') != NULL;
	fprintf(sheet->stream, "%s/%s\n", indicator->value, is_ipv6 ? "128" : "32");
}

const Format format_cidr = {
	.name = "cidr",
	.file = "kith.cidr",
	.summary = N_("addresses as prefixes, one a line"),
	.put = {[INDICATOR_ADDRESS] = put},
};
