/* SPDX-License-Identifier: Apache-2.0
 *
 * Marks of campaigns: what counts as unrelated and near, that the book stays within its bounds, and
 * what is kept in the store.
 */
#include "memory/campaign.h"

#include "base/limits.h"
#include "letters.h"

static const CampaignSighting first = {.subject = 1, .sender = 1, .time = NEW_YEAR};

static GArray *found(const CampaignBook *book, guint64 key, gint64 time)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(CampaignSighting));
	CampaignSighting own = {.subject = 99, .sender = 99, .time = time};

	campaign_book_find(book, key, &own, out);
	return out;
}

static void test_window(void)
{
	g_autoptr(CampaignBook) book = campaign_book_new();
	static const struct {
		gint64 offset;
		guint count;
	} rows[] = {{0, 1}, {6 * DAY, 1}, {-6 * DAY, 1}, {8 * DAY, 0}, {-8 * DAY, 0}};

	campaign_book_note(book, 7, &first);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GArray) near = found(book, 7, NEW_YEAR + rows[i].offset);
		g_autoptr(GArray) other = found(book, 8, NEW_YEAR + rows[i].offset);

		g_assert_cmpuint(near->len, ==, rows[i].count);
		g_assert_cmpuint(other->len, ==, 0);
	}
}

/* The footer of a list stands below every conversation, but it did so last month too. */
static void test_routine(void)
{
	g_autoptr(CampaignBook) book = campaign_book_new();

	for (guint day = 0; day < 60; day++) {
		CampaignSighting one = {
			.subject = day + 1, .sender = day, .time = NEW_YEAR + day * DAY};
		g_autoptr(GArray) near = found(book, 7, one.time);

		g_assert_cmpint(near->len > 0, ==, day > 0 && day <= 30);
		campaign_book_note(book, 7, &one);
	}
}

/* Seen with nothing to open, before or after: no track. */
static void test_harmless(void)
{
	for (guint before = 0; before <= 1; before++) {
		g_autoptr(CampaignBook) book = campaign_book_new();

		if (before)
			campaign_book_clear(book, 7);
		campaign_book_note(book, 7, &first);
		if (!before)
			campaign_book_clear(book, 7);
		g_autoptr(GArray) near = found(book, 7, NEW_YEAR);
		g_assert_cmpuint(near->len, ==, 0);
	}
}

static void count(const CampaignSighting *sightings, guint length, Campaign *ret)
{
	g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof *sightings);
	CampaignSighting own = {.subject = 50, .thread = 60, .sender = 70, .time = NEW_YEAR};

	g_array_append_vals(array, sightings, length);
	*ret = (Campaign){0};
	campaign_count(array, &own, CAMPAIGN_FILE, ret);
}

static void test_unrelated(void)
{
	const CampaignSighting sightings[] = {
		{.subject = 50, .thread = 61, .sender = 71}, /* the message's own subject */
		{.subject = 51, .thread = 60, .sender = 72}, /* its own thread */
		{.subject = 52, .thread = 62, .sender = 70}, /* another one, by the same sender */
		{.subject = 52, .thread = 63, .sender = 73}, /* the same again */
		{.subject = 53, .thread = 64, .sender = 74},
		{.subject = 54, .thread = 65, .sender = 74},
	};
	Campaign campaign;

	count(sightings, G_N_ELEMENTS(sightings), &campaign);
	g_assert_cmpuint(campaign.conversations[CAMPAIGN_FILE], ==, 3);
	g_assert_cmpuint(campaign.senders[CAMPAIGN_FILE], ==, 1);
	g_assert_cmpuint(campaign.conversations[CAMPAIGN_LINK], ==, 0);
}

/* Many messages in one conversation must not push out the other conversations. */
static void test_one_conversation_takes_one_place(void)
{
	g_autoptr(CampaignBook) book = campaign_book_new();
	CampaignSighting other = {.subject = 2, .sender = 2, .time = NEW_YEAR};

	campaign_book_note(book, 7, &first);
	for (guint i = 0; i < 100; i++) {
		other.time++;
		campaign_book_note(book, 7, &other);
	}
	g_autoptr(GArray) near = found(book, 7, NEW_YEAR);
	g_assert_cmpuint(near->len, ==, 2);
}

static void test_bounds(void)
{
	g_autoptr(CampaignBook) book = campaign_book_new();

	for (guint i = 0; i < 100; i++) {
		CampaignSighting one = {.subject = i + 1, .sender = i, .time = NEW_YEAR};

		campaign_book_note(book, 7, &one);
	}
	for (guint64 key = 100; key < 100 + LIMIT_CAMPAIGN_TRACKS - 1; key++)
		campaign_book_note(book, key, &first);
	g_autoptr(GArray) full = found(book, 7, NEW_YEAR);
	g_assert_cmpuint(full->len, ==, LIMIT_CAMPAIGN_SIGHTINGS);
	campaign_book_note(book, 1, &first);
	g_autoptr(GArray) gone = found(book, 7, NEW_YEAR);
	g_autoptr(GArray) newest = found(book, 1, NEW_YEAR);
	g_assert_cmpuint(gone->len, ==, 0);
	g_assert_cmpuint(newest->len, ==, 1);
}

/* What memory says of FACTS that bear TRACK. */
static guint conversations_of(Lab *lab, const Facts *facts, const Track *track, gboolean keep)
{
	g_autoptr(GArray) tracks = g_array_new(FALSE, FALSE, sizeof *track);
	g_autoptr(GError) error = NULL;

	g_array_append_vals(tracks, track, 1);
	g_autoptr(Recall) recall = lab_recall(lab, facts);
	memory_find_campaign(lab->memory, facts, tracks, recall, &error);
	g_assert_no_error(error);
	memory_note_campaign(lab->memory, facts, tracks, recall, keep, &error);
	g_assert_no_error(error);
	return recall->campaign.conversations[track->kind];
}

/* The same of a letter with SUBJECT. */
static guint conversations(Lab *lab, const char *subject, const Track *track, gboolean keep)
{
	g_autoptr(Facts) facts =
		letter_new("1@a.example", "a@a.example", "Anna Alt", "b@b.example");

	letter_subject(facts, subject, 1);
	return conversations_of(lab, facts, track, keep);
}

static void test_kept_in_store(Lab *lab, gconstpointer data)
{
	Track kept = track_of(CAMPAIGN_FILE, span_new("kept", 4));
	Track seen = track_of(CAMPAIGN_FILE, span_new("seen", 4));

	g_assert_cmpuint(conversations(lab, "first subject of all", &kept, TRUE), ==, 0);
	g_assert_cmpuint(conversations(lab, "first subject of all", &seen, FALSE), ==, 0);
	g_assert_cmpuint(conversations(lab, "second subject of all", &kept, TRUE), ==, 1);
	g_assert_cmpuint(conversations(lab, "second subject of all", &seen, FALSE), ==, 1);
	lab_commit(lab);
	lab_close(lab);
	lab_open(lab, MEMORY_WRITE);
	g_assert_cmpuint(conversations(lab, "third subject of all", &kept, FALSE), ==, 2);
	g_assert_cmpuint(conversations(lab, "third subject of all", &seen, FALSE), ==, 0);
}

/* How many unrelated conversations the third of three letters shares a file with, that came in on
 * three days running. The first one says that it is OLDER days older than it is. */
static guint conversations_when(Lab *lab, guint older)
{
	Track track = track_of(CAMPAIGN_FILE, span_new("file", 4));
	guint found = 0;

	for (guint i = 0; i < 3; i++) {
		g_autofree char *subject = g_strdup_printf("the subject of day number %u", i);
		g_autoptr(Facts) facts =
			letter_new("1@a.example", "a@a.example", "Anna Alt", "b@b.example");
		Hop *hop = hop_new();

		hop->time = NEW_YEAR + i * DAY;
		g_ptr_array_add(facts->hops, hop);
		facts->date = hop->time - (i == 0 ? older * DAY : 0);
		letter_subject(facts, subject, 1);
		found = conversations_of(lab, facts, &track, FALSE);
	}
	return found;
}

/* No date of a sender's makes a footer of a file that was first seen yesterday. */
static void test_forged_date(Lab *lab, gconstpointer data)
{
	g_assert_cmpuint(conversations_when(lab, GPOINTER_TO_UINT(data)), ==, 2);
}

static void test_store_has_bounds(Lab *lab, gconstpointer data)
{
	Track track = track_of(CAMPAIGN_LINK, span_new("site", 4));

	for (guint i = 0; i < 50; i++) {
		g_autofree char *subject = g_strdup_printf("a subject of its own, the %uth", i);

		conversations(lab, subject, &track, TRUE);
	}
	lab_commit(lab);
	lab_close(lab);
	lab_open(lab, MEMORY_WRITE);
	g_assert_cmpuint(
		conversations(lab, "one more", &track, TRUE), ==, LIMIT_CAMPAIGN_SIGHTINGS);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/memory/campaign/window", test_window);
	g_test_add_func("/memory/campaign/routine", test_routine);
	g_test_add_func("/memory/campaign/harmless", test_harmless);
	g_test_add_func("/memory/campaign/unrelated", test_unrelated);
	g_test_add_func("/memory/campaign/one-place", test_one_conversation_takes_one_place);
	g_test_add_func("/memory/campaign/bounds", test_bounds);
	g_test_add("/memory/campaign/kept", Lab, NULL, lab_begin, test_kept_in_store, lab_end);
	g_test_add("/memory/campaign/dates", Lab, NULL, lab_begin, test_forged_date, lab_end);
	g_test_add("/memory/campaign/forged-date", Lab, GUINT_TO_POINTER(400), lab_begin,
		test_forged_date, lab_end);
	g_test_add("/memory/campaign/store-bounds", Lab, NULL, lab_begin, test_store_has_bounds,
		lab_end);
	return g_test_run();
}
