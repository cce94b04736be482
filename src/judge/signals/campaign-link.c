/* SPDX-License-Identifier: Apache-2.0
 *
 * Links to one unknown site below several unrelated conversations within days.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return situation_campaign(situation, CAMPAIGN_LINK);
}

const Signal signal_campaign_link = {
	.id = "campaign-link",
	.measure = measure,
	.reason_en = "A link to the same unknown site came below other, unrelated "
		     "conversations within days.",
	.reason_ja = "同じ見知らぬサイトへのリンクが、数日のうちに無関係な別のやり取りにも現れ"
		     "ています。",
};
