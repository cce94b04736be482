/* SPDX-License-Identifier: Apache-2.0
 *
 * The store in front of its backends: views, batches of questions, and the changes of the view laid
 * over the backend's answers. Misuse by the caller is a programming error and stops the process.
 */
#include "store/kv.h"

#include "base/error.h"
#include "store/kv-backend.h"
#include "store/overlay.h"

/* The arena's offsets are 32 bits wide; far before that the caller must have committed. */
#define PENDING_MAX ((gsize)2 << 30)

struct Kv {
	const KvBackend *backend;
	gpointer store;
	KvOptions options;
	Overlay *overlay;
	GByteArray *members; /* scratch */
	gboolean in_view;
	gboolean missing;
};

static void check_tables(const KvOptions *options)
{
	g_assert(options->table_count <= KV_TABLES_MAX);
	for (guint i = 0; i < options->table_count; i++) {
		const KvTable *table = &options->tables[i];

		if (table->kind == KV_SET)
			g_assert(table->key_size >= 2 && table->member_size >= 1 &&
				 table->key_size + table->member_size <= KV_ROW_MAX);
		g_assert(!table->filtered || (table->kind == KV_SET && table->key_size >= 8));
	}
}

Kv *kv_open(const KvBackend *backend, const char *path, const KvOptions *options, GError **error)
{
	gpointer store;
	Kv *self;

	check_tables(options);
	store = backend->open(path, options, error);
	if (store == NULL)
		return NULL;
	self = g_new0(Kv, 1);
	self->backend = backend;
	self->store = store;
	self->options = *options;
	self->overlay = overlay_new(options->tables, options->table_count);
	self->members = g_byte_array_new();
	return self;
}

void kv_free(Kv *self)
{
	if (self == NULL)
		return;
	kv_abort(self);
	self->backend->close(self->store);
	overlay_free(self->overlay);
	g_byte_array_unref(self->members);
	g_free(self);
}

gboolean kv_begin(Kv *self, GError **error)
{
	g_assert(!self->in_view);
	if (!self->backend->begin(self->store, &self->missing, error))
		return FALSE;
	self->in_view = TRUE;
	return TRUE;
}

void kv_abort(Kv *self)
{
	if (!self->in_view)
		return;
	self->backend->end(self->store);
	overlay_clear(self->overlay);
	self->in_view = FALSE;
}

gboolean kv_commit(Kv *self, GError **error)
{
	gboolean done = TRUE;

	g_assert(self->in_view);
	if (!overlay_is_empty(self->overlay)) {
		g_autoptr(GArray) changes = overlay_sorted(self->overlay);

		done = self->backend->apply(
			self->store, (const KvChange *)changes->data, changes->len, error);
	}
	kv_abort(self);
	return done;
}

gboolean kv_walk(Kv *self, guint table, KvWalkFunc func, gpointer user_data, GError **error)
{
	g_assert(self->in_view && table < self->options.table_count);
	return self->missing || self->backend->walk(self->store, table, func, user_data, error);
}

gboolean kv_rewrite(Kv *self, KvSieve sieve, gpointer user_data, GError **error)
{
	g_autoptr(GArray) changes = NULL;
	gboolean done;

	g_assert(self->in_view && self->options.mode == KV_WRITE);
	changes = overlay_sorted(self->overlay);
	done = self->backend->rewrite(self->store, (const KvChange *)changes->data, changes->len,
		sieve, user_data, error);
	kv_abort(self);
	return done;
}

gboolean kv_copy(Kv *self, const char *directory, GError **error)
{
	g_assert(self->in_view && !self->missing);
	return self->backend->copy(self->store, directory, error);
}

gboolean kv_find_damage(Kv *self, char **ret_problem, GError **error)
{
	g_assert(self->in_view);
	*ret_problem = NULL;
	return self->missing || self->backend->find_damage == NULL ||
	       self->backend->find_damage(self->store, ret_problem, error);
}

gboolean kv_in_view(const Kv *self)
{
	return self->in_view;
}

gboolean kv_is_missing(const Kv *self)
{
	return self->missing;
}

KvAsk *kv_ask_new(void)
{
	KvAsk *ask = g_new0(KvAsk, 1);

	ask->questions = g_array_new(FALSE, FALSE, sizeof(KvQuestion));
	ask->keys = g_byte_array_new();
	ask->answers = g_byte_array_new();
	return ask;
}

void kv_ask_free(KvAsk *ask)
{
	if (ask == NULL)
		return;
	g_array_unref(ask->questions);
	g_byte_array_unref(ask->keys);
	g_byte_array_unref(ask->answers);
	g_free(ask);
}

void kv_ask_clear(KvAsk *ask)
{
	g_array_set_size(ask->questions, 0);
	g_byte_array_set_size(ask->keys, 0);
	g_byte_array_set_size(ask->answers, 0);
}

guint kv_ask_add(KvAsk *ask, guint table, Span key, guint limit)
{
	KvQuestion question = {
		.table = table,
		.limit = limit,
		.key = ask->keys->len,
		.key_length = (guint32)key.length,
	};

	g_assert(key.length > 0 && key.length <= KV_KEY_MAX);
	g_byte_array_append(ask->keys, (const guint8 *)key.data, (guint)key.length);
	g_array_append_val(ask->questions, question);
	return ask->questions->len - 1;
}

guint kv_ask_count(const KvAsk *ask)
{
	return ask->questions->len;
}

void kv_question_found(KvAsk *ask, KvQuestion *question)
{
	question->found = TRUE;
	question->answer = ask->answers->len;
	question->answer_length = 0;
}

guint8 *kv_question_extend(KvAsk *ask, KvQuestion *question, gsize length)
{
	guint before = ask->answers->len;

	g_byte_array_set_size(ask->answers, before + (guint)length);
	question->answer_length += (guint32)length;
	return ask->answers->data + before;
}

void kv_question_append(KvAsk *ask, KvQuestion *question, Span bytes)
{
	if (bytes.length > 0)
		memcpy(kv_question_extend(ask, question, bytes.length), bytes.data, bytes.length);
}

Span kv_ask_answer(const KvAsk *ask, guint index)
{
	const KvQuestion *question = &g_array_index(ask->questions, KvQuestion, index);

	g_assert(index < ask->questions->len);
	if (!question->found)
		return span_new(NULL, 0);
	/* An empty value is not a missing one: its data is never NULL. */
	if (question->answer_length == 0)
		return span_new("", 0);
	return span_new(ask->answers->data + question->answer, question->answer_length);
}

static void check_questions(const Kv *self, const KvAsk *ask)
{
	for (guint i = 0; i < ask->questions->len; i++) {
		const KvQuestion *question = &g_array_index(ask->questions, KvQuestion, i);

		g_assert(question->table < self->options.table_count);
		if (self->options.tables[question->table].kind == KV_SET)
			g_assert(question->key_length ==
				 self->options.tables[question->table].key_size);
	}
}

/* Changes may remove members that the backend gives: let it give that many more. */
static void widen_limits(const Kv *self, KvAsk *ask, gboolean widen)
{
	for (guint i = 0; i < ask->questions->len; i++) {
		KvQuestion *question = &g_array_index(ask->questions, KvQuestion, i);
		guint removed;

		if (self->options.tables[question->table].kind != KV_SET)
			continue;
		removed = overlay_removed(
			self->overlay, question->table, kv_question_key(ask, question));
		question->limit = widen ? question->limit + removed : question->limit - removed;
	}
}

static void overlay_set_answer(const Kv *self, KvAsk *ask, KvQuestion *question)
{
	GByteArray *members = self->members;

	g_byte_array_set_size(members, 0);
	if (question->answer_length > 0)
		g_byte_array_append(
			members, ask->answers->data + question->answer, question->answer_length);
	overlay_members(self->overlay, question->table, kv_question_key(ask, question),
		question->limit, members);
	if (members->len == question->answer_length && members->len == 0)
		return;
	kv_question_found(ask, question);
	kv_question_append(ask, question, span_new(members->data, members->len));
}

static void overlay_answers(const Kv *self, KvAsk *ask)
{
	for (guint i = 0; i < ask->questions->len; i++) {
		KvQuestion *question = &g_array_index(ask->questions, KvQuestion, i);
		Span value, key = kv_question_key(ask, question);

		if (self->options.tables[question->table].kind == KV_SET) {
			if (overlay_touches(self->overlay, question->table, key))
				overlay_set_answer(self, ask, question);
			continue;
		}
		if (!overlay_value(self->overlay, question->table, key, &value))
			continue;
		question->found = FALSE;
		if (value.data == NULL)
			continue;
		kv_question_found(ask, question);
		kv_question_append(ask, question, value);
	}
}

gboolean kv_ask(Kv *self, KvAsk *ask, GError **error)
{
	g_assert(self->in_view);
	check_questions(self, ask);
	if (overlay_has_removed(self->overlay))
		widen_limits(self, ask, TRUE);
	if (!self->missing && !self->backend->fetch(self->store, ask, error))
		return FALSE;
	if (overlay_has_removed(self->overlay))
		widen_limits(self, ask, FALSE);
	if (!overlay_is_empty(self->overlay))
		overlay_answers(self, ask);
	return TRUE;
}

static void change(Kv *self, guint table, KvChangeKind kind, Span key, Span value)
{
	const KvTable *spec = &self->options.tables[table];

	g_assert(self->in_view && self->options.mode == KV_WRITE);
	g_assert(table < self->options.table_count);
	g_assert(key.length > 0 && key.length <= KV_KEY_MAX && value.length <= G_MAXINT32);
	g_assert((spec->kind == KV_SET) == (kind == KV_ADD || kind == KV_REMOVE));
	if (spec->kind == KV_SET)
		g_assert(key.length == spec->key_size && value.length == spec->member_size);
	g_assert(overlay_bytes(self->overlay) < PENDING_MAX);
	overlay_change(self->overlay, table, kind, key, value);
}

void kv_put(Kv *self, guint table, Span key, Span value)
{
	change(self, table, KV_PUT, key, value);
}

void kv_delete(Kv *self, guint table, Span key)
{
	change(self, table, KV_DELETE, key, span_new(NULL, 0));
}

void kv_add(Kv *self, guint table, Span key, Span member)
{
	change(self, table, KV_ADD, key, member);
}

void kv_remove(Kv *self, guint table, Span key, Span member)
{
	change(self, table, KV_REMOVE, key, member);
}

gsize kv_pending(const Kv *self)
{
	return overlay_bytes(self->overlay);
}

gboolean kv_compact(Kv *self, GError **error)
{
	g_assert(!self->in_view && self->options.mode == KV_WRITE);
	return self->backend->compact(self->store, error);
}

gboolean kv_measure(Kv *self, guint table, KvSize *ret, GError **error)
{
	g_assert(self->in_view && table < self->options.table_count);
	*ret = (KvSize){0};
	return self->missing || self->backend->measure(self->store, table, ret, error);
}

gboolean kv_total(Kv *self, guint64 *ret_bytes, GError **error)
{
	g_assert(self->in_view);
	*ret_bytes = 0;
	return self->missing || self->backend->total(self->store, ret_bytes, error);
}
