/* SPDX-License-Identifier: Apache-2.0
 *
 * It quotes a conversation of ours, and its reply headers name none of that conversation's
 * messages.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	if (situation->quoted == NULL || !situation->facts->has_reply_headers ||
		situation->quoted->by_reference || situation->parent != NULL)
		return 0;
	return situation->quote_surety;
}

const Signal signal_parent_elsewhere = {
	.id = "parent-elsewhere",
	.measure = measure,
	.reason_en =
		"It quotes our conversation but its reply headers point to some other message.",
	.reason_ja = "当方のやり取りを引用していますが、返信元の情報は別のメールを指しています。",
};
