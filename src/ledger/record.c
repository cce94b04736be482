/* SPDX-License-Identifier: Apache-2.0
 *
 * Recording a message, so that the result is the same in whatever order and however often messages
 * and whole ledgers come in. Judgements of one message are ordered by verdict and score: the
 * heavier replaces the lighter with all it says, and of two equal ones every column keeps the
 * greater value. Times keep the lesser, sightings and what a message holds are sets.
 */
#include <math.h>

#include "base/limits.h"
#include "ledger/ledger-internal.h"

typedef enum { ENTER, HOLD, REPLACE, UNITE } Change;

typedef struct Known {
	gint64 id; /* 0: the message is new */
	gint64 verdict;
	double score;
} Known;

/* To six decimals, which is what an exported ledger has: both compare as equal. */
static double rounded(double value)
{
	return isfinite(value) ? round(value * 1e6) / 1e6 : 0;
}

static gboolean counts(gint64 verdict)
{
	return verdict == LEDGER_SUSPICIOUS || verdict == LEDGER_HIJACKED;
}

static gboolean find_message(
	Ledger *ledger, const LedgerMessage *message, Known *ret, GError **error)
{
	gboolean row = FALSE;
	sqlite3_stmt *statement = ledger_prepare(
		ledger, "SELECT id, verdict, score FROM message WHERE identity = ?1", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_blob(statement, 1, message->identity, sizeof message->identity, SQLITE_STATIC);
	if (!statement_step(statement, &row, error))
		return FALSE;
	*ret = (Known){0};
	if (row)
		*ret = (Known){sqlite3_column_int64(statement, 0),
			sqlite3_column_int64(statement, 1), sqlite3_column_double(statement, 2)};
	sqlite3_reset(statement);
	return TRUE;
}

static Change compare(const Known *known, const LedgerMessage *message)
{
	if (known->id == 0)
		return ENTER;
	gint64 difference = (gint64)message->verdict - known->verdict;
	double score = rounded(message->score);
	if (difference == 0)
		difference = (score > known->score) - (score < known->score);
	return difference > 0 ? REPLACE : difference < 0 ? HOLD : UNITE;
}

/* The parameters are the same in all four; put_message binds as many as each has. */
static const char insert_message[] =
	"INSERT INTO message (identity, time, recorded, message_id, claimed_name, host, client, "
	"subject_key, conversation_key, verdict, score, sender, claimed, robbed, peer, traits) "
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
static const char replace_message[] =
	"UPDATE message SET time = min(time, ?2), recorded = min(recorded, ?3), message_id = ?4, "
	"claimed_name = ?5, host = ?6, client = ?7, subject_key = ?8, conversation_key = ?9, "
	"verdict = ?10, score = ?11, sender = ?12, claimed = ?13, robbed = ?14, peer = ?15, "
	"traits = ?16 "
	"WHERE identity = ?1";
/* Sender and claimed follow from the message itself and are the same. */
static const char unite_message[] =
	"UPDATE message SET time = min(time, ?2), recorded = min(recorded, ?3), "
	"message_id = max(message_id, ?4), claimed_name = max(claimed_name, ?5), "
	"host = max(host, ?6), client = max(client, ?7), peer = max(peer, ?15), "
	"traits = traits | ?16, "
	"subject_key = max(subject_key, ?8), conversation_key = max(conversation_key, ?9) "
	"WHERE identity = ?1 AND (time > ?2 OR recorded > ?3 OR message_id < ?4 OR "
	"claimed_name < ?5 OR host < ?6 OR client < ?7 OR subject_key < ?8 OR "
	"conversation_key < ?9 OR peer < ?15 OR traits <> traits | ?16)";
static const char hold_message[] =
	"UPDATE message SET time = min(time, ?2), recorded = min(recorded, ?3) "
	"WHERE identity = ?1 AND (time > ?2 OR recorded > ?3)";

/* Does ONE come before OTHER? Of equals the one whose name does, the same in every ledger. */
static gboolean outweighs(const LedgerCandidate *one, const LedgerCandidate *other)
{
	double difference = rounded(one->weight) - rounded(other->weight);
	if (difference != 0)
		return difference > 0;
	const char *address = one->mailbox.address != NULL ? one->mailbox.address : "";
	return g_ascii_strcasecmp(
		       address, other->mailbox.address != NULL ? other->mailbox.address : "") < 0;
}

/* The mailbox of the heaviest candidate, 0 when there is none. */
static gboolean number_of_robbed(
	Ledger *ledger, const LedgerMessage *message, gint64 *ret, GError **error)
{
	const LedgerCandidate *first = NULL;
	for (guint i = 0; i < MIN(message->candidate_count, LIMIT_LEDGER_CANDIDATES); i++)
		if (first == NULL || outweighs(&message->candidates[i], first))
			first = &message->candidates[i];
	*ret = 0;
	return first == NULL || number_of_mailbox(ledger, &first->mailbox, ret, error);
}

/* Bind what a judgement of a new or heavier message says of mailboxes. */
static gboolean bind_mailboxes(
	Ledger *ledger, sqlite3_stmt *statement, const LedgerMessage *message, GError **error)
{
	gint64 sender = 0, claimed = 0, robbed = 0;
	if (!number_of_mailbox(ledger, &message->sender, &sender, error) ||
		!number_of_mailbox(ledger, &message->claimed, &claimed, error) ||
		!number_of_robbed(ledger, message, &robbed, error))
		return FALSE;
	sqlite3_bind_int64(statement, 12, sender);
	sqlite3_bind_int64(statement, 13, claimed);
	sqlite3_bind_int64(statement, 14, robbed);
	return TRUE;
}

static gboolean put_message(
	Ledger *ledger, Change change, const LedgerMessage *message, GError **error)
{
	static const char *const ways[] = {[ENTER] = insert_message,
		[HOLD] = hold_message,
		[REPLACE] = replace_message,
		[UNITE] = unite_message};
	sqlite3_stmt *statement = ledger_prepare(ledger, ways[change], error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_blob(statement, 1, message->identity, sizeof message->identity, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, message->time);
	sqlite3_bind_int64(statement, 3, message->recorded);
	if (change == HOLD)
		return statement_run(statement, error);
	statement_bind_text(statement, 4, message->message_id);
	statement_bind_text(statement, 5, message->claimed_name);
	statement_bind_text(statement, 6, message->host);
	statement_bind_text(statement, 7, message->client);
	statement_bind_hash(statement, 8, message->subject_key);
	statement_bind_hash(statement, 9, message->conversation_key);
	statement_bind_text(statement, 15, message->peer);
	sqlite3_bind_int64(statement, 16, message->traits);
	if (change == UNITE)
		return statement_run(statement, error);
	sqlite3_bind_int64(statement, 10, (gint64)message->verdict);
	sqlite3_bind_double(statement, 11, rounded(message->score));
	return bind_mailboxes(ledger, statement, message, error) && statement_run(statement, error);
}

static gboolean put_candidate(
	Ledger *ledger, gint64 message, const LedgerCandidate *candidate, GError **error)
{
	gint64 mailbox = 0;
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"INSERT INTO candidate VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE "
		"SET "
		"weight = max(weight, ?3), name = max(name, ?4), repaired = max(repaired, ?5), "
		"side = max(side, ?6), claimed = max(claimed, ?7) "
		"WHERE weight < ?3 OR name < ?4 OR repaired < ?5 OR side < ?6 OR claimed < ?7",
		error);
	if (statement == NULL || !number_of_mailbox(ledger, &candidate->mailbox, &mailbox, error))
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	sqlite3_bind_int64(statement, 2, mailbox);
	sqlite3_bind_double(statement, 3, rounded(CLAMP(candidate->weight, 0, 1)));
	statement_bind_text(statement, 4, candidate->name);
	sqlite3_bind_int(statement, 5, candidate->repaired);
	sqlite3_bind_int(statement, 6, (int)candidate->side);
	sqlite3_bind_int(statement, 7, candidate->claimed);
	return statement_run(statement, error);
}

static gboolean put_indicator(
	Ledger *ledger, gint64 message, const LedgerIndicator *indicator, GError **error)
{
	gint64 number = 0;
	sqlite3_stmt *statement = ledger_prepare(
		ledger, "INSERT OR IGNORE INTO message_indicator VALUES (?1, ?2)", error);
	if (statement == NULL || !number_of_indicator(ledger, indicator, &number, error))
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	sqlite3_bind_int64(statement, 2, number);
	return statement_run(statement, error);
}

static gboolean put_track(Ledger *ledger, gint64 message, const LedgerTrack *track, GError **error)
{
	sqlite3_stmt *statement =
		ledger_prepare(ledger, "INSERT OR IGNORE INTO track VALUES (?1, ?2, ?3)", error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	sqlite3_bind_int64(statement, 2, track->kind);
	statement_bind_hash(statement, 3, track->hash);
	return statement_run(statement, error);
}

static gboolean put_contents(
	Ledger *ledger, gint64 id, const LedgerMessage *message, GError **error)
{
	for (guint i = 0; i < MIN(message->indicator_count, LIMIT_LEDGER_INDICATORS); i++)
		if (!put_indicator(ledger, id, &message->indicators[i], error))
			return FALSE;
	for (guint i = 0; i < MIN(message->track_count, LIMIT_LEDGER_TRACKS); i++)
		if (!put_track(ledger, id, &message->tracks[i], error))
			return FALSE;
	for (guint i = 0; i < MIN(message->candidate_count, LIMIT_LEDGER_CANDIDATES); i++)
		if (!put_candidate(ledger, id, &message->candidates[i], error))
			return FALSE;
	return TRUE;
}

/* Run each of COUNT statements for MESSAGE. */
static gboolean run_for(
	Ledger *ledger, const char *const *ways, guint count, gint64 message, GError **error)
{
	for (guint i = 0; i < count; i++) {
		sqlite3_stmt *statement = ledger_prepare(ledger, ways[i], error);
		if (statement == NULL)
			return FALSE;
		sqlite3_bind_int64(statement, 1, message);
		if (!statement_run(statement, error))
			return FALSE;
	}
	return TRUE;
}

/* What two judgements say together is bounded as each of them is, in an order that does not depend
 * on which came first. */
static gboolean bound_contents(Ledger *ledger, gint64 id, GError **error)
{
	static const char *const ways[] = {
		"DELETE FROM candidate WHERE message = ?1 AND mailbox IN (SELECT mailbox.id "
		"FROM candidate JOIN mailbox ON mailbox.id = candidate.mailbox WHERE message = ?1 "
		"ORDER BY weight DESC, address, organisation "
		"LIMIT -1 OFFSET " G_STRINGIFY(LIMIT_LEDGER_CANDIDATES) ")",
		"DELETE FROM message_indicator WHERE message = ?1 AND indicator IN "
		"(SELECT id FROM message_indicator JOIN indicator ON id = indicator "
		"WHERE message = ?1 ORDER BY kind, value "
		"LIMIT -1 OFFSET " G_STRINGIFY(LIMIT_LEDGER_INDICATORS) ")",
		"DELETE FROM track WHERE message = ?1 AND (kind, hash) IN "
		"(SELECT kind, hash FROM track WHERE message = ?1 ORDER BY kind, hash "
		"LIMIT -1 OFFSET " G_STRINGIFY(LIMIT_LEDGER_TRACKS) ")",
		"UPDATE message SET robbed = coalesce((SELECT mailbox.id FROM candidate "
		"JOIN mailbox ON mailbox.id = candidate.mailbox WHERE message = ?1 "
		"ORDER BY weight DESC, address, organisation LIMIT 1), 0) WHERE id = ?1",
	};
	return run_for(ledger, ways, G_N_ELEMENTS(ways), id, error);
}

static gboolean clear_contents(Ledger *ledger, gint64 id, GError **error)
{
	static const char *const ways[] = {
		"DELETE FROM candidate WHERE message = ?1",
		"DELETE FROM message_indicator WHERE message = ?1",
		"DELETE FROM track WHERE message = ?1",
	};
	return run_for(ledger, ways, G_N_ELEMENTS(ways), id, error);
}

/* Whoever was robbed by the candidates that a message had may be none by those it has ANEW: then
 * all is weighed again. */
static void note_change(Ledger *ledger, const Known *known, Change change, gboolean anew)
{
	gboolean taken_back = anew && change != ENTER && counts(known->verdict);
	if (known->id > ledger->settled && !taken_back)
		ledger->grown = TRUE;
	else
		ledger->changed = TRUE;
}

/* The number of the message is in KNOWN, where it has none so far it is given one. */
static gboolean put(Ledger *ledger, Known *known, const LedgerMessage *message, GError **error)
{
	Change change = compare(known, message);
	sqlite3_int64 before = sqlite3_total_changes64(ledger->database);
	if (change == REPLACE && !clear_contents(ledger, known->id, error))
		return FALSE;
	if (!put_message(ledger, change, message, error))
		return FALSE;
	if (change == ENTER)
		known->id = sqlite3_last_insert_rowid(ledger->database);
	sqlite3_int64 between = sqlite3_total_changes64(ledger->database);
	if (change != HOLD && !put_contents(ledger, known->id, message, error))
		return FALSE;
	sqlite3_int64 after = sqlite3_total_changes64(ledger->database);
	gboolean changed = after != before, anew = after != between || change == REPLACE;
	if (changed && (counts(known->verdict) || counts(message->verdict)))
		note_change(ledger, known, change, anew);
	return change != UNITE || !anew || bound_contents(ledger, known->id, error);
}

static void bind_event(sqlite3_stmt *statement, const LedgerMessage *message)
{
	sqlite3_bind_int(statement, 2, (int)message->source);
	sqlite3_bind_blob(statement, 3, message->event.length > 0 ? message->event.data : "",
		(int)MIN(message->event.length, LIMIT_STRING), SQLITE_STATIC);
}

/* The sighting was there: of two runs the one whose name is greater stays, in any order. */
static gboolean put_run(Ledger *ledger, gint64 message, const LedgerMessage *from, gint64 recipient,
	gint64 run, GError **error)
{
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"UPDATE sighting SET run = ?5 "
		"WHERE message = ?1 AND source = ?2 AND event = ?3 AND recipient = ?4 "
		"AND (SELECT sample, tag FROM run WHERE id = ?5) > "
		"(SELECT sample, tag FROM run WHERE id = sighting.run)",
		error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	bind_event(statement, from);
	sqlite3_bind_int64(statement, 4, recipient);
	sqlite3_bind_int64(statement, 5, run);
	return statement_run(statement, error);
}

/* The same of two handlings: the stricter. */
static gboolean put_handling(Ledger *ledger, gint64 message, const LedgerMessage *from,
	gint64 recipient, LedgerHandling handling, GError **error)
{
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"UPDATE sighting SET handling = ?5 "
		"WHERE message = ?1 AND source = ?2 AND event = ?3 AND recipient = ?4 "
		"AND handling < ?5",
		error);
	if (statement == NULL)
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	bind_event(statement, from);
	sqlite3_bind_int64(statement, 4, recipient);
	sqlite3_bind_int(statement, 5, (int)handling);
	return statement_run(statement, error);
}

/* The message at the recipient of INDEX, or at nobody where it has none. */
static gboolean see(Ledger *ledger, gint64 message, const LedgerMessage *from, guint index,
	guint *ret_new, GError **error)
{
	static const LedgerMailbox nobody = {"", ""};
	gboolean known = index < from->recipient_count;
	const LedgerMailbox *recipient = known ? &from->recipients[index] : &nobody;
	LedgerHandling handling =
		known && from->handlings != NULL ? from->handlings[index] : LEDGER_UNHANDLED;
	gint64 number = 0, run = 0;
	sqlite3_stmt *statement = ledger_prepare(ledger,
		"INSERT OR IGNORE INTO sighting "
		"(message, source, event, recipient, run, handling) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		error);
	if (statement == NULL || !number_of_run(ledger, &from->run, &run, error) ||
		!number_of_mailbox(ledger, recipient, &number, error))
		return FALSE;
	sqlite3_bind_int64(statement, 1, message);
	bind_event(statement, from);
	sqlite3_bind_int64(statement, 4, number);
	sqlite3_bind_int64(statement, 5, run);
	sqlite3_bind_int(statement, 6, (int)handling);
	if (!statement_run(statement, error))
		return FALSE;
	guint added = (guint)sqlite3_changes(ledger->database);
	*ret_new += added;
	if (added > 0)
		return TRUE;
	return (run == 0 || put_run(ledger, message, from, number, run, error)) &&
	       (handling == LEDGER_UNHANDLED ||
		       put_handling(ledger, message, from, number, handling, error));
}

gboolean ledger_record(Ledger *ledger, const LedgerMessage *message, guint *ret_new, GError **error)
{
	g_return_val_if_fail(ledger->begun && ledger->mode == LEDGER_WRITE, FALSE);
	Known known;
	guint count = MIN(message->recipient_count, LIMIT_LEDGER_RECIPIENTS), added = 0;
	if (!find_message(ledger, message, &known, error) || !put(ledger, &known, message, error))
		return FALSE;
	for (guint i = 0; i < MAX(count, 1); i++)
		if (!see(ledger, known.id, message, i, &added, error))
			return FALSE;
	if (ret_new != NULL)
		*ret_new = added;
	return TRUE;
}
