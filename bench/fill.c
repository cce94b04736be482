/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes a memory as large as if it had learned MESSAGES: `bench-fill STATE MESSAGES` adds
 * rows to each table in the proportion that the mail in STATE shows, under keys of its own and
 * chance hashes. The mail in STATE stays as it is, and is judged as before. Writes MESSAGES and the
 * bytes of the store.
 */
#include <stdio.h>

#include "memory/keys.h"
#include "memory/memory.h"
#include "memory/row.h"

/* Changes that are committed together. */
#define BATCH   LIMIT_MIB(64)
#define SAMPLES 1000

typedef struct Fill {
	Kv *kv;
	GRand *dice;
	guint64 known, wanted; /* messages */
	guint64 rows[TABLE_COUNT];
	guint64 persons, conversations; /* known ones */
	GPtrArray *samples;             /* of GBytes: values of a MAP */
} Fill;

static guint64 chance64(Fill *self)
{
	return (guint64)g_rand_int(self->dice) << 32 | g_rand_int(self->dice);
}

static guint32 chance(Fill *self, guint64 count)
{
	return (guint32)(1 + chance64(self) % MAX(count, 1));
}

/* How many there are of what has COUNT now, when all is filled. */
static guint64 grown(const Fill *self, guint64 count)
{
	return (guint64)((double)count / (double)self->known * (double)self->wanted);
}

static gboolean commit_if_full(Fill *self, GError **error)
{
	return kv_pending(self->kv) < BATCH ||
	       (kv_commit(self->kv, error) && kv_begin(self->kv, error));
}

/* A hash in the INDEXth of COUNT equal parts: ascending, so that the store grows at its end. */
static Key nth_hash(Fill *self, guint64 index, guint64 count)
{
	guint64 part = G_MAXUINT64 / count;

	return key_of_hash(index * part + chance64(self) % part);
}

static Key member_for(Fill *self, guint table)
{
	const KvTable *kind = &memory_tables[table];
	Key member = {.length = kind->member_size};
	guint64 bytes[2] = {chance64(self), chance64(self)};

	if (kind->member_size == 4)
		return key_of_number(chance(self, self->wanted));
	memcpy(member.bytes, bytes, member.length);
	return member;
}

static gboolean fill_hashed(Fill *self, guint table, GError **error)
{
	guint64 count = grown(self, self->rows[table]) - self->rows[table];

	for (guint64 i = 0; i < count; i++) {
		Key key = nth_hash(self, i, count), member = member_for(self, table);

		kv_add(self->kv, table, key_span(&key), key_span(&member));
		if (!commit_if_full(self, error))
			return FALSE;
	}
	return TRUE;
}

/* Rows of a SET under numbers that there are KNOWN of. */
static gboolean fill_numbered_set(Fill *self, guint table, guint64 known, GError **error)
{
	guint64 count = grown(self, self->rows[table]) - self->rows[table];
	guint64 numbers = grown(self, known) - known;

	for (guint64 i = 0; i < count; i++) {
		Key key = key_of_number((guint32)(known + 1 + i * numbers / count));
		Key member = member_for(self, table);

		kv_add(self->kv, table, key_span(&key), key_span(&member));
		if (!commit_if_full(self, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean take_sample(Span key, Span value, gpointer user_data)
{
	Fill *self = user_data;

	(void)key;
	g_ptr_array_add(self->samples, g_bytes_new(value.data, value.length));
	return self->samples->len < SAMPLES;
}

/* A value as the table has them; a message's points to what there is in a memory of this size. */
static Span value_for(Fill *self, guint table, RowBuffer *room)
{
	gsize length;
	const char *bytes = g_bytes_get_data(
		self->samples->pdata[chance64(self) % self->samples->len], &length);
	MessageRow row;

	if (table != TABLE_MESSAGE || !message_row_read(span_new(bytes, length), &row))
		return span_new(bytes, length);
	row.conversation = chance(self, grown(self, self->conversations));
	row.author = chance(self, grown(self, self->persons));
	for (guint i = 0; i < row.recipient_count; i++)
		row.recipients[i] = chance(self, grown(self, self->persons));
	message_row_write(&row, room);
	return row_span(room);
}

static gboolean fill_map(Fill *self, guint table, GError **error)
{
	guint64 known = self->rows[table], count = grown(self, known) - known;
	guint64 persons = grown(self, self->persons);
	RowBuffer room;

	g_ptr_array_set_size(self->samples, 0);
	if (!kv_walk(self->kv, table, take_sample, self, error))
		return FALSE;
	for (guint64 i = 0; i < count && self->samples->len > 0; i++) {
		guint32 number = (guint32)(known + 1 + i);
		Key key = key_of_number(number);

		if (table == TABLE_PAIR)
			key = key_of_pair(
				(guint32)(1 + i * persons / count), chance(self, persons));
		kv_put(self->kv, table, key_span(&key), value_for(self, table, &room));
		if (!commit_if_full(self, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean fill_table(Fill *self, guint table, GError **error)
{
	switch ((MemoryTable)table) {
	case TABLE_META:
	case TABLE_MARK:
	case TABLE_CAMPAIGN:
		return TRUE;
	case TABLE_PROFILE:
		return fill_numbered_set(self, table, self->persons, error);
	case TABLE_PARTICIPANT:
		return fill_numbered_set(self, table, self->conversations, error);
	case TABLE_TAUGHT:
		return fill_numbered_set(self, table, self->known, error);
	default:
		if (memory_tables[table].kind == KV_MAP)
			return fill_map(self, table, error);
		return fill_hashed(self, table, error);
	}
}

static gboolean measure(Fill *self, GError **error)
{
	KvSize size;

	for (guint i = 0; i < TABLE_COUNT; i++) {
		if (!kv_measure(self->kv, i, &size, error))
			return FALSE;
		self->rows[i] = size.entries;
	}
	self->known = self->rows[TABLE_MESSAGE];
	self->persons = self->rows[TABLE_ACCOUNT];
	self->conversations = self->rows[TABLE_CONVERSATION];
	return TRUE;
}

static gboolean fill(Fill *self, GError **error)
{
	guint64 bytes;

	if (!kv_begin(self->kv, error) || !measure(self, error))
		return FALSE;
	for (guint i = 0; i < TABLE_COUNT && self->wanted > self->known; i++)
		if (!fill_table(self, i, error) || !kv_commit(self->kv, error) ||
			!kv_begin(self->kv, error))
			return FALSE;
	if (!kv_total(self->kv, &bytes, error))
		return FALSE;
	printf("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", MAX(self->wanted, self->known),
		bytes);
	return TRUE;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	Fill self = {.dice = g_rand_new_with_seed(1)};
	KvOptions options = {.tables = memory_tables, .table_count = TABLE_COUNT, .mode = KV_WRITE};

	if (argc != 3 ||
		!g_ascii_string_to_unsigned(argv[2], 10, 1, G_MAXUINT32 / 4, &self.wanted, NULL)) {
		fprintf(stderr, "usage: bench-fill STATE MESSAGES\n");
		return 2;
	}
	self.samples = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	self.kv = kv_open(&kv_lmdb, argv[1], &options, &error);
	gboolean done = self.kv != NULL && fill(&self, &error);
	kv_free(self.kv);
	g_ptr_array_unref(self.samples);
	g_rand_free(self.dice);
	if (done)
		return 0;
	fprintf(stderr, "bench-fill: %s\n", error->message);
	return 2;
}
