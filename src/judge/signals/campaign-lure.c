/* SPDX-License-Identifier: Apache-2.0
 *
 * One sentence below several unrelated conversations within days, with something to open.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return situation_campaign(situation, CAMPAIGN_LURE);
}

const Signal signal_campaign_lure = {
	.id = "campaign-lure",
	.measure = measure,
	.reason_en = "The same words, with something to open, came below other, unrelated "
		     "conversations within days.",
	.reason_ja = "同じ文面が、開かせるものとともに、数日のうちに無関係な別のやり取りにも現"
		     "れています。",
};
