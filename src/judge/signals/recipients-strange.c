/* SPDX-License-Identifier: Apache-2.0
 *
 * An account we know takes a conversation to people of whom none was in it or ever had to do with
 * the account. Forwarding does so by its nature and says nothing.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const Account *account = &situation->recall->sender;
	const GArray *recipients = situation->recall->recipients;
	if (account->messages < 10 || situation->joined == NULL || recipients->len == 0 ||
		situation->facts->forward_prefixes > 0)
		return 0;
	for (guint i = 0; i < recipients->len; i++) {
		const Recipient *recipient = &g_array_index(recipients, Recipient, i);
		if (recipient->met || situation_took_part(situation->joined, recipient->person))
			return 0;
	}
	return situation->quoted != NULL ? situation->quote_surety : 0.5;
}

const Signal signal_recipients_strange = {
	.id = "recipients-strange",
	.measure = measure,
	.reason_en = "It takes a conversation to people none of whom were in it or ever wrote with "
		     "this account.",
	.reason_ja = "宛先の誰もこのやり取りに加わっておらず、このアカウントとの連絡もありません"
		     "でした。",
};
