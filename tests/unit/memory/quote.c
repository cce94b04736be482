/* SPDX-License-Identifier: Apache-2.0
 *
 * The guarantee of quote.h on random texts of many scripts, and its costs. KITH_QUOTE_CASES sets
 * the number of cases for a long run.
 */
#include "memory/recall/quote.h"

#define CASES 20000

/* A script as a range of letters; few letters make texts that repeat themselves. */
typedef struct Alphabet {
	guint32 first;
	guint32 count;
} Alphabet;

static const Alphabet alphabets[] = {
	{'a', 26},
	{'a', 26},
	{'a', 2},
	{'0', 10},
	{0x3b1, 17},
	{0x430, 32},
	{0x5d0, 27},
	{0x627, 20},
	{0x905, 50},
	{0x1f600, 40},
	{0x3041, 83},
	{0x30a1, 80},
	{0x4e00, 3000},
	{0xac00, 2000},
	{0x3105, 30},
	{0x20000, 500},
	{0x4e00, 3},
};
/* The first that is CJK. */
#define FIRST_CJK 10

static guint32 random_character(GRand *random, gboolean cjk)
{
	guint first = cjk ? FIRST_CJK : 0;
	guint last = cjk ? G_N_ELEMENTS(alphabets) : FIRST_CJK;
	const Alphabet *alphabet =
		&alphabets[g_rand_int_range(random, (gint32)first, (gint32)last)];

	return alphabet->first + (guint32)g_rand_int_range(random, 0, (gint32)alphabet->count);
}

/* LENGTH characters of one alphabet, or of several mixed. */
static void append_random(GString *text, GRand *random, guint length)
{
	gboolean mixed = g_rand_int_range(random, 0, 3) == 0;
	const Alphabet *alphabet = &alphabets[g_rand_int_range(random, 0, G_N_ELEMENTS(alphabets))];

	for (guint i = 0; i < length; i++) {
		guint32 c = alphabet->first +
			    (guint32)g_rand_int_range(random, 0, (gint32)alphabet->count);

		if (mixed)
			c = random_character(random, g_rand_boolean(random));
		g_string_append_unichar(text, c);
	}
}

/* A run of QUOTE_CJK_RUN characters, of which half or more are CJK, in a random or in the worst
 * order. */
static void append_cjk_run(GString *text, GRand *random)
{
	gboolean cjk[QUOTE_CJK_RUN];
	guint order = (guint)g_rand_int_range(random, 0, 4);

	for (guint i = 0; i < QUOTE_CJK_RUN; i++) {
		cjk[i] = i < QUOTE_CJK_RUN / 2;
		if (order == 1)
			cjk[i] = i % 2 == 0;
		if (order == 2)
			/* Every gram of it holds 5, and none holds more. */
			cjk[i] = i % QUOTE_CJK_GRAM < QUOTE_CJK_LEAST;
	}
	for (guint i = QUOTE_CJK_RUN - 1; order == 3 && i > 0; i--) {
		guint other = (guint)g_rand_int_range(random, 0, (gint32)i + 1);
		gboolean kept = cjk[i];

		cjk[i] = cjk[other];
		cjk[other] = kept;
	}
	for (guint i = 0; i < QUOTE_CJK_RUN; i++)
		g_string_append_unichar(text, random_character(random, cjk[i]));
}

static GHashTable *windows_of(const char *text)
{
	GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) windows = g_array_new(FALSE, FALSE, sizeof(QuoteWindow));

	quote_windows(span_new(text, strlen(text)), windows);
	for (guint i = 0; i < windows->len; i++) {
		QuoteWindow window = g_array_index(windows, QuoteWindow, i);

		g_hash_table_add(set, g_strndup(text + window.start, window.end - window.start));
	}
	return set;
}

/* RUN with random text around it. */
static char *plant(GRand *random, const char *run)
{
	GString *text = g_string_new(NULL);

	append_random(text, random, (guint)g_rand_int_range(random, 0, 200));
	g_string_append(text, run);
	append_random(text, random, (guint)g_rand_int_range(random, 0, 200));
	return g_string_free(text, FALSE);
}

/* Do two texts that share RUN share a window that lies within it? */
static gboolean found(GRand *random, const char *run)
{
	g_autofree char *learned = plant(random, run);
	g_autofree char *judged = plant(random, run);
	g_autoptr(GHashTable) one = windows_of(learned);
	g_autoptr(GHashTable) two = windows_of(judged);
	GHashTableIter iterator;
	gpointer window;

	g_hash_table_iter_init(&iterator, one);
	while (g_hash_table_iter_next(&iterator, &window, NULL))
		if (strstr(run, window) != NULL && g_hash_table_contains(two, window))
			return TRUE;
	return FALSE;
}

static guint case_count(void)
{
	const char *text = g_getenv("KITH_QUOTE_CASES");

	return text != NULL ? (guint)g_ascii_strtoull(text, NULL, 10) : CASES;
}

static void test_guarantee(void)
{
	guint cases = case_count();

	for (guint seed = 0; seed < cases; seed++) {
		g_autoptr(GRand) random = g_rand_new_with_seed(seed);
		g_autoptr(GString) run = g_string_new(NULL);

		if (seed % 2 == 0)
			append_random(run, random, QUOTE_RUN);
		else
			append_cjk_run(run, random);
		if (!found(random, run->str))
			g_error("seed %u: the shared run is not found: %s", seed, run->str);
	}
}

/* The guarantee is sharp enough to be tested: one character less is not always found. */
static void test_sharp(void)
{
	guint missed = 0, missed_cjk = 0;

	for (guint seed = 0; seed < 3000; seed++) {
		g_autoptr(GRand) random = g_rand_new_with_seed(seed);
		g_autoptr(GString) run = g_string_new(NULL);
		g_autoptr(GString) cjk = g_string_new(NULL);

		for (guint i = 0; i < QUOTE_RUN - 20; i++)
			g_string_append_unichar(run, random_character(random, FALSE));
		missed += !found(random, run->str);
		for (guint i = 0; i < QUOTE_CJK_RUN - 10; i++)
			g_string_append_unichar(cjk, random_character(random, TRUE));
		missed_cjk += !found(random, cjk->str);
	}
	g_assert_cmpuint(missed, >, 0);
	g_assert_cmpuint(missed_cjk, >, 0);
}

static GArray *windows_in(Span text)
{
	GArray *windows = g_array_new(FALSE, FALSE, sizeof(QuoteWindow));

	quote_windows(text, windows);
	return windows;
}

static void test_short(void)
{
	for (guint length = 0; length < 2 * QUOTE_RUN; length++) {
		g_autoptr(GString) latin = g_string_new(NULL);
		g_autoptr(GString) han = g_string_new(NULL);
		g_autoptr(GArray) latin_windows = NULL;
		g_autoptr(GArray) han_windows = NULL;

		for (guint i = 0; i < length; i++) {
			g_string_append_c(latin, (char)('a' + i * 7 % 26));
			g_string_append_unichar(han, 0x4e00 + i * 31 % 997);
		}
		latin_windows = windows_in(span_new(latin->str, latin->len));
		han_windows = windows_in(span_new(han->str, han->len));
		if (length < QUOTE_GRAM)
			g_assert_cmpuint(latin_windows->len, ==, 0);
		else
			g_assert_cmpuint(latin_windows->len, >, 0);
		if (length < QUOTE_CJK_GRAM)
			g_assert_cmpuint(han_windows->len, ==, 0);
		else
			g_assert_cmpuint(han_windows->len, >, 0);
	}
}

/* Two windows for each 45 and 20 characters, as the theory of winnowing has it. */
static void test_density(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(1);
	g_autoptr(GString) latin = g_string_new(NULL);
	g_autoptr(GString) han = g_string_new(NULL);
	g_autoptr(GArray) latin_windows = NULL;
	g_autoptr(GArray) han_windows = NULL;
	const guint length = 90000;

	for (guint i = 0; i < length; i++) {
		g_string_append_c(latin, (char)('a' + g_rand_int_range(random, 0, 26)));
		g_string_append_unichar(han, 0x4e00 + (guint32)g_rand_int_range(random, 0, 5000));
	}
	latin_windows = windows_in(span_new(latin->str, latin->len));
	han_windows = windows_in(span_new(han->str, han->len));
	g_assert_cmpuint(latin_windows->len, >, length * 2 / 45 * 9 / 10);
	g_assert_cmpuint(latin_windows->len, <, length * 2 / 45 * 11 / 10);
	g_assert_cmpuint(han_windows->len, >, (length * 2 / 45 + length * 2 / 20) * 9 / 10);
	g_assert_cmpuint(han_windows->len, <, (length * 2 / 45 + length * 2 / 20) * 11 / 10);
}

static void test_repeated(void)
{
	g_autofree char *text = g_malloc(100001);
	g_autoptr(GArray) windows = NULL;

	memset(text, 'a', 100000);
	windows = windows_in(span_new(text, 100000));
	/* One for each run, not one for each character. */
	g_assert_cmpuint(windows->len, <, 100000 / (QUOTE_RUN - QUOTE_GRAM) + 2);
	g_assert_cmpuint(windows->len, >, 0);
}

/* Windows begin and end between characters, in order, whatever the bytes are. */
static void test_any_bytes(void)
{
	for (guint seed = 0; seed < 300; seed++) {
		g_autoptr(GRand) random = g_rand_new_with_seed(seed);
		guint8 bytes[700];
		gsize length = (gsize)g_rand_int_range(random, 0, sizeof bytes + 1);
		g_autoptr(GArray) windows = NULL;

		for (gsize i = 0; i < length; i++)
			bytes[i] = (guint8)g_rand_int_range(random, seed % 2 ? 0 : 0xc0, 256);
		windows = windows_in(span_new(bytes, length));
		for (guint i = 0; i < windows->len; i++) {
			QuoteWindow window = g_array_index(windows, QuoteWindow, i);

			g_assert_cmpuint(window.start, <, window.end);
			g_assert_cmpuint(window.end, <=, length);
		}
	}
}

/* Hashes in the worst order cannot make it slow. */
static void test_linear(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GArray) windows = NULL;
	g_autoptr(GTimer) timer = NULL;

	while (text->len < 1 << 20)
		g_string_append_unichar(text, 0x4e00 + (guint32)(text->len / 3 % 20000));
	timer = g_timer_new();
	windows = windows_in(span_new(text->str, text->len));
	g_assert_cmpfloat(g_timer_elapsed(timer, NULL), <, 5.0);
	g_assert_cmpuint(windows->len, >, 0);
}

static void test_cjk(void)
{
	const guint32 cjk[] = {
		0x3042, 0x30a2, 0x30fc, 0x4e00, 0x3005, 0xac00, 0x1100, 0x3105, 0x20000, 0xf900};
	const guint32 others[] = {
		'a', '0', 0xe9, 0x3b1, 0x430, 0x627, 0x905, 0xe01, 0x1f600, 0xff21};

	for (guint i = 0; i < G_N_ELEMENTS(cjk); i++)
		g_assert_true(quote_is_cjk(cjk[i]));
	for (guint i = 0; i < G_N_ELEMENTS(others); i++)
		g_assert_false(quote_is_cjk(others[i]));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quote/guarantee", test_guarantee);
	g_test_add_func("/quote/sharp", test_sharp);
	g_test_add_func("/quote/short", test_short);
	g_test_add_func("/quote/density", test_density);
	g_test_add_func("/quote/repeated", test_repeated);
	g_test_add_func("/quote/any-bytes", test_any_bytes);
	g_test_add_func("/quote/linear", test_linear);
	g_test_add_func("/quote/cjk", test_cjk);
	return g_test_run();
}
