/* SPDX-License-Identifier: Apache-2.0
 *
 * The display name is that of somebody we know, from an address that never used it.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	if (situation->namesake == 0 || situation->namesake_took_part || situation->name_theirs ||
		situation->author->address[0] == '\0')
		return 0;
	g_string_append(detail, situation->author->name);
	if (situation->name_suits)
		return 0.2;
	return situation->common_name ? 0.3 : 1;
}

const Signal signal_name_of_known = {
	.id = "name-of-known",
	.measure = measure,
	.reason_en = "It bears the name of somebody we know, from an address that they never used.",
	.reason_ja = "既知の人物の名前を名乗っていますが、その人が使ったことのないアドレスから届い"
		     "ています。",
};
