/* SPDX-License-Identifier: Apache-2.0
 *
 * What was added is never denied, and of what was not little is taken for it.
 */
#include "store/lmdb/bloom.h"

#include <string.h>

#define OTHERS 20000

static guint64 random_hash(void)
{
	return (guint64)g_random_int() << 32 | g_random_int();
}

static void test_full(gconstpointer data)
{
	/* How many of the highest bits are the same in all. */
	guint same = GPOINTER_TO_UINT(data), wrong = 0;
	g_autofree guint8 *filter = g_malloc(BLOOM_BYTES);
	g_autofree guint64 *hashes = g_new(guint64, BLOOM_HASHES);

	bloom_init(filter);
	for (guint i = 0; i < BLOOM_HASHES; i++) {
		hashes[i] = random_hash() >> same;
		bloom_add(filter, hashes[i]);
	}
	for (guint i = 0; i < BLOOM_HASHES; i++)
		g_assert_true(bloom_has(filter, hashes[i]));
	for (guint i = 0; i < OTHERS; i++)
		wrong += bloom_has(filter, random_hash() >> same);
	g_test_message("%u of %u others", wrong, OTHERS);
	g_assert_cmpuint(wrong, <, OTHERS / 20);
	/* Some of them seemed to be there when they were added. */
	g_assert_cmpuint(bloom_count(filter), >, BLOOM_HASHES * 95 / 100);
	g_assert_cmpuint(bloom_count(filter), <=, BLOOM_HASHES);
}

static void test_empty(void)
{
	g_autofree guint8 *filter = g_malloc(BLOOM_BYTES);

	memset(filter, 0xff, BLOOM_BYTES);
	bloom_init(filter);
	g_assert_cmpuint(bloom_count(filter), ==, 0);
	for (guint i = 0; i < OTHERS; i++)
		g_assert_false(bloom_has(filter, random_hash()));
}

static void test_once(void)
{
	g_autofree guint8 *filter = g_malloc(BLOOM_BYTES);

	bloom_init(filter);
	for (guint i = 0; i < 3; i++)
		bloom_add(filter, 1);
	g_assert_cmpuint(bloom_count(filter), ==, 1);
	g_assert_true(bloom_has(filter, 1));
	g_assert_false(bloom_has(filter, 2));
}

/* Noise for a filter: any answer, and no access beyond it. */
static void test_noise(void)
{
	g_autofree guint8 *filter = g_malloc(BLOOM_BYTES);

	for (guint i = 0; i < BLOOM_BYTES; i++)
		filter[i] = (guint8)g_random_int();
	for (guint i = 0; i < OTHERS; i++) {
		guint64 hash = random_hash();

		(void)bloom_has(filter, hash);
		bloom_add(filter, hash);
		g_assert_true(bloom_has(filter, hash));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/bloom/full", GUINT_TO_POINTER(0), test_full);
	g_test_add_data_func("/bloom/full/a-part", GUINT_TO_POINTER(17), test_full);
	g_test_add_func("/bloom/empty", test_empty);
	g_test_add_func("/bloom/once", test_once);
	g_test_add_func("/bloom/noise", test_noise);
	return g_test_run();
}
