/* SPDX-License-Identifier: Apache-2.0
 *
 * The mail entered at a server that asked for a password, from a machine that named itself by a
 * bare address, or under another account than From's: how bots use stolen accounts.
 */
#include "judge/signal.h"
#include <string.h>

static double measure(const Situation *situation, GString *detail)
{
	const Facts *facts = situation->facts;
	double strength = 0;
	for (guint i = 0; i < facts->hops->len; i++) {
		const Hop *hop = facts->hops->pdata[i];
		if (hop->authenticated && hop->helo[0] == '[')
			strength = 0.5;
	}
	if (facts->originating_ip[0] != '\0')
		strength += 0.2;
	if (strchr(facts->auth_user, '@') != NULL && situation->author->address[0] != '\0' &&
		g_ascii_strcasecmp(facts->auth_user, situation->author->address) != 0 &&
		!situation->author->by_list) {
		g_string_append(detail, facts->auth_user);
		strength += 0.5;
	}
	return MIN(strength, 1);
}

const Signal signal_injected = {
	.id = "injected",
	.measure = measure,
	.reason_en = "It was handed in with a password by a machine that does not behave like a "
		     "mail program.",
	.reason_ja =
		"通常のメールソフトらしくない機器から、アカウント認証を使って送信されています。",
};
