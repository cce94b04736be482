/* SPDX-License-Identifier: Apache-2.0
 *
 * SpamAssassin: lists of hosts and accounts with one rule each, and a rule for each URL.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

static void begin(const Sheet *sheet)
{
	sheet_mark(sheet, "# ", "");
	fputs("enlist_uri_host (KITH) kith.invalid\n"
	      "header KITH_HOST eval:check_uri_host_listed('KITH')\n"
	      "describe KITH_HOST Link to a host of a campaign\n"
	      "score KITH_HOST 6\n"
	      "enlist_addrlist (KITH) nobody@kith.invalid\n"
	      "header KITH_ACCOUNT eval:check_from_in_list('KITH')\n"
	      "describe KITH_ACCOUNT From an account that a campaign used\n"
	      "score KITH_ACCOUNT 4\n",
		sheet->stream);
}

/* What follows would make another URL of it, unless it begins a fragment. */
static void put_url(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "uri KITH_URL_%u /^", indicator->number);
	escape_perl(sheet->stream, indicator->value);
	fprintf(sheet->stream, "(?:\\x23|$)/\nscore KITH_URL_%u 9\n", indicator->number);
}

static void put_host(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "enlist_uri_host (KITH) %s\n", indicator->value);
}

static void put_account(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "enlist_addrlist (KITH) %s\n", indicator->value);
}

const Format format_spamassassin = {
	.name = "spamassassin",
	.file = "kith-spamassassin.cf",
	.summary = N_("SpamAssassin: URLs, hosts and accounts"),
	.begin = begin,
	.put = {[INDICATOR_URL] = put_url,
		[INDICATOR_HOST] = put_host,
		[INDICATOR_ACCOUNT] = put_account},
};
