/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules for Suricata 8, which takes mail apart: links are those that it finds in it (email.url),
 * accounts those of the envelope (smtp.mail_from, which holds what stands behind the colon, "<" and
 * ">" included). Whether links come with their scheme is a
 * setting of Suricata's (log-url-scheme).
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/network/suricata-rule.h"
#include "output/format/table.h"

static void put_url(const Sheet *sheet, const Indicator *indicator)
{
	const char *link = strstr(indicator->value, "://") + strlen("://");
	rule_open(sheet, "smtp", "mail with a link to", indicator->host);
	fputs("flow:established,to_server; email.url; content:\"", sheet->stream);
	escape_content(sheet->stream, link);
	fputs("\"; nocase; endswith; ", sheet->stream);
	rule_close(sheet, indicator->number, 0);
	suricata_put_request(sheet, indicator);
}

static void put_host(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "smtp", "mail with a link to", indicator->value);
	fprintf(sheet->stream, "flow:established,to_server; email.url; content:\"%s\"; nocase; ",
		indicator->value);
	fputs("pcre:\"/^([a-z]+:\\x2f\\x2f)?([^\\x2f]*\\x2e)?", sheet->stream);
	escape_perl(sheet->stream, indicator->value);
	fputs("([:\\x2f?]|$)/i\"; ", sheet->stream);
	rule_close(sheet, indicator->number, 0);
	suricata_put_names(sheet, indicator);
}

static void put_account(const Sheet *sheet, const Indicator *indicator)
{
	rule_open(sheet, "smtp", "mail of the account", indicator->value);
	fputs("flow:established,to_server; smtp.mail_from; content:\"", sheet->stream);
	escape_content(sheet->stream, indicator->value);
	fputs("\"; nocase; pcre:\"/^<?", sheet->stream);
	escape_perl(sheet->stream, indicator->value);
	fputs(">?$/i\"; ", sheet->stream);
	rule_close(sheet, indicator->number, 0);
}

const Format format_suricata_8 = {
	.name = "suricata-8",
	.file = "kith-suricata8.rules",
	.summary = N_("Suricata 8 rules"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_FILE] = suricata_put_file,
		[INDICATOR_URL] = put_url,
		[INDICATOR_HOST] = put_host,
		[INDICATOR_ADDRESS] = suricata_put_address,
		[INDICATOR_ACCOUNT] = put_account},
};
