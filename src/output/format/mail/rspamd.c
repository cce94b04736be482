/* SPDX-License-Identifier: Apache-2.0
 *
 * rspamd: rules of its multimap module over the plain lists, which it reads again when they
 * change, and a composite for mail that has several. Nothing in it depends on what was found.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void begin(const Sheet *sheet)
{
	sheet_mark(sheet, "# ", "");
	fputs("multimap {\n"
	      "  KITH_HOST { type = \"url\"; map = \"$CONFDIR/kith/kith.hosts\"; score = 6; }\n"
	      "  KITH_URL { type = \"url\"; filter = \"full\"; map = \"$CONFDIR/kith/kith.urls\"; "
	      "score = 9; }\n"
	      "  KITH_ACCOUNT { type = \"from\"; map = \"$CONFDIR/kith/kith.accounts\"; score = 5; "
	      "}\n"
	      "  KITH_ADDRESS { type = \"ip\"; map = \"$CONFDIR/kith/kith.cidr\"; score = 4; }\n"
	      "}\n"
	      "composites {\n"
	      "  KITH_CAMPAIGN { expression = \"(KITH_HOST | KITH_URL) & (KITH_ACCOUNT | "
	      "KITH_ADDRESS)\"; score = 15; }\n"
	      "}\n",
		sheet->stream);
}

const Format format_rspamd = {
	.name = "rspamd",
	.file = "kith-rspamd.conf",
	.summary = N_("rspamd: rules over the plain lists"),
	.begin = begin,
};
