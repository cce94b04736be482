/* SPDX-License-Identifier: Apache-2.0
 *
 * A Sieve script (RFC 5228) for a mailbox or to be included: what comes from an account or has a
 * link goes to a folder. One test for each kind, with a list that may not be empty.
 */
#include "base/i18n.h"
#include "output/format/table.h"

static void begin(const Sheet *sheet)
{
	sheet_mark(sheet, "# ", "");
	fputs("require [\"body\", \"fileinto\", \"mailbox\"];\n", sheet->stream);
}

/* Ends the list of the kind before. */
static void close_list(const Sheet *sheet)
{
	if (sheet->rows > 0)
		fputs("]\n{ fileinto :create \"Quarantine\"; stop; }\n", sheet->stream);
}

static void put(const Sheet *sheet, const Indicator *indicator, const char *test,
	const char *before, const char *after)
{
	gboolean first = sheet->rows_of[indicator->kind] == 0;
	if (first) {
		close_list(sheet);
		fprintf(sheet->stream, "if %s [\n", test);
	}
	fprintf(sheet->stream, "%s\"%s%s%s\"", first ? "" : ",\n", before, indicator->value, after);
}

static void put_url(const Sheet *sheet, const Indicator *indicator)
{
	put(sheet, indicator, "body :text :contains", "", "");
}

static void put_host(const Sheet *sheet, const Indicator *indicator)
{
	put(sheet, indicator, "body :text :contains", "//", "/");
}

static void put_account(const Sheet *sheet, const Indicator *indicator)
{
	put(sheet, indicator, "address :is [\"from\", \"sender\"]", "", "");
}

const Format format_sieve = {
	.name = "sieve",
	.file = "kith.sieve",
	.summary = N_("Sieve: URLs, hosts and accounts"),
	.begin = begin,
	.put = {[INDICATOR_URL] = put_url,
		[INDICATOR_HOST] = put_host,
		[INDICATOR_ACCOUNT] = put_account},
	.end = close_list,
};
