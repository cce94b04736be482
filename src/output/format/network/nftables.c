/* SPDX-License-Identifier: Apache-2.0
 *
 * An nftables table of its own: packets from and to addresses are dropped. Loading it again takes
 * the old one away in the same transaction. nft looks words up in the DNS: nothing but addresses is
 * written.
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/table.h"

/* nft takes no more than eight digits of seconds; a file is to be loaded again before. */
#define LONGEST_TIMEOUT (G_GINT64_CONSTANT(365) * 24 * 3600)

static void begin(const Sheet *sheet)
{
	sheet_mark(sheet, "# ", "");
	fputs("table inet kith\n"
	      "delete table inet kith\n"
	      "table inet kith {\n"
	      "\tset four {\n\t\ttype ipv4_addr\n\t\tflags interval, timeout\n\t\tauto-merge\n\t}\n"
	      "\tset six {\n\t\ttype ipv6_addr\n\t\tflags interval, timeout\n\t\tauto-merge\n\t}\n"
	      "\tchain incoming {\n"
	      "\t\ttype filter hook prerouting priority -150; policy accept;\n"
	      "\t\tip saddr @four counter drop\n\t\tip6 saddr @six counter drop\n\t}\n"
	      "\tchain outgoing {\n"
	      "\t\ttype filter hook postrouting priority -150; policy accept;\n"
	      "\t\tip daddr @four counter drop\n\t\tip6 daddr @six counter drop\n\t}\n"
	      "}\n",
		sheet->stream);
}

/* How long it holds yet, as seen from the newest message. */
static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "add element inet kith %s { %s timeout %" G_GINT64_FORMAT "s }\n",
		strchr(indicator->value, ':') != NULL ? "six" : "four", indicator->value,
		MIN(indicator->expires - sheet->release->time, LONGEST_TIMEOUT));
}

const Format format_nftables = {
	.name = "nftables",
	.file = "kith.nft",
	.summary = N_("nftables: addresses"),
	.begin = begin,
	.put = {[INDICATOR_ADDRESS] = put},
};
