/* SPDX-License-Identifier: Apache-2.0
 *
 * A report has three parts: words for people, fields for programs, and the header of the latest
 * message as far as the ledger has it. Reports are in English: providers are anywhere.
 */
#include "report/notice/abuse.h"

#include <string.h>

#include "mail/domain.h"
#include "report/notice/plain.h"
#include "report/notice/xarf.h"

enum { most_listed = 20, encoded_bytes = 45 };

typedef struct Account {
	char *address;
	char *provider;
	char *host;
	guint64 messages;
	gint64 id, first, last;
} Account;

static void account_free(gpointer data)
{
	Account *account = data;
	g_free(account->address);
	g_free(account->provider);
	g_free(account->host);
	g_free(account);
}

/* What a report tells of single messages. */
typedef struct Sightings {
	const Account *account;
	GHashTable *messages; /* numbers (gint64) of those listed */
	GString *lines;
	GString *header; /* of the latest one, as its message_id and peer */
	char *message_id, *peer;
} Sightings;

static gboolean is_usual(const char *text)
{
	return text[0] != '\0' &&
	       strspn(text,
		       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-=$%~") ==
		       strlen(text);
}

char *abuse_message_id(const char *message_id, const char *provider)
{
	const char *at = strrchr(message_id, '@');
	g_autofree char *left =
		at != NULL ? g_strndup(message_id, (gsize)(at - message_id)) : g_strdup(message_id);
	g_autofree char *site = domain_site(at != NULL ? at + 1 : "");
	gboolean theirs = at != NULL && plain_domain(at + 1) && strcmp(site, provider) == 0;
	if (message_id[0] == '\0')
		return g_strdup("");
	return g_strdup_printf("<%s@%s>", is_usual(left) ? left : "redacted",
		theirs ? at + 1 : "redacted.invalid");
}

/* RFC 2047 has words of at most 75 characters, and no character across two of them. */
static char *encode_words(const char *name)
{
	GString *words = g_string_new(NULL);
	for (const char *at = name; *at != '\0';) {
		const char *end = at;
		while (*end != '\0' && g_utf8_next_char(end) - at <= encoded_bytes)
			end = g_utf8_next_char(end);
		g_autofree char *base64 = g_base64_encode((const guchar *)at, (gsize)(end - at));
		g_string_append_printf(
			words, "%s=?UTF-8?B?%s?=", words->len > 0 ? "\n " : "", base64);
		at = end;
	}
	return g_string_free(words, FALSE);
}

char *abuse_mailbox(const char *mailbox)
{
	g_autofree char *valid = g_utf8_make_valid(mailbox, -1);
	const char *angle = strrchr(valid, '<');
	if (g_str_is_ascii(valid) || angle == NULL)
		return g_steal_pointer(&valid);
	g_autofree char *name = g_strndup(valid, (gsize)(angle - valid));
	g_autofree char *encoded = encode_words(g_strstrip(name));
	return g_strdup_printf("%s\n %s", encoded, angle);
}

/* As RFC 5322 writes dates, whatever the locale. */
static char *mail_date(gint64 time)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time);
	if (date == NULL)
		return g_strdup("Thu, 1 Jan 1970 00:00:00 +0000");
	return g_strdup_printf("%s, %d %s %d %02d:%02d:%02d +0000",
		days[g_date_time_get_day_of_week(date) - 1], g_date_time_get_day_of_month(date),
		months[g_date_time_get_month(date) - 1], g_date_time_get_year(date),
		g_date_time_get_hour(date), g_date_time_get_minute(date),
		g_date_time_get_second(date));
}

static const char *shown_host(const char *host)
{
	return plain_domain(host) ? host : "-";
}

gboolean abuse_is_network(const char *client)
{
	return g_hostname_is_ip_address(client) && strchr(client, '%') == NULL;
}

/* The address that our own server, or a capture, saw; "" for none. */
static const char *seen_peer(const LedgerSightingRow *row)
{
	return abuse_is_network(row->peer) ? row->peer : "";
}

/* Who used the account, as a Received field has it that is not ours; NULL where it was seen. */
static const char *claimed_client(const LedgerSightingRow *row)
{
	gboolean claimed = abuse_is_network(row->client) && strcmp(row->client, row->peer) != 0;
	return claimed ? row->client : NULL;
}

static void write_header(const LedgerSightingRow *row, const char *message_id, Sightings *sightings)
{
	g_autofree char *date = mail_date(row->time);
	sightings->message_id = g_strdup(message_id);
	sightings->peer = g_strdup(seen_peer(row));
	if (sightings->peer[0] != '\0')
		g_string_append_printf(sightings->header,
			"Received: from [%s]\n\tby redacted.invalid; %s\n", sightings->peer, date);
	g_string_append_printf(
		sightings->header, "Date: %s\nFrom: <%s>\n", date, sightings->account->address);
	if (message_id[0] != '\0')
		g_string_append_printf(sightings->header, "Message-ID: %s\n", message_id);
	g_string_append(
		sightings->header, "To: <redacted@redacted.invalid>\nSubject: [redacted]\n");
}

static gboolean add_sighting(const LedgerSightingRow *row, gpointer user_data)
{
	Sightings *sightings = user_data;
	if (!g_hash_table_add(sightings->messages, g_memdup2(&row->message, sizeof row->message)))
		return TRUE;
	g_autofree char *message_id =
		abuse_message_id(row->message_id, sightings->account->provider);
	g_autofree char *time = outbox_time(row->time);
	const char *peer = seen_peer(row);
	const LetterValue values[] = {{"time", time}, {"peer", peer[0] != '\0' ? peer : "-"},
		{"client", claimed_client(row)}, {"message_id", message_id}};
	g_autofree char *line =
		letter_fill(LETTER_ENGLISH, "sighting", values, G_N_ELEMENTS(values));
	g_string_append(sightings->lines, line);
	if (sightings->header->len == 0)
		write_header(row, message_id, sightings);
	return g_hash_table_size(sightings->messages) < most_listed;
}

static char *words(const Account *account, const Sightings *sightings, const Outbox *outbox)
{
	g_autofree char *messages = g_strdup_printf("%" G_GUINT64_FORMAT, account->messages);
	g_autofree char *first = outbox_time(account->first);
	g_autofree char *last = outbox_time(account->last);
	g_autofree char *contact = outbox_signature(outbox, LETTER_ENGLISH);
	const LetterValue values[] = {{"account", account->address}, {"messages", messages},
		{"first", first}, {"last", last}, {"host", shown_host(account->host)},
		{"sightings", sightings->lines->str}, {"contact", contact}};
	return letter_fill(LETTER_ENGLISH, "abuse", values, G_N_ELEMENTS(values));
}

static char *fields(const Account *account, const char *peer)
{
	g_autofree char *date = mail_date(account->last);
	g_autofree char *uri = g_uri_escape_string(account->address, "@", FALSE);
	g_autofree char *source =
		peer != NULL && peer[0] != '\0' ? g_strdup_printf("Source-IP: %s\n", peer) : NULL;
	return g_strdup_printf("Feedback-Type: abuse\n"
			       "User-Agent: kith/" KITH_VERSION "\n"
			       "Version: 1\n"
			       "Arrival-Date: %s\n"
			       "Incidents: %" G_GUINT64_FORMAT "\n"
			       "%s"
			       "Reported-Domain: %s\n"
			       "Reported-URI: mailto:%s\n",
		date, account->messages, source != NULL ? source : "", account->provider, uri);
}

static void add_part(GString *mail, const char *boundary, const char *type, const char *text)
{
	g_string_append_printf(mail,
		"--%s\nContent-Type: %s\nContent-Transfer-Encoding: %s\n\n%s\n", boundary, type,
		g_str_is_ascii(text) ? "7bit" : "8bit", text);
}

static char *head(const Account *account, const Outbox *outbox, const char *boundary)
{
	const LetterValue value = {"account", account->address};
	g_autofree char *subject = letter_fill(LETTER_ENGLISH, "abuse-subject", &value, 1);
	g_autofree char *from = outbox->from != NULL ? abuse_mailbox(outbox->from) : NULL;
	g_autofree char *date = mail_date(outbox->now);
	return g_strdup_printf("%s%s%sTo: abuse@%s\nSubject: %sDate: %s\nX-Unsent: 1\n"
			       "MIME-Version: 1.0\n"
			       "Content-Type: multipart/report; report-type=feedback-report;\n"
			       " boundary=\"%s\"\n\n",
		from != NULL ? "From: " : "", from != NULL ? from : "", from != NULL ? "\n" : "",
		account->provider, subject, date, boundary);
}

/* Line ends as mail has them. */
static char *with_crlf(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	return g_strjoinv("\r\n", lines);
}

static char *compose(const Account *account, const Sightings *sightings, const Outbox *outbox)
{
	g_autofree char *boundary = g_uuid_string_random();
	g_autofree char *start = head(account, outbox, boundary);
	g_autofree char *text = words(account, sightings, outbox);
	g_autofree char *report = fields(account, sightings->peer);
	g_autoptr(GString) mail = g_string_new(start);
	add_part(mail, boundary, "text/plain; charset=utf-8", text);
	add_part(mail, boundary, "message/feedback-report", report);
	add_part(mail, boundary, "text/rfc822-headers", sightings->header->str);
	g_string_append_printf(mail, "--%s--\n", boundary);
	return with_crlf(mail->str);
}

static gboolean write_both(
	const Account *account, const Sightings *sightings, const Outbox *outbox, GError **error)
{
	const XarfReport report = {.account = account->address,
		.peer = sightings->peer != NULL ? sightings->peer : "",
		.message_id = sightings->message_id != NULL ? sightings->message_id : "",
		.header = sightings->header->str,
		.first = account->first,
		.last = account->last};
	g_autofree char *mail = compose(account, sightings, outbox);
	g_autofree char *json = xarf_compose(&report, outbox);
	return outbox_write(outbox, "abuse-report", account->address, "eml", mail, error) &&
	       (json == NULL ||
		       outbox_write(outbox, "abuse-report", account->address, "json", json, error));
}

static gboolean write_report(Ledger *ledger, const Account *account, const LedgerFilter *filter,
	const Outbox *outbox, GError **error)
{
	LedgerFilter own = *filter;
	own.sender = account->id;
	Sightings sightings = {account,
		g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
		g_string_new(NULL), g_string_new(NULL), NULL, NULL};
	gboolean done = ledger_each_sighting(ledger, &own, add_sighting, &sightings, error);
	done = done && write_both(account, &sightings, outbox, error);
	g_hash_table_unref(sightings.messages);
	g_string_free(sightings.lines, TRUE);
	g_string_free(sightings.header, TRUE);
	g_free(sightings.message_id);
	g_free(sightings.peer);
	return done;
}

typedef struct Accounts {
	GPtrArray *plain; /* of Account */
	guint skipped;
} Accounts;

static gboolean add_account(const LedgerAccountRow *row, gpointer user_data)
{
	Accounts *accounts = user_data;
	const char *address = row->mailbox.address;
	if (row->id == 0) /* only logged in: nothing was seen that its provider could look for */
		return TRUE;
	if (!plain_address(address)) {
		accounts->skipped += address[0] != '\0';
		return TRUE;
	}
	Account *account = g_new0(Account, 1);
	account->id = row->id;
	account->address = g_strdup(address);
	account->provider = domain_site(strchr(address, '@') + 1);
	account->host = g_strdup(row->host);
	account->messages = row->messages;
	account->first = row->first;
	account->last = row->last;
	g_ptr_array_add(accounts->plain, account);
	return TRUE;
}

gboolean abuse_write_all(Ledger *ledger, const LedgerFilter *filter, const Outbox *outbox,
	guint *ret_skipped, GError **error)
{
	g_autoptr(GPtrArray) plain = g_ptr_array_new_with_free_func(account_free);
	Accounts accounts = {plain, 0};
	if (!ledger_each_account(ledger, filter, add_account, &accounts, error))
		return FALSE;
	*ret_skipped = accounts.skipped;
	for (guint i = 0; i < plain->len; i++)
		if (!write_report(ledger, plain->pdata[i], filter, outbox, error))
			return FALSE;
	return TRUE;
}
