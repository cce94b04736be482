/* SPDX-License-Identifier: Apache-2.0
 *
 * A table of weights as it is read from a file: one line for each signal.
 */
#include "judge/weights.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "judge/signal.h"

/* No single piece of evidence decides more than this. */
static const double heaviest = 20;

struct Weights {
	double prior[WEIGHT_COLUMNS];
	double (*signals)[WEIGHT_COLUMNS];
};

double weights_of(const Weights *weights, guint index, guint column)
{
	return weights != NULL ? weights->signals[index][column]
			       : weighted_signals[index].weight[column];
}

double weights_prior(const Weights *weights, guint column)
{
	return weights != NULL ? weights->prior[column] : weighted_prior[column];
}

static Weights *weights_new(void)
{
	Weights *weights = g_new0(Weights, 1);
	weights->signals = g_malloc0_n(weighted_signals_count, sizeof *weights->signals);
	for (guint column = 0; column < WEIGHT_COLUMNS; column++) {
		weights->prior[column] = weighted_prior[column];
		for (guint i = 0; i < weighted_signals_count; i++)
			weights->signals[i][column] = weighted_signals[i].weight[column];
	}
	return weights;
}

void weights_free(Weights *weights)
{
	if (weights == NULL)
		return;
	g_free(weights->signals);
	g_free(weights);
}

/* Where the weights of NAME are kept; NULL when there is no such signal. */
static double *place_of(Weights *weights, const char *name)
{
	if (strcmp(name, "prior") == 0)
		return weights->prior;
	for (guint i = 0; i < weighted_signals_count; i++)
		if (strcmp(name, weighted_signals[i].signal->id) == 0)
			return weights->signals[i];
	return NULL;
}

static gboolean read_number(const char *text, double *ret)
{
	char *end = NULL;
	*ret = g_ascii_strtod(text, &end);
	return end != text && *end == '\0' && fabs(*ret) <= heaviest;
}

/* WORDS without the empty ones that runs of spaces leave. */
static void squeeze(char **words)
{
	guint kept = 0;
	for (guint i = 0; words[i] != NULL; i++) {
		if (words[i][0] != '\0')
			words[kept++] = words[i];
		else
			g_free(words[i]);
	}
	words[kept] = NULL;
}

static gboolean read_line(Weights *weights, const char *line)
{
	g_auto(GStrv) words = g_strsplit_set(line, " \t\r", -1);
	squeeze(words);
	if (words[0] == NULL || words[0][0] == '#')
		return TRUE;
	double *place = place_of(weights, words[0]);
	if (place == NULL || g_strv_length(words) < 1 + WEIGHT_COLUMNS)
		return FALSE;
	for (guint column = 0; column < WEIGHT_COLUMNS; column++)
		if (!read_number(words[1 + column], &place[column]))
			return FALSE;
	return TRUE;
}

Weights *weights_load(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) problem = NULL;
	if (!g_file_get_contents(path, &text, NULL, &problem)) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO, problem->message);
		return NULL;
	}
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	g_autoptr(Weights) weights = weights_new();
	for (guint i = 0; lines[i] != NULL; i++) {
		if (read_line(weights, lines[i]))
			continue;
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			"%s, line %u: not a signal and its two weights", path, i + 1);
		return NULL;
	}
	return g_steal_pointer(&weights);
}
