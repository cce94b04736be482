/* SPDX-License-Identifier: Apache-2.0
 *
 * Windows of any text: in bounds, and the guarantee of memory/recall/quote.h. The first two bytes
 * choose a run in the rest; the run is put into another text, and both must have a window of it.
 */
#include <stdint.h>

#include "memory/recall/quote.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static GHashTable *windows_of(const char *text, gsize length)
{
	GHashTable *set = g_hash_table_new_full(
		g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	g_autoptr(GArray) windows = g_array_new(FALSE, FALSE, sizeof(QuoteWindow));

	quote_windows(span_new(text, length), windows);
	for (guint i = 0; i < windows->len; i++) {
		QuoteWindow window = g_array_index(windows, QuoteWindow, i);

		g_assert_cmpuint(window.start, <, window.end);
		g_assert_cmpuint(window.end, <=, length);
		g_hash_table_add(set, g_bytes_new(text + window.start, window.end - window.start));
	}
	return set;
}

/* Does the guarantee cover RUN of CHARACTERS? */
static gboolean is_promised(const char *run, glong characters)
{
	guint cjk = 0;

	for (const char *at = run; *at != '\0'; at = g_utf8_next_char(at))
		cjk += quote_is_cjk(g_utf8_get_char(at));
	return characters == QUOTE_RUN || (characters == QUOTE_CJK_RUN && 2 * cjk >= QUOTE_CJK_RUN);
}

static gboolean share_window(GHashTable *one, GHashTable *two, const char *run)
{
	GHashTableIter iterator;
	gpointer window;

	g_hash_table_iter_init(&iterator, one);
	while (g_hash_table_iter_next(&iterator, &window, NULL)) {
		gsize length;
		const void *bytes = g_bytes_get_data(window, &length);

		if (memmem(run, strlen(run), bytes, length) != NULL &&
			g_hash_table_contains(two, window))
			return TRUE;
	}
	return FALSE;
}

/* TEXT with its two parts before and behind RUN exchanged. */
static char *turn_around(const char *text, const char *run_start, const char *run)
{
	g_autofree char *before = g_strndup(text, (gsize)(run_start - text));

	return g_strconcat(run_start + strlen(run), run, before, NULL);
}

static void check_run(const char *text, glong start, glong characters)
{
	const char *run_start = g_utf8_offset_to_pointer(text, start);
	const char *run_end = g_utf8_offset_to_pointer(run_start, characters);
	g_autofree char *run = g_strndup(run_start, (gsize)(run_end - run_start));
	g_autofree char *other = turn_around(text, run_start, run);
	g_autoptr(GHashTable) one = windows_of(text, strlen(text));
	g_autoptr(GHashTable) two = windows_of(other, strlen(other));

	if (is_promised(run, characters))
		g_assert_true(share_window(one, two, run));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = NULL;
	g_autofree char *zeroless = NULL;
	glong length;

	if (size < 2 || size > 20000)
		return 0;
	g_hash_table_unref(windows_of((const char *)data + 2, size - 2));
	zeroless = g_strndup((const char *)data + 2, size - 2);
	text = g_utf8_make_valid(zeroless, -1);
	length = g_utf8_strlen(text, -1);
	if (length >= QUOTE_CJK_RUN)
		check_run(text, data[0] % (length - QUOTE_CJK_RUN + 1), QUOTE_CJK_RUN);
	if (length >= QUOTE_RUN)
		check_run(text, data[1] % (length - QUOTE_RUN + 1), QUOTE_RUN);
	return 0;
}
