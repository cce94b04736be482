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
	GHashTable *authors;  /* of guint64: hashes in TABLE_MARK */
	GHashTable *accounts; /* of guint32: in TABLE_CAMPAIGN */
	gboolean found;
} Trace;

static gboolean look_at_mark(Span key, Span value, gpointer user_data)
{
	Trace *trace = user_data;
	MarkRow row;

	trace->found =
		mark_row_read(value, &row) && g_hash_table_contains(trace->authors, &row.author);
	return !trace->found;
}

static gboolean look_at_sighting(Span key, Span value, gpointer user_data)
{
	Trace *trace = user_data;
	guint32 sender =
		value.length == CAMPAIGN_MEMBER_BYTES ? campaign_sighting_at(value, 0).sender : 0;

	trace->found = sender != 0 && g_hash_table_contains(trace->accounts,
					      GUINT_TO_POINTER(campaign_account_of(sender)));
	return !trace->found;
}

static void trace_address(const Memory *self, const char *address, Trace *trace)
{
	guint64 author = key_hash(self->keys, TABLE_MARK, span_new(address, strlen(address)));

	g_hash_table_add(trace->authors, g_memdup2(&author, sizeof author));
	g_hash_table_add(trace->accounts, GUINT_TO_POINTER(campaign_account(self, address)));
}

static gboolean find_traces(
	Memory *self, const char *const *addresses, gboolean *ret_found, GError **error)
{
	g_autoptr(GHashTable) authors =
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	g_autoptr(GHashTable) accounts = g_hash_table_new(NULL, NULL);
	Trace trace = {authors, accounts, FALSE};

	for (guint i = 0; addresses[i] != NULL; i++)
		trace_address(self, addresses[i], &trace);
	if (!kv_walk(self->kv, TABLE_MARK, look_at_mark, &trace, error) ||
		(!trace.found &&
			!kv_walk(self->kv, TABLE_CAMPAIGN, look_at_sighting, &trace, error)))
		return FALSE;
	*ret_found = trace.found;
	return TRUE;
}

/* Is ADDRESS known as a mailing list's? */
static gboolean is_site(Memory *self, const char *address, gboolean *ret_is, GError **error)
{
	Key key = key_of_string(self->keys, TABLE_SITE, address);
	Span kinds;

	if (!memory_ask_one(self, TABLE_SITE, key, SITE_KINDS, &kinds, error))
		return FALSE;
	*ret_is |= kinds.length > 0;
	return TRUE;
}

/* An address that is given twice has its first turn. */
static gboolean find_persons(Memory *self, const char *const *addresses, GHashTable *turns,
	gboolean *ret_sites, GError **error)
{
	for (guint i = 0; addresses[i] != NULL; i++) {
		PersonNumber person;

		if (!find_person(self, addresses[i], &person, error) ||
			!is_site(self, addresses[i], ret_sites, error))
			return FALSE;
		if (person != 0 && !g_hash_table_contains(turns, GUINT_TO_POINTER(person)))
			g_hash_table_insert(
				turns, GUINT_TO_POINTER(person), GUINT_TO_POINTER(i + 1));
	}
	return TRUE;
}

static void add_tombstones(Memory *self, const char *const *addresses)
{
	Key forgotten = key_of_byte(SITE_FORGOTTEN);

	for (guint i = 0; addresses[i] != NULL; i++) {
		Key tombstone = key_of_tombstone(self->keys, addresses[i]);

		kv_add(self->kv, TABLE_SITE, key_span(&tombstone), key_span(&forgotten));
	}
}

gboolean memory_forget(
	Memory *self, const char *const *addresses, MemoryErased *ret, GError **error)
{
	g_autoptr(GHashTable) turns = g_hash_table_new(NULL, NULL);
	ErasureOrder order = {.addresses = addresses, .turns = turns};
	gboolean traced, sites = FALSE;

	memset(ret, 0, g_strv_length((char **)addresses) * sizeof *ret);
	if (!check_view(self, error) || !find_persons(self, addresses, turns, &sites, error) ||
		!find_traces(self, addresses, &traced, error))
		return FALSE;
	add_tombstones(self, addresses);
	if (g_hash_table_size(turns) == 0 && !traced && !sites)
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
