/* SPDX-License-Identifier: Apache-2.0
 *
 * Words of a name against the labels of a domain.
 */
#include "judge/organisation.h"

#include <string.h>

#include "mail/domain.h"
#include "mail/text/skeleton.h"

/* A shorter label may be part of any word: then it must be a word of its own. */
enum { telling_length = 4 };
/* Members of a conversation that are looked at: each costs a decryption. */
enum { members_asked = 32 };

static gboolean has_word(const char *name, const char *label)
{
	g_autofree char *folded = g_utf8_casefold(name, -1);
	g_auto(GStrv) words = g_strsplit_set(folded, " \t.,;:/-_()[]<>\"'&|", -1);
	return g_strv_contains((const char *const *)words, label);
}

/* "us.af" for x@mail.us.af.mil: what is left of a domain after a cut at its last dot. */
static gboolean is_cut(const char *name, const char *domain)
{
	const char *end = strrchr(domain, '.');
	gsize length = end != NULL ? (gsize)(end - domain) : 0;
	if (length < telling_length)
		return FALSE;
	g_autofree char *cut = g_strndup(domain, length);
	g_autofree char *folded = g_utf8_casefold(name, -1);
	return strchr(cut, '.') != NULL && strstr(folded, cut) != NULL;
}

gboolean organisation_is_named(const char *name, const char *address)
{
	const char *at = strrchr(address, '@');
	if (at == NULL || name[0] == '\0' || domain_is_freemail(at + 1))
		return FALSE;
	g_autofree char *site = domain_site(at + 1);
	g_autofree char *label = skeleton_of(span_new(site, strcspn(site, ".")));
	if (label[0] == '\0')
		return FALSE;
	if (has_word(name, label) || is_cut(name, at + 1))
		return TRUE;
	g_autofree char *claimed = skeleton_of(span_new(name, strlen(name)));
	return strlen(label) >= telling_length && strstr(claimed, label) != NULL;
}

PersonNumber organisation_member(const char *name, const GArray *persons, Memory *memory)
{
	for (guint i = 0; memory != NULL && i < MIN(persons->len, (guint)members_asked); i++) {
		PersonNumber person = g_array_index(persons, PersonNumber, i);
		Address *member = memory_person(memory, person);
		gboolean named = member != NULL && organisation_is_named(name, member->address);
		address_free(member);
		if (named)
			return person;
	}
	return 0;
}
