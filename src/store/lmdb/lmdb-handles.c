/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening tables by their names.
 */
#include "store/lmdb/lmdb-handles.h"

#include "store/lmdb/lmdb-filter.h"
#include "store/lmdb/lmdb-set.h"

static int open_rows(MDB_txn *txn, const KvTable *table, guint flags, MDB_dbi *ret)
{
	int code = mdb_dbi_open(txn, table->name, flags, ret);

	if (code == 0 && table->kind == KV_SET)
		code = mdb_set_compare(txn, *ret, lmdb_set_compare);
	return code;
}

static int open_filter(MDB_txn *txn, const KvTable *table, guint flags, MDB_dbi *ret)
{
	g_autofree char *name = g_strconcat(table->name, ".filter", NULL);
	int code;

	code = mdb_dbi_open(txn, name, flags, ret);
	return code != 0 ? code : mdb_set_compare(txn, *ret, lmdb_filter_compare);
}

static int open_all(MDB_txn *txn, const KvOptions *options, guint flags, LmdbHandles *ret)
{
	int code = 0;

	for (guint i = 0; i < options->table_count && code == 0; i++) {
		const KvTable *table = &options->tables[i];

		code = open_rows(txn, table, flags, &ret->rows[i]);
		if (code == 0 && table->filtered)
			code = open_filter(txn, table, flags, &ret->filters[i]);
		if (code == MDB_NOTFOUND && i > 0)
			code = 0;
	}
	return code;
}

int lmdb_handles_open(MDB_env *env, const KvOptions *options, LmdbHandles *inout)
{
	gboolean write = options->mode == KV_WRITE;
	MDB_txn *txn;
	int code = mdb_txn_begin(env, NULL, write ? 0 : MDB_RDONLY, &txn);

	if (code != 0)
		return code;
	code = open_all(txn, options, write ? MDB_CREATE : 0, inout);
	if (code == 0)
		return mdb_txn_commit(txn);
	mdb_txn_abort(txn);
	return code;
}

gboolean lmdb_handles_all(const LmdbHandles *self, const KvOptions *options)
{
	for (guint i = 0; i < options->table_count; i++)
		if (self->rows[i] == 0 || (options->tables[i].filtered && self->filters[i] == 0))
			return FALSE;
	return TRUE;
}
