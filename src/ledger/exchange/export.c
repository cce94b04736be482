/* SPDX-License-Identifier: Apache-2.0
 *
 * A walk over all sightings in the order of message, source, event and run; each change begins a
 * line.
 * What a message holds is read again for each of its lines, of which there is mostly one.
 */
#include <string.h>

#include "base/limits.h"
#include "ledger/exchange/ledger-exchange.h"
#include "ledger/exchange/line.h"
#include "ledger/query/query-internal.h"

/* One line as it is gathered; the strings are owned by their chunk. */
typedef struct Draft {
	Ledger *ledger;
	Json *json;
	gint64 id; /* of the message, 0 before the first */
	LedgerMessage message;
	GStringChunk *strings;
	GArray *recipients, *candidates, *indicators, *tracks;
	guint64 lines;
} Draft;

static const char walk[] =
	"SELECT message.id, source, event, t.address, t.organisation, identity, verdict, score, "
	"time, recorded, message_id, claimed_name, host, client, subject_key, conversation_key, "
	"s.address, s.organisation, c.address, c.organisation, tag, sample, peer, traits "
	"FROM message CROSS JOIN sighting ON sighting.message = message.id "
	"JOIN mailbox AS s ON s.id = sender JOIN mailbox AS c ON c.id = claimed "
	"JOIN mailbox AS t ON t.id = recipient JOIN run ON run.id = run "
	"ORDER BY message.id, source, event, run, recipient";

static const char *keep(Draft *draft, sqlite3_stmt *statement, int column)
{
	return g_string_chunk_insert(draft->strings, statement_text(statement, column));
}

static LedgerMailbox keep_mailbox(Draft *draft, sqlite3_stmt *statement, int column)
{
	return (LedgerMailbox){keep(draft, statement, column), keep(draft, statement, column + 1)};
}

static void add_candidate(Draft *draft, sqlite3_stmt *statement)
{
	LedgerCandidate candidate = {
		.mailbox = keep_mailbox(draft, statement, 0),
		.name = keep(draft, statement, 2),
		.weight = sqlite3_column_double(statement, 3),
		.repaired = sqlite3_column_int(statement, 4) != 0,
		.side = query_kind(statement, 5, LEDGER_OUTSIDE + 1),
		.claimed = sqlite3_column_int(statement, 6) != 0,
	};
	g_array_append_val(draft->candidates, candidate);
}

static void add_indicator(Draft *draft, sqlite3_stmt *statement)
{
	LedgerIndicator indicator = {
		query_kind(statement, 0, LEDGER_INDICATOR_KINDS), keep(draft, statement, 1)};
	g_array_append_val(draft->indicators, indicator);
}

static void add_track(Draft *draft, sqlite3_stmt *statement)
{
	LedgerTrack track = {(guint)sqlite3_column_int(statement, 0),
		(guint64)sqlite3_column_int64(statement, 1)};
	g_array_append_val(draft->tracks, track);
}

/* Give each row of SQL for the draft's message to ADD. */
static gboolean gather(
	Draft *draft, const char *sql, void (*add)(Draft *, sqlite3_stmt *), GError **error)
{
	gboolean row = TRUE;
	sqlite3_stmt *statement = ledger_prepare(draft->ledger, sql, error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, draft->id);
	while (statement_step(statement, &row, error)) {
		if (!row)
			return TRUE;
		add(draft, statement);
	}
	return FALSE;
}

static gboolean gather_contents(Draft *draft, GError **error)
{
	LedgerMessage *message = &draft->message;
	if (!gather(draft,
		    "SELECT address, organisation, name, weight, repaired, side, claimed "
		    "FROM candidate JOIN mailbox ON mailbox.id = mailbox WHERE message = ?1 "
		    "ORDER BY weight DESC, address, organisation",
		    add_candidate, error) ||
		!gather(draft,
			"SELECT kind, value FROM message_indicator "
			"JOIN indicator ON id = indicator WHERE message = ?1 ORDER BY kind, value",
			add_indicator, error) ||
		!gather(draft,
			"SELECT kind, hash FROM track WHERE message = ?1 ORDER BY kind, hash",
			add_track, error))
		return FALSE;
	message->candidates = (const LedgerCandidate *)draft->candidates->data;
	message->candidate_count = draft->candidates->len;
	message->indicators = (const LedgerIndicator *)draft->indicators->data;
	message->indicator_count = draft->indicators->len;
	message->tracks = (const LedgerTrack *)draft->tracks->data;
	message->track_count = draft->tracks->len;
	return TRUE;
}

static gboolean finish_line(Draft *draft, GError **error)
{
	if (draft->id == 0)
		return TRUE;
	draft->message.recipients = (const LedgerMailbox *)draft->recipients->data;
	draft->message.recipient_count = draft->recipients->len;
	if (!gather_contents(draft, error))
		return FALSE;
	line_write(draft->json, &draft->message);
	draft->lines++;
	return TRUE;
}

static void begin_line(Draft *draft, sqlite3_stmt *statement)
{
	g_string_chunk_clear(draft->strings);
	g_array_set_size(draft->recipients, 0);
	g_array_set_size(draft->candidates, 0);
	g_array_set_size(draft->indicators, 0);
	g_array_set_size(draft->tracks, 0);
	gsize length = (gsize)sqlite3_column_bytes(statement, 2);
	const char *event = sqlite3_column_blob(statement, 2);
	draft->id = sqlite3_column_int64(statement, 0);
	draft->message = (LedgerMessage){
		.source = query_kind(statement, 1, LEDGER_SOURCES),
		.event = span_new(g_string_chunk_insert_len(
					  draft->strings, length > 0 ? event : "", (gssize)length),
			length),
		.verdict = query_kind(statement, 6, LEDGER_UNSCANNABLE + 1),
		.score = sqlite3_column_double(statement, 7),
		.time = sqlite3_column_int64(statement, 8),
		.recorded = sqlite3_column_int64(statement, 9),
		.message_id = keep(draft, statement, 10),
		.claimed_name = keep(draft, statement, 11),
		.host = keep(draft, statement, 12),
		.client = keep(draft, statement, 13),
		.subject_key = (guint64)sqlite3_column_int64(statement, 14),
		.conversation_key = (guint64)sqlite3_column_int64(statement, 15),
		.peer = keep(draft, statement, 22),
		.traits = (guint32)sqlite3_column_int64(statement, 23),
		.sender = keep_mailbox(draft, statement, 16),
		.claimed = keep_mailbox(draft, statement, 18),
		.run = {keep(draft, statement, 20), keep(draft, statement, 21)},
	};
	if (sqlite3_column_bytes(statement, 5) == LEDGER_IDENTITY_BYTES)
		memcpy(draft->message.identity, sqlite3_column_blob(statement, 5),
			LEDGER_IDENTITY_BYTES);
}

static gboolean belongs(const Draft *draft, sqlite3_stmt *statement)
{
	Span event = draft->message.event;
	return draft->id == sqlite3_column_int64(statement, 0) &&
	       draft->message.source == query_kind(statement, 1, LEDGER_SOURCES) &&
	       event.length == (gsize)sqlite3_column_bytes(statement, 2) &&
	       (event.length == 0 ||
		       memcmp(event.data, sqlite3_column_blob(statement, 2), event.length) == 0) &&
	       strcmp(draft->message.run.tag, statement_text(statement, 20)) == 0 &&
	       strcmp(draft->message.run.sample, statement_text(statement, 21)) == 0 &&
	       draft->recipients->len < LEDGER_LINE_RECIPIENTS;
}

static gboolean write_lines(Draft *draft, GError **error)
{
	gboolean row = TRUE;
	g_autoptr(sqlite3_stmt) statement = statement_new(draft->ledger->database, walk, error);
	if (statement == NULL)
		return FALSE;
	while (statement_step(statement, &row, error)) {
		if (!row)
			return finish_line(draft, error);
		if (!belongs(draft, statement)) {
			if (!finish_line(draft, error))
				return FALSE;
			begin_line(draft, statement);
		}
		LedgerMailbox recipient = keep_mailbox(draft, statement, 3);
		g_array_append_val(draft->recipients, recipient);
	}
	return FALSE;
}

static gboolean write_login(const LedgerLogin *row, gpointer user_data)
{
	line_write_login(user_data, row);
	return TRUE;
}

static gboolean write_password(const LedgerPasswordRow *row, gpointer user_data)
{
	line_write_password(user_data, row);
	return TRUE;
}

gboolean ledger_export(
	Ledger *ledger, FILE *stream, gboolean passwords, guint64 *ret_messages, GError **error)
{
	g_autoptr(Json) json = json_new(stream);
	Draft draft = {.ledger = ledger,
		.json = json,
		.strings = g_string_chunk_new(4096),
		.recipients = g_array_new(FALSE, FALSE, sizeof(LedgerMailbox)),
		.candidates = g_array_new(FALSE, FALSE, sizeof(LedgerCandidate)),
		.indicators = g_array_new(FALSE, FALSE, sizeof(LedgerIndicator)),
		.tracks = g_array_new(FALSE, FALSE, sizeof(LedgerTrack))};
	line_write_header(json);
	gboolean done =
		write_lines(&draft, error) && ledger_each_login(ledger, write_login, json, error) &&
		(!passwords || ledger_each_password(ledger, NULL, write_password, json, error));
	g_string_chunk_free(draft.strings);
	g_array_unref(draft.recipients);
	g_array_unref(draft.candidates);
	g_array_unref(draft.indicators);
	g_array_unref(draft.tracks);
	*ret_messages = draft.lines;
	return done;
}
