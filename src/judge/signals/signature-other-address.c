/* SPDX-License-Identifier: Apache-2.0
 *
 * The signature gives the claimed person with an address of another organisation.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const GPtrArray *signature = situation->facts->signature;
	for (guint i = 0; i < signature->len; i++) {
		const Address *address = signature->pdata[i];
		if (situation_is_senders(situation, address->address) ||
			!situation_same_name(address->name, situation->author->name))
			continue;
		g_string_append(detail, address->address);
		return situation->name_suits ? 0.2 : 1;
	}
	return 0;
}

const Signal signal_signature_other_address = {
	.id = "signature-other-address",
	.measure = measure,
	.reason_en =
		"The signature gives this person another address than the one the mail comes from.",
	.reason_ja = "署名にある本人のアドレスと、実際の送信元アドレスが異なります。",
};
