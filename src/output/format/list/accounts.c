/* SPDX-License-Identifier: Apache-2.0
 *
 * Mail addresses, one a line.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "%s\n", indicator->value);
}

const Format format_accounts = {
	.name = "accounts",
	.file = "kith.accounts",
	.summary = N_("accounts, one a line"),
	.put = {[INDICATOR_ACCOUNT] = put},
};
