/* SPDX-License-Identifier: Apache-2.0
 *
 * Uncommitted changes. Entries of one key form a chain in a bucket; offsets instead of pointers,
 * because the arena moves when it grows.
 */
#include "store/overlay.h"

#define NONE          G_MAXUINT32
#define FIRST_BUCKETS 1024u

typedef struct Entry {
	guint64 order; /* first 8 bytes of the row, big-endian: most comparisons end here */
	guint32 next;  /* in its bucket */
	guint32 hash;  /* of table and key */
	guint32 row;   /* offset in the arena: the key, for a SET the member behind it */
	guint32 value; /* offset in the arena */
	guint32 value_length;
	guint8 row_length;
	guint8 key_length;
	guint8 table;
	guint8 kind;
} Entry;

struct Overlay {
	const KvTable *tables;
	guint table_count;
	GArray *entries;
	GByteArray *arena;
	guint32 *buckets;
	guint32 bucket_count; /* a power of two */
	guint32 removed_from; /* a bit for each table */
};

Overlay *overlay_new(const KvTable *tables, guint table_count)
{
	Overlay *self = g_new0(Overlay, 1);

	self->tables = tables;
	self->table_count = table_count;
	self->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
	self->arena = g_byte_array_new();
	self->bucket_count = FIRST_BUCKETS;
	self->buckets = g_new(guint32, self->bucket_count);
	overlay_clear(self);
	return self;
}

void overlay_free(Overlay *self)
{
	if (self == NULL)
		return;
	g_array_unref(self->entries);
	g_byte_array_unref(self->arena);
	g_free(self->buckets);
	g_free(self);
}

void overlay_clear(Overlay *self)
{
	self->removed_from = 0;
	g_array_set_size(self->entries, 0);
	g_byte_array_set_size(self->arena, 0);
	memset(self->buckets, 0xff, self->bucket_count * sizeof *self->buckets);
}

gboolean overlay_is_empty(const Overlay *self)
{
	return self->entries->len == 0;
}

gsize overlay_bytes(const Overlay *self)
{
	return self->entries->len * sizeof(Entry) + self->arena->len;
}

static guint32 key_hash(guint table, Span key)
{
	guint64 hash = 0x9e3779b97f4a7c15u * (table + 1);

	for (gsize at = 0; at < key.length; at += 8) {
		guint64 word = 0;

		memcpy(&word, key.data + at, MIN(8, key.length - at));
		hash = (hash ^ word) * 0xff51afd7ed558ccdu;
		hash ^= hash >> 32;
	}
	return (guint32)hash;
}

static Entry *entry_at(const Overlay *self, guint32 index)
{
	return &g_array_index(self->entries, Entry, index);
}

static const guint8 *entry_row(const Overlay *self, const Entry *entry)
{
	return self->arena->data + entry->row;
}

static gboolean entry_has_key(const Overlay *self, const Entry *entry, guint table, Span key)
{
	return entry->table == table && entry->key_length == key.length &&
	       memcmp(entry_row(self, entry), key.data, key.length) == 0;
}

/* The first entry of KEY, whose hash is HASH, at or behind INDEX in its chain. */
static guint32 chain_find(const Overlay *self, guint32 index, guint32 hash, guint table, Span key)
{
	while (index != NONE) {
		const Entry *entry = entry_at(self, index);

		if (entry->hash == hash && entry_has_key(self, entry, table, key))
			break;
		index = entry->next;
	}
	return index;
}

static guint32 chain_first(const Overlay *self, guint table, Span key)
{
	guint32 hash = key_hash(table, key);
	guint32 bucket = hash & (self->bucket_count - 1);

	return chain_find(self, self->buckets[bucket], hash, table, key);
}

static guint32 chain_next(const Overlay *self, guint32 index, guint table, Span key)
{
	const Entry *entry = entry_at(self, index);

	return chain_find(self, entry->next, entry->hash, table, key);
}

static void overlay_grow(Overlay *self)
{
	g_free(self->buckets);
	self->bucket_count *= 2;
	self->buckets = g_new(guint32, self->bucket_count);
	memset(self->buckets, 0xff, self->bucket_count * sizeof *self->buckets);
	for (guint32 i = 0; i < self->entries->len; i++) {
		Entry *entry = entry_at(self, i);
		guint32 bucket = entry->hash & (self->bucket_count - 1);

		entry->next = self->buckets[bucket];
		self->buckets[bucket] = i;
	}
}

static guint32 arena_add(Overlay *self, Span bytes)
{
	guint32 offset = self->arena->len;

	if (bytes.length > 0)
		g_byte_array_append(self->arena, (const guint8 *)bytes.data, (guint)bytes.length);
	return offset;
}

static guint64 row_order(const guint8 *row, gsize length)
{
	guint64 order = 0;

	memcpy(&order, row, MIN(length, sizeof order));
	return GUINT64_FROM_BE(order);
}

static void entry_insert(Overlay *self, guint table, KvChangeKind kind, Span key, Span value)
{
	gboolean set = self->tables[table].kind == KV_SET;
	guint32 hash = key_hash(table, key);
	guint32 bucket = hash & (self->bucket_count - 1);
	Entry entry = {
		.next = self->buckets[bucket],
		.hash = hash,
		.row_length = (guint8)(key.length + (set ? value.length : 0)),
		.key_length = (guint8)key.length,
		.table = (guint8)table,
		.kind = (guint8)kind,
	};

	entry.row = arena_add(self, key);
	entry.value = arena_add(self, value);
	entry.value_length = (guint32)value.length;
	entry.order = row_order(entry_row(self, &entry), entry.row_length);
	self->buckets[bucket] = self->entries->len;
	g_array_append_val(self->entries, entry);
	if (self->entries->len > self->bucket_count / 2)
		overlay_grow(self);
}

static void entry_replace(Overlay *self, Entry *entry, KvChangeKind kind, Span value)
{
	entry->kind = (guint8)kind;
	if (value.length > entry->value_length)
		entry->value = arena_add(self, value);
	else if (value.length > 0)
		memcpy(self->arena->data + entry->value, value.data, value.length);
	entry->value_length = (guint32)value.length;
}

static gboolean entry_has_member(const Overlay *self, const Entry *entry, Span member)
{
	return entry->value_length == member.length &&
	       memcmp(self->arena->data + entry->value, member.data, member.length) == 0;
}

void overlay_change(Overlay *self, guint table, KvChangeKind kind, Span key, Span value)
{
	gboolean set = self->tables[table].kind == KV_SET;
	guint32 index = chain_first(self, table, key);

	if (kind == KV_REMOVE)
		self->removed_from |= 1u << table;
	while (set && index != NONE && !entry_has_member(self, entry_at(self, index), value))
		index = chain_next(self, index, table, key);
	if (index == NONE)
		entry_insert(self, table, kind, key, value);
	else if (set)
		entry_at(self, index)->kind = (guint8)kind;
	else
		entry_replace(self, entry_at(self, index), kind, value);
}

gboolean overlay_value(const Overlay *self, guint table, Span key, Span *ret_value)
{
	guint32 index = chain_first(self, table, key);
	const Entry *entry;

	if (index == NONE)
		return FALSE;
	entry = entry_at(self, index);
	*ret_value = span_new(NULL, 0);
	if (entry->kind == KV_PUT)
		*ret_value = span_new(self->arena->data + entry->value, entry->value_length);
	return TRUE;
}

gboolean overlay_touches(const Overlay *self, guint table, Span key)
{
	return chain_first(self, table, key) != NONE;
}

gboolean overlay_has_removed(const Overlay *self)
{
	return self->removed_from != 0;
}

guint overlay_removed(const Overlay *self, guint table, Span key)
{
	guint count = 0;
	guint32 index = NONE;

	if (self->removed_from & (1u << table))
		index = chain_first(self, table, key);
	while (index != NONE) {
		count += entry_at(self, index)->kind == KV_REMOVE;
		index = chain_next(self, index, table, key);
	}
	return count;
}

/* Offset of MEMBER in MEMBERS, or its length. */
static guint member_offset(const GByteArray *members, Span member)
{
	guint at = 0;

	while (at < members->len && memcmp(members->data + at, member.data, member.length) != 0)
		at += (guint)member.length;
	return at;
}

void overlay_members(const Overlay *self, guint table, Span key, guint limit, GByteArray *members)
{
	guint32 index = chain_first(self, table, key);
	gsize size = self->tables[table].member_size;

	while (index != NONE) {
		const Entry *entry = entry_at(self, index);
		Span member = span_new(self->arena->data + entry->value, size);
		guint at = member_offset(members, member);

		if (entry->kind == KV_REMOVE && at < members->len)
			g_byte_array_remove_range(members, at, (guint)size);
		if (entry->kind == KV_ADD && at == members->len)
			g_byte_array_append(members, (const guint8 *)member.data, (guint)size);
		index = chain_next(self, index, table, key);
	}
	if (members->len > limit * size)
		g_byte_array_set_size(members, (guint)(limit * size));
}

typedef struct Sorted {
	guint64 order;
	guint32 index;
	guint32 table;
} Sorted;

static gint compare_rows(gconstpointer left, gconstpointer right, gpointer data)
{
	const Overlay *self = data;
	const Entry *one = entry_at(self, ((const Sorted *)left)->index);
	const Entry *two = entry_at(self, ((const Sorted *)right)->index);
	int difference = memcmp(
		entry_row(self, one), entry_row(self, two), MIN(one->row_length, two->row_length));

	return difference != 0 ? difference : (int)one->row_length - (int)two->row_length;
}

/* The digit of ENTRY in PASS, the least significant first; tables are below 256. */
static guint digit_of(const Sorted *entry, guint pass)
{
	return pass < 8 ? (guint8)(entry->order >> (8 * pass)) : entry->table;
}

/* One pass of a radix sort from FROM to TO. FALSE, with nothing done, when all have one digit. */
static gboolean sort_by_digit(const Sorted *from, Sorted *to, guint count, guint pass)
{
	guint ends[256] = {0}, before = 0;

	for (guint i = 0; i < count; i++)
		ends[digit_of(&from[i], pass)]++;
	if (ends[digit_of(&from[0], pass)] == count)
		return FALSE;
	for (guint digit = 0; digit < 256; digit++) {
		guint start = before;

		before += ends[digit];
		ends[digit] = start;
	}
	for (guint i = 0; i < count; i++)
		to[ends[digit_of(&from[i], pass)]++] = from[i];
	return TRUE;
}

/* Rows that begin with the same eight bytes are left; they are few. */
static void sort_ties(const Overlay *self, Sorted *sorted, guint count)
{
	guint end;

	for (guint start = 0; start < count; start = end) {
		for (end = start + 1; end < count; end++)
			if (sorted[end].table != sorted[start].table ||
				sorted[end].order != sorted[start].order)
				break;
		if (end - start > 1)
			g_qsort_with_data(sorted + start, (gint)(end - start), sizeof *sorted,
				compare_rows, (gpointer)self);
	}
}

/* All entries, by table and row; at least one. */
static Sorted *sort_entries(const Overlay *self)
{
	guint count = self->entries->len;
	Sorted *sorted = g_new(Sorted, count), *other = g_new(Sorted, count);

	for (guint i = 0; i < count; i++) {
		const Entry *entry = entry_at(self, i);

		sorted[i] = (Sorted){.order = entry->order, .index = i, .table = entry->table};
	}
	for (guint pass = 0; pass < 9; pass++)
		if (sort_by_digit(sorted, other, count, pass)) {
			Sorted *swapped = sorted;

			sorted = other;
			other = swapped;
		}
	sort_ties(self, sorted, count);
	g_free(other);
	return sorted;
}

static KvChange entry_change(const Overlay *self, const Entry *entry)
{
	KvChange change = {
		.table = entry->table,
		.kind = (KvChangeKind)entry->kind,
		.row = span_new(entry_row(self, entry), entry->row_length),
		.value = span_new(self->arena->data + entry->value, entry->value_length),
	};

	return change;
}

GArray *overlay_sorted(const Overlay *self)
{
	guint count = self->entries->len;
	GArray *changes = g_array_sized_new(FALSE, FALSE, sizeof(KvChange), count);
	g_autofree Sorted *sorted = count > 0 ? sort_entries(self) : NULL;

	for (guint i = 0; i < count; i++) {
		KvChange change = entry_change(self, entry_at(self, sorted[i].index));

		g_array_append_val(changes, change);
	}
	return changes;
}
