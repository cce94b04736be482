/* SPDX-License-Identifier: Apache-2.0
 *
 * Comma-separated values (RFC 4180). A spreadsheet takes a cell that begins with a sign for a
 * formula; no value begins with one: URLs begin with their scheme, the rest with a letter or digit.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void begin(const Sheet *sheet)
{
	fputs("kind,value,confidence,messages,first,last,expires,tlp\r\n", sheet->stream);
}

static void put(const Sheet *sheet, const Indicator *indicator)
{
	g_autofree char *first = indicator_time(indicator->first);
	g_autofree char *last = indicator_time(indicator->last);
	g_autofree char *expires = indicator_time(indicator->expires);
	fprintf(sheet->stream, "%s,\"%s\",%u,%" G_GUINT64_FORMAT ",%s,%s,%s,TLP:%s\r\n",
		indicator_kind_name(indicator->kind), indicator->value, indicator->confidence,
		indicator->messages, first, last, expires, sheet->release->tlp);
}

const Format format_csv = {
	.name = "csv",
	.file = "kith.csv",
	.summary = N_("everything, as comma-separated values"),
	.begin = begin,
	.put = {put, put, put, put, put, put, put},
};
