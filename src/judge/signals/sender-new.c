/* SPDX-License-Identifier: Apache-2.0
 *
 * It continues a conversation, and the account is new to us.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	if (!situation->continues || situation->recall->sender.person != 0)
		return 0;
	g_string_append(detail, situation->author->address);
	return 1;
}

const Signal signal_sender_new = {
	.id = "sender-new",
	.measure = measure,
	.reason_en = "It continues a conversation, but this account has never written to us or "
		     "been written to.",
	.reason_ja =
		"やり取りの続きを装っていますが、このアカウントとはこれまで送受信がありません。",
};
