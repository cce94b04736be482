/* SPDX-License-Identifier: Apache-2.0
 *
 * The address bears the name: a person's further address usually does, a relay account does not.
 * That an account in other hands still bears its owner's name says nothing.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	if (!situation->name_suits || situation->taken_over)
		return 0;
	return situation->recall->name_bearers->len + situation->facts->quotes->len > 0 ? 1 : 0;
}

const Signal signal_address_suits_name = {
	.id = "address-suits-name",
	.measure = measure,
	.reason_en = "The sending address fits the name.",
	.reason_ja = "送信元アドレスは名前と一致しています。",
};
