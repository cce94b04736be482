/* SPDX-License-Identifier: Apache-2.0
 *
 * Victims are gathered by organisation; then each organisation's messages are read, and one letter
 * is filled in.
 */
#include "report/notice/notice.h"

#include <string.h>

#include "mail/domain.h"
#include "output/text.h"
#include "report/attribution.h"

enum { most_items = 20, most_read = 2000 };

typedef struct Mailbox {
	LedgerVictim victim;
	char *address;
} Mailbox;

static void mailbox_free(gpointer data)
{
	Mailbox *mailbox = data;
	g_free(mailbox->address);
	g_free(mailbox);
}

/* Everything that one notice tells. */
typedef struct Notice {
	Ledger *ledger;
	const char *organisation;
	const GPtrArray *mailboxes; /* of Mailbox */
	GHashTable *messages;       /* numbers (gint64) of those read */
	GHashTable *relays;         /* other organisations' accounts */
	GHashTable *providers;
	GHashTable *own_accounts;
	GHashTable *files;
	GHashTable *sites;
	gboolean sides[LEDGER_OUTSIDE + 1];
	gboolean sources[LEDGER_SOURCES];
	gboolean failed;
	GError *error;
} Notice;

static GHashTable *set_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void notice_init(Notice *notice)
{
	GHashTable **sets[] = {&notice->relays, &notice->providers, &notice->own_accounts,
		&notice->files, &notice->sites};
	for (guint i = 0; i < G_N_ELEMENTS(sets); i++)
		*sets[i] = set_new();
	notice->messages = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

static void notice_clear(Notice *notice)
{
	GHashTable *sets[] = {notice->relays, notice->providers, notice->own_accounts,
		notice->files, notice->sites, notice->messages};
	for (guint i = 0; i < G_N_ELEMENTS(sets); i++)
		g_hash_table_unref(sets[i]);
}

/* Of a URL only the host is told: the rest may name whom it was sent to. */
static char *site_of(const char *url)
{
	g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_PARSE_RELAXED, NULL);
	return uri != NULL ? g_strdup(g_uri_get_host(uri)) : NULL;
}

/* Text that no mail program makes a link of. */
static char *defang(const char *site)
{
	g_auto(GStrv) labels = g_strsplit(site, ".", -1);
	return g_strjoinv("[.]", labels);
}

static gboolean add_indicator(const LedgerIndicator *indicator, gpointer user_data)
{
	Notice *notice = user_data;
	if (indicator->kind == LEDGER_SHA256)
		g_hash_table_add(notice->files, g_strdup(indicator->value));
	g_autofree char *site = indicator->kind == LEDGER_URL ? site_of(indicator->value) : NULL;
	if (site != NULL)
		g_hash_table_add(notice->sites, g_steal_pointer(&site));
	return TRUE;
}

static void add_sender(Notice *notice, const LedgerMailbox *sender)
{
	if (sender->address[0] == '\0')
		return;
	if (strcmp(sender->organisation, notice->organisation) == 0) {
		g_hash_table_add(notice->own_accounts, g_strdup(sender->address));
		return;
	}
	const char *at = strrchr(sender->address, '@');
	g_hash_table_add(notice->relays, g_strdup(sender->address));
	g_hash_table_add(notice->providers, domain_site(at != NULL ? at + 1 : sender->address));
}

static gboolean add_sighting(const LedgerSightingRow *row, gpointer user_data)
{
	Notice *notice = user_data;
	LedgerSide side = row->recipient.organisation[0] == '\0' ? LEDGER_SIDE_UNKNOWN
			  : strcmp(row->recipient.organisation, notice->organisation) == 0
				  ? LEDGER_INSIDE
				  : LEDGER_OUTSIDE;
	notice->sides[side] = TRUE;
	notice->sources[row->source] = TRUE;
	add_sender(notice, &row->sender);
	gboolean is_new =
		g_hash_table_add(notice->messages, g_memdup2(&row->message, sizeof row->message));
	if (is_new && g_hash_table_size(notice->messages) <= most_read)
		notice->failed = !ledger_each_indicator(
			notice->ledger, row->message, add_indicator, notice, &notice->error);
	return !notice->failed;
}

/* Sites as they are shown; those on a relay's own domain would tell of another victim. */
static void show_sites(Notice *notice)
{
	GHashTable *shown = set_new();
	GHashTableIter iter;
	gpointer site = NULL;
	g_hash_table_iter_init(&iter, notice->sites);
	while (g_hash_table_iter_next(&iter, &site, NULL)) {
		g_autofree char *domain = domain_site(site);
		if (!g_hash_table_contains(notice->providers, domain))
			g_hash_table_add(shown, defang(site));
	}
	g_hash_table_unref(notice->sites);
	notice->sites = shown;
}

/* Reads the messages taken from each of the mailboxes. */
static gboolean read_messages(Notice *notice, const LedgerFilter *filter, GError **error)
{
	for (guint i = 0; i < notice->mailboxes->len; i++) {
		const Mailbox *mailbox = notice->mailboxes->pdata[i];
		LedgerFilter own = *filter;
		own.robbed = mailbox->victim.mailbox;
		if (!ledger_each_sighting(notice->ledger, &own, add_sighting, notice, error))
			return FALSE;
		if (notice->failed) {
			g_propagate_error(error, notice->error);
			return FALSE;
		}
	}
	show_sites(notice);
	return TRUE;
}

static gint compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

/* SECTION for each element of SET in order, at most a few; NULL when there is none. */
static char *fill_items(const Outbox *outbox, GHashTable *set, const char *section, const char *key)
{
	g_autoptr(GList) items = g_list_sort(g_hash_table_get_keys(set), compare_texts);
	GString *lines = g_string_new(NULL);
	guint count = 0;
	for (const GList *item = items; item != NULL && count < most_items; item = item->next) {
		g_autofree char *safe = text_safe(item->data);
		const LetterValue value = {key, safe};
		g_autofree char *line = letter_fill(outbox->language, section, &value, 1);
		g_string_append(lines, line);
		count++;
	}
	return g_string_free(lines, lines->len == 0);
}

/* SECTION around the list of SET; NULL when that is empty. */
static char *fill_list(const Outbox *outbox, GHashTable *set, const char *section)
{
	g_autofree char *list = fill_items(outbox, set, "item", "value");
	const LetterValue value = {"list", list};
	return list != NULL ? letter_fill(outbox->language, section, &value, 1) : NULL;
}

static char *fill_own_accounts(const Outbox *outbox, const Notice *notice)
{
	g_autofree char *lines =
		fill_items(outbox, notice->own_accounts, "own-account-line", "address");
	g_autofree char *head = letter_fill(outbox->language, "own-account", NULL, 0);
	return lines != NULL ? g_strconcat(head, lines, NULL) : NULL;
}

static char *fill_mailboxes(const Outbox *outbox, const GPtrArray *mailboxes)
{
	GString *lines = g_string_new(NULL);
	for (guint i = 0; i < mailboxes->len; i++) {
		const Mailbox *mailbox = mailboxes->pdata[i];
		const LedgerVictim *victim = &mailbox->victim;
		g_autofree char *count = g_strdup_printf("%" G_GUINT64_FORMAT, victim->messages);
		g_autofree char *first = outbox_time(victim->first);
		g_autofree char *last = outbox_time(victim->last);
		g_autofree char *surety = text_probability(victim->probability);
		g_autofree char *address = text_safe(mailbox->address);
		const LetterValue values[] = {{"address", address}, {"count", count},
			{"first", first}, {"last", last}, {"probability", surety}};
		g_autofree char *line = letter_fill(outbox->language,
			mailbox->address[0] != '\0' ? "mailbox" : "mailbox-unknown", values,
			G_N_ELEMENTS(values));
		g_string_append(lines, line);
	}
	return g_string_free(lines, FALSE);
}

static char *fill_relays(const Outbox *outbox, const Notice *notice)
{
	guint count = g_hash_table_size(notice->relays);
	g_autofree char *accounts = g_strdup_printf("%u", count);
	g_autofree char *providers = g_strdup_printf("%u", g_hash_table_size(notice->providers));
	const LetterValue values[] = {{"accounts", accounts}, {"providers", providers}};
	g_autofree char *line =
		letter_fill(outbox->language, "relays", values, G_N_ELEMENTS(values));
	return count > 0 ? g_strdup(g_strchomp(line)) : NULL;
}

static char *fill_sides(const Outbox *outbox, const Notice *notice)
{
	gboolean inside = notice->sides[LEDGER_INSIDE];
	gboolean outside = notice->sides[LEDGER_OUTSIDE];
	return letter_phrase(outbox->language, inside && outside ? "sides-both"
					       : inside          ? "sides-inside"
					       : outside         ? "sides-outside"
								 : "sides-unknown");
}

static char *fill_sources(const Outbox *outbox, const Notice *notice)
{
	static const char *const sections[LEDGER_SOURCES] = {
		"source-mail", "source-guard", "source-sinkhole", "source-capture"};
	GString *line = g_string_new(NULL);
	for (guint i = 0; i < LEDGER_SOURCES; i++) {
		if (!notice->sources[i])
			continue;
		g_autofree char *phrase = letter_phrase(outbox->language, sections[i]);
		if (line->len > 0)
			g_string_append(line, outbox->language == LETTER_JAPANESE ? "、" : ", ");
		g_string_append(line, phrase);
	}
	return g_string_free(line, FALSE);
}

/* The first and last time and the number of messages of all MAILBOXES. */
static LedgerVictim sum_of(const GPtrArray *mailboxes)
{
	LedgerVictim sum = {.first = G_MAXINT64};
	for (guint i = 0; i < mailboxes->len; i++) {
		const LedgerVictim *victim = &((const Mailbox *)mailboxes->pdata[i])->victim;
		sum.first = MIN(sum.first, victim->first);
		sum.last = MAX(sum.last, victim->last);
		sum.messages += victim->messages;
	}
	return sum;
}

static char *compose(const Notice *notice, const Outbox *outbox)
{
	LedgerVictim sum = sum_of(notice->mailboxes);
	g_autofree char *messages = g_strdup_printf("%" G_GUINT64_FORMAT, sum.messages);
	g_autofree char *first = outbox_time(sum.first);
	g_autofree char *last = outbox_time(sum.last);
	g_autofree char *sides = fill_sides(outbox, notice);
	g_autofree char *relays = fill_relays(outbox, notice);
	g_autofree char *sources = fill_sources(outbox, notice);
	g_autofree char *mailboxes = fill_mailboxes(outbox, notice->mailboxes);
	g_autofree char *files = fill_list(outbox, notice->files, "files");
	g_autofree char *sites = fill_list(outbox, notice->sites, "sites");
	g_autofree char *own_accounts = fill_own_accounts(outbox, notice);
	g_autofree char *tlp_section = g_strconcat("tlp-", outbox->tlp, NULL);
	g_autofree char *tlp_meaning = letter_phrase(outbox->language, tlp_section);
	g_autofree char *contact = outbox_signature(outbox, outbox->language);
	g_autofree char *organisation = text_safe(notice->organisation);
	const LetterValue values[] = {{"organisation", organisation}, {"messages", messages},
		{"first", first}, {"last", last}, {"sides", sides}, {"relays", relays},
		{"sources", sources}, {"mailboxes", mailboxes}, {"files", files}, {"sites", sites},
		{"own_account", own_accounts}, {"tlp", outbox->tlp}, {"tlp_meaning", tlp_meaning},
		{"contact", contact}};
	gboolean person = strchr(notice->organisation, '@') != NULL;
	return letter_fill(outbox->language, person ? "notice-person" : "notice", values,
		G_N_ELEMENTS(values));
}

static gboolean write_notice(Ledger *ledger, const char *organisation, const GPtrArray *mailboxes,
	const LedgerFilter *filter, const Outbox *outbox, GError **error)
{
	Notice notice = {.ledger = ledger, .organisation = organisation, .mailboxes = mailboxes};
	notice_init(&notice);
	gboolean done = read_messages(&notice, filter, error);
	g_autofree char *text = done ? compose(&notice, outbox) : NULL;
	notice_clear(&notice);
	return done && outbox_write(outbox, "notice", organisation, "txt", text, error);
}

/* Victims by organisation: char * → GPtrArray of Mailbox. */
static gboolean add_victim(const LedgerVictimRow *row, gpointer user_data)
{
	GHashTable *organisations = user_data;
	const char *organisation = row->mailbox.organisation;
	if (row->victim.probability < NOTICE_PROBABILITY || organisation[0] == '\0')
		return TRUE;
	GPtrArray *mailboxes = g_hash_table_lookup(organisations, organisation);
	if (mailboxes == NULL) {
		mailboxes = g_ptr_array_new_with_free_func(mailbox_free);
		g_hash_table_insert(organisations, g_strdup(organisation), mailboxes);
	}
	Mailbox *mailbox = g_new0(Mailbox, 1);
	mailbox->victim = row->victim;
	mailbox->address = g_strdup(row->mailbox.address);
	g_ptr_array_add(mailboxes, mailbox);
	return TRUE;
}

gboolean notice_write_all(
	Ledger *ledger, const LedgerFilter *filter, const Outbox *outbox, GError **error)
{
	g_autoptr(GHashTable) organisations = g_hash_table_new_full(
		g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	if (!attribution_each_victim(ledger, filter, add_victim, organisations, error))
		return FALSE;
	g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(organisations), compare_texts);
	for (const GList *name = names; name != NULL; name = name->next)
		if (!write_notice(ledger, name->data,
			    g_hash_table_lookup(organisations, name->data), filter, outbox, error))
			return FALSE;
	return TRUE;
}
