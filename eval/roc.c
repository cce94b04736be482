/* SPDX-License-Identifier: Apache-2.0
 *
 * One walk down both sorted lists of scores serves curve and area; equal scores are one step.
 */
#include "eval/roc.h"

#include <math.h>

/* A point this near to the one kept before is left out. */
static const double least_recall = 0.002;
static const double least_growth = 1.02;

struct Roc {
	GArray *attacks; /* of double */
	GArray *honest;
	gboolean sorted;
};

/* How far down the lists a walk is. */
typedef struct Walk {
	const Roc *roc;
	guint attacks;
	guint honest;
} Walk;

Roc *roc_new(void)
{
	Roc *roc = g_new0(Roc, 1);
	roc->attacks = g_array_new(FALSE, FALSE, sizeof(double));
	roc->honest = g_array_new(FALSE, FALSE, sizeof(double));
	return roc;
}

void roc_free(Roc *roc)
{
	if (roc == NULL)
		return;
	g_array_unref(roc->attacks);
	g_array_unref(roc->honest);
	g_free(roc);
}

void roc_add(Roc *roc, double score, gboolean attack)
{
	g_array_append_val(attack ? roc->attacks : roc->honest, score);
	roc->sorted = FALSE;
}

guint roc_attacks(const Roc *roc)
{
	return roc->attacks->len;
}

guint roc_honest(const Roc *roc)
{
	return roc->honest->len;
}

static int higher_first(gconstpointer a, gconstpointer b)
{
	double one = *(const double *)a;
	double other = *(const double *)b;
	return (one < other) - (one > other);
}

static Walk begin(Roc *roc)
{
	if (!roc->sorted) {
		g_array_sort(roc->attacks, higher_first);
		g_array_sort(roc->honest, higher_first);
		roc->sorted = TRUE;
	}
	return (Walk){.roc = roc};
}

/* The score at AT, or the lowest there is past the end. */
static double score_at(const GArray *scores, guint at)
{
	return at < scores->len ? g_array_index(scores, double, at) : -(double)INFINITY;
}

static guint skip_from(const GArray *scores, guint at, double score)
{
	while (at < scores->len && g_array_index(scores, double, at) >= score)
		at++;
	return at;
}

static gboolean step(Walk *walk, RocPoint *ret)
{
	const GArray *attacks = walk->roc->attacks;
	const GArray *honest = walk->roc->honest;
	if (walk->attacks == attacks->len && walk->honest == honest->len)
		return FALSE;
	double score = MAX(score_at(attacks, walk->attacks), score_at(honest, walk->honest));
	walk->attacks = skip_from(attacks, walk->attacks, score);
	walk->honest = skip_from(honest, walk->honest, score);
	ret->score = score;
	ret->recall = (double)walk->attacks / attacks->len;
	ret->false_positives = (double)walk->honest / honest->len;
	return TRUE;
}

static gboolean is_empty(const Roc *roc)
{
	return roc->attacks->len == 0 || roc->honest->len == 0;
}

double roc_area(Roc *roc)
{
	if (is_empty(roc))
		return (double)NAN;
	double area = 0;
	RocPoint before = {0};
	RocPoint point;
	for (Walk walk = begin(roc); step(&walk, &point); before = point)
		area += (point.false_positives - before.false_positives) *
			(point.recall + before.recall) / 2;
	return area;
}

static gboolean is_far(const RocPoint *point, const RocPoint *kept)
{
	return point->recall - kept->recall >= least_recall ||
	       point->false_positives > kept->false_positives * least_growth;
}

GArray *roc_curve(Roc *roc)
{
	GArray *curve = g_array_new(FALSE, FALSE, sizeof(RocPoint));
	if (is_empty(roc))
		return curve;
	RocPoint kept = {.score = (double)INFINITY};
	RocPoint before = kept;
	RocPoint point;
	g_array_append_val(curve, kept);
	for (Walk walk = begin(roc); step(&walk, &point); before = point) {
		if (!is_far(&point, &kept))
			continue;
		/* The corner before a jump is what the curve is read at. */
		if (before.score < kept.score)
			g_array_append_val(curve, before);
		g_array_append_val(curve, point);
		kept = point;
	}
	if (before.score < kept.score)
		g_array_append_val(curve, before);
	return curve;
}
