/* SPDX-License-Identifier: Apache-2.0
 *
 * Packing rows, and finding them where they are.
 */
#include "store/lmdb/block.h"

#define HEAD 2
/* Rows between a guessed one and the next that is looked at. */
#define STRIDE 8

gboolean block_open(Block *self, const KvTable *table, Span bytes)
{
	const guint8 *data = (const guint8 *)bytes.data;
	gsize row_size = table->key_size + table->member_size, room;

	if (bytes.length < HEAD + row_size || bytes.length > BLOCK_BYTES ||
		data[0] > table->key_size || data[1] > table->member_size)
		return FALSE;
	self->table = table;
	self->key_shared = data[0];
	self->member_shared = data[1];
	self->width = row_size - self->key_shared - self->member_shared;
	self->shared = data + HEAD;
	self->rows = self->shared + self->key_shared + self->member_shared;
	self->end = data + bytes.length;
	room = (gsize)(self->end - self->rows);
	/* One row shares all of its bytes with itself. */
	self->count = self->width > 0 ? (guint)(room / self->width) : 1;
	return self->count * self->width == room;
}

void block_member(const Block *self, guint index, guint8 *member)
{
	gsize rest = self->table->member_size - self->member_shared;
	const guint8 *row = self->rows + index * self->width;

	memcpy(member, self->shared + self->key_shared, self->member_shared);
	memcpy(member + self->member_shared, row + self->width - rest, rest);
}

void block_row(const Block *self, guint index, guint8 *row)
{
	gsize rest = self->table->key_size - self->key_shared;

	memcpy(row, self->shared, self->key_shared);
	memcpy(row + self->key_shared, self->rows + index * self->width, rest);
	block_member(self, index, row + self->table->key_size);
}

/* What the rest of a row begins with: up to eight bytes as a number, then others. */
typedef struct Prefix {
	guint64 number;
	guint64 mask;
	Span others;
} Prefix;

static inline guint64 first_eight(const guint8 *bytes, gsize room)
{
	guint64 number = 0;

	if (room >= sizeof number)
		memcpy(&number, bytes, sizeof number);
	else if (room > 0)
		memcpy(&number, bytes, room);
	return GUINT64_FROM_BE(number);
}

static Prefix prefix_of(Span bytes)
{
	gsize first = MIN(bytes.length, sizeof(guint64));
	Prefix prefix = {
		.number = first_eight((const guint8 *)bytes.data, bytes.length),
		.mask = first > 0 ? G_MAXUINT64 << (64 - 8 * first) : 0,
		.others = span_from(bytes, sizeof(guint64)),
	};

	return prefix;
}

/* Negative when the row at INDEX is before all that begin with PREFIX, 0 when it is one of them. */
static inline int compare(const Block *self, guint index, const Prefix *prefix)
{
	const guint8 *row = self->rows + index * self->width;
	guint64 number = first_eight(row, (gsize)(self->end - row)) & prefix->mask;

	if (number != prefix->number)
		return number < prefix->number ? -1 : 1;
	if (prefix->others.length == 0)
		return 0;
	return memcmp(row + sizeof number, prefix->others.data, prefix->others.length);
}

/* Where a row that begins with PREFIX would be if the rows were spread evenly, as those of hashes
 * nearly are. */
static guint guess(const Block *self, const Prefix *prefix)
{
	const guint8 *last = self->end - self->width;
	guint64 least = first_eight(self->rows, (gsize)(self->end - self->rows)) & prefix->mask;
	guint64 greatest = first_eight(last, self->width) & prefix->mask;

	if (prefix->number <= least)
		return 0;
	if (prefix->number >= greatest)
		return self->count - 1;
	return (guint)((double)(prefix->number - least) / (double)(greatest - least) *
		       (self->count - 1));
}

/* Narrow down where the first row is that is not before PREFIX: from *LOW up to and with *HIGH. In
 * strides from AT that double, so that a good guess costs few rows and a bad one not many. */
static void enclose(const Block *self, const Prefix *prefix, guint at, guint *low, guint *high)
{
	gboolean before = compare(self, at, prefix) < 0;

	*(before ? low : high) = before ? at + 1 : at;
	for (guint stride = STRIDE; *high - *low > stride; stride *= 2) {
		guint next = before ? *low + stride : *high - stride;
		gboolean next_before = compare(self, next, prefix) < 0;

		*(next_before ? low : high) = next_before ? next + 1 : next;
		if (next_before != before)
			return;
	}
}

guint block_find(const Block *self, Span key, guint *ret_first)
{
	guint low = 0, high = self->count, end;
	Prefix prefix;

	if (memcmp(key.data, self->shared, self->key_shared) != 0)
		return 0;
	prefix = prefix_of(span_from(key, self->key_shared));
	enclose(self, &prefix, guess(self, &prefix), &low, &high);
	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (compare(self, middle, &prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < self->count && compare(self, end, &prefix) == 0; end++)
		;
	*ret_first = low;
	return end - low;
}

static gsize shared_bytes(const guint8 *one, const guint8 *other, gsize most)
{
	gsize shared = 0;

	while (shared < most && one[shared] == other[shared])
		shared++;
	return shared;
}

static gsize packed_size(const KvTable *table, gsize count, gsize key_shared, gsize member_shared)
{
	gsize shared = key_shared + member_shared;

	return HEAD + shared + count * (table->key_size + table->member_size - shared);
}

/* How many of COUNT rows fit into one block, and what these share. */
static gsize fit(const KvTable *table, const guint8 *rows, gsize count, guint8 ret_shared[2])
{
	gsize row_size = table->key_size + table->member_size, fitting;
	gsize key_shared = table->key_size, member_shared = table->member_size;

	for (fitting = 0; fitting < count; fitting++) {
		const guint8 *row = rows + fitting * row_size;

		key_shared = shared_bytes(rows, row, key_shared);
		member_shared =
			shared_bytes(rows + table->key_size, row + table->key_size, member_shared);
		if (packed_size(table, fitting + 1, key_shared, member_shared) > BLOCK_BYTES)
			break;
		ret_shared[0] = (guint8)key_shared;
		ret_shared[1] = (guint8)member_shared;
	}
	return fitting;
}

gsize block_fit(const KvTable *table, const guint8 *rows, gsize count)
{
	guint8 shared[HEAD];

	return fit(table, rows, count, shared);
}

void block_write(const KvTable *table, const guint8 *rows, gsize count, GByteArray *value)
{
	gsize row_size = table->key_size + table->member_size, rest[2];
	guint8 shared[HEAD] = {0};
	guint8 *at;

	fit(table, rows, count, shared);
	rest[0] = table->key_size - shared[0];
	rest[1] = table->member_size - shared[1];
	g_byte_array_set_size(value, (guint)packed_size(table, count, shared[0], shared[1]));
	memcpy(value->data, shared, HEAD);
	memcpy(value->data + HEAD, rows, shared[0]);
	memcpy(value->data + HEAD + shared[0], rows + table->key_size, shared[1]);
	at = value->data + HEAD + shared[0] + shared[1];
	for (gsize i = 0; i < count; i++) {
		const guint8 *row = rows + i * row_size;

		memcpy(at, row + shared[0], rest[0]);
		memcpy(at + rest[0], row + table->key_size + shared[1], rest[1]);
		at += rest[0] + rest[1];
	}
}
