/* SPDX-License-Identifier: Apache-2.0
 *
 * The account and the recipients wrote to each other before.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const Recall *recall = situation->recall;
	guint32 exchanged = recall->wrote_to_us + recall->we_wrote;
	if (exchanged == 0)
		return 0;
	return MIN(1, exchanged / 3.0) * (recall->sender.proven ? 1 : 0.7);
}

const Signal signal_relation_known = {
	.id = "relation-known",
	.measure = measure,
	.reason_en = "This account and the recipient have exchanged mail before.",
	.reason_ja = "このアカウントと受信者は以前からメールを交わしています。",
};
