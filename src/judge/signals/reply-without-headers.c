/* SPDX-License-Identifier: Apache-2.0
 *
 * A reply that does not say what it replies to. Honest people's programs set In-Reply-To or
 * References (RFC 5322, 3.6.4); bots that build a reply from stolen text often do not.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const Facts *facts = situation->facts;
	if (facts->has_reply_headers || facts->reply_prefixes == 0)
		return 0;
	return facts->quotes->len > 0 || situation->joined != NULL ? 1 : 0.5;
}

const Signal signal_reply_without_headers = {
	.id = "reply-without-headers",
	.measure = measure,
	.reason_en = "It is written as a reply but does not say, as mail programs do, which "
		     "message it replies to.",
	.reason_ja =
		"返信の形をとっていますが、通常のメールソフトが付ける返信元の情報がありません。",
};
