/* SPDX-License-Identifier: Apache-2.0
 *
 * Digests of an invented ledger: who and what counts, in which of the two periods, and what the
 * page says and does not say.
 */
#include "report/awareness/digest.h"

#include <string.h>

#include "report/attribution.h"
#include "report/awareness/digest-page.h"
#include "sample.h"

#define DAY   (24 * 3600)
#define SINCE (SAMPLE_START + 30 * DAY)
#define UNTIL (SINCE + 30 * DAY)

typedef struct Scratch {
	char *state;
	Ledger *ledger;
} Scratch;

static char *own[] = {(char *)"ours.example", NULL};
static const Settings settings = {.organisation = own};

static void record(Ledger *ledger, guint number, gint64 time, const char *recipient,
	LedgerVerdict verdict, const char *robbed)
{
	sample_record(ledger, &(SampleMessage){.number = number,
				      .verdict = verdict,
				      .time = time,
				      .sender = "info@relay-one.example",
				      .recipient = recipient,
				      .robbed = robbed,
				      .name = "Anna"});
}

static void set_up(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	scratch->state = g_dir_make_tmp("kith-digest-XXXXXX", NULL);
	g_autoptr(Ledger) ledger = ledger_open(scratch->state, LEDGER_WRITE, &error);
	record(ledger, 1, SAMPLE_START, "ken@ours.example", LEDGER_CLEAN, NULL);
	record(ledger, 2, SINCE - DAY, "ken@ours.example", LEDGER_HIJACKED, "anna@robbed.example");
	for (guint i = 0; i < 6; i++) {
		g_autofree char *recipient = g_strdup_printf("p%u@sales.ours.example", i % 4);
		record(ledger, 10 + i, SINCE + 2 * DAY, recipient, LEDGER_HIJACKED,
			"anna@robbed.example");
	}
	/* One message at two people, nobody of ours, harmless, and too late. */
	record(ledger, 20, SINCE, "ken@ours.example", LEDGER_SUSPICIOUS, NULL);
	record(ledger, 20, SINCE, "emi@ours.example", LEDGER_SUSPICIOUS, NULL);
	record(ledger, 21, SINCE, "ken@notours.example", LEDGER_HIJACKED, "anna@robbed.example");
	record(ledger, 22, SINCE, "ken@ours.example", LEDGER_UNVERIFIED, NULL);
	record(ledger, 23, UNTIL, "ken@ours.example", LEDGER_HIJACKED, NULL);
	ledger_free(g_steal_pointer(&ledger));
	scratch->ledger = attribution_open(scratch->state, &error);
	g_assert_no_error(error);
}

static void tear_down(Scratch *scratch, gconstpointer unused)
{
	ledger_free(scratch->ledger);
	sample_remove(scratch->state);
	g_free(scratch->state);
}

static Digest *count(const Scratch *scratch, const Department *department)
{
	g_autoptr(GError) error = NULL;
	Digest *digest = digest_count(scratch->ledger, &settings, department, SINCE, UNTIL, &error);
	g_assert_no_error(error);
	return digest;
}

static void test_count(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(Digest) digest = count(scratch, NULL);
	g_assert_cmpuint(digest->now.messages, ==, 7);
	g_assert_cmpuint(digest->now.people, ==, 6);
	g_assert_cmpuint(digest->before.messages, ==, 1);
	g_assert_true(digest->compared);
	g_assert_cmpuint(digest->days, ==, 30);
	g_assert_cmpuint(digest->each_day[0], ==, 1);
	g_assert_cmpuint(digest->each_day[2], ==, 6);
	g_assert_cmpuint(digest->robbed->len, ==, 1);
	const DigestRobbed *robbed = digest->robbed->pdata[0];
	g_assert_cmpstr(robbed->organisation, ==, "robbed.example");
	g_assert_cmpuint(robbed->messages, ==, 6);
	g_assert_cmpuint(digest->own_robbed, ==, 0);
}

static void test_department(Scratch *scratch, gconstpointer unused)
{
	const char *const patterns[] = {"sales.ours.example", NULL};
	g_autoptr(Department) sales = department_new("Sales", patterns);
	g_autoptr(Digest) digest = count(scratch, sales);
	g_assert_cmpuint(digest->now.messages, ==, 6);
	g_assert_cmpuint(digest->now.people, ==, 4);
	g_assert_cmpuint(digest->known, ==, 4);
	g_assert_true(digest_is_small(digest));
	g_autoptr(Digest) all = count(scratch, NULL);
	g_assert_false(digest_is_small(all));
}

/* Who has the figures of all and of the department has those of the one person who is left. */
static void test_rest(Scratch *scratch, gconstpointer unused)
{
	const char *const patterns[] = {"sales.ours.example", "ken@ours.example", NULL};
	g_autoptr(Department) most = department_new("Most", patterns);
	g_autoptr(Digest) digest = count(scratch, most);
	g_assert_cmpuint(digest->known, ==, 5);
	g_assert_cmpuint(digest->others, ==, 1);
	g_assert_true(digest_is_small(digest));
	const char *const everybody[] = {"ours.example", NULL};
	g_autoptr(Department) whole = department_new("Whole", everybody);
	g_autoptr(Digest) same = count(scratch, whole);
	g_assert_cmpuint(same->others, ==, 0);
	g_assert_false(digest_is_small(same));
}

/* The ledger begins in the period before: nothing to compare with. */
static void test_uncompared(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(Digest) digest = digest_count(
		scratch->ledger, &settings, NULL, SINCE - 5 * DAY, SINCE + 60 * DAY, NULL);
	g_assert_false(digest->compared);
}

/* What a sinkhole saw reached nobody. */
static void test_sinkhole(Scratch *scratch, gconstpointer unused)
{
	const LedgerMailbox recipient = {"ken@ours.example", "ours.example"};
	const LedgerMessage message = {.identity = {99},
		.verdict = LEDGER_HIJACKED,
		.time = SINCE,
		.recorded = SINCE,
		.source = LEDGER_FROM_SINKHOLE,
		.recipients = &recipient,
		.recipient_count = 1};
	g_autoptr(Ledger) ledger = ledger_open(scratch->state, LEDGER_WRITE, NULL);
	g_assert_true(ledger_begin(ledger, NULL));
	g_assert_true(ledger_record(ledger, &message, NULL, NULL));
	g_assert_true(ledger_commit(ledger, NULL));
	g_autoptr(Digest) digest = count(scratch, NULL);
	g_assert_cmpuint(digest->now.messages, ==, 7);
}

static void test_page(Scratch *scratch, gconstpointer unused)
{
	const PageForm *const forms[] = {&page_html, &page_text};
	g_autoptr(Digest) digest = count(scratch, NULL);
	for (LetterLanguage language = LETTER_ENGLISH; language <= LETTER_JAPANESE; language++) {
		for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
			const DigestPage how = {.form = forms[i],
				.language = language,
				.name = "<Sales>\n\xe2\x80\xae",
				.contact = "the \"desk\"",
				.handling = {
					.released = 3, .hijacked = "hold", .suspicious = "warn"}};
			g_autofree char *page = digest_page_write(digest, &how);
			g_assert_nonnull(strstr(page, "robbed.example"));
			g_assert_nonnull(
				strstr(page, language == LETTER_JAPANESE ? "7通" : "7 forged"));
			g_assert_null(strstr(page, "ken@"));
			g_assert_null(strstr(page, "@sales"));
			g_assert_null(strstr(page, "{"
						   "name"));
			g_assert_null(strstr(page, "\xe2\x80\xae"));
			g_assert_true(i == 1 || strstr(page, "&lt;Sales&gt;") != NULL);
			g_assert_true(i == 1 || strstr(page, "<Sales>") == NULL);
		}
	}
}

static void handle(Ledger *ledger, guint number, const char *recipient, LedgerHandling handling)
{
	sample_record(ledger, &(SampleMessage){.number = number,
				      .verdict = LEDGER_HIJACKED,
				      .time = SINCE,
				      .recipient = recipient,
				      .handling = handling});
}

/* Of a message that several got what was mildest counts, whichever comes first. */
static void test_handled(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(GError) error = NULL;
	ledger_free(g_steal_pointer(&scratch->ledger));
	g_autoptr(Ledger) ledger = ledger_open(scratch->state, LEDGER_WRITE, &error);
	handle(ledger, 50, "ken@ours.example", LEDGER_HELD);
	handle(ledger, 50, "emi@ours.example", LEDGER_WARNED);
	handle(ledger, 51, "ken@ours.example", LEDGER_UNHANDLED);
	handle(ledger, 51, "emi@ours.example", LEDGER_HELD);
	handle(ledger, 51, "aki@ours.example", LEDGER_UNHANDLED);
	handle(ledger, 52, "ken@ours.example", LEDGER_REJECTED);
	handle(ledger, 53, "ken@ours.example", LEDGER_OBSERVED);
	handle(ledger, 53, "else@notours.example", LEDGER_UNHANDLED);
	ledger_free(g_steal_pointer(&ledger));
	scratch->ledger = attribution_open(scratch->state, &error);
	g_autoptr(Digest) digest = count(scratch, NULL);
	const guint64 *done = digest->now.handlings;
	g_assert_cmpuint(digest->now.messages, ==, 7 + 4);
	g_assert_cmpuint(done[LEDGER_UNHANDLED], ==, 7);
	g_assert_cmpuint(done[LEDGER_OBSERVED], ==, 1);
	g_assert_cmpuint(done[LEDGER_WARNED], ==, 1);
	g_assert_cmpuint(done[LEDGER_HELD], ==, 1);
	g_assert_cmpuint(done[LEDGER_REJECTED], ==, 1);
	DigestPage how = {
		.form = &page_text, .language = LETTER_ENGLISH, .handling = {.released = 9}};
	g_autofree char *english = digest_page_write(digest, &how);
	g_assert_nonnull(strstr(english, "only watches so far: 1."));
	g_assert_nonnull(strstr(english, "delivered after all: 1."));
	g_assert_nonnull(strstr(english, "nothing is known of it: 7."));
	how.language = LETTER_JAPANESE;
	g_autofree char *japanese = digest_page_write(digest, &how);
	g_assert_nonnull(strstr(japanese, "そのまま配送したもの：1通"));
}

static void test_quiet(Scratch *scratch, gconstpointer unused)
{
	g_autoptr(Digest) digest = digest_count(
		scratch->ledger, &settings, NULL, UNTIL + 60 * DAY, UNTIL + 61 * DAY, NULL);
	const DigestPage how = {.form = &page_text, .language = LETTER_ENGLISH};
	g_autofree char *page = digest_page_write(digest, &how);
	g_assert_nonnull(strstr(page, "It was a quiet time"));
	g_assert_nonnull(strstr(page, "1. Before you open"));
	g_assert_null(strstr(page, "Day by day"));
}

static void add(const char *name, void (*test)(Scratch *, gconstpointer))
{
	g_test_add(name, Scratch, NULL, set_up, test, tear_down);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add("/digest/count", test_count);
	add("/digest/department", test_department);
	add("/digest/rest", test_rest);
	add("/digest/uncompared", test_uncompared);
	add("/digest/sinkhole", test_sinkhole);
	add("/digest/page", test_page);
	add("/digest/what was done with them", test_handled);
	add("/digest/quiet", test_quiet);
	return g_test_run();
}
