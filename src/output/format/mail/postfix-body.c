/* SPDX-License-Identifier: Apache-2.0
 *
 * Postfix body_checks(5) of type regexp: mail with a link is held. Postfix looks at lines as they
 * come: links in mail that is encoded are not found.
 */
#include "base/i18n.h"
#include "output/format/escape.h"
#include "output/format/table.h"

static void put_url(const Sheet *sheet, const Indicator *indicator)
{
	putc('/', sheet->stream);
	escape_posix(sheet->stream, indicator->value);
	fputs("([] \"'<>&)]|$)/ HOLD link of a campaign\n", sheet->stream);
}

static void put_host(const Sheet *sheet, const Indicator *indicator)
{
	fputs("/:\\/\\/([a-z0-9.-]*[.])?", sheet->stream);
	escape_posix(sheet->stream, indicator->value);
	fputs("([^a-z0-9.-]|$)/ HOLD link of a campaign\n", sheet->stream);
}

const Format format_postfix_body = {
	.name = "postfix-body",
	.file = "kith-postfix.body",
	.summary = N_("Postfix: URLs and hosts, for body_checks (regexp)"),
	.begin = sheet_begin_marked,
	.put = {[INDICATOR_URL] = put_url, [INDICATOR_HOST] = put_host},
};
