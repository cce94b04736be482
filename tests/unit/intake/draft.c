/* SPDX-License-Identifier: Apache-2.0 */
#include "intake/draft.h"

#include "fixture.h"

static void test_add_and_trim(void)
{
	Draft draft;
	g_autoptr(GString) out = g_string_new(NULL);

	draft_init(&draft);
	draft_add(&draft, span_new("one ", 4));
	draft_add(&draft, span_new(NULL, 0));
	draft_add(&draft, span_new("two!", 4));
	draft_trim(&draft, 1);
	draft_trim(&draft, 100);
	g_assert_cmpuint(draft.total, ==, 7);
	gather(out, draft_finish(&draft, g_strdup("a"), FALSE));
	draft_add(&draft, span_new("three", 5));
	gather(out, draft_finish(&draft, g_strdup("b"), TRUE));
	gather(out, draft_finish(&draft, g_strdup("c"), FALSE));
	g_assert_cmpstr(out->str, ==, "a|one two|b!|three|c||");
	draft_clear(&draft);
}

/* LENGTH bytes in uneven portions, then a trim of one byte. */
static void assert_bound(Draft *draft, gsize length, gsize kept, gboolean cut)
{
	g_autofree char *text = noise(LIMIT_MIB(1) + 1);

	for (gsize left = length; left > 0;) {
		gsize portion = MIN(left, LIMIT_MIB(1) + 1);

		draft_add(draft, span_new(text, portion));
		left -= portion;
	}
	g_assert_cmpint(draft_overflows(draft), ==, cut);
	draft_trim(draft, 1);
	g_autoptr(RawMessage) message = draft_finish(draft, g_strdup("x"), FALSE);

	g_assert_cmpuint(g_bytes_get_size(message->bytes), ==, kept);
	g_assert_cmpint(message->cut, ==, cut);
	g_assert_cmpuint(draft->total, ==, 0);
}

static void test_bound(void)
{
	Draft draft;

	draft_init(&draft);
	assert_bound(&draft, LIMIT_MESSAGE, LIMIT_MESSAGE - 1, FALSE);
	assert_bound(&draft, LIMIT_MESSAGE + 1, LIMIT_MESSAGE, TRUE);
	assert_bound(&draft, 3 * LIMIT_MESSAGE, LIMIT_MESSAGE, TRUE);
	assert_bound(&draft, 10, 9, FALSE);
	draft_clear(&draft);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/intake/draft/add-and-trim", test_add_and_trim);
	g_test_add_func("/intake/draft/bound", test_bound);
	return g_test_run();
}
