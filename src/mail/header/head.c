/* SPDX-License-Identifier: Apache-2.0
 *
 * The header of a message to Facts. A sorted table names the fields that mean something; of a field
 * that must be single the first is taken, as most readers of mail do, and the repetition is an
 * anomaly.
 */
#include "mail/header/head.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/address.h"
#include "mail/header/authres.h"
#include "mail/header/date.h"
#include "mail/header/marks.h"
#include "mail/header/received.h"
#include "mail/header/reference.h"
#include "mail/header/subject.h"
#include "mail/text/charset.h"

#define NAME_BYTES 64  /* longer names mean nothing here */
#define ENVELOPE   100 /* recipients kept */

typedef enum {
	FIELD_AUTHENTICATED,
	FIELD_AUTHENTICATION_RESULTS,
	FIELD_CC,
	FIELD_DATE,
	FIELD_ENVELOPE,
	FIELD_FROM,
	FIELD_IN_REPLY_TO,
	FIELD_LIST_ID,
	FIELD_LIST_POST,
	FIELD_LIST_ADDRESS, /* names the list by its address */
	FIELD_LIST_NAME,
	FIELD_MESSAGE_ID,
	FIELD_ORIGIN,
	FIELD_PROGRAM,
	FIELD_RECEIVED,
	FIELD_RECEIVED_SPF,
	FIELD_REFERENCES,
	FIELD_REPLY_TO,
	FIELD_RETURN_PATH,
	FIELD_SENDER,
	FIELD_SUBJECT,
	FIELD_THREAD_INDEX,
	FIELD_THREAD_TOPIC,
	FIELD_TO,
	FIELD_NONE,
} FieldId;

/* Fields that must stand once at most (RFC 5322, 3.6). */
#define SINGLE_FIELDS                                                                              \
	(1u << FIELD_CC | 1u << FIELD_DATE | 1u << FIELD_IN_REPLY_TO | 1u << FIELD_MESSAGE_ID |    \
		1u << FIELD_REFERENCES | 1u << FIELD_REPLY_TO | 1u << FIELD_SENDER |               \
		1u << FIELD_SUBJECT | 1u << FIELD_TO)

/* Sorted by name. */
static const struct {
	const char *name;
	FieldId id;
} names[] = {
	{"authentication-results", FIELD_AUTHENTICATION_RESULTS},
	{"cc", FIELD_CC},
	{"date", FIELD_DATE},
	{"delivered-to", FIELD_ENVELOPE},
	{"envelope-to", FIELD_ENVELOPE},
	{"from", FIELD_FROM},
	{"in-reply-to", FIELD_IN_REPLY_TO},
	{"list-id", FIELD_LIST_ID},
	{"list-post", FIELD_LIST_POST},
	{"mailing-list", FIELD_LIST_ADDRESS},
	{"message-id", FIELD_MESSAGE_ID},
	{"received", FIELD_RECEIVED},
	{"received-spf", FIELD_RECEIVED_SPF},
	{"references", FIELD_REFERENCES},
	{"reply-to", FIELD_REPLY_TO},
	{"return-path", FIELD_RETURN_PATH},
	{"sender", FIELD_SENDER},
	{"subject", FIELD_SUBJECT},
	{"thread-index", FIELD_THREAD_INDEX},
	{"thread-topic", FIELD_THREAD_TOPIC},
	{"to", FIELD_TO},
	{"user-agent", FIELD_PROGRAM},
	{"x-apparently-to", FIELD_ENVELOPE},
	{"x-auth-user", FIELD_AUTHENTICATED},
	{"x-authenticated-id", FIELD_AUTHENTICATED},
	{"x-authenticated-sender", FIELD_AUTHENTICATED},
	{"x-authenticated-user", FIELD_AUTHENTICATED},
	{"x-authuser", FIELD_AUTHENTICATED},
	{"x-beenthere", FIELD_LIST_ADDRESS},
	{"x-client-ip", FIELD_ORIGIN},
	{"x-delivered-to", FIELD_ENVELOPE},
	{"x-envelope-to", FIELD_ENVELOPE},
	{"x-mailer", FIELD_PROGRAM},
	{"x-mailing-list", FIELD_LIST_ADDRESS},
	{"x-migadu-auth-user", FIELD_AUTHENTICATED},
	{"x-ml-name", FIELD_LIST_NAME},
	{"x-newsreader", FIELD_PROGRAM},
	{"x-original-to", FIELD_ENVELOPE},
	{"x-originating-email", FIELD_AUTHENTICATED},
	{"x-originating-ip", FIELD_ORIGIN},
	{"x-rcpt-to", FIELD_ENVELOPE},
	{"x-sender-ip", FIELD_ORIGIN},
	{"x-smtp-auth-user", FIELD_AUTHENTICATED},
	{"x-source-ip", FIELD_ORIGIN},
	{"x-sourceip", FIELD_ORIGIN},
	{"x-zohomailclient", FIELD_PROGRAM},
};

/* While the fields are visited. */
typedef struct Reading {
	Facts *facts;
	guint32 seen;     /* bit for each FieldId */
	Span in_reply_to; /* References come before it as often as behind */
	Span references;
	gboolean null_return; /* Return-Path: <> */
	gboolean daemon;      /* From has no address but the local robot's */
	GPtrArray *converted; /* of char *: values that had to be converted, kept until the end */
} Reading;

static FieldId find_field(const char *name)
{
	gsize low = 0;
	gsize high = G_N_ELEMENTS(names);
	while (low < high) {
		gsize middle = low + (high - low) / 2;
		int order = strcmp(names[middle].name, name);
		if (order == 0)
			return names[middle].id;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return FIELD_NONE;
}

static void set(char **field, char *take)
{
	g_free(*field);
	*field = take;
}

/* Set FIELD unless it is set already. */
static void set_first(char **field, char *take)
{
	if ((*field)[0] == '\0')
		set(field, take);
	else
		g_free(take);
}

static void add_parent(Facts *facts, const char *id)
{
	if (facts->parents->len >= LIMIT_REFERENCES || id[0] == '\0')
		return;
	for (guint i = 0; i < facts->parents->len; i++)
		if (g_str_equal(g_ptr_array_index(facts->parents, i), id))
			return;
	g_ptr_array_add(facts->parents, g_strdup(id));
}

static void settle_parents(Reading *reading)
{
	g_autoptr(GPtrArray) direct = reference_list(reading->in_reply_to);
	g_autoptr(GPtrArray) references = reference_list(reading->references);
	for (guint i = 0; i < direct->len; i++)
		add_parent(reading->facts, g_ptr_array_index(direct, i));
	for (guint i = references->len; i > 0; i--)
		add_parent(reading->facts, g_ptr_array_index(references, i - 1));
	reading->facts->has_reply_headers =
		reading->in_reply_to.length > 0 || reading->references.length > 0;
}

static void read_message_id(Facts *facts, Span value)
{
	set(&facts->message_id, reference_first(value));
	set(&facts->message_id_shape, header_id_shape(facts->message_id));
}

static void hide_all(Facts *facts, GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *one = g_ptr_array_index(addresses, i);
		if (one->address[0] != '\0' && !address_in(facts->from, one->address) &&
			!address_in(facts->hidden, one->address))
			address_take(facts->hidden, g_strdup(one->name), g_strdup(one->address));
	}
}

static void read_from(Reading *reading, Span value, gboolean again)
{
	Facts *facts = reading->facts;
	if (!again) {
		reading->daemon = bytes_find(value, "<mailer-daemon>", NULL);
		if (!address_scan(value, facts->from, facts->hidden))
			facts->anomalies |= ANOMALY_FROM_MALFORMED;
		return;
	}
	facts->anomalies |= ANOMALY_MANY_FROM;
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	g_autoptr(GPtrArray) hidden = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	address_scan(value, others, hidden);
	hide_all(facts, others);
	hide_all(facts, hidden);
}

static void read_return_path(Reading *reading, Span value)
{
	value = bytes_trim(value);
	reading->null_return = value.length == 2 && memcmp(value.data, "<>", 2) == 0;
	set_first(&reading->facts->return_path, address_normal(value));
}

/* "user@host", "host: user@host", "<user@host>; date". */
static char *first_address(Span value)
{
	g_autofree char *text = header_text(value);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	address_find(text, found);
	if (found->len > 0)
		return g_strdup(((const Address *)g_ptr_array_index(found, 0))->address);
	g_auto(GStrv) words = g_strsplit_set(text, " ;,", 2);
	return words[0] != NULL ? address_normal(span_new(words[0], strlen(words[0])))
				: g_strdup("");
}

static void read_envelope(Facts *facts, Span value)
{
	if (bytes_begin(value, "mailing list"))
		return;
	g_autofree char *address = first_address(value);
	if (address[0] == '\0' || facts->envelope->len >= ENVELOPE)
		return;
	for (guint i = 0; i < facts->envelope->len; i++)
		if (g_str_equal(g_ptr_array_index(facts->envelope, i), address))
			return;
	g_ptr_array_add(facts->envelope, g_steal_pointer(&address));
}

static void read_auth_user(Facts *facts, Span value)
{
	char *address = first_address(value);
	if (address[0] == '\0') {
		g_free(address);
		address = header_text(value);
	}
	set_first(&facts->auth_user, address);
}

static void read_list_id(Facts *facts, Span value)
{
	g_autofree char *text = header_text(value);
	const char *open = strrchr(text, '<');
	const char *start = open != NULL ? open + 1 : text;
	const char *close = strchr(start, '>');
	gsize length = close != NULL ? (gsize)(close - start) : strlen(start);
	set_first(&facts->list_id, g_utf8_strdown(start, (gssize)length));
}

static void read_received(Facts *facts, Span value)
{
	if (facts->hops->len >= LIMIT_HOPS) {
		facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	char *user = NULL;
	g_ptr_array_add(facts->hops, received_read(value, &user));
	set_first(&facts->auth_user, user);
}

static void read_subject(Facts *facts, Span value)
{
	set(&facts->subject, header_text(value));
	Subject *subject = subject_read(facts->subject);
	set(&facts->subject_base, g_steal_pointer(&subject->base));
	facts->reply_prefixes = subject->replies;
	facts->forward_prefixes = subject->forwards;
	facts->subject_tagged = subject->tagged;
	subject_free(subject);
}

static void read_date(Facts *facts, Span value)
{
	facts->date = date_read(value, &facts->zone);
	if (facts->date == 0)
		facts->anomalies |= ANOMALY_DATE;
}

static void read_origin(Facts *facts, Span value)
{
	Span word;
	gsize at = 0;
	char *ip = bytes_next_word(value, &at, &word) ? received_ip(word) : NULL;
	if (ip != NULL)
		set_first(&facts->originating_ip, ip);
}

static void read_program(Facts *facts, Span value)
{
	g_autofree char *text = header_text(value);
	set_first(&facts->program, header_program(text));
}

static void read_addresses_field(Reading *reading, FieldId id, Span value, gboolean again)
{
	Facts *facts = reading->facts;
	if (id == FIELD_FROM)
		read_from(reading, value, again);
	else if (id == FIELD_TO)
		address_scan(value, facts->to, NULL);
	else if (id == FIELD_CC)
		address_scan(value, facts->cc, NULL);
	else if (id == FIELD_SENDER && !again)
		address_scan(value, facts->sender, NULL);
	else if (id == FIELD_REPLY_TO && !again)
		address_scan(value, facts->reply_to, NULL);
}

static void read_single(Reading *reading, FieldId id, Span value)
{
	Facts *facts = reading->facts;
	if (id == FIELD_DATE)
		read_date(facts, value);
	else if (id == FIELD_MESSAGE_ID)
		read_message_id(facts, value);
	else if (id == FIELD_SUBJECT)
		read_subject(facts, value);
	else if (id == FIELD_IN_REPLY_TO)
		reading->in_reply_to = value;
	else if (id == FIELD_REFERENCES)
		reading->references = value;
}

static void read_list_field(Facts *facts, FieldId id, Span value)
{
	if (id == FIELD_LIST_ID)
		read_list_id(facts, value);
	else if (id == FIELD_LIST_NAME)
		set_first(&facts->list_id, header_text(value));
	else
		set_first(&facts->list_post, first_address(value));
}

static void read_field(Reading *reading, FieldId id, Span value)
{
	Facts *facts = reading->facts;
	gboolean again = (reading->seen & 1u << id) != 0;
	reading->seen |= 1u << id;
	if (again && (SINGLE_FIELDS & 1u << id) != 0)
		facts->anomalies |= ANOMALY_MANY_HEADERS;
	switch (id) {
	case FIELD_FROM:
	case FIELD_TO:
	case FIELD_CC:
	case FIELD_SENDER:
	case FIELD_REPLY_TO:
		read_addresses_field(reading, id, value, again);
		return;
	case FIELD_RECEIVED:
		read_received(facts, value);
		return;
	case FIELD_AUTHENTICATION_RESULTS:
		authres_read(value, facts->hops->len, facts->auth);
		return;
	case FIELD_RECEIVED_SPF:
		authres_read_spf(value, facts->hops->len, facts->auth);
		return;
	case FIELD_ENVELOPE:
		read_envelope(facts, value);
		return;
	case FIELD_RETURN_PATH:
		if (!again)
			read_return_path(reading, value);
		return;
	case FIELD_AUTHENTICATED:
		read_auth_user(facts, value);
		return;
	case FIELD_ORIGIN:
		read_origin(facts, value);
		return;
	case FIELD_PROGRAM:
		read_program(facts, value);
		return;
	case FIELD_LIST_ID:
	case FIELD_LIST_NAME:
	case FIELD_LIST_POST:
	case FIELD_LIST_ADDRESS:
		read_list_field(facts, id, value);
		return;
	case FIELD_THREAD_INDEX:
		set_first(&facts->thread_index, reference_thread(value));
		return;
	case FIELD_THREAD_TOPIC:
		set_first(&facts->thread_topic, header_text(value));
		return;
	default:
		if (!again)
			read_single(reading, id, value);
	}
}

/* The robot that returns undeliverable mail. */
static gboolean is_daemon(const char *address)
{
	return g_str_has_prefix(address, "mailer-daemon@") ||
	       g_str_has_prefix(address, "mail-daemon@");
}

static void settle_marks(Reading *reading)
{
	Facts *facts = reading->facts;
	const Address *from = facts->from->len > 0 ? g_ptr_array_index(facts->from, 0) : NULL;
	const Address *sender = facts->sender->len > 0 ? g_ptr_array_index(facts->sender, 0) : NULL;
	if (reading->null_return || reading->daemon || (from != NULL && is_daemon(from->address)))
		facts->marks |= MARK_BOUNCE;
	if (sender != NULL && from != NULL && sender->address[0] != '\0' &&
		(facts->marks & (MARK_LIST | MARK_BULK)) == 0 &&
		!address_in(facts->from, sender->address))
		facts->marks |= MARK_DELEGATE;
}

static void settle_from(Facts *facts)
{
	const Address *from = facts->from->len > 0 ? g_ptr_array_index(facts->from, 0) : NULL;
	if (from == NULL || from->address[0] == '\0')
		facts->anomalies |= ANOMALY_NO_FROM;
	if (from != NULL)
		set(&facts->from_name, address_clean_name(from->name));
}

/* Raw 8-bit text is in the charset of the body more often than not. A new string, NULL when it is
 * not. */
static char *to_utf8(Span value, const char *charset, gsize *ret_length)
{
	if (charset[0] == '\0' || bytes_are_ascii(value) ||
		g_utf8_validate_len(value.data, value.length, NULL))
		return NULL;
	gboolean damaged = FALSE;
	char *text = charset_to_utf8(charset, value, ret_length, &damaged);
	if (damaged)
		g_clear_pointer(&text, g_free);
	return text;
}

static void read_value(Reading *reading, FieldId id, Span value, const char *charset)
{
	gsize length = 0;
	char *converted = to_utf8(value, charset, &length);
	if (converted != NULL) {
		g_ptr_array_add(reading->converted, converted);
		value = span_new(converted, length);
	}
	read_field(reading, id, value);
}

void head_read(Facts *facts, const Header *header, const char *charset)
{
	g_autoptr(GPtrArray) converted = g_ptr_array_new_with_free_func(g_free);
	Reading reading = {.facts = facts, .converted = converted};
	for (guint i = 0; i < header->fields->len; i++) {
		const HeaderField *field = &g_array_index(header->fields, HeaderField, i);
		char name[NAME_BYTES + 1];
		if (field->name.length > NAME_BYTES)
			continue;
		for (gsize c = 0; c < field->name.length; c++)
			name[c] = bytes_fold(field->name.data[c]);
		name[field->name.length] = '\0';
		facts->marks |= marks_of(name, field->value);
		FieldId id = find_field(name);
		if (id != FIELD_NONE)
			read_value(&reading, id, field->value, charset);
	}
	if ((reading.seen &
		    (1u << FIELD_FROM | 1u << FIELD_TO | 1u << FIELD_SUBJECT | 1u << FIELD_DATE |
			    1u << FIELD_RECEIVED | 1u << FIELD_MESSAGE_ID)) == 0)
		facts->anomalies |= ANOMALY_NO_HEADERS;
	settle_parents(&reading);
	settle_from(facts);
	settle_marks(&reading);
}

QuotedHeader *head_quoted(const Header *header)
{
	QuotedHeader *quote = quoted_header_new();
	g_autoptr(GPtrArray) from = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	address_scan(header_get(header, "from"), from, NULL);
	if (from->len > 0) {
		Address *first = g_ptr_array_index(from, 0);
		set(&quote->from.name, address_clean_name(first->name));
		set(&quote->from.address, g_strdup(first->address));
	}
	address_scan(header_get(header, "to"), quote->to, NULL);
	address_scan(header_get(header, "cc"), quote->to, NULL);
	set(&quote->subject, header_text(header_get(header, "subject")));
	quote->date = date_read(header_get(header, "date"), NULL);
	quote->level = 1;
	return quote;
}
