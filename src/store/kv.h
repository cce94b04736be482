/* SPDX-License-Identifier: Apache-2.0
 *
 * A store of keys in tables, the same over every backend. Questions go in as one batch and come
 * back as one, so that a backend across a network costs one round trip; changes are kept here and
 * applied at commit, all or none. It knows nothing of mail. A handle is used by one thread at a
 * time; it does not survive fork.
 */
#pragma once

#include <glib.h>

#include "base/span.h"

typedef struct Kv Kv;
typedef struct KvAsk KvAsk;
typedef struct KvBackend KvBackend;

/* The backends. The memory backend keeps its stores for the life of the process, by path. */
extern const KvBackend kv_lmdb;
extern const KvBackend kv_memory;

/* A store has at most this many tables. */
#define KV_TABLES_MAX 32
/* A key of a MAP is 1 to this many bytes long. */
#define KV_KEY_MAX 64
/* Key and member of a SET together, at most. */
#define KV_ROW_MAX 64

typedef enum {
	KV_MAP, /* key → value, any lengths */
	KV_SET, /* key of fixed size → set of members of fixed size */
} KvKind;

typedef struct KvTable {
	const char *name; /* borrowed for the life of the store */
	KvKind kind;
	guint key_size;    /* SET only: at least 2 */
	guint member_size; /* SET only: at least 1 */
	/* SET only, whose keys begin with eight bytes of an evenly spread hash: most questions are
	 * for keys that it does not have, and that is to be told quickly. */
	gboolean filtered;
} KvTable;

typedef enum {
	KV_READ,  /* the store may be missing: then it is empty */
	KV_WRITE, /* made when missing; one view at a time in all processes together */
} KvMode;

typedef struct KvOptions {
	const KvTable *tables; /* borrowed for the life of the store; the same at every open */
	guint table_count;     /* at most KV_TABLES_MAX */
	KvMode mode;
	guint wait_seconds; /* how long kv_begin waits for another writer */
	gsize map_size; /* LMDB: the first map's bytes; 0 for the default. It grows by itself. */
} KvOptions;

/* Open the store in directory PATH. NULL and ERROR when that cannot be done: KITH_ERROR_IO, or
 * KITH_ERROR_STATE for a damaged store, unsafe permissions or a network file system. */
Kv *kv_open(const KvBackend *backend, const char *path, const KvOptions *options, GError **error);
void kv_free(Kv *kv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kv, kv_free)

/* Begin a view: until its end every question is answered from one state, own changes on top. In
 * KV_WRITE it waits for other writers; KITH_ERROR_STATE names the lock when one is still there
 * after wait_seconds. */
gboolean kv_begin(Kv *kv, GError **error);
/* Apply the changes, durably, all or none, and end the view. FALSE with ERROR: nothing was changed,
 * and the changes are dropped. */
gboolean kv_commit(Kv *kv, GError **error);
/* End the view and drop its changes; does nothing outside a view. */
void kv_abort(Kv *kv);
gboolean kv_in_view(const Kv *kv);
/* Is there no store to read yet? Told anew by each kv_begin. */
gboolean kv_is_missing(const Kv *kv);

/* A batch of questions. It owns copies of its keys and answers; kv_ask_clear makes it empty for the
 * next. */
KvAsk *kv_ask_new(void);
void kv_ask_free(KvAsk *ask);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KvAsk, kv_ask_free)
void kv_ask_clear(KvAsk *ask);
/* Add a question for KEY in TABLE and give its index. LIMIT: members of a SET to give at most; a
 * MAP ignores it. */
guint kv_ask_add(KvAsk *ask, guint table, Span key, guint limit);
/* How many questions ASK holds: the index of the next one. */
guint kv_ask_count(const KvAsk *ask);
/* Answer all of ASK's questions, within a view. */
gboolean kv_ask(Kv *kv, KvAsk *ask, GError **error);
/* The answer at INDEX, borrowed until ASK is cleared or freed: a MAP's value, data NULL when there
 * is none; a SET's members one after the other, in ascending order of their bytes but for those
 * added in this view. */
Span kv_ask_answer(const KvAsk *ask, guint index);

/* Changes, seen at once by this handle's questions and by others after the commit. Spans are
 * copied. */
void kv_put(Kv *kv, guint table, Span key, Span value);
void kv_delete(Kv *kv, guint table, Span key);
void kv_add(Kv *kv, guint table, Span key, Span member);
void kv_remove(Kv *kv, guint table, Span key, Span member);
/* Bytes that the changes since kv_begin occupy: a reason to commit. */
gsize kv_pending(const Kv *kv);

/* Of a MAP a key and its value, of a SET a key and one member; borrowed until FUNC returns. FALSE
 * stops the walk, which is no error. FUNC may ask questions, but change nothing. */
typedef gboolean (*KvWalkFunc)(Span key, Span value, gpointer user_data);
/* Call FUNC for all rows of TABLE in ascending order, within a view and without its changes. */
gboolean kv_walk(Kv *kv, guint table, KvWalkFunc func, gpointer user_data, GError **error);

typedef enum {
	KV_KEEP,
	KV_DROP,
	KV_REPLACE, /* keep with what was put into REPLACEMENT as value; MAP only */
} KvFate;

/* What becomes of one row; the Spans are borrowed as above, REPLACEMENT comes empty. */
typedef KvFate (*KvSieve)(
	guint table, Span key, Span value, GByteArray *replacement, gpointer user_data);
/* Write the store anew with what SIEVE keeps of each row and the changes of the view on top,
 * durably, all or none, and end the view. Afterwards no file of the store holds what was dropped.
 * It costs the time of copying the store. FALSE with ERROR: nothing was changed. */
gboolean kv_rewrite(Kv *kv, KvSieve sieve, gpointer user_data, GError **error);

/* Copy what is committed into DIRECTORY, which is made when missing, in the place of a store that
 * is there. Within a view; writers of neither store need to stop. FALSE with ERROR: nothing was
 * changed there. */
gboolean kv_copy(Kv *kv, const char *directory, GError **error);

/* Look at the store below its rows, as far as it can be told there: *RET_PROBLEM is what is wrong
 * as a new string, NULL when nothing is. Within a view; reads all of it. A damaged store is to be
 * walked no further. */
gboolean kv_find_damage(Kv *kv, char **ret_problem, GError **error);

/* Give room that nobody needs any more back to the file system, when it is so much that copying the
 * rest is worth it. For a KV_WRITE store, outside a view. When it fails nothing is lost. */
gboolean kv_compact(Kv *kv, GError **error);

typedef struct KvSize {
	guint64 entries; /* values of a MAP, members of a SET */
	guint64 bytes;   /* of the pages they fill */
} KvSize;

/* The size of TABLE in the current view, without its changes; walks the table. */
gboolean kv_measure(Kv *kv, guint table, KvSize *ret, GError **error);
/* The bytes of the whole store, free room inside it included. */
gboolean kv_total(Kv *kv, guint64 *ret_bytes, GError **error);
