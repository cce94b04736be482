/* SPDX-License-Identifier: Apache-2.0
 *
 * A link to an unknown site, behind words that do not tell where it leads ("View document").
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const GPtrArray *links = situation->facts->links;
	for (guint i = 0; i < links->len; i++) {
		const Link *link = links->pdata[i];
		if (!link->veiled ||
			payload_link_kind(situation->facts, situation->recall, i) != PAYLOAD_LINK)
			continue;
		g_string_append(detail, link->url);
		return 1;
	}
	return 0;
}

const Signal signal_link_veiled = {
	.id = "link-veiled",
	.measure = measure,
	.reason_en = "It has a link whose text does not tell which site it leads to.",
	.reason_ja = "行き先のサイトが文字から分からないリンクがあります。",
};
