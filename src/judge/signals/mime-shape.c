/* SPDX-License-Identifier: Apache-2.0
 *
 * The build of the message is one that published bots use and mail programs do not: a second HTML
 * document inside the first, a boundary of digits alone (Unit 42 2020).
 */
#include "judge/signal.h"

static double measure(const Situation *situation, GString *detail)
{
	guint32 marks = situation->facts->marks;
	double strength = 0;
	if (marks & MARK_NESTED_HTML)
		strength += 0.7;
	if (marks & MARK_DIGIT_BOUNDARY)
		strength += 0.4;
	if ((marks & MARK_HTML_ONLY) && situation->continues)
		strength += 0.1;
	return MIN(strength, 1);
}

const Signal signal_mime_shape = {
	.id = "mime-shape",
	.measure = measure,
	.reason_en = "The message is built in a way known from malware, not from mail programs.",
	.reason_ja =
		"メールの構造が、通常のメールソフトではなく既知のマルウェアのものに似ています。",
};
