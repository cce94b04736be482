/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules are numbered in the order of indicators: no two of a file have the same number.
 */
#include "output/format/network/rule.h"

#include <string.h>

/* Above the numbers that rules of one's own usually have. */
#define FIRST_SID 1500000000

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

void rule_close(const Sheet *sheet, guint part)
{
	fprintf(sheet->stream, "sid:%" G_GUINT64_FORMAT "; rev:1;)\n",
		FIRST_SID + sheet->rows * RULE_PARTS + part);
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
