/* SPDX-License-Identifier: Apache-2.0
 *
 * The account took part in what the message continues. What came in unproven bears this out less.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	if (!situation->sender_took_part)
		return 0;
	g_string_append(detail, situation->author->address);
	return situation->recall->sender.proven ? 1 : 0.7;
}

const Signal signal_sender_took_part = {
	.id = "sender-took-part",
	.measure = measure,
	.reason_en = "The account took part in this conversation before.",
	.reason_ja = "このアカウントは以前からこのやり取りに参加しています。",
};
