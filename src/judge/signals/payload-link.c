/* SPDX-License-Identifier: Apache-2.0
 *
 * Links in the own text: misleading ones, and less so those to sites never seen in mail.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const PayloadSummary *payload = &situation->payload;
	PayloadKind kind = payload->strength[PAYLOAD_MISLEADING_LINK] > 0 ? PAYLOAD_MISLEADING_LINK
									  : PAYLOAD_LINK;
	g_string_append(detail, payload->name[kind]);
	return payload->strength[kind] * (kind == PAYLOAD_LINK ? 0.5 : 1);
}

const Signal signal_payload_link = {
	.id = "payload-link",
	.measure = measure,
	.reason_en = "It has a link to a site never seen in our mail, or one whose text names "
		     "another site.",
	.reason_ja =
		"これまでに見たことのないサイト、または表示と異なるサイトへのリンクがあります。",
};
