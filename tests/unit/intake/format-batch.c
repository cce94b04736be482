/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"
#include "intake/batch.h"

#include <unistd.h>

static void add(GByteArray *batch, const char *text)
{
	guint8 header[BATCH_HEADER_BYTES];
	Span message = span_new(text, strlen(text));

	if (batch->len == 0)
		g_byte_array_append(batch, (const guint8 *)BATCH_MARK, BATCH_MARK_BYTES);
	batch_write_header(header, message);
	g_byte_array_append(batch, header, sizeof header);
	g_byte_array_append(batch, (const guint8 *)text, (guint)message.length);
}

/* "one", "From two" and "three" begin at 16, 27 and 43. */
static GByteArray *three(void)
{
	GByteArray *batch = g_byte_array_new();

	add(batch, "one");
	add(batch, "From two");
	add(batch, "three");
	return batch;
}

/* The first LENGTH bytes of BATCH hold WANTED, however they are read. */
static void assert_batch(const GByteArray *batch, gsize length, const char *wanted)
{
	static const gsize steps[] = {1, 2, 3, 7, 1000};

	for (gsize at = 0; at < G_N_ELEMENTS(steps); at++) {
		Feed feed = {.left = span_new(batch->data, length), .step = steps[at]};
		g_autoptr(GString) got = read_feed(&format_batch, feed);

		g_assert_cmpstr(got->str, ==, wanted);
	}
}

static guint count(const GByteArray *batch, gsize length)
{
	g_autofree char *path = NULL;
	int file = g_file_open_tmp("kith-batch-XXXXXX", &path, NULL);
	guint counted;

	g_assert_cmpint(write(file, batch->data, length), ==, (gssize)length);
	counted = batch_count(file);
	close(file);
	g_remove(path);
	return counted;
}

static void test_whole(void)
{
	g_autoptr(GByteArray) batch = three();

	assert_batch(batch, batch->len, "m#1|one|m#2|From two|m#3|three|");
	assert_batch(batch, BATCH_MARK_BYTES, "");
	g_assert_cmpuint(count(batch, batch->len), ==, 3);
	g_assert_cmpuint(count(batch, BATCH_MARK_BYTES), ==, 0);
}

static void test_claims(void)
{
	g_autoptr(GByteArray) batch = three();
	Span head = span_new(batch->data, batch->len);

	g_assert_true(format_batch.claims(head, FALSE));
	g_assert_false(format_batch.claims(head, TRUE));
	g_assert_false(format_batch.claims(span_new(head.data, BATCH_MARK_BYTES - 1), FALSE));
	batch->data[7]++;
	g_assert_false(format_batch.claims(head, FALSE));
	g_assert_cmpuint(count(batch, batch->len), ==, 1);
}

/* A crash ended the writing, or the power did. */
static void test_cut(void)
{
	static const char rest[] = "m: damaged; the rest of this part is passed over\n";
	g_autoptr(GByteArray) batch = three();
	g_autofree char *two = g_strconcat("m#1|one|m#2|From two|", rest, NULL);

	assert_batch(batch, batch->len - 1, two);
	assert_batch(batch, 43 - 8 + 1, two);
	assert_batch(batch, 43 - 8, "m#1|one|m#2|From two|");
	memset(batch->data + 43 - 8, 0, 8);
	assert_batch(batch, batch->len, two);
	memset(batch->data + 43 - 8, 0xff, 8);
	assert_batch(batch, batch->len, two);
}

static void test_damage(void)
{
	g_autoptr(GByteArray) batch = three();

	batch->data[27]++;
	assert_batch(batch, batch->len, "m#1|one|m#2|three|m: a damaged message is passed over\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/format-batch/whole", test_whole);
	g_test_add_func("/format-batch/claims", test_claims);
	g_test_add_func("/format-batch/cut", test_cut);
	g_test_add_func("/format-batch/damage", test_damage);
	return g_test_run();
}
