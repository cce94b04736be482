/* SPDX-License-Identifier: Apache-2.0
 *
 * A table by the first bits of a hash. Parts of all hashes that are smaller than a place of the
 * table, which evenly spread hashes never need, are not in it and are looked up.
 */
#include "store/lmdb/lmdb-directory.h"

#include "store/lmdb/lmdb-filter.h"

/* Questions cost as much as so many filters do that are entered. */
#define FILTERS_PER_QUESTION 16
/* A directory has at most two to the power of so many places. */
#define MOST_BITS 24

struct LmdbDirectory {
	MDB_cursor *filters;
	size_t snapshot;
	guint map;
	guint64 asked;
	gsize count;           /* of filters; 0: not looked up */
	guint bits;            /* of a hash that tell the place */
	const guint8 **places; /* NULL: not made */
};

LmdbDirectory *lmdb_directory_new(void)
{
	return g_new0(LmdbDirectory, 1);
}

static void forget(LmdbDirectory *self)
{
	g_clear_pointer(&self->places, g_free);
	self->count = 0;
	self->asked = 0;
}

void lmdb_directory_free(LmdbDirectory *self)
{
	if (self == NULL)
		return;
	forget(self);
	g_free(self);
}

void lmdb_directory_begin(LmdbDirectory *self, MDB_cursor *filters, guint map)
{
	size_t snapshot = mdb_txn_id(mdb_cursor_txn(filters));

	if (self->snapshot != snapshot || self->map != map)
		forget(self);
	self->filters = filters;
	self->snapshot = snapshot;
	self->map = map;
}

static gsize place_of(const LmdbDirectory *self, guint64 hash)
{
	return (gsize)(hash >> (64 - self->bits));
}

static int count_filters(LmdbDirectory *self)
{
	MDB_stat sizes;
	int code = mdb_stat(mdb_cursor_txn(self->filters), mdb_cursor_dbi(self->filters), &sizes);

	self->count = code == 0 ? MAX(sizes.ms_entries, 1) : 0;
	self->bits = CLAMP(g_bit_storage(self->count - 1), 1, MOST_BITS);
	return code;
}

/* The part of a filter may be one place or several. */
static void enter(const LmdbFilter *filter, gpointer user_data)
{
	LmdbDirectory *self = user_data;
	gsize count = (gsize)1 << (self->bits - MIN(filter->halved, self->bits));

	for (gsize i = 0; filter->halved <= self->bits && i < count; i++)
		self->places[place_of(self, filter->first) + i] = filter->bytes;
}

static int make(LmdbDirectory *self)
{
	int code;

	self->places = g_new0(const guint8 *, (gsize)1 << self->bits);
	code = lmdb_filter_walk(self->filters, enter, self);
	if (code != 0)
		forget(self);
	return code;
}

void lmdb_directory_prefetch(const LmdbDirectory *self, guint64 hash)
{
	if (self->places != NULL)
		__builtin_prefetch(&self->places[place_of(self, hash)]);
}

/* Count a question; after enough of them there is a directory. */
static int note_question(LmdbDirectory *self)
{
	int code = self->count == 0 ? count_filters(self) : 0;

	self->asked++;
	if (code != 0 || self->places != NULL || self->asked < self->count / FILTERS_PER_QUESTION)
		return code;
	return make(self);
}

int lmdb_directory_find(LmdbDirectory *self, guint64 hash, const guint8 **ret_filter)
{
	int code = self->places == NULL ? note_question(self) : 0;

	*ret_filter = NULL;
	if (code == 0 && self->places != NULL)
		*ret_filter = self->places[place_of(self, hash)];
	if (code != 0 || *ret_filter != NULL)
		return code;
	return lmdb_filter_find(self->filters, hash, ret_filter);
}
