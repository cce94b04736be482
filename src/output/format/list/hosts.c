/* SPDX-License-Identifier: Apache-2.0
 *
 * Host names, one a line.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	fprintf(sheet->stream, "%s\n", indicator->value);
}

const Format format_hosts = {
	.name = "hosts",
	.file = "kith.hosts",
	.summary = N_("host names, one a line"),
	.put = {[INDICATOR_HOST] = put},
};
