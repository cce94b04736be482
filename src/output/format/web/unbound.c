/* SPDX-License-Identifier: Apache-2.0
 *
 * Unbound's own configuration: NXDOMAIN for a host and all below it.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void begin(const Sheet *sheet)
{
	sheet_mark(sheet, "# ", "");
	fputs("server:\n", sheet->stream);
}

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "local-zone: \"%s.\" always_nxdomain\n", indicator->value);
}

const Format format_unbound = {
	.name = "unbound",
	.file = "kith-unbound.conf",
	.summary = N_("Unbound: hosts"),
	.begin = begin,
	.put = {[INDICATOR_HOST] = put},
};
