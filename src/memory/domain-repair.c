/* SPDX-License-Identifier: Apache-2.0
 *
 * Finding the whole of a domain that was cut at a dot, among those that memory knows. A cut name
 * can be a whole one of somebody else's ("us.af" lies in Afghanistan): what memory knows is
 * believed, not the look of the name.
 */
#include "mail/domain.h"
#include "memory/memory-internal.h"
#include "memory/people/person.h"

/* The domain of PERSON when it is CUT and more behind a dot, else NULL. */
static char *continued_by(Memory *self, PersonNumber person, const char *cut)
{
	g_auto(GStrv) fields = person_open(self, person, NULL);
	const char *at = fields != NULL && fields[0] != NULL ? strrchr(fields[0], '@') : NULL;
	gsize length = strlen(cut);

	if (at == NULL || strncmp(at + 1, cut, length) != 0 || at[1 + length] != '.')
		return NULL;
	return g_strdup(at + 1);
}

static gboolean is_known(Memory *self, const char *domain)
{
	Span kinds;

	return memory_ask_one(self, TABLE_SITE, key_of_string(self->keys, TABLE_SITE, domain),
		       SITE_KINDS, &kinds, NULL) &&
	       kinds.length > 0 && memchr(kinds.data, SITE_DOMAIN, kinds.length) != NULL;
}

/* "example.com" is likelier a whole domain that memory does not know than the beginning of one that
 * it does; below a country's suffix, which has two letters, there is little. */
static gboolean stands_alone(const char *domain)
{
	const char *last = strrchr(domain, '.');

	return domain_is_complete(domain) && last != NULL && strlen(last + 1) > 2;
}

char *memory_repair_domain(Memory *self, const char *cut)
{
	g_autofree char *folded = g_ascii_strdown(cut, -1);
	g_autofree char *whole = NULL;
	Key key = key_of_string(self->keys, TABLE_CUT, folded);
	Span members;

	if (!kv_in_view(self->kv) || folded[0] == '\0' || is_known(self, folded) ||
		stands_alone(folded) ||
		!memory_ask_one(self, TABLE_CUT, key, LIMIT_NAME_BEARERS, &members, NULL))
		return NULL;
	/* Each person stands for another domain. */
	if (key_number_count(members) == 1)
		whole = continued_by(self, key_number_at(members, 0), folded);
	return g_steal_pointer(&whole);
}
