/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules for Suricata 6 and 7, which know no parts of mail but files: links are looked for in the
 * bytes of the stream, as they are in mail that is not encoded.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/network/suricata-rule.h"
#include "output/format/table.h"

static void put_url(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "smtp", "mail with a link to", indicator->host);
	fputs("flow:established,to_server; content:\"", sheet->stream);
	escape_content(sheet->stream, indicator->value);
	fputs("\"; ", sheet->stream);
	rule_close(sheet, indicator->number, 0);
	suricata_put_request(sheet, indicator);
}

static void put_host(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "smtp", "mail with a link to", indicator->value);
	fprintf(sheet->stream, "flow:established,to_server; content:\"//%s/\"; nocase; ",
		indicator->value);
	rule_close(sheet, indicator->number, 0);
	suricata_put_names(sheet, indicator);
}

static void put_account(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "smtp", "mail of the account", indicator->value);
	fputs("flow:established,to_server; content:\"MAIL FROM|3A|\"; nocase; content:\"|3C|",
		sheet->stream);
	escape_content(sheet->stream, indicator->value);
	fputs("|3E|\"; nocase; distance:0; within:320; ", sheet->stream);
	rule_close(sheet, indicator->number, 0);
}

const Format format_suricata = {
	.name = "suricata",
	.file = "kith-suricata.rules",
	.summary = N_("Suricata 6 and 7 rules"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_FILE] = suricata_put_file,
		[INDICATOR_URL] = put_url,
		[INDICATOR_HOST] = put_host,
		[INDICATOR_ADDRESS] = suricata_put_address,
		[INDICATOR_ACCOUNT] = put_account},
};
