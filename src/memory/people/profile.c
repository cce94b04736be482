/* SPDX-License-Identifier: Apache-2.0
 *
 * Profiles. The author's side of the transport is read off the oldest Received field: lists and
 * forwarders add theirs on top of it.
 */
#include "memory/people/profile.h"

#include <arpa/inet.h>

#include "mail/domain.h"

#define HOURS_OF_PART   3
#define PARTS_OF_DAY    (24 / HOURS_OF_PART)
#define SECONDS_OF_WEEK (7 * 24 * 3600)
/* In the kind of a value that was only told. */
#define PROFILE_TOLD 0x80
/* Fewer do not show at what time of the day somebody writes. */
#define MESSAGES_OF_HABIT 10

static void add(GArray *values, const Keys *keys, ProfileKind kind, const char *value)
{
	Key member;

	if (value[0] == '\0')
		return;
	member = key_of_profile(keys, (char)kind, span_new(value, strlen(value)));
	g_array_append_val(values, member);
}

/* The /24 or /48 around IP in text form, "" for one that is not public. New string. */
static char *ip_network(const char *ip)
{
	guint8 address[16];

	if (inet_pton(AF_INET, ip, address) == 1) {
		gboolean private = address[0] == 10 || address[0] == 127 || address[0] == 0 ||
				   (address[0] == 172 && (address[1] & 0xf0) == 16) ||
				   (address[0] == 192 && address[1] == 168) ||
				   (address[0] == 169 && address[1] == 254) ||
				   (address[0] == 100 && (address[1] & 0xc0) == 64);

		return private ? g_strdup("")
			       : g_strdup_printf("%u.%u.%u/24", address[0], address[1], address[2]);
	}
	/* Only 2000::/3 is given to the public. */
	if (inet_pton(AF_INET6, ip, address) == 1 && (address[0] & 0xe0) == 0x20)
		return g_strdup_printf("%02x%02x:%02x%02x:%02x%02x/48", address[0], address[1],
			address[2], address[3], address[4], address[5]);
	return g_strdup("");
}

/* The site of HOST, "" when it is none that means anything elsewhere. New string. */
static char *host_site(const char *host)
{
	if (strchr(host, '.') == NULL || strchr(host, '[') != NULL || strchr(host, ':') != NULL ||
		g_ascii_isdigit(host[strlen(host) - 1]) || g_str_has_prefix(host, "localhost"))
		return g_strdup("");
	return domain_site(host);
}

static char *hop_site(const Hop *hop)
{
	const char *const hosts[] = {hop->by, hop->name, hop->helo};

	for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++) {
		g_autofree char *site = host_site(hosts[i]);

		if (site[0] != '\0')
			return g_steal_pointer(&site);
	}
	return g_strdup("");
}

static void add_networks(GArray *values, const Keys *keys, const Facts *facts)
{
	const Hop *oldest = facts->hops->len > 0 ? facts->hops->pdata[facts->hops->len - 1] : NULL;
	const char *ip = facts->originating_ip;
	g_autofree char *network = NULL;

	if (oldest != NULL) {
		g_autofree char *site = hop_site(oldest);

		add(values, keys, PROFILE_NETWORK, site);
		if (ip[0] == '\0')
			ip = oldest->ip;
	}
	network = ip_network(ip);
	add(values, keys, PROFILE_NETWORK, network);
}

static void add_zone(GArray *values, const Keys *keys, gint zone)
{
	g_autofree char *text = g_strdup_printf("%d", zone);

	add(values, keys, PROFILE_ZONE, text);
}

/* The part of the author's day, counted from midnight, in which FACTS was sent. */
static gint part_of_day(const Facts *facts)
{
	gint64 local = facts->date + facts->zone * 60;

	return (gint)(local / 3600 % 24 / HOURS_OF_PART);
}

static void add_hour(GArray *values, const Keys *keys, gint part)
{
	g_autofree char *text = g_strdup_printf("%d", (part + PARTS_OF_DAY) % PARTS_OF_DAY);

	add(values, keys, PROFILE_HOUR, text);
}

static void add_authenticated(GArray *values, const Keys *keys, const Facts *facts)
{
	for (guint i = 0; i < facts->auth->len && i < 8; i++) {
		const AuthResult *result = facts->auth->pdata[i];

		if (strcmp(result->result, "pass") == 0 &&
			(strcmp(result->method, "dkim") == 0 || strcmp(result->method, "spf") == 0))
			add(values, keys, PROFILE_AUTHENTICATED, result->domain);
	}
}

/* Pictures in the text, signatures and the like are nobody's habit worth telling. */
static void add_files(GArray *values, const Keys *keys, const Facts *facts)
{
	const guint telling = ATTACHMENT_VBA | ATTACHMENT_XLM | ATTACHMENT_ENCRYPTED;

	for (guint i = 0; i < facts->attachments->len && i < 8; i++) {
		const Attachment *attachment = facts->attachments->pdata[i];
		g_autofree char *kind = NULL;

		if (attachment->depth > 0 || attachment->type == FILE_KEY ||
			(attachment->flags & ATTACHMENT_INLINE))
			continue;
		kind = g_strdup_printf("%d %u", (int)attachment->type, attachment->flags & telling);
		add(values, keys, PROFILE_FILE, kind);
	}
}

GArray *profile_of(const Facts *facts, const Author *author, const Keys *keys)
{
	GArray *values = g_array_new(FALSE, FALSE, sizeof(Key));
	g_autofree char *name = author_name_key(author->name);

	add(values, keys, PROFILE_NAME, name);
	add_networks(values, keys, facts);
	add(values, keys, PROFILE_PROGRAM, facts->program);
	if (facts->zone != FACTS_NO_ZONE)
		add_zone(values, keys, facts->zone);
	if (facts->zone != FACTS_NO_ZONE && facts->date > 0)
		add_hour(values, keys, part_of_day(facts));
	add(values, keys, PROFILE_MESSAGE_ID, facts->message_id_shape);
	add(values, keys, PROFILE_LANGUAGE, facts->language);
	add_files(values, keys, facts);
	add_authenticated(values, keys, facts);
	return values;
}

gboolean profile_has(Span known, const Key *value)
{
	for (gsize at = 0; at + PROFILE_MEMBER_BYTES <= known.length; at += PROFILE_MEMBER_BYTES)
		if (memcmp(known.data + at, value->bytes, PROFILE_MEMBER_BYTES) == 0)
			return TRUE;
	return FALSE;
}

Key profile_told(const Key *value, gint64 time)
{
	Key told = *value;

	told.bytes[0] |= PROFILE_TOLD;
	told.bytes[PROFILE_MEMBER_BYTES - 1] = (guint8)(time / SECONDS_OF_WEEK);
	return told;
}

gboolean profile_was_told(Span known, const Key *told)
{
	const gsize week = PROFILE_MEMBER_BYTES - 1;

	for (gsize at = 0; at + PROFILE_MEMBER_BYTES <= known.length; at += PROFILE_MEMBER_BYTES) {
		guint8 apart = (guint8)(known.data[at + week] - told->bytes[week] + 1);

		if (memcmp(known.data + at, told->bytes, week) == 0 && apart > 2)
			return TRUE;
	}
	return FALSE;
}

guint profile_count(Span known, const Key *value)
{
	guint count = 0;

	for (gsize at = 0; at + PROFILE_MEMBER_BYTES <= known.length; at += PROFILE_MEMBER_BYTES)
		count += (guint8)known.data[at] == value->bytes[0];
	return count;
}

/* Is there something of KIND on both sides to compare, and does any of it agree? */
static void compare_kind(
	const GArray *values, Span known, ProfileKind kind, gboolean *ret_known, gboolean *ret_fits)
{
	*ret_known = FALSE;
	*ret_fits = FALSE;
	for (guint i = 0; i < values->len; i++) {
		const Key *value = &g_array_index(values, Key, i);

		if (value->bytes[0] != kind || profile_count(known, value) == 0)
			continue;
		*ret_known = TRUE;
		*ret_fits |= profile_has(known, value);
	}
	if (!*ret_known)
		*ret_fits = TRUE;
}

static gboolean has_any(Span known, const GArray *values)
{
	gboolean any = FALSE;

	for (guint i = 0; i < values->len; i++)
		any |= profile_has(known, &g_array_index(values, Key, i));
	return any;
}

/* Summer time moves a zone by an hour. */
static gboolean zone_near(const Facts *facts, const Keys *keys, Span known)
{
	g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(Key));

	add_zone(near, keys, facts->zone - 60);
	add_zone(near, keys, facts->zone + 60);
	return has_any(known, near);
}

/* Nobody keeps to the hour: what is next to a time of theirs is theirs as well. */
static gboolean hour_near(const Facts *facts, const Keys *keys, Span known)
{
	g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(Key));

	add_hour(near, keys, part_of_day(facts) - 1);
	add_hour(near, keys, part_of_day(facts) + 1);
	return has_any(known, near);
}

/* Unlike the other kinds, none known says something: the account never sent any. */
static gboolean files_fit(const GArray *values, Span known)
{
	for (guint i = 0; i < values->len; i++) {
		const Key *value = &g_array_index(values, Key, i);

		if (value->bytes[0] == PROFILE_FILE && !profile_has(known, value))
			return FALSE;
	}
	return TRUE;
}

void profile_compare(
	Account *account, const Facts *facts, const Keys *keys, const GArray *values, Span known)
{
	gboolean name_known;

	compare_kind(
		values, known, PROFILE_NETWORK, &account->network_known, &account->network_fits);
	compare_kind(
		values, known, PROFILE_PROGRAM, &account->program_known, &account->program_fits);
	compare_kind(values, known, PROFILE_ZONE, &account->zone_known, &account->zone_fits);
	compare_kind(values, known, PROFILE_MESSAGE_ID, &account->message_id_known,
		&account->message_id_fits);
	compare_kind(
		values, known, PROFILE_LANGUAGE, &account->language_known, &account->language_fits);
	account->file_fits = files_fit(values, known);
	compare_kind(values, known, PROFILE_NAME, &name_known, &account->name_fits);
	account->name_fits = name_known && account->name_fits;
	if (account->zone_known && !account->zone_fits)
		account->zone_fits = zone_near(facts, keys, known);
	compare_kind(values, known, PROFILE_HOUR, &account->hour_known, &account->hour_fits);
	account->hour_known &= account->messages >= MESSAGES_OF_HABIT;
	account->hour_fits |= !account->hour_known || hour_near(facts, keys, known);
}
