/* SPDX-License-Identifier: Apache-2.0
 *
 * The message quotes mail of ours, and the account it comes from never took part in that
 * conversation, or only unproven and under another's name. On a list others may hold the mail too,
 * so there it says less.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const Continued *quoted = situation->quoted;
	gboolean took_part = situation->sender_took_part && !situation->joined_unproven;
	if (quoted == NULL || took_part || situation->author->address[0] == '\0')
		return 0;
	g_string_append(detail, situation->author->address);
	return situation->quote_surety * (quoted->audience_open ? 0.5 : 1);
}

const Signal signal_quote_not_theirs = {
	.id = "quote-not-theirs",
	.measure = measure,
	.reason_en = "It quotes an earlier conversation of ours, in which the sending account "
		     "took no confirmed part.",
	.reason_ja = "過去の当方のやり取りを引用していますが、送信元アカウントの参加は確認"
		     "されていません。",
};
