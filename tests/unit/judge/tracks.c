/* SPDX-License-Identifier: Apache-2.0
 *
 * What of a message is a track, and what is not; names that name an organisation.
 */
#include "judge/tracks.h"

#include "judge/organisation.h"

static Facts *reply(const char *own_text)
{
	Facts *facts = facts_new();
	facts->reply_prefixes = 1;
	g_free(facts->own_text);
	facts->own_text = g_strdup(own_text);
	return facts;
}

static Attachment *attach(Facts *facts, FileType type, guint flags, guint8 content, guint64 size)
{
	Attachment *attachment = attachment_new();
	attachment->type = attachment->worst = type;
	attachment->flags = flags;
	attachment->size = size;
	memset(attachment->sha256, content, sizeof attachment->sha256);
	g_free(attachment->name);
	attachment->name = g_strdup_printf("Invoice %u.doc", content);
	g_ptr_array_add(facts->attachments, attachment);
	return attachment;
}

static guint count(const GArray *tracks, CampaignKind kind)
{
	guint found = 0;
	for (guint i = 0; i < tracks->len; i++)
		found += g_array_index(tracks, Track, i).kind == kind;
	return found;
}

static guint64 only(const GArray *tracks, CampaignKind kind)
{
	g_assert_cmpuint(count(tracks, kind), ==, 1);
	for (guint i = 0; i < tracks->len; i++)
		if (g_array_index(tracks, Track, i).kind == kind)
			return g_array_index(tracks, Track, i).hash;
	g_assert_not_reached();
}

static GArray *tracks_without_memory(const Facts *facts)
{
	g_autoptr(Recall) recall = recall_new();
	return tracks_of(facts, recall);
}

#define LONG_LINE "Please find attached the corrected version of the agreement."

static void test_macro_document(void)
{
	g_autoptr(Facts) one = reply("Hello Bob,\n" LONG_LINE "\nKind regards");
	g_autoptr(Facts) two = reply("Dear Ann,\n" LONG_LINE "\n");
	attach(one, FILE_OLE, ATTACHMENT_VBA, 1, 30000);
	attach(two, FILE_OLE, ATTACHMENT_VBA, 2, 31000);
	g_autoptr(GArray) of_one = tracks_without_memory(one);
	g_autoptr(GArray) of_two = tracks_without_memory(two);
	g_assert_cmpuint(only(of_one, CAMPAIGN_FILE), !=, only(of_two, CAMPAIGN_FILE));
	g_assert_cmpuint(only(of_one, CAMPAIGN_SHAPE), ==, only(of_two, CAMPAIGN_SHAPE));
	g_assert_cmpuint(only(of_one, CAMPAIGN_LURE), ==, only(of_two, CAMPAIGN_LURE));
}

/* What everybody sends leaves no more than the file itself, and that only when it can be opened. */
static void test_harmless(void)
{
	g_autoptr(Facts) document = reply(LONG_LINE);
	attach(document, FILE_OOXML, 0, 1, 30000);
	g_autoptr(GArray) of_document = tracks_without_memory(document);
	g_assert_cmpuint(of_document->len, ==, 1);
	g_assert_cmpuint(count(of_document, CAMPAIGN_FILE), ==, 1);

	g_autoptr(Facts) picture = reply(LONG_LINE);
	attach(picture, FILE_IMAGE, 0, 1, 30000);
	g_autoptr(GArray) of_picture = tracks_without_memory(picture);
	g_assert_cmpuint(of_picture->len, ==, 1);
	g_assert_true(g_array_index(of_picture, Track, 0).harmless);
}

static void test_footer(void)
{
	g_autoptr(Facts) plain = reply("One line that is long enough.\n" LONG_LINE "\n_____\n"
				       "To leave this list write to its owner, please\n");
	g_autoptr(Facts) empty = reply("");
	g_autoptr(GArray) of_plain = tracks_without_memory(plain);
	g_autoptr(GArray) of_empty = tracks_without_memory(empty);
	g_assert_cmpuint(of_plain->len, ==, 2);
	for (guint i = 0; i < of_plain->len; i++)
		g_assert_true(g_array_index(of_plain, Track, i).harmless);
	g_assert_cmpuint(of_empty->len, ==, 0);
}

static void test_no_conversation(void)
{
	g_autoptr(Facts) first_mail = reply(LONG_LINE);
	g_autoptr(Facts) machine = reply(LONG_LINE);
	attach(first_mail, FILE_OLE, ATTACHMENT_VBA, 1, 30000);
	attach(machine, FILE_OLE, ATTACHMENT_VBA, 1, 30000);
	first_mail->reply_prefixes = 0;
	machine->marks |= MARK_AUTO;
	g_autoptr(GArray) of_first = tracks_without_memory(first_mail);
	g_autoptr(GArray) of_machine = tracks_without_memory(machine);
	g_assert_cmpuint(of_first->len + of_machine->len, ==, 0);
}

static Facts *with_link(const char *url)
{
	Facts *facts = reply("Look:");
	Link *link = g_new0(Link, 1);
	link->url = g_strdup(url);
	link->host = g_strdup("site.example");
	link->site = g_strdup("site.example");
	link->shown = g_strdup("");
	link->own = TRUE;
	g_ptr_array_add(facts->links, link);
	return facts;
}

static GArray *tracks_of_link(const char *url)
{
	g_autoptr(Facts) facts = with_link(url);
	return tracks_without_memory(facts);
}

static void test_path(void)
{
	g_autoptr(GArray) one = tracks_of_link("https://zol.example/wp-content/r4k2m9x/?id=77");
	g_autoptr(GArray) two = tracks_of_link("http://mav.example/wp-content/a7b3c8d/?id=4");
	g_autoptr(GArray) other = tracks_of_link("https://zol.example/wp-content/r4k2m9/?id=77");
	g_autoptr(GArray) words = tracks_of_link("https://zol.example/docs/2020/prices.html");
	g_autoptr(GArray) bare = tracks_of_link("https://zol4.example");
	g_assert_cmpuint(only(one, CAMPAIGN_PATH), ==, only(two, CAMPAIGN_PATH));
	g_assert_cmpuint(only(one, CAMPAIGN_PATH), !=, only(other, CAMPAIGN_PATH));
	g_assert_cmpuint(count(words, CAMPAIGN_PATH), ==, 0);
	g_assert_cmpuint(count(bare, CAMPAIGN_PATH), ==, 0);
}

/* The account is a track only where the sender wakes a conversation of theirs. */
static void test_account(void)
{
	enum { day = 24 * 3600 };
	g_autoptr(Facts) facts = with_link("https://zol.example/");
	g_autoptr(Recall) recall = recall_new();
	Continued *continued = continued_new();
	g_ptr_array_add(recall->continued, continued);
	facts->date = 1577836800;
	continued->last = facts->date - 31 * day;
	g_autoptr(GArray) of_stranger = tracks_of(facts, recall);
	continued->sender_in_it = TRUE;
	g_autoptr(GArray) of_old = tracks_of(facts, recall);
	continued->last = facts->date - 29 * day;
	g_autoptr(GArray) of_fresh = tracks_of(facts, recall);
	g_assert_cmpuint(count(of_stranger, CAMPAIGN_ACCOUNT), ==, 0);
	g_assert_cmpuint(count(of_old, CAMPAIGN_ACCOUNT), ==, 1);
	g_assert_cmpuint(count(of_fresh, CAMPAIGN_ACCOUNT), ==, 0);
}

static void test_bounded(void)
{
	g_autoptr(Facts) facts = reply("");
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < 1000; i++)
		g_string_append_printf(text, LONG_LINE " %u\n", i);
	g_free(facts->own_text);
	facts->own_text = g_string_free(g_steal_pointer(&text), FALSE);
	for (guint i = 0; i < 200; i++)
		attach(facts, FILE_OLE, ATTACHMENT_VBA, (guint8)i, 30000);
	g_autoptr(GArray) tracks = tracks_without_memory(facts);
	g_assert_cmpuint(tracks->len, <=, 32);
	/* A flood of files does not keep out what else the message shares. */
	g_assert_cmpuint(count(tracks, CAMPAIGN_FILE), ==, 8);
	g_assert_cmpuint(count(tracks, CAMPAIGN_LURE), ==, 8);
}

static void test_organisation(void)
{
	static const struct {
		const char *name, *address;
		gboolean named;
	} rows[] = {
		{"Brenner Optik Accounts", "a@brenner-optik.example", TRUE},
		{"brenner-optik", "a@mail.brenner-optik.example", TRUE},
		{"Office", "a@brenner-optik.example", FALSE},
		{"us.af", "john@us.af.mil", TRUE},
		{"US.AF Support", "john@us.af.mil", TRUE},
		{"IBM Accounts", "a@ibm.com", TRUE},
		{"Sibmann", "a@ibm.com", FALSE},
		{"Gmail Support", "a@gmail.com", FALSE},
		{"", "a@ibm.com", FALSE},
		{"Anybody", "nowhere", FALSE},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(
			organisation_is_named(rows[i].name, rows[i].address), ==, rows[i].named);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/judge/tracks/macro-document", test_macro_document);
	g_test_add_func("/judge/tracks/harmless", test_harmless);
	g_test_add_func("/judge/tracks/footer", test_footer);
	g_test_add_func("/judge/tracks/no-conversation", test_no_conversation);
	g_test_add_func("/judge/tracks/path", test_path);
	g_test_add_func("/judge/tracks/account", test_account);
	g_test_add_func("/judge/tracks/bounded", test_bounded);
	g_test_add_func("/judge/tracks/organisation", test_organisation);
	return g_test_run();
}
