/* SPDX-License-Identifier: Apache-2.0
 *
 * The display name is that of somebody who took part in the continued conversation, but with
 * another address. Somebody's new private address usually bears their name.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	if (!situation->namesake_took_part || situation->author->address[0] == '\0')
		return 0;
	if (situation->name_theirs && !situation->joined_unproven)
		return 0;
	g_string_append(detail, situation->author->name);
	if (situation->name_suits)
		return 0.25;
	if (situation->name_theirs)
		return 0.5;
	return situation->common_name ? 0.7 : 1;
}

const Signal signal_name_of_participant = {
	.id = "name-of-participant",
	.measure = measure,
	.reason_en = "It bears the name of somebody who took part in this conversation, but not "
		     "their address.",
	.reason_ja =
		"このやり取りの参加者の名前を名乗っていますが、その人のアドレスではありません。",
};
