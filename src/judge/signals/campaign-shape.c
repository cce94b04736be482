/* SPDX-License-Identifier: Apache-2.0
 *
 * Files of one make below several unrelated conversations within days.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return situation_campaign(situation, CAMPAIGN_SHAPE);
}

const Signal signal_campaign_shape = {
	.id = "campaign-shape",
	.measure = measure,
	.reason_en = "A file of the same kind, size and form of name came below other, "
		     "unrelated conversations within days.",
	.reason_ja = "種類・大きさ・名前の形が同じファイルが、数日のうちに無関係な別のやり取り"
		     "にも添付されています。",
};
