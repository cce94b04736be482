/* SPDX-License-Identifier: Apache-2.0
 *
 * Forgetting a person, and what is old. The tombstone and the erasure are one change.
 */
#include "base/error.h"
#include "memory/care/erasure.h"

static gboolean check_view(const Memory *self, GError **error)
{
	g_assert(self->mode == MEMORY_WRITE);
	if (kv_in_view(self->kv))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE, "no view of the memory in %s is open",
		self->directory);
	return FALSE;
}

static gboolean find_person(
	Memory *self, const char *address, PersonNumber *ret_person, GError **error)
{
	Key key = key_of_string(self->keys, TABLE_PERSON, address);
	Span members;

	if (!memory_ask_one(self, TABLE_PERSON, key, 1, &members, error))
		return FALSE;
	*ret_person = key_number_count(members) > 0 ? key_number_at(members, 0) : 0;
	return TRUE;
}

gboolean memory_forget(Memory *self, const char *address, MemoryErased *ret, GError **error)
{
	Key tombstone = key_of_tombstone(self->keys, address);
	Key forgotten = key_of_byte(SITE_FORGOTTEN);
	ErasureOrder order = {0};

	*ret = (MemoryErased){0};
	if (!check_view(self, error) || !find_person(self, address, &order.person, error))
		return FALSE;
	kv_add(self->kv, TABLE_SITE, key_span(&tombstone), key_span(&forgotten));
	if (order.person == 0)
		return memory_commit(self, error);
	return erasure_run(self, &order, ret, error);
}

gboolean memory_expire(Memory *self, gint64 before, MemoryErased *ret, GError **error)
{
	ErasureOrder order = {.before = before};

	return check_view(self, error) && erasure_run(self, &order, ret, error);
}

gboolean memory_lift(Memory *self, const char *address, gboolean *ret_was, GError **error)
{
	Key tombstone = key_of_tombstone(self->keys, address);
	Key forgotten = key_of_byte(SITE_FORGOTTEN);
	Span kinds;

	if (!check_view(self, error) ||
		!memory_ask_one(self, TABLE_SITE, tombstone, SITE_KINDS, &kinds, error))
		return FALSE;
	*ret_was = kinds.length > 0;
	if (*ret_was)
		kv_remove(self->kv, TABLE_SITE, key_span(&tombstone), key_span(&forgotten));
	return TRUE;
}
