/* SPDX-License-Identifier: Apache-2.0
 *
 * A tombstone tells no address, but whether an address has one: those that the backup knows are
 * asked for, in memory and in the ledger. What has a tombstone in the backup too was forgotten
 * before, and what its ledger has of it came later: that stays.
 */
#include "cmd/care/forgotten.h"

#include <string.h>

#include "base/i18n.h"
#include "mail/header/address.h"
#include "memory/care/tombstone.h"

void forgotten_clear(Forgotten *forgotten)
{
	g_clear_pointer(&forgotten->unknown, g_free);
}

/* A memory that holds nothing was made in the place of one that was lost, or is none. */
static gboolean is_empty(Memory *memory, const Tombstones *tombstones)
{
	MemoryStatistics statistics = {0};
	return tombstones_count(tombstones) == 0 && memory_statistics(memory, &statistics, NULL) &&
	       statistics.messages == 0;
}

/* NULL with why in RET. */
static Tombstones *read_state(const char *state, const Secret *secret, Forgotten *ret)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Memory) memory = memory_open(state, secret, MEMORY_READ, &error);
	g_autoptr(Tombstones) tombstones = NULL;
	if (memory != NULL && memory_begin(memory, &error))
		tombstones = tombstones_new(memory, secret, &error);
	if (tombstones != NULL && !is_empty(memory, tombstones))
		return g_steal_pointer(&tombstones);
	ret->unknown = g_strdup(error != NULL ? error->message : _("its memory is empty"));
	return NULL;
}

/* The addresses that are to be forgotten again, and how each is told. */
typedef struct Search {
	const Tombstones *tombstones;
	GHashTable *addresses;
} Search;

static void look_at(const char *text, gpointer user_data)
{
	Search *search = user_data;
	g_autofree char *address = address_normal(span_new(text, strlen(text)));
	if (tombstones_has(search->tombstones, address))
		g_hash_table_add(search->addresses, g_steal_pointer(&address));
}

static gboolean forget(Care *care, GHashTable *addresses, guint *ret_count, GError **error)
{
	g_autofree char **list = (char **)g_hash_table_get_keys_as_array(addresses, ret_count);
	g_autofree MemoryErased *erased = g_new0(MemoryErased, *ret_count);
	g_autofree gboolean *in_ledger = g_new0(gboolean, *ret_count);
	return care_forget(care, (const char *const *)list, erased, in_ledger, error);
}

static gboolean keep(Care *care, Tombstones *tombstones, Forgotten *ret, GError **error)
{
	g_autoptr(GHashTable) addresses =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Search search = {tombstones, addresses};
	if (!tombstones_subtract(tombstones, care->memory, error) ||
		!tombstones_find_persons(tombstones, care->memory, addresses, error) ||
		(care->ledger != NULL &&
			!ledger_list_addresses(care->ledger, look_at, &search, error)))
		return FALSE;
	tombstones_put(tombstones, care->memory);
	return forget(care, addresses, &ret->erased, error);
}

gboolean forgotten_keep(
	const char *state, const char *draft, const Secret *secret, Forgotten *ret, GError **error)
{
	*ret = (Forgotten){NULL};
	g_autoptr(Tombstones) tombstones = read_state(state, secret, ret);
	if (tombstones == NULL || tombstones_count(tombstones) == 0)
		return TRUE;
	g_auto(Care) care;
	return care_open_parts(&care, draft, secret, TRUE, error) &&
	       keep(&care, tombstones, ret, error);
}
