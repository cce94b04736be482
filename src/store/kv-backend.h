/* SPDX-License-Identifier: Apache-2.0
 *
 * What a backend of the store provides. A new one is one file that exports one KvBackend, and one
 * word in the contract test. It may assume what kv.c holds: views do not nest, sizes are checked,
 * changes are sorted.
 */
#pragma once

#include "store/kv.h"

typedef enum {
	KV_PUT,
	KV_DELETE,
	KV_ADD,
	KV_REMOVE,
} KvChangeKind;

/* One change. For a SET, row is key and member as one run of bytes; for a MAP it is the key. */
typedef struct KvChange {
	guint table;
	KvChangeKind kind;
	Span row;
	Span value; /* KV_PUT only */
} KvChange;

typedef struct KvQuestion {
	guint table;
	guint limit;
	guint32 key; /* offset in KvAsk.keys */
	guint32 key_length;
	guint32 answer; /* offset in KvAsk.answers */
	guint32 answer_length;
	gboolean found; /* MAP: there is a value, perhaps an empty one */
} KvQuestion;

struct KvAsk {
	GArray *questions; /* of KvQuestion */
	GByteArray *keys;
	GByteArray *answers;
};

static inline Span kv_question_key(const KvAsk *ask, const KvQuestion *question)
{
	return span_new(ask->keys->data + question->key, question->key_length);
}

/* Open an answer to QUESTION at the end of ASK's answers, and add bytes to it, or room for LENGTH
 * bytes that is filled before the next call. */
void kv_question_found(KvAsk *ask, KvQuestion *question);
guint8 *kv_question_extend(KvAsk *ask, KvQuestion *question, gsize length);
void kv_question_append(KvAsk *ask, KvQuestion *question, Span bytes);

struct KvBackend {
	const char *name;
	gpointer (*open)(const char *path, const KvOptions *options, GError **error);
	void (*close)(gpointer store);
	/* A snapshot; in KV_WRITE the writers' lock as well. */
	gboolean (*begin)(gpointer store, gboolean *ret_missing, GError **error);
	void (*end)(gpointer store);
	/* Answer every question of ASK, or members up to its limit. */
	gboolean (*fetch)(gpointer store, KvAsk *ask, GError **error);
	/* Apply COUNT changes, in ascending order of table and row, durably, all or none. The
	 * snapshot may be given up, the lock not. */
	gboolean (*apply)(gpointer store, const KvChange *changes, gsize count, GError **error);
	/* Of kv.h. What is walked and rewritten is the snapshot; copying ends no view. */
	gboolean (*walk)(
		gpointer store, guint table, KvWalkFunc func, gpointer user_data, GError **error);
	gboolean (*rewrite)(gpointer store, const KvChange *changes, gsize count, KvSieve sieve,
		gpointer user_data, GError **error);
	gboolean (*copy)(gpointer store, const char *directory, GError **error);
	/* NULL: there is nothing that could be damaged. */
	gboolean (*find_damage)(gpointer store, char **ret_problem, GError **error);
	/* The lock is not held. */
	gboolean (*compact)(gpointer store, GError **error);
	gboolean (*measure)(gpointer store, guint table, KvSize *ret, GError **error);
	gboolean (*total)(gpointer store, guint64 *ret_bytes, GError **error);
};
