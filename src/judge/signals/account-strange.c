/* SPDX-License-Identifier: Apache-2.0
 *
 * An account we know looks unlike itself: other network, program, time zone, Message-ID form, time
 * of day.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const Account *account = &situation->recall->sender;
	if (account->person == 0 || account->messages < 5)
		return 0;
	guint known = (guint)account->network_known + (guint)account->program_known +
		      (guint)account->zone_known + (guint)account->message_id_known +
		      (guint)account->language_known + (guint)account->hour_known;
	guint strange = (guint)(account->network_known && !account->network_fits) +
			(guint)(account->program_known && !account->program_fits) +
			(guint)(account->zone_known && !account->zone_fits) +
			(guint)(account->message_id_known && !account->message_id_fits) +
			(guint)(account->language_known && !account->language_fits) +
			(guint)(account->hour_known && !account->hour_fits);
	return strange >= 2 ? (double)strange / known : 0;
}

const Signal signal_account_strange = {
	.id = "account-strange",
	.measure = measure,
	.reason_en = "The account is known, but network, program, time zone or time of day are "
		     "not the ones it always used.",
	.reason_ja =
		"既知のアカウントですが、経路・メールソフト・タイムゾーン・送信時刻などがこれまで"
		"と異なります。",
};
