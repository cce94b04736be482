/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables of weights from files: what is taken from them, and that mistakes are told.
 */
#include "judge/weights.h"

#include <glib/gstdio.h>

#include "base/error.h"
#include "judge/signal.h"

static guint index_of(const char *id)
{
	for (guint i = 0; i < weighted_signals_count; i++)
		if (g_str_equal(weighted_signals[i].signal->id, id))
			return i;
	g_assert_not_reached();
}

/* The weights in a file of TEXT. */
static Weights *load(const char *text, GError **error)
{
	g_autofree char *path = NULL;
	int descriptor = g_file_open_tmp("kith-weights-XXXXXX", &path, NULL);
	g_assert_cmpint(descriptor, >=, 0);
	g_close(descriptor, NULL);
	g_file_set_contents(path, text, -1, NULL);
	Weights *weights = weights_load(path, error);
	g_unlink(path);
	return weights;
}

static void test_built_in(void)
{
	guint index = index_of("quote-not-theirs");
	for (guint column = 0; column < WEIGHT_COLUMNS; column++) {
		g_assert_cmpfloat(weights_of(NULL, index, column), ==,
			weighted_signals[index].weight[column]);
		g_assert_cmpfloat(weights_prior(NULL, column), ==, weighted_prior[column]);
	}
}

static void test_file(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Weights) weights = load("# a comment\n\nprior -4.5\t-6\r\n"
					  "quote-not-theirs   1.25 -0.5 history\n",
		&error);
	g_assert_no_error(error);
	guint index = index_of("quote-not-theirs"), other = index_of("payload-macro");
	g_assert_cmpfloat(weights_of(weights, index, WEIGHT_WARM), ==, 1.25);
	g_assert_cmpfloat(weights_of(weights, index, WEIGHT_COLD), ==, -0.5);
	g_assert_cmpfloat(weights_prior(weights, WEIGHT_WARM), ==, -4.5);
	g_assert_cmpfloat(weights_prior(weights, WEIGHT_COLD), ==, -6);
	g_assert_cmpfloat(weights_of(weights, other, WEIGHT_WARM), ==,
		weighted_signals[other].weight[WEIGHT_WARM]);
}

static void test_mistakes(void)
{
	static const char *const texts[] = {"no-such-signal 1 1\n", "quote-not-theirs 1\n",
		"quote-not-theirs\n", "quote-not-theirs one 1\n", "quote-not-theirs 1 1x\n",
		"quote-not-theirs 1 21\n", "quote-not-theirs nan 1\n", "prior 1 inf\n"};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Weights) weights = load(texts[i], &error);
		g_assert_null(weights);
		g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
		g_assert_nonnull(strstr(error->message, "line 1"));
	}
}

static void test_missing(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(weights_load("/nonexistent/weights", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/judge/weights/built-in", test_built_in);
	g_test_add_func("/judge/weights/file", test_file);
	g_test_add_func("/judge/weights/mistakes", test_mistakes);
	g_test_add_func("/judge/weights/missing", test_missing);
	return g_test_run();
}
