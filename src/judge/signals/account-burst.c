/* SPDX-License-Identifier: Apache-2.0
 *
 * One account takes up several conversations that had come to rest, within days, each time with
 * something to open: people answer late, but not all at once.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return situation->sender_took_part ? situation_campaign(situation, CAMPAIGN_ACCOUNT) : 0;
}

const Signal signal_account_burst = {
	.id = "account-burst",
	.measure = measure,
	.reason_en = "This account took up several conversations that had come to rest, within "
		     "days, each time with something to open.",
	.reason_ja = "このアカウントは数日のうちに、途絶えていた複数のやり取りを、開かせるものとと"
		     "もに再開しています。",
};
