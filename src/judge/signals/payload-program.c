/* SPDX-License-Identifier: Apache-2.0
 *
 * It brings a program, script or disk image.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	const PayloadSummary *payload = &situation->payload;
	g_string_append(detail, payload->name[PAYLOAD_PROGRAM]);
	return payload->strength[PAYLOAD_PROGRAM];
}

const Signal signal_payload_program = {
	.id = "payload-program",
	.measure = measure,
	.reason_en = "It brings a program, script or disk image.",
	.reason_ja = "プログラム、スクリプト、またはディスクイメージが添付されています。",
};
