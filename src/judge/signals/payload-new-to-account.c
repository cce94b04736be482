/* SPDX-License-Identifier: Apache-2.0
 *
 * An account we know sends a kind of file that it never sent before.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const Account *account = &situation->recall->sender;
	const PayloadSummary *payload = &situation->payload;
	if (account->person == 0 || account->messages < 5 || account->file_fits ||
		payload->worst == PAYLOAD_LINK || payload->worst == PAYLOAD_MISLEADING_LINK)
		return 0;
	g_string_append(detail, payload->name[payload->worst]);
	return MIN(1, account->messages / 20.0) * payload->danger;
}

const Signal signal_payload_new_to_account = {
	.id = "payload-new-to-account",
	.measure = measure,
	.reason_en = "This account never sent a file of this kind before.",
	.reason_ja = "このアカウントがこの種のファイルを送ったことはこれまでありません。",
};
