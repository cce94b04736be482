/* SPDX-License-Identifier: Apache-2.0
 *
 * A mailing list brought it: there, people unknown to each other answer each other.
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	return situation->facts->marks & MARK_LIST ? 1 : 0;
}

const Signal signal_list_mail = {
	.id = "list-mail",
	.measure = measure,
	.reason_en = "A mailing list brought it.",
	.reason_ja = "メーリングリスト経由のメールです。",
};
