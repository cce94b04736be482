/* SPDX-License-Identifier: Apache-2.0
 *
 * It brings a document that can run macros, or one that was stripped of its content.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const PayloadSummary *payload = &situation->payload;
	g_string_append(detail, payload->name[PAYLOAD_MACRO]);
	return payload->strength[PAYLOAD_MACRO];
}

const Signal signal_payload_macro = {
	.id = "payload-macro",
	.measure = measure,
	.reason_en = "It brings a document that can run macros, or one that was stripped of its "
		     "content.",
	.reason_ja = "マクロを実行できる文書、または中身が除去された文書が添付されています。",
};
