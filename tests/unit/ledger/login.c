/* SPDX-License-Identifier: Apache-2.0
 *
 * Logins, hashes of passwords and runs: once each, counted, found again, exchanged and forgotten.
 */
#include "base/limits.h"
#include "letters.h"

#define SAMPLE "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static LedgerLogin login_at(gint64 time)
{
	return (LedgerLogin){.account = "Info@Relay.example",
		.organisation = "relay.example",
		.host = "mail.relay.example",
		.mechanism = "LOGIN",
		.first = time,
		.last = time,
		.recorded = 5000,
		.run = {"first run", SAMPLE}};
}

static void put_login(Ledger *ledger, LedgerLogin login)
{
	g_autoptr(GError) error = NULL;
	gboolean done = ledger_begin(ledger, &error) &&
			ledger_record_login(ledger, &login, &error) &&
			ledger_commit(ledger, &error);

	g_assert_no_error(error);
	g_assert_true(done);
}

static void put_password(Ledger *ledger, const char *account, const char *hash, gint64 recorded)
{
	g_autoptr(GError) error = NULL;
	gboolean done = ledger_begin(ledger, &error) &&
			ledger_record_password(ledger, account, hash, recorded, &error) &&
			ledger_commit(ledger, &error);

	g_assert_no_error(error);
	g_assert_true(done);
}

static gboolean note_account(const LedgerAccountRow *row, gpointer user_data)
{
	g_string_append_printf(user_data,
		"%s %s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "|",
		row->mailbox.address, row->host, row->messages, row->first, row->last);
	return TRUE;
}

static void assert_accounts(Ledger *ledger, const LedgerFilter *filter, const char *expected)
{
	g_autoptr(GString) accounts = g_string_new(NULL);

	g_assert_true(ledger_each_account(ledger, filter, note_account, accounts, NULL));
	g_assert_cmpstr(accounts->str, ==, expected);
}

static void test_accounts(Scratch *scratch, gconstpointer unused)
{
	put_login(scratch->ledger, login_at(2000));
	put_login(scratch->ledger, login_at(1000));
	put_login(scratch->ledger, login_at(2000));
	assert_accounts(
		scratch->ledger, NULL, "info@relay.example mail.relay.example 0 1000 2000|");
	assert_accounts(scratch->ledger, &(LedgerFilter){.since = 2001}, "");
	assert_accounts(scratch->ledger, &(LedgerFilter){.run = {NULL, SAMPLE}},
		"info@relay.example mail.relay.example 0 1000 2000|");
	assert_accounts(scratch->ledger, &(LedgerFilter){.run = {"another", NULL}}, "");
	LedgerMessage message = letter(1);

	message.sender.address = "info@relay.example";
	put(scratch->ledger, message);
	assert_accounts(
		scratch->ledger, NULL, "info@relay.example mail.relay.example 1 1001 1001|");
}

static gboolean note_password(const LedgerPasswordRow *row, gpointer user_data)
{
	g_string_append_printf(user_data, "%s|", row->hash);
	return TRUE;
}

static void test_passwords(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GString) hashes = g_string_new(NULL);

	for (guint i = 0; i < 2; i++)
		put_password(scratch->ledger, "Info@relay.example", "$argon2id$1", 1000 + i);
	put_password(scratch->ledger, "other", "$argon2id$2", 1000);
	g_assert_true(ledger_each_password(
		scratch->ledger, "INFO@relay.example", note_password, hashes, NULL));
	g_assert_cmpstr(hashes->str, ==, "$argon2id$1|");
}

/* Those recorded last stay. */
static void test_bound(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GString) hashes = g_string_new(NULL);

	for (guint i = 0; i <= LIMIT_LEDGER_PASSWORDS; i++) {
		g_autofree char *hash = g_strdup_printf("$%02u", i);

		put_password(scratch->ledger, "a", hash, 1000 + i);
	}
	g_assert_true(ledger_each_password(scratch->ledger, "a", note_password, hashes, NULL));
	g_assert_cmpuint(hashes->len, ==, 4 * LIMIT_LEDGER_PASSWORDS);
	g_assert_true(g_str_has_prefix(hashes->str, "$01|"));
}

static gboolean note_trace(const LedgerTraceRow *row, gpointer user_data)
{
	g_string_append_printf(user_data, "%d %s %" G_GUINT64_FORMAT " %s|", row->trace,
		row->message_id, row->recipients, row->run.tag);
	return TRUE;
}

static void assert_traces(Ledger *ledger, LedgerTrace trace, const char *what, const char *expected)
{
	g_autoptr(GString) traces = g_string_new(NULL);

	g_assert_true(ledger_each_trace(ledger, trace, what, NULL, note_trace, traces, NULL));
	g_assert_cmpstr(traces->str, ==, expected);
}

static void test_traces(Scratch *scratch, gconstpointer unused)
{
	static const LedgerIndicator file = {LEDGER_SHA256, SAMPLE};
	LedgerMessage message = letter(1);

	message.indicators = &file;
	message.indicator_count = 1;
	put(scratch->ledger, message);
	assert_traces(scratch->ledger, LEDGER_TRACE_FILE, SAMPLE, "1 a@relay.example 2 |");
	assert_traces(scratch->ledger, LEDGER_TRACE_SAMPLE, SAMPLE, "");
	/* Read again with the run named: the sightings are the same, and have it now. */
	message.run = (LedgerRun){"first run", SAMPLE};
	g_assert_cmpuint(put(scratch->ledger, message), ==, 0);
	message.run = (LedgerRun){NULL, NULL};
	g_assert_cmpuint(put(scratch->ledger, message), ==, 0);
	assert_traces(
		scratch->ledger, LEDGER_TRACE_SAMPLE, SAMPLE, "0 a@relay.example 2 first run|");
	assert_traces(scratch->ledger, LEDGER_TRACE_MESSAGE, "a@relay.example",
		"2 a@relay.example 2 first run|");
}

static gboolean count_arrival(gint64 time, gint64 recipient, gpointer user_data)
{
	++*(guint *)user_data;
	return TRUE;
}

static gboolean count_row(gconstpointer row, gpointer user_data)
{
	++*(guint *)user_data;
	return TRUE;
}

/* Arrivals, networks and sightings of FILTER. */
static char *count_all(Ledger *ledger, const LedgerFilter *filter)
{
	guint arrivals = 0, networks = 0, sightings = 0;

	g_assert_true(ledger_each_arrival(ledger, filter, count_arrival, &arrivals, NULL));
	g_assert_true(
		ledger_each_network(ledger, filter, (LedgerNetworkFunc)count_row, &networks, NULL));
	g_assert_true(ledger_each_sighting(
		ledger, filter, (LedgerSightingFunc)count_row, &sightings, NULL));
	return g_strdup_printf("%u %u %u", arrivals, networks, sightings);
}

static void test_filter(Scratch *scratch, gconstpointer unused)
{
	LedgerMessage message = letter(1);
	LedgerFilter filter = {0};

	message.run = (LedgerRun){"first run", SAMPLE};
	put(scratch->ledger, message);
	put(scratch->ledger, letter(2));
	g_autofree char *all = count_all(scratch->ledger, &filter);

	filter.run.tag = "first run";
	g_autofree char *tagged = count_all(scratch->ledger, &filter);

	filter.run.sample = SAMPLE;
	g_autofree char *both = count_all(scratch->ledger, &filter);

	filter.run.tag = "another";
	g_autofree char *none = count_all(scratch->ledger, &filter);

	g_assert_cmpstr(all, ==, "4 2 4");
	g_assert_cmpstr(tagged, ==, "2 2 2");
	g_assert_cmpstr(both, ==, "2 2 2");
	g_assert_cmpstr(none, ==, "0 0 0");
}

static void test_expire(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *before = dump(scratch->ledger);

	put_login(scratch->ledger, login_at(1000));
	put_password(scratch->ledger, "a", "$argon2id$1", 5000);
	g_autofree char *between = dump(scratch->ledger);
	g_assert_cmpstr(between, !=, before);
	g_assert_true(ledger_begin(scratch->ledger, &error));
	g_assert_true(ledger_expire(scratch->ledger, 5001, 0, &error));
	g_assert_true(ledger_commit(scratch->ledger, &error));
	g_autofree char *after = dump(scratch->ledger);

	g_assert_cmpstr(after, ==, before);
}

static void test_surge_alerts(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	gboolean given = TRUE;

	g_assert_true(ledger_surge_alert_given(
		scratch->ledger, "ours.example", "2019-12-03", &given, &error));
	g_assert_false(given);
	g_assert_true(ledger_begin(scratch->ledger, &error));
	g_assert_true(
		ledger_put_surge_alert(scratch->ledger, "ours.example", "2019-12-03", &error));
	g_assert_true(ledger_commit(scratch->ledger, &error));
	g_assert_true(ledger_surge_alert_given(
		scratch->ledger, "ours.example", "2019-12-03", &given, &error));
	g_assert_true(given);
	g_assert_true(ledger_surge_alert_given(
		scratch->ledger, "ours.example", "2020-01-20", &given, &error));
	g_assert_false(given);
}

static void add(const char *path, void (*test)(Scratch *, gconstpointer))
{
	g_test_add(path, Scratch, NULL, scratch_set_up, test, scratch_tear_down);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/login/accounts", test_accounts);
	add("/login/passwords", test_passwords);
	add("/login/bound", test_bound);
	add("/login/traces", test_traces);
	add("/login/filter", test_filter);
	add("/login/expire", test_expire);
	add("/login/surge-alerts", test_surge_alerts);
	return g_test_run();
}
