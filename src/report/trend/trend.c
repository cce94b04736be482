/* SPDX-License-Identifier: Apache-2.0
 *
 * Each recipient's mailbox is given its key once; then every sighting is one step to a counter.
 */
#include "report/trend/trend.h"

#include <string.h>

#include "base/limits.h"
#include "mail/domain.h"
#include "report/report.h"

/* Fewer show no surge. */
static const guint64 fewest = 10;
/* How old the newest day may be for a surge to be one of today. */
static const gint64 recent_days = 2;
/* As more is known of a surge, the day that it is told to have begun on moves by less than what is
 * too short to be one (surge.h). */
enum { doubtful_days = 5 };

static void series_free(TrendSeries *series)
{
	g_free(series->key);
	g_free(series->counts);
	g_free(series->marks);
	g_free(series);
}

void trend_free(Trend *trend)
{
	if (trend == NULL)
		return;
	g_free(trend->totals);
	g_ptr_array_unref(trend->series);
	g_free(trend);
}

double trend_share(const Trend *trend, const TrendSeries *series, guint day)
{
	guint64 total = trend->totals[day];
	return total > 0 ? (double)series->counts[day] / (double)total : 0;
}

char *trend_date(const Trend *trend, guint day)
{
	g_autoptr(GDateTime) time =
		g_date_time_new_from_unix_utc(trend->start + (gint64)day * TREND_DAY);
	return g_date_time_format(time, "%Y-%m-%d");
}

typedef struct Counting {
	const TrendQuestion *question;
	Trend *trend;
	GHashTable *keys;       /* key → TrendSeries */
	GHashTable *recipients; /* mailbox's number → TrendSeries */
	guint most_keys;
} Counting;

static char *key_of(const TrendQuestion *question, const char *domain, const char *organisation)
{
	const char *last = strrchr(domain, '.');
	switch (question->by) {
	case TREND_SECTOR:
		return sectors_sector(question->sectors, domain);
	case TREND_COUNTRY:
		return sectors_country(question->sectors, domain);
	case TREND_ORGANISATION:
		return g_strdup(question->share ? report_shared(organisation) : organisation);
	case TREND_TLD:
		return domain[0] == '\0' ? g_strdup("")
					 : g_strconcat(".", last != NULL ? last + 1 : domain, NULL);
	default:
		return g_strdup(domain);
	}
}

static gboolean ends_with(const char *domain, const char *end)
{
	gsize length = strlen(domain), wanted = strlen(end);
	return length >= wanted && strcmp(domain + length - wanted, end) == 0 &&
	       (length == wanted || domain[length - wanted - 1] == '.');
}

static gboolean is_wanted(const TrendQuestion *question, const char *domain, const char *key)
{
	if (question->only == NULL)
		return TRUE;
	for (guint i = 0; question->only[i] != NULL; i++) {
		g_autofree char *end = domain_normalise(question->only[i]);
		if (g_ascii_strcasecmp(question->only[i], key) == 0 ||
			(end[0] != '\0' && ends_with(domain, end)))
			return TRUE;
	}
	return FALSE;
}

static TrendSeries *series_for(Counting *counting, const char *key)
{
	if (key[0] == '\0')
		key = "unknown";
	TrendSeries *series = g_hash_table_lookup(counting->keys, key);
	if (series != NULL)
		return series;
	if (counting->trend->series->len >= counting->most_keys && strcmp(key, "others") != 0)
		return series_for(counting, "others");
	series = g_new0(TrendSeries, 1);
	series->key = g_strdup(key);
	g_ptr_array_add(counting->trend->series, series);
	g_hash_table_insert(counting->keys, series->key, series);
	return series;
}

static gboolean add_recipient(const LedgerMailboxRow *row, gpointer user_data)
{
	Counting *counting = user_data;
	const char *at = strrchr(row->mailbox.address, '@');
	g_autofree char *domain = domain_normalise(at != NULL ? at + 1 : row->mailbox.address);
	g_autofree char *key = key_of(counting->question, domain, row->mailbox.organisation);
	if (is_wanted(counting->question, domain, key))
		g_hash_table_insert(counting->recipients, GSIZE_TO_POINTER((gsize)row->id),
			series_for(counting, key));
	return TRUE;
}

static gboolean add_arrival(gint64 time, gint64 recipient, gpointer user_data)
{
	Counting *counting = user_data;
	Trend *trend = counting->trend;
	guint day = (guint)((time - trend->start) / TREND_DAY);
	TrendSeries *series =
		g_hash_table_lookup(counting->recipients, GSIZE_TO_POINTER((gsize)recipient));
	trend->totals[day]++;
	if (series == NULL)
		return TRUE;
	if (series->counts == NULL)
		series->counts = g_new0(guint64, trend->days);
	series->counts[day]++;
	series->total += day >= trend->shown;
	return TRUE;
}

/* The days that somebody looked on, the latest. */
static gboolean find_days(
	Ledger *ledger, const TrendQuestion *question, Trend *trend, GError **error)
{
	gint64 first = 0, last = 0;
	if (!ledger_time_range(ledger, &first, &last, error))
		return FALSE;
	if (question->until > 0)
		last = MIN(last, question->until - 1);
	if (last <= 0 || first > last)
		return TRUE;
	gint64 begin = MAX(first / TREND_DAY, last / TREND_DAY - LIMIT_TREND_DAYS + 1);
	trend->start = begin * TREND_DAY;
	trend->days = (guint)(last / TREND_DAY - begin + 1);
	if (question->since > trend->start)
		trend->shown =
			(guint)MIN((question->since - trend->start) / TREND_DAY, trend->days);
	trend->totals = g_new0(guint64, trend->days);
	return TRUE;
}

static gboolean count_all(Ledger *ledger, Counting *counting, GError **error)
{
	const Trend *trend = counting->trend;
	LedgerFilter filter = {.run = counting->question->run,

		.since = trend->start,
		.until = trend->start + (gint64)trend->days * TREND_DAY};
	if (counting->question->until > 0)
		filter.until = MIN(filter.until, counting->question->until);
	return ledger_each_recipient(ledger, add_recipient, counting, error) &&
	       ledger_each_arrival(ledger, &filter, add_arrival, counting, error);
}

static int compare_series(gconstpointer a, gconstpointer b)
{
	const TrendSeries *left = *(const TrendSeries *const *)a;
	const TrendSeries *right = *(const TrendSeries *const *)b;
	if (left->total != right->total)
		return left->total < right->total ? 1 : -1;
	return strcmp(left->key, right->key);
}

static void choose(Trend *trend, guint top)
{
	g_ptr_array_sort(trend->series, compare_series);
	guint kept = top > 0 ? MIN(top, trend->series->len) : trend->series->len;
	while (kept > 0 && ((TrendSeries *)trend->series->pdata[kept - 1])->total == 0)
		kept--;
	g_ptr_array_set_size(trend->series, (gint)kept);
}

static void mark_all(const Trend *trend)
{
	for (guint i = 0; i < trend->series->len; i++) {
		TrendSeries *series = trend->series->pdata[i];
		guint64 sum = 0;
		/* cppcheck-suppress AssignmentIntegerToAddress ; it takes the enumeration for what
		 * is assigned */
		series->marks = g_new0(SurgeMark, trend->days);
		for (guint day = 0; day < trend->days; day++)
			sum += series->counts[day];
		if (sum >= fewest)
			series->surges = surge_find(series->counts, trend->days, series->marks);
	}
}

Trend *trend_count(Ledger *ledger, const TrendQuestion *question, GError **error)
{
	g_autoptr(Trend) trend = g_new0(Trend, 1);
	trend->series = g_ptr_array_new_with_free_func((GDestroyNotify)series_free);
	if (!find_days(ledger, question, trend, error))
		return NULL;
	if (trend->days == 0)
		return g_steal_pointer(&trend);
	g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) recipients = g_hash_table_new(NULL, NULL);
	Counting counting = {question, trend, keys, recipients, LIMIT_TREND_CELLS / trend->days};
	if (!count_all(ledger, &counting, error))
		return NULL;
	choose(trend, question->top);
	mark_all(trend);
	return g_steal_pointer(&trend);
}

void trend_surge_free(gpointer surge)
{
	TrendSurge *own = surge;
	g_free(own->organisation);
	g_free(own->day);
	g_free(own->since);
	g_free(own);
}

/* The surge of SERIES that goes on. */
static TrendSurge *surge_of(const Trend *trend, const TrendSeries *series)
{
	TrendSurge *surge = g_new0(TrendSurge, 1);
	guint day = trend->days - 1;
	while (day > 0 && series->marks[day] != SURGE_SURGE)
		day--;
	surge->organisation = g_strdup(series->key);
	surge->day = trend_date(trend, day);
	surge->since = trend_date(trend, day - MIN(day, doubtful_days));
	return surge;
}

gboolean trend_surging(
	Ledger *ledger, const Settings *settings, gint64 now, GPtrArray *ret, GError **error)
{
	const TrendQuestion question = {
		.by = TREND_ORGANISATION, .only = (const char *const *)settings->organisation};
	gint64 first = 0, last = 0;
	if (!ledger_time_range(ledger, &first, &last, error))
		return FALSE;
	if (settings->organisation[0] == NULL || last < now - recent_days * TREND_DAY)
		return TRUE;
	g_autoptr(Trend) trend = trend_count(ledger, &question, error);
	if (trend == NULL)
		return FALSE;
	for (guint i = 0; i < trend->series->len; i++) {
		const TrendSeries *series = trend->series->pdata[i];
		if (series->surges)
			g_ptr_array_add(ret, surge_of(trend, series));
	}
	return TRUE;
}
