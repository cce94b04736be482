/* SPDX-License-Identifier: Apache-2.0
 *
 * Postfix header_checks(5) of type regexp, which every Postfix has: mail that shows an account as
 * its sender is held.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fputs("/^(From|Sender|Reply-To):(.*[^a-z0-9._%+=-])?", sheet->stream);
	escape_posix(sheet->stream, indicator->value);
	fputs("([^a-z0-9.-]|$)/ HOLD account of a campaign\n", sheet->stream);
}

const Format format_postfix_headers = {
	.name = "postfix-headers",
	.file = "kith-postfix.headers",
	.summary = N_("Postfix: accounts, for header_checks (regexp)"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_ACCOUNT] = put},
};
