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

/* Is a message of somebody who was never learned marked, or in a campaign? */
typedef struct Trace {
	guint64 author;
	guint32 account;
	gboolean found;
} Trace;

static gboolean look_at_mark(Span key, Span value, gpointer user_data)
{
	Trace *trace = user_data;
	MarkRow row;

	trace->found = mark_row_read(value, &row) && row.author == trace->author;
	return !trace->found;
}

static gboolean look_at_sighting(Span key, Span value, gpointer user_data)
{
	Trace *trace = user_data;
	guint32 sender =
		value.length == CAMPAIGN_MEMBER_BYTES ? campaign_sighting_at(value, 0).sender : 0;

	trace->found = sender != 0 && campaign_account_of(sender) == trace->account;
	return !trace->found;
}

static gboolean find_trace(Memory *self, const char *address, gboolean *ret_found, GError **error)
{
	Trace trace = {
		.author = key_hash(self->keys, TABLE_MARK, span_new(address, strlen(address))),
		.account = campaign_account(self, address),
	};

	if (!kv_walk(self->kv, TABLE_MARK, look_at_mark, &trace, error) ||
		(!trace.found &&
			!kv_walk(self->kv, TABLE_CAMPAIGN, look_at_sighting, &trace, error)))
		return FALSE;
	*ret_found = trace.found;
	return TRUE;
}

gboolean memory_forget(Memory *self, const char *address, MemoryErased *ret, GError **error)
{
	Key tombstone = key_of_tombstone(self->keys, address);
	Key forgotten = key_of_byte(SITE_FORGOTTEN);
	ErasureOrder order = {.address = address};
	gboolean traced;

	*ret = (MemoryErased){0};
	if (!check_view(self, error) || !find_person(self, address, &order.person, error) ||
		!find_trace(self, address, &traced, error))
		return FALSE;
	kv_add(self->kv, TABLE_SITE, key_span(&tombstone), key_span(&forgotten));
	if (order.person == 0 && !traced)
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
