/* SPDX-License-Identifier: Apache-2.0
 *
 * It brings a locked archive or document that filters cannot look into.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const PayloadSummary *payload = &situation->payload;
	g_string_append(detail, payload->name[PAYLOAD_LOCKED]);
	return payload->strength[PAYLOAD_LOCKED];
}

const Signal signal_payload_locked = {
	.id = "payload-locked",
	.measure = measure,
	.reason_en = "It brings a locked archive or document that filters cannot look into.",
	.reason_ja = "フィルターが検査できない、パスワード付きの書庫や文書が添付されています。",
};
