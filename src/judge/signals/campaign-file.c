/* SPDX-License-Identifier: Apache-2.0
 *
 * One file below several unrelated conversations within days.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return situation_campaign(situation, CAMPAIGN_FILE);
}

const Signal signal_campaign_file = {
	.id = "campaign-file",
	.measure = measure,
	.reason_en = "The same file came below other, unrelated conversations within days.",
	.reason_ja = "同じファイルが、数日のうちに無関係な別のやり取りにも添付されています。",
};
