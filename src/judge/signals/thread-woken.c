/* SPDX-License-Identifier: Apache-2.0
 *
 * A conversation that had come to rest is taken up again by somebody who took part. That others
 * come late to what they quote is quote-not-theirs's to say.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	double days = situation->woken_days;
	if (days < 60 || !situation->sender_took_part)
		return 0;
	g_string_append_printf(detail, "%.0f d", days);
	return MIN(1, (days - 30) / 330);
}

const Signal signal_thread_woken = {
	.id = "thread-woken",
	.measure = measure,
	.reason_en = "It takes up a conversation that had come to rest long ago.",
	.reason_ja = "長く途絶えていたやり取りを再開するものです。",
};
