/* SPDX-License-Identifier: Apache-2.0
 *
 * Generated seasons (tests/unit/report/season.h) in numbers, and one to look at.
 *
 * `bench-season marks SEED COUNT` marks COUNT seasons from SEED on and prints how that went.
 * `bench-season record STATE SEED SIGHTINGS` records a season of about SIGHTINGS in the ledger
 * of STATE, for `kith trend --state STATE --svg FILE`.
 */
#include <stdio.h>
#include <string.h>

#include "ledger/ledger.h"
#include "season.h"

enum { batch = 5000, people = 40, season_start = 1567296000 /* 2019-09-01 00:00 UTC */ };

static int show_marks(guint32 seed, guint32 count)
{
	SeasonScore score = {0};
	for (guint32 i = 0; i < count; i++) {
		Season season;
		season_make(&season, seed + i, 1);
		season_score(&season, &score);
	}
	printf("%u seasons of %d series\n", score.seasons, SEASON_SERIES);
	printf("%u events, %u (%.2f %%) marked within 2 days\n", score.events, score.met,
		100.0 * score.met / score.events);
	guint right = score.marks - score.astray - score.false_marks;
	printf("%u marks, %u (%.2f %%) within 2 days of their event\n", score.marks, right,
		100.0 * right / score.marks);
	printf("%u false marks, %.3f a season\n", score.false_marks,
		(double)score.false_marks / score.seasons);
	return 0;
}

typedef struct Recorder {
	Ledger *ledger;
	GRand *random;
	guint32 number;
} Recorder;

static gboolean record_one(Recorder *recorder, const char *domain, guint day, GError **error)
{
	char address[100];
	g_snprintf(address, sizeof address, "person%d@%s",
		g_rand_int_range(recorder->random, 0, people), domain);
	LedgerMailbox recipient = {address, domain};
	LedgerMessage message = {.verdict = LEDGER_HIJACKED,
		.score = 5,
		.time = season_start + (gint64)day * 86400 +
			g_rand_int_range(recorder->random, 0, 86400),
		.recorded = season_start,
		.sender = {"info@relay.example", "relay.example"},
		.recipients = &recipient,
		.recipient_count = 1};
	recorder->number++;
	memcpy(message.identity, &recorder->number, sizeof recorder->number);
	if (!ledger_record(recorder->ledger, &message, NULL, error))
		return FALSE;
	return recorder->number % batch != 0 ||
	       (ledger_commit(recorder->ledger, error) && ledger_begin(recorder->ledger, error));
}

static gboolean record_season(Recorder *recorder, const Season *season, GError **error)
{
	gboolean done = ledger_begin(recorder->ledger, error);
	for (guint day = 0; day < SEASON_DAYS; day++)
		for (guint i = 0; i < SEASON_SERIES; i++) {
			const SeasonSeries *series = &season->series[i];
			g_autofree char *domain = g_strconcat("place", series->name, NULL);
			for (guint64 j = 0; done && j < series->counts[day]; j++)
				done = record_one(recorder, domain, day, error);
		}
	return done && ledger_commit(recorder->ledger, error);
}

static double sum_of(const Season *season)
{
	double sum = 0;
	for (guint i = 0; i < SEASON_SERIES; i++)
		for (guint day = 0; day < SEASON_DAYS; day++)
			sum += (double)season->series[i].counts[day];
	return sum;
}

static int record(const char *state, guint32 seed, guint32 sightings)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_WRITE, &error);
	Recorder recorder = {ledger, g_rand_new_with_seed(seed), 0};
	Season season;
	season_make(&season, seed, 1);
	season_make(&season, seed, sightings / sum_of(&season));
	gboolean done = ledger != NULL && record_season(&recorder, &season, &error);
	if (!done)
		fprintf(stderr, "bench-season: %s\n", error->message);
	g_rand_free(recorder.random);
	return done ? 0 : 2;
}

static gboolean read_number(const char *text, guint32 *ret)
{
	guint64 number = 0;
	gboolean read = g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT32, &number, NULL);
	*ret = (guint32)number;
	return read;
}

int main(int argc, char **argv)
{
	guint32 first = 0, second = 0;
	if (argc == 4 && strcmp(argv[1], "marks") == 0 && read_number(argv[2], &first) &&
		read_number(argv[3], &second))
		return show_marks(first, second);
	if (argc == 5 && strcmp(argv[1], "record") == 0 && read_number(argv[3], &first) &&
		read_number(argv[4], &second))
		return record(argv[2], first, second);
	fprintf(stderr, "usage: bench-season marks SEED COUNT | record STATE SEED SIGHTINGS\n");
	return 2;
}
