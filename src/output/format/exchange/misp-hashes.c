/* SPDX-License-Identifier: Apache-2.0
 *
 * The list of a MISP feed by which MISP finds an event for a value: MD5 of the value, and the
 * event.
 */
#include "base/i18n.h"
#include "output/format/exchange/misp.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	char uuid[FORMAT_UUID_BYTES];
	g_autofree char *digest =
		g_compute_checksum_for_string(G_CHECKSUM_MD5, indicator->value, -1);
	misp_event_uuid(sheet, uuid);
	fprintf(sheet->stream, "%s,%s\n", digest, uuid);
}

const Format format_misp_hashes = {
	.name = "misp-hashes",
	.file = "misp/hashes.csv",
	.summary = N_("MISP feed: which event has a value"),
	.put = {[INDICATOR_FILE] = put,
		[INDICATOR_URL] = put,
		[INDICATOR_HOST] = put,
		[INDICATOR_ADDRESS] = put,
		[INDICATOR_ACCOUNT] = put},
};
