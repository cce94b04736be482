/* SPDX-License-Identifier: Apache-2.0
 *
 * Correcting, forgetting, copying and checking.
 */
#include "ledger/care/ledger-care.h"

#include "letters.h"

static void begin(Ledger *ledger)
{
	g_autoptr(GError) error = NULL;
	ledger_begin(ledger, &error);
	g_assert_no_error(error);
}

static void commit(Ledger *ledger)
{
	g_autoptr(GError) error = NULL;
	ledger_commit(ledger, &error);
	g_assert_no_error(error);
}

static void record(Ledger *ledger, const LedgerMessage *message)
{
	g_autoptr(GError) error = NULL;
	begin(ledger);
	ledger_record(ledger, message, NULL, &error);
	g_assert_no_error(error);
	commit(ledger);
}

static gboolean forget(Ledger *ledger, const char *address)
{
	g_autoptr(GError) error = NULL;
	gboolean known;
	begin(ledger);
	ledger_forget(ledger, address, &known, &error);
	g_assert_no_error(error);
	commit(ledger);
	ledger_settle(ledger, &error);
	g_assert_no_error(error);
	return known;
}

/* Do the ledger's files hold TEXT? */
static gboolean files_have(const char *state, const char *text)
{
	g_autofree char *folder = g_build_filename(state, "ledger", NULL);
	g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
	gboolean found = FALSE;
	for (const char *name; (name = g_dir_read_name(directory)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL), *bytes = NULL;
		gsize length;
		g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
		found |= memmem(bytes, length, text, strlen(text)) != NULL;
	}
	return found;
}

static gboolean count_row(const LedgerSightingRow *row, gpointer user_data)
{
	(*(guint *)user_data)++;
	return TRUE;
}

static guint sightings(Ledger *ledger)
{
	g_autoptr(GError) error = NULL;
	guint count = 0;
	begin(ledger);
	ledger_each_sighting(ledger, NULL, count_row, &count, &error);
	g_assert_no_error(error);
	ledger_abort(ledger);
	return count;
}

static void note(const char *problem, gpointer user_data)
{
	g_test_message("%s", problem);
	(*(guint *)user_data)++;
}

static guint faults(Ledger *ledger)
{
	g_autoptr(GError) error = NULL;
	guint count = 0;
	ledger_check(ledger, note, &count, &error);
	g_assert_no_error(error);
	return count;
}

static void test_forget(Scratch *scratch, gconstpointer unused)
{
	static const struct {
		const char *address, *trace;
	} persons[] = {{"chie@partner.example", "chie@"}, {"KEN@ours.example", "ken@"},
		{"accounts@relay.example", "accounts@"}};
	LedgerIndicator link = {LEDGER_URL, "https://lure.example/?to=ken@ours.example"};
	LedgerMessage first = letter(1), second = letter(2);
	second.indicators = &link;
	second.indicator_count = 1;
	record(scratch->ledger, &first);
	record(scratch->ledger, &second);
	g_assert_cmpuint(sightings(scratch->ledger), ==, 4);
	for (guint i = 0; i < G_N_ELEMENTS(persons); i++) {
		g_assert_true(files_have(scratch->state, persons[i].trace));
		g_assert_true(forget(scratch->ledger, persons[i].address));
		g_assert_false(forget(scratch->ledger, persons[i].address));
		g_assert_false(files_have(scratch->state, persons[i].trace));
	}
	g_assert_false(files_have(scratch->state, "Chie"));
	/* It is still known what was seen. */
	g_assert_cmpuint(sightings(scratch->ledger), ==, 4);
	g_assert_true(files_have(scratch->state, "https://lure.example/a"));
	g_assert_cmpuint(faults(scratch->ledger), ==, 0);
}

/* A writer that stays open, as the guard's, leaves nothing of what expired; a reader puts that off
 * until the next commit. */
static void test_expire(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(Ledger) reader = scratch_open(scratch, LEDGER_READ);
	g_autoptr(GError) error = NULL;
	LedgerMessage message = letter(1);
	record(scratch->ledger, &message);
	g_assert_true(files_have(scratch->state, "accounts@"));
	begin(reader);
	begin(scratch->ledger);
	ledger_expire(scratch->ledger, G_MAXINT64, G_MAXINT64, &error);
	g_assert_no_error(error);
	commit(scratch->ledger);
	g_assert_true(files_have(scratch->state, "accounts@"));
	ledger_abort(reader);
	begin(scratch->ledger);
	commit(scratch->ledger);
	g_assert_false(files_have(scratch->state, "accounts@"));
}

/* Whoever has a longer address, or one that looks alike, stays; whatever hides the address goes. */
static void test_forget_in_links(Scratch *scratch, gconstpointer unused)
{
	static const char *const links[] = {"https://lure.example/1?to=ann@x.example",
		"https://lure.example/2?to=ann%40x.example",
		"https://lure.example/3?to=YW5uQHguZXhhbXBsZQ",
		"https://lure.example/4?to=ann&#64;x.example",
		"https://lure.example/5?to=joann@x.example",
		"https://lure.example/6?to=ann@x.example.org",
		"https://lure.example/7?to=joann%40x.example"};
	LedgerIndicator those[G_N_ELEMENTS(links)];
	LedgerMessage message = letter(1);
	for (guint i = 0; i < G_N_ELEMENTS(links); i++)
		those[i] = (LedgerIndicator){LEDGER_URL, links[i]};
	message.indicators = those;
	message.indicator_count = G_N_ELEMENTS(links);
	message.claimed_name = "Ann (ann@x.example)";
	record(scratch->ledger, &message);
	g_assert_true(forget(scratch->ledger, "ann@x.example"));
	for (guint i = 0; i < G_N_ELEMENTS(links); i++)
		g_assert_cmpint(files_have(scratch->state, links[i]), ==, i >= 4);
	g_assert_false(files_have(scratch->state, "Ann ("));
	g_assert_cmpuint(faults(scratch->ledger), ==, 0);
}

/* Accounts that somebody logged in to, and what tells of their passwords. */
static void test_forget_login(Scratch *scratch, gconstpointer unused)
{
	static const char account[] = "chie@partner.example", hash[] = "$argon2id$v=19$what";
	g_autoptr(GError) error = NULL;
	LedgerLogin login = {.account = "Chie@Partner.Example",
		.organisation = "partner.example",
		.host = "mail.partner.example",
		.mechanism = "PLAIN",
		.first = 1000,
		.last = 1000,
		.recorded = 2000};
	begin(scratch->ledger);
	ledger_record_login(scratch->ledger, &login, &error);
	g_assert_no_error(error);
	ledger_record_password(scratch->ledger, login.account, hash, 2000, &error);
	g_assert_no_error(error);
	commit(scratch->ledger);
	g_assert_true(files_have(scratch->state, account));
	g_assert_true(files_have(scratch->state, hash));
	g_assert_true(forget(scratch->ledger, account));
	g_assert_false(files_have(scratch->state, account));
	g_assert_false(files_have(scratch->state, hash));
	g_assert_cmpuint(faults(scratch->ledger), ==, 0);
}

static void test_judgement(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	LedgerMessage message = letter(1);
	LedgerJudgement judged, clean = {TRUE, LEDGER_CLEAN, -10};
	guint8 identity[LEDGER_IDENTITY_BYTES];
	g_autofree char *sender = NULL;
	guint count;
	record(scratch->ledger, &message);
	begin(scratch->ledger);
	g_assert_true(ledger_find_judgement(scratch->ledger, message.identity, &judged, &error));
	g_assert_true(judged.there);
	g_assert_cmpint(judged.verdict, ==, LEDGER_HIJACKED);
	g_assert_true(ledger_put_judgement(scratch->ledger, message.identity, &clean, &error));
	commit(scratch->ledger);
	/* What counts as an attack is gone. */
	g_assert_cmpuint(sightings(scratch->ledger), ==, 0);
	g_assert_true(ledger_find_message_id(
		scratch->ledger, message.message_id, identity, &sender, &count, &error));
	g_assert_cmpuint(count, ==, 1);
	g_assert_cmpmem(identity, sizeof identity, message.identity, sizeof identity);
	g_assert_cmpstr(sender, ==, message.sender.address);
	LedgerMessage forged = letter(2);
	forged.message_id = message.message_id;
	record(scratch->ledger, &forged);
	g_free(g_steal_pointer(&sender));
	g_assert_true(ledger_find_message_id(
		scratch->ledger, message.message_id, identity, &sender, &count, &error));
	g_assert_cmpuint(count, ==, 2);
}

static void test_copy(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	Scratch copy;
	LedgerMessage first = letter(1), second = letter(2);
	scratch_set_up(&copy, NULL);
	record(copy.ledger, &second);
	record(copy.ledger, &first);
	record(scratch->ledger, &first);
	/* While somebody has it open. */
	ledger_copy(scratch->ledger, copy.state, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(sightings(copy.ledger), ==, 2);
	record(copy.ledger, &second);
	g_assert_cmpuint(sightings(copy.ledger), ==, 4);
	g_assert_cmpuint(sightings(scratch->ledger), ==, 2);
	g_assert_cmpuint(faults(copy.ledger), ==, 0);
	scratch_tear_down(&copy, NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/care/forget", Scratch, NULL, scratch_set_up, test_forget, scratch_tear_down);
	g_test_add("/care/expire", Scratch, NULL, scratch_set_up, test_expire, scratch_tear_down);
	g_test_add("/care/forget-in-links", Scratch, NULL, scratch_set_up, test_forget_in_links,
		scratch_tear_down);
	g_test_add("/care/forget-login", Scratch, NULL, scratch_set_up, test_forget_login,
		scratch_tear_down);
	g_test_add("/care/judgement", Scratch, NULL, scratch_set_up, test_judgement,
		scratch_tear_down);
	g_test_add("/care/copy", Scratch, NULL, scratch_set_up, test_copy, scratch_tear_down);
	return g_test_run();
}
