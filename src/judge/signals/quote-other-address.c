/* SPDX-License-Identifier: Apache-2.0
 *
 * A quoted header names the claimed person with another address. It works without any memory.
 */
#include "judge/signal.h"

static gboolean differs(const Situation *situation, const Address *address)
{
	return !situation_is_senders(situation, address->address) &&
	       situation_same_name(address->name, situation->author->name);
}

static const Address *named_otherwise(const Situation *situation, const QuotedHeader *quote)
{
	if (differs(situation, &quote->from))
		return &quote->from;
	for (guint i = 0; i < quote->to->len; i++)
		if (differs(situation, quote->to->pdata[i]))
			return quote->to->pdata[i];
	return NULL;
}

static double measure(const Situation *situation, GString *detail)
{
	const GPtrArray *quotes = situation->facts->quotes;
	for (guint i = 0; i < quotes->len; i++) {
		const QuotedHeader *quote = quotes->pdata[i];
		const Address *other = named_otherwise(situation, quote);
		if (other == NULL)
			continue;
		g_string_append(detail, other->address);
		return situation->name_suits ? 0.2 : 1;
	}
	return 0;
}

const Signal signal_quote_other_address = {
	.id = "quote-other-address",
	.measure = measure,
	.reason_en = "The quoted mail names this person with another address than the one this "
		     "mail comes from.",
	.reason_ja = "引用部分にある本人のアドレスと、実際の送信元アドレスが異なります。",
};
