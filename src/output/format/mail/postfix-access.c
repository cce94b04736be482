/* SPDX-License-Identifier: Apache-2.0
 *
 * Postfix access(5) table: mail of accounts is held, not refused, for their owners write, too.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "%s HOLD account of a campaign\n", indicator->value);
}

const Format format_postfix_access = {
	.name = "postfix-access",
	.file = "kith-postfix.access",
	.summary = N_("Postfix: accounts, for check_sender_access"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_ACCOUNT] = put},
};
