/* SPDX-License-Identifier: Apache-2.0
 *
 * Packed rows come back as they were, are found, and take the room that is promised; damaged blocks
 * do no harm.
 */
#include "store/lmdb/block.h"

static const KvTable tables[] = {
	{"hash-number", KV_SET, 8, 4},
	{"hash-byte", KV_SET, 8, 1},
	{"small", KV_SET, 2, 1},
	{"wide", KV_SET, 40, 24},
};

static gint compare_rows(gconstpointer one, gconstpointer other, gpointer size)
{
	return memcmp(one, other, GPOINTER_TO_SIZE(size));
}

static gsize row_size_of(const KvTable *table)
{
	return table->key_size + table->member_size;
}

/* COUNT sorted rows, all different, in *ret_count: their first SHARED bytes are the same, the
 * others take DIFFERENT values. */
static guint8 *random_rows(
	const KvTable *table, gsize count, gsize shared, gint different, gsize *ret_count)
{
	gsize size = row_size_of(table), kept = 0;
	guint8 *rows = g_malloc0(count * size);

	for (gsize i = 0; i < count; i++)
		for (gsize k = shared; k < size; k++)
			rows[i * size + k] = (guint8)g_test_rand_int_range(0, different);
	g_qsort_with_data(rows, (gint)count, size, compare_rows, GSIZE_TO_POINTER(size));
	for (gsize i = 0; i < count; i++)
		if (i == 0 || memcmp(rows + (kept - 1) * size, rows + i * size, size) != 0)
			memmove(rows + kept++ * size, rows + i * size, size);
	*ret_count = kept;
	return rows;
}

static void check_rows(const Block *block, const guint8 *rows, gsize count)
{
	gsize size = row_size_of(block->table), key_size = block->table->key_size;

	g_assert_cmpuint(block->count, ==, count);
	for (guint i = 0; i < count; i++) {
		guint8 row[KV_ROW_MAX];

		block_row(block, i, row);
		g_assert_cmpmem(row, size, rows + i * size, size);
		block_member(block, i, row);
		g_assert_cmpmem(row, size - key_size, rows + i * size + key_size, size - key_size);
	}
}

static void check_key(const Block *block, const guint8 *rows, gsize count, Span key)
{
	gsize size = row_size_of(block->table);
	guint expected = 0, expected_first = 0, first = 0;

	for (guint i = 0; i < count; i++) {
		if (memcmp(rows + i * size, key.data, key.length) != 0)
			continue;
		expected_first = expected++ == 0 ? i : expected_first;
	}
	g_assert_cmpuint(block_find(block, key, &first), ==, expected);
	if (expected > 0)
		g_assert_cmpuint(first, ==, expected_first);
}

static void check_keys(const Block *block, const guint8 *rows, gsize count)
{
	gsize size = row_size_of(block->table), key_size = block->table->key_size;

	for (guint i = 0; i < count; i += 1 + (guint)count / 20) {
		guint8 key[KV_ROW_MAX];

		memcpy(key, rows + i * size, key_size);
		check_key(block, rows, count, span_new(key, key_size));
		key[g_test_rand_int_range(0, (gint)key_size)]++;
		check_key(block, rows, count, span_new(key, key_size));
	}
}

static void test_random(void)
{
	g_autoptr(GByteArray) value = g_byte_array_new();

	for (guint round = 0; round < 2000; round++) {
		const KvTable *table = &tables[round % G_N_ELEMENTS(tables)];
		gsize count, fitting;
		gsize shared = (gsize)g_test_rand_int_range(0, (gint)row_size_of(table) + 1);
		g_autofree guint8 *rows = random_rows(
			table, 1 + round % 700, shared, g_test_rand_bit() ? 256 : 3, &count);
		Block block;

		fitting = block_fit(table, rows, count);
		g_assert_cmpuint(fitting, >=, 1);
		block_write(table, rows, fitting, value);
		g_assert_cmpuint(value->len, <=, BLOCK_BYTES);
		g_assert_true(block_open(&block, table, span_new(value->data, value->len)));
		check_rows(&block, rows, fitting);
		check_keys(&block, rows, fitting);
	}
}

/* Keys that crowd at one end, so that none is where even ones would have it. */
static void test_uneven(void)
{
	enum { COUNT = 250 };
	g_autoptr(GByteArray) value = g_byte_array_new();

	for (guint end = 0; end < 2; end++) {
		guint8 rows[COUNT * 12] = {0};
		Block block;

		for (guint i = 0; i < COUNT; i++) {
			guint64 part = end == 0 ? i : COUNT - 1 - i;
			guint64 power = part * part * part * part * part * part * part * part;
			guint64 key = GUINT64_TO_BE(end == 0 ? power : G_MAXUINT64 - power);

			memcpy(rows + i * 12, &key, sizeof key);
		}
		block_write(&tables[0], rows, COUNT, value);
		g_assert_true(block_open(&block, &tables[0], span_new(value->data, value->len)));
		check_rows(&block, rows, COUNT);
		for (guint round = 0; round < 100; round++)
			check_keys(&block, rows, COUNT);
	}
}

/* The shared bytes of keys and members cost nothing, so that more rows fit. */
static void test_room(void)
{
	g_autoptr(GByteArray) value = g_byte_array_new();
	guint8 rows[1000 * 12] = {0};

	for (guint i = 0; i < 1000; i++) {
		guint64 key = GUINT64_TO_BE(G_GUINT64_CONSTANT(0x1234567800000000) + i * 99991);
		guint32 member = GUINT32_TO_BE(1000 - i);

		memcpy(rows + i * 12, &key, 8);
		memcpy(rows + i * 12 + 8, &member, 4);
	}
	g_assert_cmpuint(block_fit(&tables[0], rows, 1000), ==, (BLOCK_BYTES - 8) / 6);
	g_assert_cmpuint(block_fit(&tables[0], rows, 100), ==, 100);
	block_write(&tables[0], rows, 100, value);
	g_assert_cmpuint(value->len, ==, 2 + 5 + 3 + 100 * 4);
}

static void test_damaged(void)
{
	for (guint round = 0; round < 100000; round++) {
		const KvTable *table = &tables[round % G_N_ELEMENTS(tables)];
		gsize length = (gsize)g_test_rand_int_range(0, 200);
		g_autofree guint8 *bytes = g_malloc(length);
		guint8 row[KV_ROW_MAX] = {0};
		guint first, count;
		Block block;

		for (gsize i = 0; i < length; i++)
			bytes[i] = (guint8)g_test_rand_int_range(0, i < 2 ? 12 : 256);
		if (!block_open(&block, table, span_new(bytes, length)))
			continue;
		g_assert_cmpuint(block.count, >=, 1);
		for (guint i = 0; i < block.count; i++)
			block_row(&block, i, row);
		count = block_find(&block, span_new(row, table->key_size), &first);
		g_assert_true(count == 0 || first + count <= block.count);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/block/random", test_random);
	g_test_add_func("/block/uneven", test_uneven);
	g_test_add_func("/block/room", test_room);
	g_test_add_func("/block/damaged", test_damaged);
	return g_test_run();
}
