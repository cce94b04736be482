/* SPDX-License-Identifier: Apache-2.0
 *
 * Links of one form to unknown sites below several unrelated conversations within days: a thief
 * puts the same files onto many servers.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return situation_campaign(situation, CAMPAIGN_PATH);
}

const Signal signal_campaign_path = {
	.id = "campaign-path",
	.measure = measure,
	.reason_en = "Links of the same form to unknown sites came below other, unrelated "
		     "conversations within days.",
	.reason_ja = "同じ形の、見知らぬサイトへのリンクが、数日のうちに無関係な別のやり取りにも"
		     "現れています。",
};
