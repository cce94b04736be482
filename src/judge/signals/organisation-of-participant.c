/* SPDX-License-Identifier: Apache-2.0
 *
 * The display name is an organisation's that took part in what is quoted; the address is not.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	if (situation->member == 0 || situation->author->address[0] == '\0')
		return 0;
	g_string_append(detail, situation->author->name);
	return situation->quote_surety * (situation->name_theirs ? 0.5 : 1);
}

const Signal signal_organisation_of_participant = {
	.id = "organisation-of-participant",
	.measure = measure,
	.reason_en = "It bears the name of an organisation that took part in this "
		     "conversation, but comes from elsewhere.",
	.reason_ja = "このやり取りに関わる組織の名前を名乗っていますが、その組織のアドレスでは"
		     "ありません。",
};
