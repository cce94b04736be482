/* SPDX-License-Identifier: Apache-2.0
 *
 * Attached files that are common in honest mail too: web pages, archives, office documents.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	static const struct {
		PayloadKind kind;
		double strength;
	} kinds[] = {{PAYLOAD_HTML, 1}, {PAYLOAD_ARCHIVE, 0.5}, {PAYLOAD_DOCUMENT, 0.35}};
	const PayloadSummary *payload = &situation->payload;
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (payload->strength[kinds[i].kind] == 0)
			continue;
		g_string_append(detail, payload->name[kinds[i].kind]);
		return payload->strength[kinds[i].kind] * kinds[i].strength;
	}
	return 0;
}

const Signal signal_payload_file = {
	.id = "payload-file",
	.measure = measure,
	.reason_en = "It brings a web page, an archive or an office document.",
	.reason_ja = "ウェブページ、圧縮書庫、または文書ファイルが添付されています。",
};
