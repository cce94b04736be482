/* SPDX-License-Identifier: Apache-2.0
 *
 * Bounces, receipts, automatic answers, calendars, tickets and sharing notices quote and name
 * others by their nature. Their marks can be forged, so they clear nothing that brings something to
 * run.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return situation->machine && situation->payload.worst < PAYLOAD_MISLEADING_LINK ? 1 : 0;
}

const Signal signal_machine_mail = {
	.id = "machine-mail",
	.measure = measure,
	.reason_en = "A machine sent it in the course of its duty: a bounce, an automatic answer, "
		     "a ticket, a notice.",
	.reason_ja = "自動応答・配信通知・チケットなど、機械が送るメールです。",
};
