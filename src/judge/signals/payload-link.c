/* SPDX-License-Identifier: Apache-2.0
 *
 * A link in the own text to a site never seen in mail.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const PayloadSummary *payload = &situation->payload;
	g_string_append(detail, payload->name[PAYLOAD_LINK]);
	return payload->strength[PAYLOAD_LINK];
}

const Signal signal_payload_link = {
	.id = "payload-link",
	.measure = measure,
	.reason_en = "It has a link to a site never seen in our mail.",
	.reason_ja = "これまでに見たことのないサイトへのリンクがあります。",
};
