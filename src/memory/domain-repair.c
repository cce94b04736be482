/* SPDX-License-Identifier: Apache-2.0
 *
 * Finding the whole of a domain that was cut at a dot, among those that memory knows.
 */
#include "memory/memory-internal.h"
#include "memory/person.h"

static gboolean begins_with(const char *domain, const char *cut)
{
	gsize length = strlen(cut);

	return strncmp(domain, cut, length) == 0 && domain[length] == '.';
}

static void add_domain(GPtrArray *domains, const char *address, const char *cut)
{
	const char *at = strrchr(address, '@');

	if (at == NULL || !begins_with(at + 1, cut))
		return;
	if (!g_ptr_array_find_with_equal_func(domains, at + 1, g_str_equal, NULL))
		g_ptr_array_add(domains, g_strdup(at + 1));
}

GPtrArray *memory_repair_domain(Memory *self, const char *cut)
{
	GPtrArray *domains = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *folded = g_ascii_strdown(cut, -1);
	g_autoptr(GArray) persons = g_array_new(FALSE, FALSE, sizeof(PersonNumber));
	Key key = key_of_string(self->keys, TABLE_CUT, folded);
	Span members;

	if (!kv_in_view(self->kv) ||
		!memory_ask_one(self, TABLE_CUT, key, LIMIT_NAME_BEARERS, &members, NULL))
		return domains;
	for (guint i = 0; i < key_number_count(members); i++) {
		PersonNumber person = key_number_at(members, i);

		g_array_append_val(persons, person);
	}
	for (guint i = 0; i < persons->len; i++) {
		g_auto(GStrv) fields =
			person_open(self, g_array_index(persons, PersonNumber, i), NULL);

		if (fields != NULL && fields[0] != NULL)
			add_domain(domains, fields[0], folded);
	}
	return domains;
}
