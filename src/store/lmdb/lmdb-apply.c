/* SPDX-License-Identifier: Apache-2.0
 *
 * Changes in their order, which makes neighbours share pages.
 */
#include "store/lmdb/lmdb-apply.h"

#include "store/lmdb/lmdb-filter.h"
#include "store/lmdb/lmdb-set.h"

static MDB_val to_val(Span span)
{
	return (MDB_val){.mv_size = span.length, .mv_data = (void *)span.data};
}

static Span to_span(MDB_val value)
{
	return span_new(value.mv_data, value.mv_size);
}

/* Where the next rows of a MAP go, and what its last row is: rows behind it are appended, which
 * fills pages instead of splitting them in halves. */
typedef struct Writer {
	MDB_cursor *cursor;
	gboolean last_known;
	gboolean empty;
	guint8 last[KV_KEY_MAX];
	gsize last_length;
} Writer;

static gboolean writer_is_behind(const Writer *self, Span row)
{
	int difference = memcmp(row.data, self->last, MIN(row.length, self->last_length));

	if (self->empty)
		return FALSE;
	return difference > 0 || (difference == 0 && row.length > self->last_length);
}

static void writer_set_last(Writer *self, Span row)
{
	memcpy(self->last, row.data, row.length);
	self->last_length = row.length;
	self->empty = FALSE;
	self->last_known = TRUE;
}

static int writer_find_last(Writer *self)
{
	MDB_val key, value;
	int code = mdb_cursor_get(self->cursor, &key, &value, MDB_LAST);

	self->last_known = TRUE;
	self->empty = code == MDB_NOTFOUND;
	if (code == 0 && key.mv_size > sizeof self->last)
		return MDB_CORRUPTED;
	if (code == 0)
		writer_set_last(self, to_span(key));
	return self->empty ? 0 : code;
}

static int writer_put(Writer *self, const KvChange *change)
{
	MDB_val key = to_val(change->row), value = to_val(change->value);
	int code = self->last_known ? 0 : writer_find_last(self);
	guint flags = 0;

	if (code != 0)
		return code;
	if (self->empty || writer_is_behind(self, change->row)) {
		flags = MDB_APPEND;
		writer_set_last(self, change->row);
	}
	return mdb_cursor_put(self->cursor, &key, &value, flags);
}

static int writer_delete(Writer *self, const KvChange *change)
{
	MDB_val key = to_val(change->row);
	int code = mdb_del(mdb_cursor_txn(self->cursor), mdb_cursor_dbi(self->cursor), &key, NULL);

	self->last_known = FALSE;
	return code == MDB_NOTFOUND ? 0 : code;
}

static int apply_map(MDB_cursor *cursor, const KvChange *changes, gsize count)
{
	Writer writer = {.cursor = cursor};
	int code = 0;

	for (gsize i = 0; i < count && code == 0; i++)
		code = changes[i].kind == KV_PUT ? writer_put(&writer, &changes[i])
						 : writer_delete(&writer, &changes[i]);
	return code;
}

/* The rows are there already; CURSOR reads them. */
static int apply_filter(MDB_cursor *cursor, MDB_dbi filter, const KvTable *spec,
	const KvChange *changes, gsize count)
{
	MDB_cursor *filters;
	int code = mdb_cursor_open(mdb_cursor_txn(cursor), filter, &filters);

	if (code != 0)
		return code;
	code = lmdb_filter_apply(filters, cursor, spec, changes, count);
	mdb_cursor_close(filters);
	return code;
}

/* CHANGES are all to the table at INDEX. */
static int apply_table(MDB_txn *txn, const LmdbHandles *handles, guint index, const KvTable *spec,
	const KvChange *changes, gsize count)
{
	MDB_cursor *cursor;
	int code = mdb_cursor_open(txn, handles->rows[index], &cursor);

	if (code != 0)
		return code;
	if (spec->kind == KV_SET)
		code = lmdb_set_apply(cursor, spec, changes, count);
	else
		code = apply_map(cursor, changes, count);
	if (code == 0 && spec->filtered)
		code = apply_filter(cursor, handles->filters[index], spec, changes, count);
	mdb_cursor_close(cursor);
	return code;
}

int lmdb_apply(MDB_txn *txn, const LmdbHandles *handles, const KvTable *tables,
	const KvChange *changes, gsize count)
{
	gsize end;
	int code = 0;

	for (gsize start = 0; start < count && code == 0; start = end) {
		guint table = changes[start].table;

		for (end = start + 1; end < count; end++)
			if (changes[end].table != table)
				break;
		code = apply_table(
			txn, handles, table, &tables[table], changes + start, end - start);
	}
	return code;
}
