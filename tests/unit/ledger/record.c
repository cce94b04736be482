/* SPDX-License-Identifier: Apache-2.0
 *
 * What is recorded is there once, the heavier judgement stays, the questions count it, and it can
 * be forgotten; hostile strings are bounded; readers read beside the writer.
 */
#include <sqlite3.h>

#include "base/error.h"
#include "base/limits.h"
#include "letters.h"

static gboolean count(gconstpointer row, gpointer user_data)
{
	++*(guint *)user_data;
	return TRUE;
}

static guint sightings(Ledger *ledger, const LedgerFilter *filter)
{
	g_autoptr(GError) error = NULL;
	guint rows = 0;
	ledger_each_sighting(ledger, filter, (LedgerSightingFunc)count, &rows, &error);
	g_assert_no_error(error);
	return rows;
}

static LedgerLookup look_up(Ledger *ledger, const char *what)
{
	g_autoptr(GError) error = NULL;
	LedgerLookup found;
	ledger_lookup(ledger, what, NULL, &found, &error);
	g_assert_no_error(error);
	return found;
}

static gboolean is_stale(Ledger *ledger)
{
	g_autoptr(GError) error = NULL;
	LedgerStanding standing;
	ledger_standing(ledger, &standing, &error);
	g_assert_no_error(error);
	return standing.changed || standing.grown;
}

static void expire(Ledger *ledger, gint64 before, gint64 deliveries_before)
{
	g_autoptr(GError) error = NULL;
	gboolean done = ledger_begin(ledger, &error) &&
			ledger_expire(ledger, before, deliveries_before, &error) &&
			ledger_commit(ledger, &error);
	g_assert_no_error(error);
	g_assert_true(done);
}

static void test_once(Scratch *scratch, gconstpointer unused)
{
	g_assert_cmpuint(put(scratch->ledger, letter(1)), ==, 2);
	g_autofree char *before = dump(scratch->ledger);
	g_assert_cmpuint(put(scratch->ledger, letter(1)), ==, 0);
	g_autofree char *after = dump(scratch->ledger);
	g_assert_cmpstr(before, ==, after);
	g_assert_cmpuint(put(scratch->ledger, letter(2)), ==, 2);
	LedgerMessage third = letter(1);
	third.event = span_new("session", 7);
	g_assert_cmpuint(put(scratch->ledger, third), ==, 2);
	g_assert_cmpuint(sightings(scratch->ledger, NULL), ==, 6);
}

static gboolean take_handling(const LedgerSightingRow *row, gpointer user_data)
{
	LedgerHandling *handlings = user_data;
	handlings[row->recipient.address[0] == 'e' ? 0 : 1] = row->handling;
	return TRUE;
}

static void assert_handled(Ledger *ledger, LedgerHandling emi, LedgerHandling ken)
{
	g_autoptr(GError) error = NULL;
	LedgerHandling handlings[2] = {LEDGER_HANDLINGS, LEDGER_HANDLINGS};
	ledger_each_sighting(ledger, NULL, take_handling, handlings, &error);
	g_assert_no_error(error);
	g_assert_cmpint(handlings[0], ==, emi);
	g_assert_cmpint(handlings[1], ==, ken);
}

/* Of what a guard did for a recipient the stricter stays, and nobody else is told. */
static void test_handling(Scratch *scratch, gconstpointer unused)
{
	static const LedgerHandling first[] = {LEDGER_WARNED, LEDGER_HELD};
	static const LedgerHandling second[] = {LEDGER_REJECTED, LEDGER_OBSERVED};
	LedgerMessage handled = letter(1);
	put(scratch->ledger, letter(1));
	assert_handled(scratch->ledger, LEDGER_UNHANDLED, LEDGER_UNHANDLED);
	g_autofree char *before = dump(scratch->ledger);
	handled.handlings = first;
	g_assert_cmpuint(put(scratch->ledger, handled), ==, 0);
	assert_handled(scratch->ledger, LEDGER_WARNED, LEDGER_HELD);
	put(scratch->ledger, letter(1));
	assert_handled(scratch->ledger, LEDGER_WARNED, LEDGER_HELD);
	handled.handlings = second;
	put(scratch->ledger, handled);
	assert_handled(scratch->ledger, LEDGER_REJECTED, LEDGER_HELD);
	g_autofree char *after = dump(scratch->ledger);
	g_assert_cmpstr(before, ==, after);
}

/* A message that robs nobody, seen once more elsewhere. */
static void test_no_victim(Scratch *scratch, gconstpointer unused)
{
	LedgerMessage message = letter(1);
	message.verdict = LEDGER_CLEAN;
	message.candidate_count = 0;
	g_assert_cmpuint(put(scratch->ledger, message), ==, 2);
	message.event = span_new("session", 7);
	message.host = "other.example";
	g_assert_cmpuint(put(scratch->ledger, message), ==, 2);
}

static void test_nobody(Scratch *scratch, gconstpointer unused)
{
	LedgerMessage message = letter(1);
	message.recipient_count = 0;
	g_assert_cmpuint(put(scratch->ledger, message), ==, 1);
	g_assert_cmpuint(put(scratch->ledger, message), ==, 0);
	g_assert_cmpuint(sightings(scratch->ledger, NULL), ==, 1);
}

/* Three judgements of one message in every order leave one ledger. */
static void test_heavier(Scratch *scratch, gconstpointer unused)
{
	static const LedgerCandidate other[] = {
		{{"zoe@partner.example", "partner.example"}, "Zoe", 0.7, FALSE, LEDGER_INSIDE}};
	static const guint orders[][3] = {
		{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	LedgerMessage light = letter(1), heavy = letter(1), equal = letter(1);
	light.verdict = LEDGER_SUSPICIOUS;
	light.score = 5;
	light.time = 900;
	light.client = "192.0.2.99";
	light.candidate_count = 0;
	light.recipient_count = 1;
	equal.candidates = other;
	equal.candidate_count = 1;
	equal.host = "mx.relay.example";
	equal.traits = 1 << LEDGER_WAKES;
	const LedgerMessage *all[] = {&light, &heavy, &equal};
	g_autofree char *wanted = NULL;
	for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
		for (guint k = 0; k < 3; k++)
			put(scratch->ledger, *all[orders[i][k]]);
		g_autofree char *text = dump(scratch->ledger);
		if (wanted == NULL)
			wanted = g_strdup(text);
		g_assert_cmpstr(text, ==, wanted);
		g_assert_nonnull(strstr(text, "\"hijacked\""));
		g_assert_nonnull(strstr(text, "\"score\":2.25"));
		g_assert_nonnull(strstr(text, "\"time\":900"));
		g_assert_nonnull(strstr(text, "zoe@partner.example"));
		g_assert_nonnull(strstr(text, "chie@partner.example"));
		g_assert_nonnull(strstr(text, "mx.relay.example"));
		g_assert_nonnull(strstr(text, "[\"continues\",\"wakes\",\"locked-archive\"]"));
		g_assert_null(strstr(text, "192.0.2.99"));
		g_assert_cmpuint(
			look_up(scratch->ledger, "chie@partner.example").robbed.messages, ==, 1);
		expire(scratch->ledger, G_MAXINT64, 0);
	}
}

static gboolean take_account(const LedgerAccountRow *row, gpointer user_data)
{
	g_assert_cmpstr(row->mailbox.address, ==, "accounts@relay.example");
	g_assert_cmpstr(row->host, ==, "mail.relay.example");
	g_assert_cmpuint(row->messages, ==, 2);
	g_assert_cmpuint(row->victims, ==, 1);
	g_assert_cmpint(row->first, ==, 1001);
	g_assert_cmpint(row->last, ==, 1002);
	return count(row, user_data);
}

static gboolean take_network(const LedgerNetworkRow *row, gpointer user_data)
{
	gboolean robbed = strcmp(row->organisation, "partner.example") == 0;
	g_assert_cmpstr(row->organisation, ==, robbed ? "partner.example" : "relay.example");
	g_assert_cmpuint(row->robbed, ==, robbed ? 1 : 0);
	g_assert_cmpuint(row->relays, ==, robbed ? 0 : 1);
	g_assert_cmpuint(row->robbed_messages, ==, robbed ? 2 : 0);
	g_assert_cmpuint(row->relay_messages, ==, robbed ? 0 : 2);
	return count(row, user_data);
}

/* Two that count and one that does not. */
static void record_three(Ledger *ledger)
{
	LedgerMessage delivery = letter(3);
	delivery.verdict = LEDGER_UNVERIFIED;
	delivery.candidate_count = 0;
	put(ledger, letter(1));
	put(ledger, letter(2));
	put(ledger, delivery);
}

static void test_reports(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	guint accounts = 0, networks = 0;
	const LedgerFilter later = {.since = 1002}, none = {.until = 1001};
	record_three(scratch->ledger);
	ledger_each_account(scratch->ledger, NULL, take_account, &accounts, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(accounts, ==, 1);
	ledger_each_network(scratch->ledger, NULL, take_network, &networks, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(networks, ==, 2);
	g_assert_cmpuint(sightings(scratch->ledger, &later), ==, 2);
	g_assert_cmpuint(sightings(scratch->ledger, &none), ==, 0);
}

static void test_sightings(Scratch *scratch, gconstpointer unused)
{
	const LedgerFilter all = {.deliveries = TRUE}, after = {.after_id = 2};
	const LedgerFilter from_first = {.after_id = -1}, robbed = {.robbed = 999};
	record_three(scratch->ledger);
	g_assert_cmpuint(sightings(scratch->ledger, NULL), ==, 4);
	g_assert_cmpuint(sightings(scratch->ledger, &all), ==, 6);
	g_assert_cmpuint(sightings(scratch->ledger, &after), ==, 2);
	g_assert_cmpuint(sightings(scratch->ledger, &from_first), ==, 4);
	g_assert_cmpuint(sightings(scratch->ledger, &robbed), ==, 0);
}

static void test_lookup(Scratch *scratch, gconstpointer unused)
{
	record_three(scratch->ledger);
	LedgerLookup found = look_up(scratch->ledger, "CHIE@partner.example");
	g_assert_cmpuint(found.mailboxes, ==, 1);
	g_assert_cmpuint(found.robbed.messages, ==, 2);
	g_assert_cmpuint(found.impersonated.messages, ==, 2);
	g_assert_cmpuint(found.relay.messages, ==, 0);
	g_assert_cmpint(found.robbed.first, ==, 1001);
	g_assert_cmpint(found.robbed.last, ==, 1002);
	found = look_up(scratch->ledger, "ours.example");
	g_assert_cmpuint(found.mailboxes, ==, 2);
	g_assert_cmpuint(found.recipient.messages, ==, 4);
	g_assert_cmpuint(look_up(scratch->ledger, "other.example").mailboxes, ==, 1);
	g_assert_cmpuint(look_up(scratch->ledger, "").mailboxes, ==, 0);
	g_assert_cmpuint(look_up(scratch->ledger, "@").mailboxes, ==, 0);
}

static gboolean take_victim(const LedgerVictimRow *row, gpointer user_data)
{
	g_assert_cmpstr(row->mailbox.address, ==, "");
	g_assert_cmpstr(row->mailbox.organisation, ==, "new.example");
	g_assert_cmpfloat(row->victim.probability, ==, 0.5);
	return count(row, user_data);
}

static void test_victims(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	const LedgerMailbox organisation = {"", "New.example"};
	const LedgerFilter later = {.since = 30};
	LedgerVictim victim = {.name = "New", .probability = 0.5, .first = 10, .last = 20};
	guint rows = 0;
	g_assert_false(is_stale(scratch->ledger));
	record_three(scratch->ledger);
	g_assert_true(is_stale(scratch->ledger));
	ledger_begin(scratch->ledger, &error);
	ledger_enter_mailbox(scratch->ledger, &organisation, &victim.mailbox, &error);
	ledger_put_victims(scratch->ledger, &victim, 1, &error);
	ledger_note_weighed_all(scratch->ledger, 3, 0.05, &error);
	ledger_commit(scratch->ledger, &error);
	g_assert_no_error(error);
	g_assert_false(is_stale(scratch->ledger));
	ledger_each_victim(scratch->ledger, NULL, take_victim, &rows, &error);
	ledger_each_victim(scratch->ledger, &later, take_victim, &rows, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(rows, ==, 1);
	put(scratch->ledger, letter(2));
	g_assert_false(is_stale(scratch->ledger));
	put(scratch->ledger, letter(4));
	g_assert_true(is_stale(scratch->ledger));
}

static void test_expire(Scratch *scratch, gconstpointer unused)
{
	record_three(scratch->ledger);
	expire(scratch->ledger, 0, 5003);
	const LedgerFilter all = {.deliveries = TRUE};
	g_assert_cmpuint(sightings(scratch->ledger, &all), ==, 6);
	expire(scratch->ledger, 0, 5004);
	g_assert_cmpuint(sightings(scratch->ledger, &all), ==, 4);
	expire(scratch->ledger, 5002, 0);
	g_assert_cmpuint(sightings(scratch->ledger, &all), ==, 2);
	g_assert_cmpuint(look_up(scratch->ledger, "relay.example").mailboxes, ==, 1);
	expire(scratch->ledger, 6000, 0);
	g_assert_cmpuint(sightings(scratch->ledger, &all), ==, 0);
	g_assert_cmpuint(look_up(scratch->ledger, "relay.example").mailboxes, ==, 0);
	g_assert_cmpuint(look_up(scratch->ledger, "partner.example").mailboxes, ==, 0);
	g_assert_cmpuint(put(scratch->ledger, letter(1)), ==, 2);
	g_assert_cmpuint(look_up(scratch->ledger, "relay.example").mailboxes, ==, 1);
}

static void test_hostile(Scratch *scratch, gconstpointer unused)
{
	g_autofree char *long_name = g_strnfill(1 << 20, 'a');
	g_autofree char *long_broken = g_strnfill(1 << 20, '\xff');
	g_autofree char *wide = g_strnfill(LIMIT_STRING - 1, 'a');
	g_autofree char *cut_inside = g_strconcat(wide, "\xe3\x81\x82\xe3\x81\x82", NULL);
	const LedgerMailbox to[] = {
		{long_name, long_broken}, {"\xff\xfe@\xff", NULL}, {cut_inside, ""}, {"@", "@"}};
	LedgerMessage message = letter(1);
	message.recipients = to;
	message.recipient_count = G_N_ELEMENTS(to);
	message.claimed_name = "'); DROP TABLE message; --";
	message.host = long_broken;
	message.message_id = NULL;
	message.score = g_ascii_strtod("nan", NULL);
	g_assert_cmpuint(put(scratch->ledger, message), ==, 4);
	g_assert_cmpuint(put(scratch->ledger, message), ==, 0);
	g_autofree char *text = dump(scratch->ledger);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_cmpuint(strlen(text), <, 10 * LIMIT_STRING);
	g_assert_nonnull(strstr(text, "DROP TABLE"));
}

static void test_reader(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Ledger) reader = scratch_open(scratch, LEDGER_READ);
	LedgerMessage second = letter(2);
	put(scratch->ledger, letter(1));
	ledger_begin(scratch->ledger, &error);
	ledger_record(scratch->ledger, &second, NULL, &error);
	g_assert_no_error(error);
	ledger_begin(reader, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(sightings(reader, NULL), ==, 2);
	ledger_commit(scratch->ledger, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(sightings(reader, NULL), ==, 2);
	ledger_abort(reader);
	g_assert_cmpuint(sightings(reader, NULL), ==, 4);
}

static void test_abort(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	LedgerMessage message = letter(1);
	ledger_begin(scratch->ledger, &error);
	ledger_record(scratch->ledger, &message, NULL, &error);
	ledger_abort(scratch->ledger);
	g_assert_no_error(error);
	g_assert_cmpuint(sightings(scratch->ledger, NULL), ==, 0);
	g_assert_cmpuint(put(scratch->ledger, message), ==, 2);
}

/* Numbers remembered in RAM are those of another process's mailboxes by now. */
static void test_two_writers(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(Ledger) other = scratch_open(scratch, LEDGER_WRITE);
	LedgerMessage shifted = letter(2);
	shifted.sender = (LedgerMailbox){"first@relay.example", "relay.example"};
	put(scratch->ledger, letter(1));
	expire(other, G_MAXINT64, 0);
	put(other, shifted);
	put(scratch->ledger, letter(3));
	g_assert_cmpuint(look_up(scratch->ledger, "accounts@relay.example").relay.messages, ==, 1);
	g_assert_cmpuint(look_up(scratch->ledger, "emi@ours.example").recipient.messages, ==, 2);
}

/* A state without a ledger has an empty one; a state that is not there has none. */
static void test_missing(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *state = g_dir_make_tmp("kith-no-ledger-XXXXXX", &error);
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_READ, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(sightings(ledger, NULL), ==, 0);
	g_assert_cmpint(g_rmdir(state), ==, 0);
	g_assert_null(ledger_open(state, LEDGER_READ, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
}

static void test_damaged(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(scratch->state, "ledger", "ledger.db", NULL);
	g_clear_pointer(&scratch->ledger, ledger_free);
	g_assert_true(g_file_set_contents(path, "no database at all", -1, NULL));
	g_assert_null(ledger_open(scratch->state, LEDGER_READ, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_STATE);
}

static void add(const char *name, void (*test)(Scratch *, gconstpointer))
{
	g_test_add(name, Scratch, NULL, scratch_set_up, test, scratch_tear_down);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/record/twice is once", test_once);
	add("/record/what a guard did", test_handling);
	add("/record/without recipients there is one sighting", test_nobody);
	add("/record/without victims it is recorded once more", test_no_victim);
	add("/record/the heavier judgement stays in any order", test_heavier);
	add("/record/hostile strings are bounded", test_hostile);
	add("/record/what is aborted is not there", test_abort);
	add("/record/another writer may forget mailboxes", test_two_writers);
	add("/query/accounts and networks", test_reports);
	add("/query/sightings by filter", test_sightings);
	add("/query/lookup", test_lookup);
	add("/query/victims and whether they are stale", test_victims);
	add("/query/a reader keeps its view beside the writer", test_reader);
	add("/expire/what is old goes with all it names", test_expire);
	add("/open/a missing ledger reads as an empty one", test_missing);
	add("/open/a damaged file is refused", test_damaged);
	return g_test_run();
}
