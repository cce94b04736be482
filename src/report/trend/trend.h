/* SPDX-License-Identifier: Apache-2.0
 *
 * Trend: sightings a day (UTC) by what kind of recipient they arrived at, with surges, pauses and
 * resumptions (report/trend/surge.h).
 */
#pragma once

#include "base/settings.h"
#include "ledger/query/ledger-query.h"
#include "report/trend/sectors.h"
#include "report/trend/surge.h"

#define TREND_DAY (24 * 3600)

typedef enum {
	TREND_TLD,          /* ".mil" */
	TREND_DOMAIN,       /* "us.af.mil" */
	TREND_ORGANISATION, /* "af.mil" */
	TREND_SECTOR,       /* "defence" */
	TREND_COUNTRY,      /* "US" */
	TREND_KINDS,
} TrendBy;

/* All borrowed. */
typedef struct TrendQuestion {
	TrendBy by;
	const Sectors *sectors;  /* for the last two */
	const char *const *only; /* ends of domains (".mil", "af.mil") or keys; NULL: everything */
	gboolean share;          /* organisations that are persons by their provider */
	gint64 since;            /* shown from this day on; what was before tells what is usual */
	gint64 until;            /* not counted from this time on; 0: no bound */
	LedgerRun run;           /* only what was seen in such a run; NULL in it: in any */
	guint top;               /* so many keys, those with most sightings; 0: all */
} TrendQuestion;

typedef struct TrendSeries {
	char *key; /* may be what an attacker wrote */
	guint64 *counts;
	SurgeMark *marks;
	guint64 total;   /* of the days shown */
	gboolean surges; /* on the last day still */
} TrendSeries;

typedef struct Trend {
	gint64 start;      /* Unix seconds, when the first day began */
	guint days;        /* up to the last that anything was judged on; 0: nothing is known */
	guint shown;       /* the first day shown */
	guint64 *totals;   /* each day's sightings at any recipient */
	GPtrArray *series; /* of TrendSeries, that with most sightings first */
} Trend;

/* Count and mark; NULL with ERROR when the ledger fails. */
Trend *trend_count(Ledger *ledger, const TrendQuestion *question, GError **error);
void trend_free(Trend *trend);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Trend, trend_free)

/* The share of the day's sightings that SERIES had, 0 on a day without any. */
double trend_share(const Trend *trend, const TrendSeries *series, guint day);
/* DAY as "2019-12-03", new string. */
char *trend_date(const Trend *trend, guint day);

/* A surge that goes on; free with trend_surge_free. */
typedef struct TrendSurge {
	char *organisation;
	char *day;   /* on which it began: "2019-12-03" */
	char *since; /* no day of another surge is later: the first day is told to a few days alone
		      */
} TrendSurge;

void trend_surge_free(gpointer surge);
/* For the alert: append to RET (of TrendSurge) those of our own organisations by SETTINGS at which
 * a surge goes on that reaches to within two days of NOW. */
gboolean trend_surging(
	Ledger *ledger, const Settings *settings, gint64 now, GPtrArray *ret, GError **error);
