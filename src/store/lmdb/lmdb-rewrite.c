/* SPDX-License-Identifier: Apache-2.0
 *
 * What is kept goes into the draft of the next file, in order, some thousand rows at a time; the
 * draft is synchronised once, at its end.
 */
#include "store/lmdb/lmdb-rewrite.h"

#include <unistd.h>

#include "store/lmdb/lmdb-apply.h"
#include "store/lmdb/lmdb-draft.h"
#include "store/lmdb/lmdb-walk.h"

/* Bytes of rows that wait to be written. */
#define WAITING_BYTES ((gsize)4 << 20)

typedef struct Kept {
	gsize row, row_length;
	gsize value, value_length;
} Kept;

typedef struct Draft {
	const LmdbRewrite *rewrite;
	MDB_env *env;
	LmdbHandles handles;
	guint table;         /* that is copied */
	GByteArray *bytes;   /* of the rows that wait */
	GArray *kept;        /* of Kept, places in bytes */
	GByteArray *scratch; /* for the sieve */
	int code;
} Draft;

static int apply(Draft *self, const KvChange *changes, gsize count)
{
	MDB_txn *txn;
	int code = mdb_txn_begin(self->env, NULL, 0, &txn);

	if (code != 0)
		return code;
	code = lmdb_apply(txn, &self->handles, self->rewrite->options->tables, changes, count);
	if (code == 0)
		return mdb_txn_commit(txn);
	mdb_txn_abort(txn);
	return code;
}

static int flush(Draft *self)
{
	gboolean map = self->rewrite->options->tables[self->table].kind == KV_MAP;
	g_autofree KvChange *changes = g_new0(KvChange, self->kept->len);
	int code;

	for (guint i = 0; i < self->kept->len; i++) {
		const Kept *kept = &g_array_index(self->kept, Kept, i);

		changes[i] = (KvChange){
			.table = self->table,
			.kind = map ? KV_PUT : KV_ADD,
			.row = span_new(self->bytes->data + kept->row, kept->row_length),
			.value = span_new(self->bytes->data + kept->value, kept->value_length),
		};
	}
	code = self->kept->len > 0 ? apply(self, changes, self->kept->len) : 0;
	g_array_set_size(self->kept, 0);
	g_byte_array_set_size(self->bytes, 0);
	return code;
}

static void add_bytes(Draft *self, Span bytes)
{
	if (bytes.length > 0)
		g_byte_array_append(self->bytes, (const guint8 *)bytes.data, (guint)bytes.length);
}

static void keep(Draft *self, Span key, Span value)
{
	Kept kept = {.row = self->bytes->len, .row_length = key.length};

	add_bytes(self, key);
	if (self->rewrite->options->tables[self->table].kind == KV_SET)
		kept.row_length += value.length;
	else
		kept.value_length = value.length;
	kept.value = self->bytes->len;
	add_bytes(self, value);
	g_array_append_val(self->kept, kept);
}

static gboolean take(Span key, Span value, gpointer user_data)
{
	Draft *self = user_data;
	const LmdbRewrite *rewrite = self->rewrite;

	g_byte_array_set_size(self->scratch, 0);
	switch (rewrite->sieve(self->table, key, value, self->scratch, rewrite->user_data)) {
	case KV_DROP:
		return TRUE;
	case KV_REPLACE:
		keep(self, key, span_new(self->scratch->data, self->scratch->len));
		break;
	case KV_KEEP:
		keep(self, key, value);
		break;
	}
	if (self->bytes->len > WAITING_BYTES)
		self->code = flush(self);
	return self->code == 0;
}

static int copy_table(Draft *self, MDB_dbi from)
{
	const LmdbRewrite *rewrite = self->rewrite;
	MDB_cursor *cursor;
	int code = mdb_cursor_open(rewrite->view, from, &cursor);

	if (code != 0)
		return code;
	code = lmdb_walk(cursor, &rewrite->options->tables[self->table], take, self);
	mdb_cursor_close(cursor);
	if (code == 0)
		code = self->code;
	return code == 0 ? flush(self) : code;
}

static int fill(Draft *self, const LmdbHandles *from)
{
	const LmdbRewrite *rewrite = self->rewrite;
	int code = 0;

	for (guint i = 0; i < rewrite->options->table_count && code == 0; i++) {
		self->table = i;
		code = copy_table(self, from->rows[i]);
	}
	if (code == 0 && rewrite->count > 0)
		code = apply(self, rewrite->changes, rewrite->count);
	return code == 0 ? mdb_env_sync(self->env, 1) : code;
}

/* Twice the room of what is copied: a table may come out larger than it was. */
static int write_draft(Draft *self, Environment *environment, const char *path)
{
	MDB_envinfo info;
	int code = mdb_env_info(environment_handle(environment), &info);

	if (code == 0)
		code = lmdb_draft_open(path, self->rewrite->options, 2 * info.me_mapsize,
			&self->env, &self->handles);
	if (code == 0)
		code = fill(self, environment_handles(environment));
	if (self->env != NULL)
		mdb_env_close(self->env);
	return code;
}

gboolean lmdb_rewrite(Environment *environment, const LmdbRewrite *rewrite, GError **error)
{
	g_autofree char *path = environment_draft(environment);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GByteArray) scratch = g_byte_array_new();
	g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(Kept));
	Draft draft = {.rewrite = rewrite, .bytes = bytes, .kept = kept, .scratch = scratch};
	int code;

	if (!environment_check(environment, error))
		return FALSE;
	code = write_draft(&draft, environment, path);
	if (code == 0)
		code = environment_publish(environment);
	if (code == 0)
		return TRUE;
	unlink(path);
	return environment_error(environment, code, "write anew", error);
}
