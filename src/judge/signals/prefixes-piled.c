/* SPDX-License-Identifier: Apache-2.0
 *
 * The subject was taken over with its own "Re:" and got another one, or it carries another site's
 * filter tag.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	if (situation->facts->reply_prefixes >= 2)
		return 1;
	return situation->facts->subject_tagged && situation->continues ? 0.5 : 0;
}

const Signal signal_prefixes_piled = {
	.id = "prefixes-piled",
	.measure = measure,
	.reason_en =
		"The subject piles up reply marks or carries the tag of some other mail filter.",
	.reason_ja = "件名に返信記号が重なっているか、他所のフィルターの標識が残っています。",
};
