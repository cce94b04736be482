/* SPDX-License-Identifier: Apache-2.0
 *
 * Packed rows as a damaged store may hold them: the first byte chooses the table. What is read as
 * sorted rows must come back the same when it is packed and read again.
 */
#include <stdint.h>

#include "store/lmdb/block.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const KvTable tables[] = {
	{"hash-number", KV_SET, 8, 4},
	{"hash-byte", KV_SET, 8, 1},
	{"number-hash", KV_SET, 4, 8},
	{"wide", KV_SET, 40, 24},
};

static gboolean is_sorted(const GByteArray *rows, gsize size)
{
	for (gsize at = size; at < rows->len; at += size)
		if (memcmp(rows->data + at - size, rows->data + at, size) >= 0)
			return FALSE;
	return TRUE;
}

static void check_again(const KvTable *table, const GByteArray *rows)
{
	gsize size = table->key_size + table->member_size;
	gsize count = block_fit(table, rows->data, rows->len / size);
	g_autoptr(GByteArray) value = g_byte_array_new();
	guint8 row[KV_ROW_MAX];
	Block block;

	block_write(table, rows->data, count, value);
	g_assert_true(block_open(&block, table, span_new(value->data, value->len)));
	g_assert_cmpuint(block.count, ==, count);
	for (guint i = 0; i < count; i++) {
		guint first = 0;
		guint found = block_find(
			&block, span_new(rows->data + i * size, table->key_size), &first);

		block_row(&block, i, row);
		g_assert_cmpmem(row, size, rows->data + i * size, size);
		g_assert_true(first <= i && i < first + found);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const KvTable *table = &tables[size > 0 ? data[0] % G_N_ELEMENTS(tables) : 0];
	gsize row_size = table->key_size + table->member_size;
	g_autoptr(GByteArray) rows = g_byte_array_new();
	Block block;

	if (!block_open(&block, table, span_from(span_new(data, size), 1)))
		return 0;
	for (guint i = 0; i < block.count; i++) {
		g_byte_array_set_size(rows, rows->len + (guint)row_size);
		block_row(&block, i, rows->data + i * row_size);
	}
	if (is_sorted(rows, row_size))
		check_again(table, rows);
	return 0;
}
