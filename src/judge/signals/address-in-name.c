/* SPDX-License-Identifier: Apache-2.0
 *
 * The From field shows one address and is sent from another: "Name <known@a>" <other@b>.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const GPtrArray *hidden = situation->facts->hidden;
	for (guint i = 0; i < hidden->len; i++) {
		const Address *address = hidden->pdata[i];
		if (situation_is_senders(situation, address->address))
			continue;
		g_string_append(detail, address->address);
		return situation->author->by_list ? 0.3 : 1;
	}
	return 0;
}

const Signal signal_address_in_name = {
	.id = "address-in-name",
	.measure = measure,
	.reason_en =
		"The sender field shows one address and hides that the mail comes from another.",
	.reason_ja = "差出人欄に表示されるアドレスと、実際の送信元アドレスが異なります。",
};
