/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening a memory, its views, and the calls that engine and judge make. The store's first row
 * tells format and secret.
 */
#include "memory/memory.h"

#include "base/error.h"
#include "base/i18n.h"
#include "memory/care/erasure.h"
#include "memory/care/mark.h"
#include "memory/memory-internal.h"
#include "memory/people/person.h"

#define WRITER_WAIT_SECONDS 60
/* Numbers have 32 bits. */
#define NUMBER_MAX G_MAXUINT32
/* Changes that one view may hold; the caller should have committed long before. */
#define PENDING_MAX LIMIT_MIB(1024)

void memory_free(Memory *self)
{
	if (self == NULL)
		return;
	if (self->kv != NULL && self->mode == MEMORY_WRITE) {
		kv_abort(self->kv);
		/* Without it the file is larger, no more. */
		kv_compact(self->kv, NULL);
	}
	kv_free(self->kv);
	keys_free(self->keys);
	inquiry_room_clear(&self->room);
	campaign_book_free(self->book);
	kv_ask_free(self->ask);
	g_array_unref(self->unlearned);
	g_array_unref(self->unproven);
	g_free(self->directory);
	g_free(self);
}

gboolean memory_ask_one(
	Memory *self, MemoryTable table, Key key, guint limit, Span *ret, GError **error)
{
	guint question;

	kv_ask_clear(self->ask);
	question = kv_ask_add(self->ask, table, key_span(&key), limit);
	if (!kv_ask(self->kv, self->ask, error))
		return FALSE;
	*ret = kv_ask_answer(self->ask, question);
	return TRUE;
}

static Span meta_key(const char *name)
{
	return span_new(name, strlen(name));
}

void memory_put_counters(Memory *self)
{
	RowBuffer buffer;

	counter_row_write(&self->counters, &buffer);
	kv_put(self->kv, TABLE_META, meta_key(KEY_META_COUNTERS), row_span(&buffer));
	self->counters_changed = FALSE;
}

gboolean memory_counters_hold(Memory *self, gboolean *ret_holds, GError **error)
{
	const CounterRow *counters = &self->counters;
	KvSize messages, persons, conversations;

	if (!kv_measure(self->kv, TABLE_MESSAGE, &messages, error) ||
		!kv_measure(self->kv, TABLE_SEAL, &persons, error) ||
		!kv_measure(self->kv, TABLE_CONVERSATION, &conversations, error))
		return FALSE;
	*ret_holds =
		MAX(counters->messages, MAX(counters->persons, counters->conversations)) <=
			NUMBER_MAX &&
		messages.entries + counters->messages_gone == counters->messages &&
		persons.entries + counters->persons_gone == counters->persons &&
		conversations.entries + counters->conversations_gone == counters->conversations;
	return TRUE;
}

static void put_meta(Memory *self)
{
	Key version = key_of_number(MEMORY_FORMAT);
	guint8 check[CHECK_BYTES];

	keys_check(self->keys, check);
	kv_put(self->kv, TABLE_META, meta_key(KEY_META_VERSION), key_span(&version));
	kv_put(self->kv, TABLE_META, meta_key(KEY_META_CHECK), span_new(check, sizeof check));
	memory_put_counters(self);
}

static gboolean check_version(const Memory *self, Span version, GError **error)
{
	guint32 number = version.length == 4 ? key_number_at(version, 0) : 0;

	if (number >= MEMORY_FORMAT_OLDEST && number <= MEMORY_FORMAT)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		"the memory in %s has format %u, this kith reads formats %u to %u: learn again "
		"into a new state directory, or use the kith that made it",
		self->directory, number, MEMORY_FORMAT_OLDEST, MEMORY_FORMAT);
	return FALSE;
}

static gboolean check_secret(const Memory *self, Span check, GError **error)
{
	guint8 mine[CHECK_BYTES];

	keys_check(self->keys, mine);
	if (check.length == sizeof mine && memcmp(mine, check.data, sizeof mine) == 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_SECRET,
		_("the secret is not the one that the memory in %s was made with"),
		self->directory);
	return FALSE;
}

/* Read the first rows; an empty store has none. *RET_IS_OLD: they are not of this format. */
static gboolean read_meta(Memory *self, gboolean *ret_is_old, GError **error)
{
	Span version, check, counters;

	kv_ask_clear(self->ask);
	kv_ask_add(self->ask, TABLE_META, meta_key(KEY_META_VERSION), 1);
	kv_ask_add(self->ask, TABLE_META, meta_key(KEY_META_CHECK), 1);
	kv_ask_add(self->ask, TABLE_META, meta_key(KEY_META_COUNTERS), 1);
	if (!kv_ask(self->kv, self->ask, error))
		return FALSE;
	version = kv_ask_answer(self->ask, 0);
	check = kv_ask_answer(self->ask, 1);
	counters = kv_ask_answer(self->ask, 2);
	self->counters = (CounterRow){0};
	*ret_is_old = TRUE;
	if (version.data == NULL)
		return TRUE;
	if (!check_version(self, version, error) || !check_secret(self, check, error))
		return FALSE;
	*ret_is_old = key_number_at(version, 0) < MEMORY_FORMAT;
	return counter_row_read(counters, &self->counters) || inquiry_damaged(TABLE_META, error);
}

gboolean memory_begin(Memory *self, GError **error)
{
	gboolean is_old;

	if (!kv_begin(self->kv, error))
		return FALSE;
	self->counters_changed = FALSE;
	g_array_set_size(self->unlearned, 0);
	g_array_set_size(self->unproven, 0);
	if (!read_meta(self, &is_old, error)) {
		kv_abort(self->kv);
		return FALSE;
	}
	if (is_old && self->mode == MEMORY_WRITE)
		put_meta(self);
	return TRUE;
}

/* A view ends early when the store fails; what was learned in it is lost. */
static gboolean check_view(const Memory *self, GError **error)
{
	if (kv_in_view(self->kv))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE, "no view of the memory in %s is open",
		self->directory);
	return FALSE;
}

gboolean memory_commit(Memory *self, GError **error)
{
	ErasureOrder order = {.messages = self->unlearned, .unproven = self->unproven};
	MemoryErased erased;

	if (!check_view(self, error))
		return FALSE;
	if (order.messages->len > 0 || order.unproven->len > 0)
		return erasure_run(self, &order, &erased, error);
	if (self->counters_changed)
		memory_put_counters(self);
	return kv_commit(self->kv, error);
}

void memory_abort(Memory *self)
{
	kv_abort(self->kv);
}

static Memory *memory_new(const char *directory, const Secret *secret, MemoryMode mode)
{
	Memory *self = g_new0(Memory, 1);

	self->directory = g_strdup(directory);
	self->mode = mode;
	self->keys = keys_new(secret);
	inquiry_room_init(&self->room);
	self->book = campaign_book_new();
	self->ask = kv_ask_new();
	self->unlearned = g_array_new(FALSE, FALSE, sizeof(MessageNumber));
	self->unproven = g_array_new(FALSE, FALSE, sizeof(MessageNumber));
	return self;
}

Memory *memory_open(const char *directory, const Secret *secret, MemoryMode mode, GError **error)
{
	g_autoptr(Memory) self = memory_new(directory, secret, mode);
	KvOptions options = {
		.tables = memory_tables,
		.table_count = TABLE_COUNT,
		.mode = mode == MEMORY_WRITE ? KV_WRITE : KV_READ,
		.wait_seconds = WRITER_WAIT_SECONDS,
	};

	self->kv = kv_open(&kv_lmdb, directory, &options, error);
	if (self->kv == NULL)
		return NULL;
	/* A wrong secret or format is told here, and a new store gets its first rows. */
	if (!memory_begin(self, error) || !memory_commit(self, error))
		return NULL;
	return g_steal_pointer(&self);
}

gboolean memory_recall(Memory *self, const Facts *facts, Recall **ret_recall, GError **error)
{
	g_autoptr(Inquiry) inquiry = NULL;
	g_autoptr(Recall) recall = NULL;

	if (!check_view(self, error))
		return FALSE;
	inquiry = inquiry_new(facts, self->keys, self->kv, &self->room, FALSE, error);
	if (inquiry == NULL)
		return FALSE;
	recall = recall_new();
	if (!recall_fill(recall, self, inquiry, error))
		return FALSE;
	*ret_recall = g_steal_pointer(&recall);
	return TRUE;
}

static gboolean check_room(Memory *self, GError **error)
{
	if (kv_pending(self->kv) > PENDING_MAX) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
			"too much was learned into %s without a commit", self->directory);
		return FALSE;
	}
	if (self->counters.messages < NUMBER_MAX - 1 &&
		self->counters.persons < NUMBER_MAX - 2 * LIMIT_RECIPIENTS)
		return TRUE;
	g_set_error(
		error, KITH_ERROR, KITH_ERROR_STATE, "the memory in %s is full", self->directory);
	return FALSE;
}

static gboolean write_lesson(
	Memory *self, const Inquiry *inquiry, guint flags, Learned learned, GError **error)
{
	if (learned == LEARNED_KNOWN)
		return lesson_prove(self, inquiry, flags, error);
	return learned != LEARNED_NEW || lesson_write(self, inquiry, flags, error);
}

static gboolean learn(
	Memory *self, const Facts *facts, guint flags, Learned *ret_learned, GError **error)
{
	g_autoptr(Inquiry) inquiry =
		inquiry_new(facts, self->keys, self->kv, &self->room, TRUE, error);

	if (inquiry == NULL)
		return FALSE;
	*ret_learned = inquiry->forgotten                    ? LEARNED_FORGOTTEN
		       : inquiry->mark.kind == MARK_HIJACKED ? LEARNED_CONVICTED
		       : inquiry->learned != 0               ? LEARNED_KNOWN
							     : LEARNED_NEW;
	if (inquiry->mark.kind == MARK_BENIGN)
		flags |= LESSON_TRUSTED;
	if (!write_lesson(self, inquiry, flags, *ret_learned, error))
		return FALSE;
	if (inquiry->mark.kind == MARK_BENIGN)
		mark_note_lesson(self, inquiry, *ret_learned);
	return TRUE;
}

gboolean memory_learn(
	Memory *self, const Facts *facts, guint flags, Learned *ret_learned, GError **error)
{
	g_assert(self->mode == MEMORY_WRITE);
	if (!check_view(self, error))
		return FALSE;
	if (check_room(self, error) && learn(self, facts, flags, ret_learned, error))
		return TRUE;
	/* Half a lesson must not be committed. */
	kv_abort(self->kv);
	return FALSE;
}

gboolean memory_copy(Memory *self, const char *directory, GError **error)
{
	return check_view(self, error) && kv_copy(self->kv, directory, error);
}

gboolean memory_is_missing(const Memory *self)
{
	return kv_is_missing(self->kv);
}

Address *memory_person(Memory *self, PersonNumber person)
{
	g_auto(GStrv) fields = kv_in_view(self->kv) ? person_open(self, person, NULL) : NULL;
	guint count = fields != NULL ? g_strv_length(fields) : 0;

	if (count == 0)
		return NULL;
	return address_new(g_strdup(count > 1 ? fields[count - 1] : ""), g_strdup(fields[0]));
}

gboolean memory_statistics(Memory *self, MemoryStatistics *ret, GError **error)
{
	*ret = (MemoryStatistics){
		.messages = self->counters.messages - self->counters.messages_gone,
		.persons = self->counters.persons - self->counters.persons_gone,
		.conversations = self->counters.conversations - self->counters.conversations_gone,
		.fingerprints = self->counters.fingerprints,
	};
	return check_view(self, error) && kv_total(self->kv, &ret->bytes, error);
}

char *memory_footprint(Memory *self, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	guint64 total, tables = 0;

	if (!check_view(self, error))
		return NULL;
	for (guint i = 0; i < TABLE_COUNT; i++) {
		KvSize size;

		if (!kv_measure(self->kv, i, &size, error))
			return NULL;
		tables += size.bytes;
		g_string_append_printf(text, "%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
			memory_tables[i].name, size.entries, size.bytes);
	}
	if (!kv_total(self->kv, &total, error))
		return NULL;
	/* Inner pages, and pages that the last changes have freed for the next ones. */
	g_string_append_printf(
		text, "other 0 %" G_GUINT64_FORMAT "\n", total > tables ? total - tables : 0);
	return g_string_free(g_steal_pointer(&text), FALSE);
}
