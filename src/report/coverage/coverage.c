/* SPDX-License-Identifier: Apache-2.0
 *
 * What a message brings is as sure as its verdict, and as its kind tells: a file is the attacker's
 * own, a host may be a robbed one, an address somebody else's tomorrow. What several messages have
 * in common is likelier theirs.
 */
#include "report/coverage/coverage.h"

#include <math.h>
#include <string.h>

#include "ledger/findings.h"
#include "report/coverage/numbering.h"
#include "report/coverage/personal.h"
#include "report/coverage/spelling.h"

#define DAY (24 * 3600)

/* How surely something of a kind is the attacker's when its message is, by one message alone; and
 * for how many days it stays so. */
static const struct {
	double certainty;
	guint days;
} kinds[] = {
	[INDICATOR_FILE] = {0.95, 365},
	[INDICATOR_URL] = {0.85, 60},
	[INDICATOR_HOST] = {0.6, 30},
	[INDICATOR_ADDRESS] = {0.6, 7},
	[INDICATOR_MD5] = {0.95, 365},
	[INDICATOR_MEMBER] = {0.8, 60},
	[INDICATOR_ACCOUNT] = {0.7, 14},
};

struct Coverage {
	const CoverageOptions *options;
	Release release;
	char *producer;
	Findings *findings;
	GError *error; /* of adding */
};

static gboolean add(const LedgerFindingRow *row, gpointer user_data)
{
	Coverage *coverage = user_data;
	const CoverageOptions *options = coverage->options;
	IndicatorKind kind = row->kind;
	char *key = NULL;
	gboolean personal = kind == INDICATOR_ACCOUNT || kind == INDICATOR_MEMBER;
	if ((kind == INDICATOR_ADDRESS && !row->witnessed) || (personal && options->share))
		return TRUE;
	g_autofree char *value = spelling_of(kind, row->value, &key);
	if (value == NULL)
		return TRUE;
	Finding finding = {kind, key, value, row->score, 1, row->time, row->time};
	gboolean wanted = !allowed_has(options->allowed, kind, value) &&
			  !(options->share && (kind == INDICATOR_URL || kind == INDICATOR_HOST) &&
				  personal_names_somebody(value));
	gboolean done = !wanted || findings_add(coverage->findings, &finding, &coverage->error);
	g_free(key);
	return done;
}

static gboolean gather(Coverage *coverage, Ledger *ledger, GError **error)
{
	gint64 first = 0;
	if (!ledger_time_range(ledger, &first, &coverage->release.time, error) ||
		!ledger_each_finding(ledger, &coverage->options->filter, add, coverage, error))
		return FALSE;
	if (coverage->error == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&coverage->error));
	return FALSE;
}

Coverage *coverage_new(
	Ledger *ledger, const CoverageOptions *options, const Settings *settings, GError **error)
{
	G_STATIC_ASSERT((int)INDICATOR_ACCOUNT == LEDGER_ACCOUNT);
	g_autoptr(Coverage) coverage = g_new0(Coverage, 1);
	coverage->options = options;
	coverage->producer = g_strjoinv(" ", settings->organisation);
	coverage->release.tlp = options->tlp;
	coverage->release.producer = coverage->producer;
	coverage->findings = findings_new(error);
	if (coverage->findings == NULL || !gather(coverage, ledger, error))
		return NULL;
	return g_steal_pointer(&coverage);
}

void coverage_free(Coverage *coverage)
{
	if (coverage == NULL)
		return;
	findings_free(coverage->findings);
	g_free(coverage->producer);
	g_clear_error(&coverage->error);
	g_free(coverage);
}

const Release *coverage_release(const Coverage *coverage)
{
	return &coverage->release;
}

static guint confidence_of(const Finding *finding)
{
	double hijacked = 1 / (1 + exp(-finding->score));
	double theirs = 1 - (1 - kinds[finding->kind].certainty) / (double)finding->messages;
	return (guint)CLAMP(floor(100 * hijacked * theirs), 1, 99);
}

typedef struct Walk {
	const Coverage *coverage;
	CoverageFunc func;
	gpointer user_data;
	Numbering *numbering;
	char *above; /* the last host that does not lie below another */
} Walk;

/* Hosts come right before those below them. */
static gboolean is_covered(Walk *walk, const char *host)
{
	gsize length = strlen(host), above = walk->above != NULL ? strlen(walk->above) : 0;
	if (above > 0 && above < length && host[length - above - 1] == '.' &&
		strcmp(host + length - above, walk->above) == 0)
		return TRUE;
	g_free(walk->above);
	walk->above = g_strdup(host);
	return FALSE;
}

static void show(Walk *walk, const Finding *finding, Indicator *indicator)
{
	gboolean is_url = finding->kind == INDICATOR_URL;
	g_autofree char *host = is_url ? spelling_host(finding->value) : g_strdup("");
	indicator->host = host;
	indicator->path = is_url ? spelling_path(finding->value) : "";
	indicator->covered = finding->kind == INDICATOR_HOST && is_covered(walk, finding->value);
	walk->func(indicator, walk->user_data);
}

static gboolean take(const Finding *finding, gpointer user_data)
{
	Walk *walk = user_data;
	const CoverageOptions *options = walk->coverage->options;
	gint64 lifetime =
		options->lifetime > 0 ? options->lifetime : (gint64)kinds[finding->kind].days * DAY;
	Indicator indicator = {.kind = finding->kind,
		.value = finding->value,
		.number = numbering_take(walk->numbering, finding->kind, finding->value),
		.confidence = confidence_of(finding),
		.messages = finding->messages,
		.first = finding->first,
		.last = finding->last,
		.expires = finding->last + lifetime};
	if (indicator.confidence >= options->confidence &&
		indicator.expires > walk->coverage->release.time)
		show(walk, finding, &indicator);
	return TRUE;
}

gboolean coverage_each(Coverage *coverage, CoverageFunc func, gpointer user_data, GError **error)
{
	g_autoptr(Numbering) numbering = numbering_new();
	Walk walk = {coverage, func, user_data, numbering, NULL};
	gboolean done = findings_each(coverage->findings, take, &walk, error);
	g_free(walk.above);
	return done;
}
