/* SPDX-License-Identifier: Apache-2.0
 *
 * Snort 3 rules: links in mail (decoded parts, file_data), questions for hosts to the DNS, mail of
 * accounts, packets of addresses. Snort has no rule option for the digest of a file.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/network/rule.h"
#include "output/format/table.h"

static void put_url(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "smtp", "mail with a link to", indicator->host);
	fputs("flow:to_server,established; file_data; content:\"", sheet->stream);
	escape_content(sheet->stream, indicator->value);
	fputs("\"; ", sheet->stream);
	rule_close(sheet, indicator->number, 0);
}

static void put_host(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "smtp", "mail with a link to", indicator->value);
	fprintf(sheet->stream, "flow:to_server,established; file_data; content:\"//%s/\",nocase; ",
		indicator->value);
	rule_close(sheet, indicator->number, 0);
	rule_open(sheet, "udp", "DNS question for", indicator->value);
	fputs("content:\"", sheet->stream);
	rule_dns_name(sheet, indicator->value);
	fputs("\",nocase; ", sheet->stream);
	rule_close(sheet, indicator->number, 1);
}

static void put_address(const Sheet *sheet, const Indicator *indicator)
{
	rule_open_address(sheet, indicator);
	rule_close(sheet, indicator->number, 0);
}

static void put_account(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "smtp", "mail of the account", indicator->value);
	fputs("flow:to_server,established; content:\"MAIL FROM|3A|\",nocase; content:\"|3C|",
		sheet->stream);
	escape_content(sheet->stream, indicator->value);
	fputs("|3E|\",nocase,distance 0,within 320; ", sheet->stream);
	rule_close(sheet, indicator->number, 0);
}

const Format format_snort = {
	.name = "snort",
	.file = "kith-snort3.rules",
	.summary = N_("Snort 3 rules"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_URL] = put_url,
		[INDICATOR_HOST] = put_host,
		[INDICATOR_ADDRESS] = put_address,
		[INDICATOR_ACCOUNT] = put_account},
};
