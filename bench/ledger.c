/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast the ledger takes in sightings and answers. `bench-ledger STATE SIGHTINGS` records
 * made-up messages, two recipients each, and prints one line "NAME ROWS CPU TIME" for the recording
 * and for each question: seconds of its one CPU, and seconds gone by. Names and places are drawn
 * with a few that are frequent and many that are rare, as in a campaign.
 */
#include <stdio.h>
#include <time.h>

#include "ledger/exchange/ledger-exchange.h"
#include "ledger/query/ledger-query.h"
#include "report/attribution.h"

enum {
	recipients_each = 2,
	candidates_each = 5,
	indicators_each = 2,
	tracks_each = 4,
	batch = 10000, /* messages a commit */
	after = 40,    /* of so many messages one is recorded after attribution */
	accounts = 30000,
	mailboxes = 100000,
};

typedef struct Watch {
	double cpu, time;
} Watch;

static double seconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static Watch watch_start(void)
{
	return (Watch){seconds_of(CLOCK_PROCESS_CPUTIME_ID), seconds_of(CLOCK_MONOTONIC)};
}

static void watch_stop(const Watch *watch, const char *name, guint64 rows)
{
	Watch now = watch_start();

	printf("%s %" G_GUINT64_FORMAT " %.3f %.3f\n", name, rows, now.cpu - watch->cpu,
		now.time - watch->time);
	fflush(stdout);
}

/* One of COUNT, the lower ones more often. */
static guint draw(GRand *random, guint count)
{
	double at = g_rand_double(random);

	return (guint)(at * at * at * count);
}

typedef struct Sample {
	GRand *random;
	GStringChunk *strings;
	LedgerMailbox recipients[recipients_each];
	LedgerCandidate candidates[candidates_each];
	LedgerIndicator indicators[indicators_each];
	LedgerTrack tracks[tracks_each];
	LedgerMessage message;
} Sample;

static const char *format(Sample *sample, const char *prefix, guint number, const char *suffix)
{
	char text[100];

	g_snprintf(text, sizeof text, "%s%u%s", prefix, number, suffix);
	return g_string_chunk_insert(sample->strings, text);
}

static LedgerMailbox draw_mailbox(Sample *sample, const char *prefix, guint count)
{
	guint number = draw(sample->random, count);
	const char *organisation = format(sample, prefix, number / 10, ".example");
	char address[100];

	g_snprintf(address, sizeof address, "person%u@%s", number, organisation);
	return (LedgerMailbox){g_string_chunk_insert(sample->strings, address), organisation};
}

static void fill(Sample *sample, guint number)
{
	LedgerMessage *message = &sample->message;

	g_string_chunk_clear(sample->strings);
	for (guint i = 0; i < LEDGER_IDENTITY_BYTES; i++)
		message->identity[i] = (guint8)g_rand_int(sample->random);
	message->verdict = number % 4 == 0 ? LEDGER_SUSPICIOUS : LEDGER_HIJACKED;
	message->score = g_rand_double_range(sample->random, 0, 9);
	message->time = 1580000000 + number * 10 + g_rand_int_range(sample->random, 0, 86400);
	message->recorded = 1600000000 + number / 1000;
	message->message_id = format(sample, "20200130.", number, "@elsewhere.example");
	message->sender = draw_mailbox(sample, "relay", accounts);
	message->host = format(sample, "mail.relay", draw(sample->random, accounts), ".example");
	message->client = format(sample, "192.0.2.", number % 250, "");
	message->claimed_name = "Chie Doi";
	for (guint i = 0; i < recipients_each; i++)
		sample->recipients[i] = draw_mailbox(sample, "ours", mailboxes);
	for (guint i = 0; i < candidates_each; i++)
		sample->candidates[i] =
			(LedgerCandidate){.mailbox = draw_mailbox(sample, "partner", mailboxes),
				.name = "Chie Doi",
				.weight = i == 0 ? 0.6 : 0.1,
				.side = LEDGER_OUTSIDE};
	message->claimed = sample->candidates[0].mailbox;
	sample->indicators[0] = (LedgerIndicator){
		LEDGER_URL, format(sample, "https://lure.example/", number / 5, "/invoice")};
	sample->indicators[1] =
		(LedgerIndicator){LEDGER_HOST, format(sample, "lure", number % 5000, ".example")};
	for (guint i = 0; i < tracks_each; i++)
		sample->tracks[i] = (LedgerTrack){i, g_rand_int(sample->random) % 20000};
}

/* Messages FIRST up to END. */
static gboolean record(Ledger *ledger, guint first, guint end, GError **error)
{
	Sample sample = {
		.random = g_rand_new_with_seed(4711 + first), .strings = g_string_chunk_new(4096)};
	gboolean done = ledger_begin(ledger, error);

	sample.message.recipients = sample.recipients;
	sample.message.recipient_count = recipients_each;
	sample.message.candidates = sample.candidates;
	sample.message.candidate_count = candidates_each;
	sample.message.indicators = sample.indicators;
	sample.message.indicator_count = indicators_each;
	sample.message.tracks = sample.tracks;
	sample.message.track_count = tracks_each;
	for (guint i = first; i < end && done; i++) {
		fill(&sample, i);
		done = ledger_record(ledger, &sample.message, NULL, error);
		if (done && i % batch == batch - 1)
			done = ledger_commit(ledger, error) && ledger_begin(ledger, error);
	}
	g_rand_free(sample.random);
	g_string_chunk_free(sample.strings);
	return done && ledger_commit(ledger, error);
}

static gboolean attribute(Ledger *ledger, const char *name, guint64 messages, GError **error)
{
	Watch watch = watch_start();

	if (!attribution_update(ledger, ATTRIBUTION_FEW, error))
		return FALSE;
	watch_stop(&watch, name, messages);
	return TRUE;
}

static gboolean count_victim(const LedgerVictimRow *row, gpointer user_data)
{
	++*(guint64 *)user_data;
	return row->victim.messages > 0;
}

static gboolean count_account(const LedgerAccountRow *row, gpointer user_data)
{
	++*(guint64 *)user_data;
	return row->messages > 0;
}

static gboolean count_network(const LedgerNetworkRow *row, gpointer user_data)
{
	++*(guint64 *)user_data;
	return row->last > 0;
}

static gboolean count_track(const LedgerTrackRow *row, gpointer user_data)
{
	++*(guint64 *)user_data;
	return row->message > 0;
}

static gboolean count_recipient(const LedgerMailboxRow *row, gpointer user_data)
{
	++*(guint64 *)user_data;
	return row->id >= 0;
}

static gboolean count_arrival(gint64 time, gint64 recipient, gpointer user_data)
{
	++*(guint64 *)user_data;
	return time > 0;
}

/* As many as a screen holds. */
static gboolean count_sighting(const LedgerSightingRow *row, gpointer user_data)
{
	return ++*(guint64 *)user_data < 100 && row->id > 0;
}

static gboolean ask_reports(Ledger *ledger, const LedgerFilter *filter, GError **error)
{
	guint64 rows = 0;
	Watch watch = watch_start();

	if (!ledger_each_victim(ledger, filter, count_victim, &rows, error))
		return FALSE;
	watch_stop(&watch, filter != NULL ? "victims-since" : "victims", rows);
	watch = watch_start();
	rows = 0;
	if (!ledger_each_account(ledger, filter, count_account, &rows, error))
		return FALSE;
	watch_stop(&watch, filter != NULL ? "accounts-since" : "accounts", rows);
	watch = watch_start();
	rows = 0;
	if (!ledger_each_network(ledger, filter, count_network, &rows, error))
		return FALSE;
	watch_stop(&watch, filter != NULL ? "networks-since" : "networks", rows);
	return TRUE;
}

static gboolean ask_rows(Ledger *ledger, GError **error)
{
	guint64 rows = 0;
	Watch watch = watch_start();

	if (!ledger_each_track(ledger, NULL, count_track, &rows, error))
		return FALSE;
	watch_stop(&watch, "tracks", rows);
	watch = watch_start();
	rows = 0;
	if (!ledger_each_sighting(ledger, NULL, count_sighting, &rows, error))
		return FALSE;
	watch_stop(&watch, "sightings-newest", rows);
	return TRUE;
}

/* What kith trend asks. */
static gboolean ask_arrivals(Ledger *ledger, GError **error)
{
	guint64 rows = 0;
	Watch watch = watch_start();

	if (!ledger_each_recipient(ledger, count_recipient, &rows, error))
		return FALSE;
	watch_stop(&watch, "recipients", rows);
	watch = watch_start();
	rows = 0;
	if (!ledger_each_arrival(ledger, NULL, count_arrival, &rows, error))
		return FALSE;
	watch_stop(&watch, "arrivals", rows);
	return TRUE;
}

static gboolean look_up(Ledger *ledger, GError **error)
{
	static const char *const asked[] = {"person0@partner0.example", "partner0.example",
		"relay0.example", "ours0.example", "nobody@nowhere.example"};
	LedgerLookup found;
	Watch watch = watch_start();

	for (guint i = 0; i < G_N_ELEMENTS(asked); i++)
		if (!ledger_lookup(ledger, asked[i], NULL, &found, error))
			return FALSE;
	watch_stop(&watch, "lookups", G_N_ELEMENTS(asked));
	return TRUE;
}

static gboolean export(Ledger *ledger, GError **error)
{
	guint64 lines = 0;
	Watch watch = watch_start();
	FILE *stream = fopen("/dev/null", "we");

	if (stream == NULL)
		return TRUE;
	gboolean done = ledger_export(ledger, stream, TRUE, &lines, error);
	fclose(stream);
	watch_stop(&watch, "export", lines);
	return done;
}

static gboolean measure(const char *state, guint sightings, GError **error)
{
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_WRITE, error);
	Watch watch = watch_start();
	guint messages = sightings / recipients_each;
	const LedgerFilter last_tenth = {.since = 1580000000 + messages * 9};

	guint before = messages - messages / after;

	if (ledger == NULL || !record(ledger, 0, before, error))
		return FALSE;
	watch_stop(&watch, "record", (guint64)before * recipients_each);
	return attribute(ledger, "attribute-all", before, error) &&
	       record(ledger, before, messages, error) &&
	       attribute(ledger, "attribute-after", messages - before, error) &&
	       ask_reports(ledger, NULL, error) && ask_reports(ledger, &last_tenth, error) &&
	       look_up(ledger, error) && ask_rows(ledger, error) && ask_arrivals(ledger, error) &&
	       export(ledger, error);
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	guint64 sightings = 0;

	if (argc != 3 || !g_ascii_string_to_unsigned(argv[2], 10, 1, 100000000, &sightings, NULL)) {
		fprintf(stderr, "usage: bench-ledger STATE SIGHTINGS\n");
		return 2;
	}
	if (measure(argv[1], (guint)sightings, &error))
		return 0;
	fprintf(stderr, "bench-ledger: %s\n", error->message);
	return 2;
}
