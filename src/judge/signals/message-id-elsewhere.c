/* SPDX-License-Identifier: Apache-2.0
 *
 * The Message-ID was made up in the recipient's domain, or there is none.
 */
#include "judge/signal.h"
#include <string.h>

#include "mail/domain.h"

static gboolean ends_in(const char *address, const char *site)
{
	const char *at = strrchr(address, '@');
	if (at == NULL)
		return FALSE;
	g_autofree char *own = domain_site(at + 1);
	return strcmp(own, site) == 0;
}

static double measure(const Situation *situation, GString *detail)
{
	const Facts *facts = situation->facts;
	if (facts->message_id[0] == '\0')
		return 0.5;
	const char *right = strrchr(facts->message_id, '@');
	if (right == NULL || facts->to->len == 0)
		return 0;
	const Address *to = facts->to->pdata[0];
	g_autofree char *site = domain_site(right + 1);
	if (!ends_in(to->address, site) || ends_in(situation->author->address, site) ||
		situation->author->by_list)
		return 0;
	g_string_append(detail, site);
	return facts->marks & MARK_LIST ? 0 : 1;
}

const Signal signal_message_id_elsewhere = {
	.id = "message-id-elsewhere",
	.measure = measure,
	.reason_en =
		"Its identifier pretends to come from the recipient's own domain, or is missing.",
	.reason_ja = "メールの識別子が受信者側のドメインを装っているか、欠けています。",
};
