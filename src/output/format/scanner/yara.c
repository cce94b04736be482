/* SPDX-License-Identifier: Apache-2.0
 *
 * YARA rules for files and for the text of mail. A URL or host ends with a byte that ends one, or
 * the rule would also be that of longer ones.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

static void begin(const Sheet *sheet)
{
	sheet_mark(sheet, "// ", "");
	fputs("import \"hash\"\n", sheet->stream);
}

static void open_rule(const Sheet *sheet, const Indicator *indicator, const char *name)
{
	g_autofree char *first = indicator_time(indicator->first);
	g_autofree char *last = indicator_time(indicator->last);
	g_autofree char *expires = indicator_time(indicator->expires);
	fprintf(sheet->stream,
		"rule Kith_%s : kith {\n meta:\n  tlp = \"TLP:%s\"\n  confidence = %u\n"
		"  first = \"%s\"\n  last = \"%s\"\n  expires = \"%s\"\n",
		name, sheet->release->tlp, indicator->confidence, first, last, expires);
}

static void put_file(const Sheet *sheet, const Indicator *indicator)
{
	g_autofree char *name = g_strconcat("File_", indicator->value, NULL);
	open_rule(sheet, indicator, name);
	fprintf(sheet->stream, " condition:\n  hash.sha256(0, filesize) == \"%s\"\n}\n",
		indicator->value);
}

static void put_url(const Sheet *sheet, const Indicator *indicator)
{
	g_autofree char *name = g_strdup_printf("Url_%u", indicator->number);
	open_rule(sheet, indicator, name);
	fputs(" strings:\n  $url = { ", sheet->stream);
	escape_hex(sheet->stream, indicator->value);
	fputs(" (0A | 0D | 09 | 20 | 22 | 26 | 27 | 29 | 3C | 3E | 5D) }\n condition:\n  $url\n}\n",
		sheet->stream);
}

static void put_host(const Sheet *sheet, const Indicator *indicator)
{
	g_autofree char *name = g_strdup_printf("Host_%u", indicator->number);
	open_rule(sheet, indicator, name);
	fputs(" strings:\n  $host = /[\\x2e\\x2f]", sheet->stream);
	escape_perl(sheet->stream, indicator->value);
	fputs("[^a-z0-9\\x2e-]/ nocase ascii wide\n condition:\n  $host\n}\n", sheet->stream);
}

const Format format_yara = {
	.name = "yara",
	.file = "kith.yar",
	.summary = N_("YARA: files, URLs and hosts"),
	.begin = begin,
	.put = {[INDICATOR_FILE] = put_file,
		[INDICATOR_URL] = put_url,
		[INDICATOR_HOST] = put_host},
};
