/* SPDX-License-Identifier: Apache-2.0
 *
 * There is nothing to click or open: a hijack without payload has no point.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return 1 - MIN(1, situation->payload.danger / 0.3);
}

const Signal signal_nothing_to_open = {
	.id = "nothing-to-open",
	.measure = measure,
	.reason_en = "It brings nothing dangerous to click or open.",
	.reason_ja = "危険な添付やリンクがありません。",
};
