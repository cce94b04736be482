/* SPDX-License-Identifier: Apache-2.0
 *
 * A rule's number follows from its indicator's, whatever else is in the file: operators suppress
 * rules by their numbers.
 */
#include "output/format/network/rule.h"

#include <string.h>

/* From here to 2^31, which is as far as tools with signed numbers count: above what publishers of
 * rules have, and what is usual for rules of one's own (1000000 to 1999999). */
#define FIRST_SID G_GUINT64_CONSTANT(1500000000)
G_STATIC_ASSERT(FIRST_SID + INDICATOR_NUMBERS * RULE_PARTS + RULE_PARTS <= G_MAXINT32);
/* Raised when rules of the same number say something else than before. */
#define REVISION 1

void rule_open(const Sheet *sheet, const char *protocol, const char *what, const char *of)
{
	fprintf(sheet->stream, "alert %s any any -> any any (msg:\"kith: %s %s\"; ", protocol, what,
		of);
}

void rule_open_address(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "alert ip [%s] any -> any any (msg:\"kith: client of a campaign\"; ",
		indicator->value);
}

void rule_close(const Sheet *sheet, guint32 number, guint part)
{
	fprintf(sheet->stream, "sid:%" G_GUINT64_FORMAT "; rev:%d;)\n",
		FIRST_SID + (guint64)number * RULE_PARTS + part, REVISION);
}

void rule_dns_name(const Sheet *sheet, const char *host)
{
	for (;;) {
		gsize length = strcspn(host, ".");
		fprintf(sheet->stream, "|%02X|%.*s", (guint)length, (int)length, host);
		if (host[length] == '\0')
			break;
		host += length + 1;
	}
	fputs("|00|", sheet->stream);
}
