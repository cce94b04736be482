/* SPDX-License-Identifier: Apache-2.0
 *
 * A link in the own text to a site that memory does not know.
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
	.reason_en = "It has a link to a site that is new to our mail, or that one sender alone "
		     "linked to.",
	.reason_ja = "これまでのメールに現れたことがないか、一人の差出人しか挙げていないサイトへの"
		     "リンクがあります。",
};
