/* SPDX-License-Identifier: Apache-2.0
 *
 * A link in the own text whose visible text names another site than the one it leads to.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const PayloadSummary *payload = &situation->payload;
	g_string_append(detail, payload->name[PAYLOAD_MISLEADING_LINK]);
	return payload->strength[PAYLOAD_MISLEADING_LINK];
}

const Signal signal_link_misleading = {
	.id = "link-misleading",
	.measure = measure,
	.reason_en = "It has a link whose text names another site than the one it leads to.",
	.reason_ja = "表示されているサイトとは別のサイトへ導くリンクがあります。",
};
