/* SPDX-License-Identifier: Apache-2.0
 *
 * Many rows: at random against a model, more than a page holds, coming and going, made compact.
 */
#include "base/error.h"
#include "contract.h"

/* Against a model: random changes to few keys, so that they meet, with commits and aborts among
 * them. */
static void test_random(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autoptr(GHashTable) model = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	char *keys[64];

	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		keys[i] = g_strdup_printf("%c%03d%04d", 'a' + (int)i % 3, (int)(i / 7), (int)i);
	for (guint round = 0; round < 60; round++) {
		begin(kv);
		for (guint i = 0; i < 200; i++) {
			const char *key = keys[g_rand_int_range(random, 0, 64)];
			g_autofree char *member =
				g_strdup_printf("%04d", g_rand_int_range(random, 0, 12));
			char *row = g_strconcat(key, member, NULL);

			if (g_rand_int_range(random, 0, 3) > 0) {
				kv_add(kv, TABLE_SET, text(key), text(member));
				g_hash_table_add(model, row);
			} else {
				kv_remove(kv, TABLE_SET, text(key), text(member));
				g_hash_table_remove(model, row);
				g_free(row);
			}
		}
		if (round % 2 == 0)
			commit(kv), begin(kv);
		for (guint k = 0; k < 64; k++) {
			g_autoptr(GString) expected = g_string_new(NULL);

			for (guint m = 0; m < 12; m++) {
				g_autofree char *row = g_strdup_printf("%s%04u", keys[k], m);

				if (g_hash_table_contains(model, row))
					g_string_append(expected, row + 8);
			}
			assert_members(kv, keys[k], 99, expected->str);
		}
		commit(kv);
	}
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
		g_free(keys[i]);
}

/* Enough rows to split pages, of every width, in an order that is not theirs. */
static void test_many(Fixture *fixture, gconstpointer backend)
{
	const guint count = 20000;
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GError) error = NULL;
	KvSize size;
	guint64 total, measured = 0;

	for (guint part = 0; part < 4; part++) {
		begin(kv);
		for (guint i = part; i < count; i += 4) {
			guint32 number = GUINT32_TO_BE(i);
			guint64 scattered = (guint64)i * 0x9e3779b97f4a7c15u;

			kv_put(kv, TABLE_MAP, span_new(&number, 4), span_new(&scattered, 8));
			kv_add(kv, TABLE_SET, span_new(&scattered, 8), span_new(&number, 4));
			kv_add(kv, TABLE_WIDE, span_new(&number, 4), span_new(&scattered, 8));
		}
		commit(kv);
	}
	begin(kv);
	for (guint i = 0; i < count; i++) {
		guint32 number = GUINT32_TO_BE(i);
		guint64 scattered = (guint64)i * 0x9e3779b97f4a7c15u;

		kv_ask_clear(ask);
		kv_ask_add(ask, TABLE_MAP, span_new(&number, 4), 0);
		kv_ask_add(ask, TABLE_SET, span_new(&scattered, 8), 8);
		kv_ask_add(ask, TABLE_WIDE, span_new(&number, 4), 8);
		g_assert_true(kv_ask(kv, ask, &error));
		g_assert_cmpmem(
			kv_ask_answer(ask, 0).data, kv_ask_answer(ask, 0).length, &scattered, 8);
		g_assert_cmpmem(
			kv_ask_answer(ask, 1).data, kv_ask_answer(ask, 1).length, &number, 4);
		g_assert_cmpmem(
			kv_ask_answer(ask, 2).data, kv_ask_answer(ask, 2).length, &scattered, 8);
	}
	for (guint table = 0; table < TABLE_COUNT; table++) {
		g_assert_true(kv_measure(kv, table, &size, &error));
		g_assert_cmpuint(size.entries, ==, table == TABLE_OTHER ? 0 : count);
		/* A row costs about its own bytes, a SET's no more than them and one or two in its
		 * filter. */
		if (table == TABLE_MAP)
			g_assert_cmpuint(size.bytes, <, 40 * count);
		else if (table != TABLE_OTHER)
			g_assert_cmpuint(size.bytes, <, (table == TABLE_SET ? 15 : 13) * count);
		measured += size.bytes;
	}
	g_assert_true(kv_total(kv, &total, &error));
	g_assert_cmpuint(total, >=, measured);
}

enum {
	CHURN_ROWS = 12000,
	CHURN_LARGE = 3000, /* of them with one key */
};

/* Row NUMBER: three with one key, but for those with the large one. */
static void churn_row(guint number, guint64 *ret_key, guint32 *ret_member)
{
	guint key = number < CHURN_LARGE ? CHURN_ROWS : number / 3;

	*ret_key = key * 0x9e3779b97f4a7c15u;
	*ret_member = GUINT32_TO_BE(number);
}

static void churn(Kv *kv, gboolean *model, guint changes)
{
	gint adding = g_test_rand_int_range(1, 10);

	begin(kv);
	for (guint i = 0; i < changes; i++) {
		guint number = (guint)g_test_rand_int_range(0, CHURN_ROWS);
		guint64 key;
		guint32 member;

		churn_row(number, &key, &member);
		model[number] = g_test_rand_int_range(0, 10) < adding;
		if (model[number])
			kv_add(kv, TABLE_SET, span_new(&key, 8), span_new(&member, 4));
		else
			kv_remove(kv, TABLE_SET, span_new(&key, 8), span_new(&member, 4));
	}
	commit(kv);
}

/* The first row behind NUMBER that has another key. */
static guint churn_next(guint number)
{
	return number < CHURN_LARGE ? CHURN_LARGE : number + 3;
}

/* All keys are asked for at once, in an order that is not theirs. */
static void check_churned(Kv *kv, const gboolean *model)
{
	g_autoptr(KvAsk) ask = kv_ask_new();
	g_autoptr(GByteArray) expected = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	guint64 key;
	guint32 member;

	for (guint i = 0; i < CHURN_ROWS; i = churn_next(i)) {
		churn_row(i, &key, &member);
		kv_ask_add(ask, TABLE_SET, span_new(&key, 8), CHURN_ROWS);
	}
	g_assert_true(kv_ask(kv, ask, &error));
	for (guint i = 0, question = 0; i < CHURN_ROWS; question++) {
		Span answer = kv_ask_answer(ask, question);

		g_byte_array_set_size(expected, 0);
		for (guint next = churn_next(i); i < next; i++) {
			churn_row(i, &key, &member);
			if (model[i])
				g_byte_array_append(expected, (const guint8 *)&member, 4);
		}
		g_assert_cmpmem(answer.data, answer.length, expected->data, expected->len);
	}
}

/* Rows that come and go, in commits of every size, until nearly all are gone. */
static void test_churn(Fixture *fixture, gconstpointer backend)
{
	static const guint sizes[] = {1, 20000, 30, 1, 3000, 300, 1};
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autofree gboolean *model = g_new0(gboolean, CHURN_ROWS);

	for (guint round = 0; round < 42; round++) {
		churn(kv, model, sizes[round % G_N_ELEMENTS(sizes)]);
		begin(kv);
		check_churned(kv, model);
		kv_abort(kv);
	}
	begin(kv);
	for (guint i = 1; i < CHURN_ROWS; i++) {
		guint64 key;
		guint32 member;

		churn_row(i, &key, &member);
		kv_remove(kv, TABLE_SET, span_new(&key, 8), span_new(&member, 4));
		model[i] = FALSE;
	}
	commit(kv);
	begin(kv);
	check_churned(kv, model);
}

static void test_compact(Fixture *fixture, gconstpointer backend)
{
	g_autoptr(Kv) kv = open_store(fixture, KV_WRITE);
	g_autoptr(GError) error = NULL;

	begin(kv);
	kv_put(kv, TABLE_MAP, text("a"), text("1"));
	commit(kv);
	g_assert_true(kv_compact(kv, &error));
	g_assert_no_error(error);
	begin(kv);
	assert_get(kv, "a", "1");
}

static const Case cases[] = {
	{"random", test_random},
	{"many", test_many},
	{"churn", test_churn},
	{"compact", test_compact},
};

int main(int argc, char **argv)
{
	return contract_run("store", cases, G_N_ELEMENTS(cases), &argc, &argv);
}
