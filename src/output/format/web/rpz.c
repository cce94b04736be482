/* SPDX-License-Identifier: Apache-2.0
 *
 * A response policy zone: NXDOMAIN for a host, for all below it, and for whatever leads to an
 * address. The serial number is the time of the newest message, so that it grows with what is
 * known.
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/table.h"

/* In front of the name goes "*.", behind it the zone's own; all together may be no longer than a
 * name. */
enum { longest_host = 190 };

static void begin(const Sheet *sheet)
{
	sheet_mark(sheet, "; ", "");
	fprintf(sheet->stream,
		"$TTL 300\n"
		"@ SOA localhost. root.localhost. %u 3600 900 2592000 300\n"
		"@ NS localhost.\n",
		(guint32)sheet->release->time);
}

static void put_host(const Sheet *sheet, const Indicator *indicator)
{
	if (strlen(indicator->value) <= longest_host)
		fprintf(sheet->stream, "%s CNAME .\n*.%s CNAME .\n", indicator->value,
			indicator->value);
}

/* The parts of an address backwards; "zz" stands for the zeros that "::" leaves out. */
static void put_address(const Sheet *sheet, const Indicator *indicator)
{
	gboolean is_ipv6 = strchr(indicator->value, ':') != NULL;
	g_auto(GStrv) parts = g_strsplit(indicator->value, is_ipv6 ? ":" : ".", -1);
	guint count = g_strv_length(parts);
	fputs(is_ipv6 ? "128" : "32", sheet->stream);
	for (guint i = count; i > 0; i--)
		if (parts[i - 1][0] != '\0')
			fprintf(sheet->stream, ".%s", parts[i - 1]);
		else if (i < count)
			fputs(".zz", sheet->stream);
	fputs(".rpz-ip CNAME .\n", sheet->stream);
}

const Format format_rpz = {
	.name = "rpz",
	.file = "kith.rpz",
	.summary = N_("DNS response policy zone: hosts and addresses"),
	.begin = begin,
	.put = {[INDICATOR_HOST] = put_host, [INDICATOR_ADDRESS] = put_address},
};
