/* SPDX-License-Identifier: Apache-2.0
 *
 * The account is known and looks as it always did.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const Account *account = &situation->recall->sender;
	if (account->person == 0 || account->messages < 3)
		return 0;
	gboolean fits = account->network_fits && account->program_fits && account->message_id_fits;
	return fits && (account->network_known || account->message_id_known) ? 1 : 0;
}

const Signal signal_account_as_ever = {
	.id = "account-as-ever",
	.measure = measure,
	.reason_en = "The account is known and looks as it always did.",
	.reason_ja = "既知のアカウントで、普段と変わった点がありません。",
};
