/* SPDX-License-Identifier: Apache-2.0
 *
 * Tombstones are members of TABLE_SITE. Whether an address has one is asked of its hash, so persons
 * are found by unsealing all.
 */
#include "memory/care/tombstone.h"

#include "base/error.h"
#include "memory/memory-internal.h"
#include "memory/people/person.h"

struct Tombstones {
	Keys *keys;
	GHashTable *hashes; /* of GBytes: keys of TABLE_SITE */
};

void tombstones_free(Tombstones *self)
{
	if (self == NULL)
		return;
	keys_free(self->keys);
	g_hash_table_unref(self->hashes);
	g_free(self);
}

static gboolean is_tombstone(Span kind)
{
	return kind.length == 1 && kind.data[0] == SITE_FORGOTTEN;
}

static gboolean note(Span key, Span kind, gpointer user_data)
{
	Tombstones *self = user_data;

	if (is_tombstone(kind))
		g_hash_table_add(self->hashes, g_bytes_new(key.data, key.length));
	return TRUE;
}

static gboolean check(Memory *memory, GError **error)
{
	g_autofree char *problem = NULL;

	if (!kv_find_damage(memory->kv, &problem, error))
		return FALSE;
	if (problem == NULL)
		return TRUE;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_STATE, problem);
	return FALSE;
}

Tombstones *tombstones_new(Memory *memory, const Secret *secret, GError **error)
{
	g_autoptr(Tombstones) self = g_new0(Tombstones, 1);

	self->hashes = g_hash_table_new_full(
		g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	self->keys = keys_new(secret);
	if (!check(memory, error) || !kv_walk(memory->kv, TABLE_SITE, note, self, error))
		return NULL;
	return g_steal_pointer(&self);
}

guint tombstones_count(const Tombstones *self)
{
	return g_hash_table_size(self->hashes);
}

gboolean tombstones_has(const Tombstones *self, const char *address)
{
	Key key = key_of_tombstone(self->keys, address);
	g_autoptr(GBytes) bytes = g_bytes_new(key.bytes, key.length);

	return g_hash_table_contains(self->hashes, bytes);
}

static gboolean drop(Span key, Span kind, gpointer user_data)
{
	Tombstones *self = user_data;
	g_autoptr(GBytes) bytes = g_bytes_new(key.data, key.length);

	if (is_tombstone(kind))
		g_hash_table_remove(self->hashes, bytes);
	return TRUE;
}

gboolean tombstones_subtract(Tombstones *self, Memory *memory, GError **error)
{
	return kv_walk(memory->kv, TABLE_SITE, drop, self, error);
}

void tombstones_put(const Tombstones *self, Memory *memory)
{
	Key forgotten = key_of_byte(SITE_FORGOTTEN);
	GHashTableIter iter;
	gpointer hash;

	g_hash_table_iter_init(&iter, self->hashes);
	while (g_hash_table_iter_next(&iter, &hash, NULL)) {
		gsize length;
		const guint8 *bytes = g_bytes_get_data(hash, &length);

		kv_add(memory->kv, TABLE_SITE, span_new(bytes, length), key_span(&forgotten));
	}
}

typedef struct Search {
	const Tombstones *tombstones;
	Memory *memory;
	GHashTable *addresses;
	gboolean damaged;
} Search;

static gboolean look_at_seal(Span key, Span value, gpointer user_data)
{
	Search *search = user_data;
	g_auto(GStrv) fields = key.length == 4
				       ? person_unseal(search->memory, key_number_at(key, 0), value)
				       : NULL;

	search->damaged = fields == NULL || fields[0] == NULL;
	if (!search->damaged && tombstones_has(search->tombstones, fields[0]))
		g_hash_table_add(search->addresses, g_strdup(fields[0]));
	return !search->damaged;
}

gboolean tombstones_find_persons(
	const Tombstones *self, Memory *memory, GHashTable *addresses, GError **error)
{
	Search search = {self, memory, addresses, FALSE};

	return kv_walk(memory->kv, TABLE_SEAL, look_at_seal, &search, error) &&
	       (!search.damaged || inquiry_damaged(TABLE_SEAL, error));
}
