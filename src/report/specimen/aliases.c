/* SPDX-License-Identifier: Apache-2.0
 *
 * One table for each kind of thing, from what stands in the message to what stands in for it.
 */
#include "report/specimen/aliases.h"

#include <arpa/inet.h>
#include <string.h>

#include "mail/author.h"
#include "mail/domain.h"

enum { longest_detail_mask = 12 };

struct Aliases {
	GHashTable *persons;       /* name or address, by its key → letter ("a") */
	GHashTable *names;         /* as written → "Person A" */
	GHashTable *addresses;     /* → "person-a@org-1.example" */
	GHashTable *organisations; /* registrable domain → "org-1.example" */
	GHashTable *hosts;
	GHashTable *networks; /* IP address in text form → one of documentation */
	GHashTable *messages;
	GHashTable *files;
	GHashTable *links;
	GHashTable *details;
	guint letters, organisations_made, providers_made, hosts_made;
};

Aliases *aliases_new(void)
{
	Aliases *self = g_new0(Aliases, 1);
	GHashTable **tables[] = {&self->persons, &self->names, &self->addresses,
		&self->organisations, &self->hosts, &self->networks, &self->messages, &self->files,
		&self->links, &self->details};
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		*tables[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return self;
}

void aliases_free(Aliases *self)
{
	if (self == NULL)
		return;
	GHashTable *tables[] = {self->persons, self->names, self->addresses, self->organisations,
		self->hosts, self->networks, self->messages, self->files, self->links,
		self->details};
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		g_hash_table_unref(tables[i]);
	g_free(self);
}

/* Enters TAKE_ALIAS for THING and gives it back, borrowed. */
static const char *enter(GHashTable *table, const char *thing, char *take_alias)
{
	g_hash_table_insert(table, g_strdup(thing), take_alias);
	return take_alias;
}

/* a, b, … z, aa, ab … */
static char *next_letter(Aliases *self)
{
	GString *letter = g_string_new(NULL);
	for (guint left = ++self->letters; left > 0; left = (left - 1) / 26)
		g_string_prepend_c(letter, (char)('a' + (left - 1) % 26));
	return g_string_free(letter, FALSE);
}

/* Names in any order and case are one; prefixed, so that no name is taken for an address. */
static char *name_key(const char *name)
{
	g_autofree char *key = author_name_key(name);
	g_autofree char *folded = key[0] != '\0' ? NULL : g_utf8_casefold(name, -1);
	return g_strconcat("name ", folded != NULL ? folded : key, NULL);
}

static const char *letter_of(Aliases *self, const char *key)
{
	const char *letter = g_hash_table_lookup(self->persons, key);
	return letter != NULL ? letter : enter(self->persons, key, next_letter(self));
}

void aliases_meet(Aliases *self, const char *name, const char *address)
{
	if (name[0] == '\0') {
		aliases_address(self, address);
		return;
	}
	g_autofree char *key = name_key(name);
	const char *known_name = g_hash_table_lookup(self->persons, key);
	if (address[0] != '\0') {
		const char *known_address = g_hash_table_lookup(self->persons, address);
		if (known_name == NULL && known_address != NULL)
			enter(self->persons, key, g_strdup(known_address));
		if (known_name == NULL && known_address == NULL)
			enter(self->persons, address, g_strdup(letter_of(self, key)));
	}
	aliases_address(self, address);
	aliases_name(self, name);
}

const char *aliases_name(Aliases *self, const char *name)
{
	if (name[0] == '\0')
		return "";
	g_autofree char *lower = g_ascii_strdown(name, -1);
	const char *known = g_hash_table_lookup(self->addresses, lower);
	if (known == NULL)
		known = g_hash_table_lookup(self->names, name);
	if (known != NULL)
		return known;
	g_autofree char *key = name_key(name);
	g_autofree char *letter = g_ascii_strup(letter_of(self, key), -1);
	return enter(self->names, name, g_strconcat("Person ", letter, NULL));
}

static const char *organisation(Aliases *self, const char *site)
{
	const char *known = g_hash_table_lookup(self->organisations, site);
	if (known != NULL)
		return known;
	char *alias = domain_is_freemail(site)
			      ? g_strdup_printf("freemail-%u.example", ++self->providers_made)
			      : g_strdup_printf("org-%u.example", ++self->organisations_made);
	return enter(self->organisations, site, alias);
}

/* An IP address of those reserved for documentation, which are a few hundred: more than one message
 * can name (LIMIT_HOPS). NULL when HOST is no IP address. */
static const char *network(Aliases *self, const char *host)
{
	guint8 bytes[16];
	const char *known = g_hash_table_lookup(self->networks, host);
	guint number = g_hash_table_size(self->networks) + 1;
	if (known != NULL)
		return known;
	if (inet_pton(AF_INET6, host, bytes) == 1)
		return enter(self->networks, host, g_strdup_printf("2001:db8::%x", number));
	if (inet_pton(AF_INET, host, bytes) != 1)
		return NULL;
	return enter(self->networks, host,
		number < 255 ? g_strdup_printf("192.0.2.%u", number)
			     : g_strdup_printf("198.51.100.%u", number % 255));
}

/* An address literal ("[192.0.2.1]", "[IPv6:…]") in brackets again; NULL when HOST is none. */
static const char *literal(Aliases *self, const char *host)
{
	gsize length = strlen(host);
	if (length < 3 || host[0] != '[' || host[length - 1] != ']')
		return NULL;
	gsize start = g_ascii_strncasecmp(host, "[IPv6:", 6) == 0 ? 6 : 1;
	g_autofree char *bare = g_strndup(host + start, length - 1 - start);
	const char *alias = network(self, bare);
	return alias != NULL ? enter(self->hosts, host, g_strdup_printf("[%s]", alias)) : NULL;
}

const char *aliases_host(Aliases *self, const char *host)
{
	if (host[0] == '\0')
		return "";
	const char *known = g_hash_table_lookup(self->hosts, host);
	if (known == NULL)
		known = network(self, host);
	if (known == NULL)
		known = literal(self, host);
	if (known != NULL)
		return known;
	g_autofree char *domain = domain_normalise(host);
	g_autofree char *site = domain_site(host);
	if (strchr(domain, '.') == NULL)
		return enter(
			self->hosts, host, g_strdup_printf("host-%u.example", ++self->hosts_made));
	const char *owner = organisation(self, site);
	if (strcmp(domain, site) == 0)
		return enter(self->hosts, host, g_strdup(owner));
	return enter(self->hosts, host, g_strdup_printf("host-%u.%s", ++self->hosts_made, owner));
}

const char *aliases_address(Aliases *self, const char *address)
{
	if (address[0] == '\0')
		return "";
	const char *known = g_hash_table_lookup(self->addresses, address);
	if (known != NULL)
		return known;
	const char *at = strrchr(address, '@');
	const char *letter = letter_of(self, address);
	const char *host = aliases_host(self, at != NULL ? at + 1 : "");
	return enter(self->addresses, address,
		g_strconcat("person-", letter, at != NULL ? "@" : "", host, NULL));
}

const char *aliases_message_id(Aliases *self, const char *message_id)
{
	if (message_id[0] == '\0')
		return "";
	const char *known = g_hash_table_lookup(self->messages, message_id);
	if (known != NULL)
		return known;
	const char *at = strrchr(message_id, '@');
	const char *host = aliases_host(self, at != NULL ? at + 1 : "");
	return enter(self->messages, message_id,
		g_strdup_printf("message-%u%s%s", g_hash_table_size(self->messages) + 1,
			host[0] != '\0' ? "@" : "", host));
}

const char *aliases_file(Aliases *self, const char *name)
{
	if (name[0] == '\0')
		return "";
	const char *known = g_hash_table_lookup(self->files, name);
	if (known != NULL)
		return known;
	return enter(
		self->files, name, g_strdup_printf("file-%u", g_hash_table_size(self->files) + 1));
}

const char *aliases_link(Aliases *self, const Link *link)
{
	const char *known = g_hash_table_lookup(self->links, link->url);
	if (known != NULL)
		return known;
	const char *host = aliases_host(self, link->host);
	return enter(self->links, link->url,
		host[0] != '\0' ? g_strdup_printf("http://%s/…", host) : g_strdup("…"));
}

char *aliases_mask(const char *text, guint most)
{
	GString *mask = g_string_new(NULL);
	glong length = MIN(g_utf8_strlen(text, -1), (glong)most);
	for (glong i = 0; i < length; i++)
		g_string_append(mask, "█");
	return g_string_free(mask, FALSE);
}

/* "12 d". */
static gboolean is_days(const char *detail)
{
	gsize digits = strspn(detail, "0123456789");
	return digits > 0 && strcmp(detail + digits, " d") == 0;
}

static char *make_detail(Aliases *self, const char *detail)
{
	GHashTable *tables[] = {
		self->addresses, self->names, self->hosts, self->files, self->links};
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		if (g_hash_table_contains(tables[i], detail))
			return g_strdup(g_hash_table_lookup(tables[i], detail));
	const char *angle = strrchr(detail, '<');
	if (angle > detail && g_str_has_suffix(detail, ">")) {
		g_autofree char *name = g_strndup(detail, (gsize)(angle - detail - 1));
		g_autofree char *address = g_strndup(angle + 1, strlen(angle + 1) - 1);
		return g_strdup_printf(
			"%s <%s>", aliases_name(self, name), aliases_address(self, address));
	}
	return is_days(detail) ? g_strdup(detail) : aliases_mask(detail, longest_detail_mask);
}

const char *aliases_detail(Aliases *self, const char *detail)
{
	const char *known = g_hash_table_lookup(self->details, detail);
	return known != NULL ? known : enter(self->details, detail, make_detail(self, detail));
}
