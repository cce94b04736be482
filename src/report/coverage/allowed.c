/* SPDX-License-Identifier: Apache-2.0
 *
 * Domains are looked up label by label; networks, which an operator names few of, one by one.
 */
#include "report/coverage/allowed.h"

#include <errno.h>
#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "mail/domain.h"
#include "mail/freemail-table.h"
#include "report/coverage/provider-table.h"
#include "report/coverage/spelling.h"

struct Allowed {
	GHashTable *domains;   /* with all below them */
	GHashTable *providers; /* the same, but for sites of their customers */
	GHashTable *above;     /* what the domains and providers lie in */
	GHashTable *exact;     /* digests and mail addresses */
	GPtrArray *networks;   /* of GInetAddressMask */
};

static GHashTable *set_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static const char *parent_of(const char *domain)
{
	const char *dot = strchr(domain, '.');
	return dot != NULL ? dot + 1 : NULL;
}

static void add_domain(Allowed *allowed, GHashTable *set, const char *domain)
{
	g_hash_table_add(set, g_strdup(domain));
	for (const char *at = parent_of(domain); at != NULL; at = parent_of(at))
		g_hash_table_add(allowed->above, g_strdup(at));
}

Allowed *allowed_new(char *const *organisation)
{
	Allowed *allowed = g_new0(Allowed, 1);
	allowed->domains = set_new();
	allowed->providers = set_new();
	allowed->above = set_new();
	allowed->exact = set_new();
	allowed->networks = g_ptr_array_new_with_free_func(g_object_unref);
	for (guint i = 0; organisation[i] != NULL; i++) {
		g_autofree char *domain = domain_normalise(organisation[i]);
		g_autofree char *site = domain_site(domain);
		add_domain(allowed, allowed->domains, domain);
		add_domain(allowed, allowed->domains, site);
	}
	for (gsize i = 0; i < freemail_table_length; i++)
		add_domain(allowed, allowed->providers, freemail_table[i]);
	for (gsize i = 0; i < provider_table_length; i++)
		add_domain(allowed, allowed->providers, provider_table[i]);
	return allowed;
}

void allowed_free(Allowed *allowed)
{
	if (allowed == NULL)
		return;
	g_hash_table_unref(allowed->domains);
	g_hash_table_unref(allowed->providers);
	g_hash_table_unref(allowed->above);
	g_hash_table_unref(allowed->exact);
	g_ptr_array_unref(allowed->networks);
	g_free(allowed);
}

static gboolean add_network(Allowed *allowed, const char *line)
{
	GInetAddressMask *mask = g_inet_address_mask_new_from_string(line, NULL);
	if (mask != NULL)
		g_ptr_array_add(allowed->networks, mask);
	return mask != NULL;
}

/* A domain need not be one that could be exported: "intranet" is allowed, too. */
static gboolean add_line(Allowed *allowed, const char *line)
{
	static const IndicatorKind exact[] = {INDICATOR_FILE, INDICATOR_MEMBER, INDICATOR_ACCOUNT};
	if (add_network(allowed, line))
		return TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(exact); i++) {
		g_autofree char *key = NULL;
		g_autofree char *value = spelling_of(exact[i], line, &key);
		if (value != NULL)
			return g_hash_table_add(allowed->exact, g_steal_pointer(&value)), TRUE;
	}
	g_autofree char *domain = domain_normalise(line);
	if (domain[0] == '\0' || strlen(line) > LIMIT_HOST ||
		strspn(domain, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != strlen(domain))
		return FALSE;
	add_domain(allowed, allowed->domains, domain);
	return TRUE;
}

static char *without_comment(const char *line)
{
	return g_strstrip(g_strndup(line, strcspn(line, "#")));
}

static gboolean read_line(
	Allowed *allowed, const char *path, guint number, const char *line, GError **error)
{
	g_autofree char *content = without_comment(line);
	if (content[0] == '\0' ||
		(strlen(line) <= LIMIT_ALLOW_LINE && number <= LIMIT_ALLOW_LINES &&
			add_line(allowed, content)))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
		_("%s, line %u: this is no domain, address, network or SHA-256"), path, number);
	return FALSE;
}

static gboolean fail(const char *path, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(errno));
	return FALSE;
}

static gboolean read_lines(Allowed *allowed, const char *path, FILE *stream, GError **error)
{
	char *line = NULL;
	size_t size = 0;
	gboolean done = TRUE;
	for (guint number = 1; done && getline(&line, &size, stream) >= 0; number++)
		done = read_line(allowed, path, number, line, error);
	free(line);
	return done && (!ferror(stream) || fail(path, error));
}

gboolean allowed_read(Allowed *allowed, const char *path, GError **error)
{
	FILE *stream = fopen(path, "re");
	if (stream == NULL)
		return fail(path, error);
	gboolean done = read_lines(allowed, path, stream, error);
	fclose(stream);
	return done;
}

/* Is DOMAIN, or what it lies in up to LAST (NULL: to the end), in SET? */
static gboolean lies_in(GHashTable *set, const char *domain, const char *last)
{
	for (; domain != NULL; domain = parent_of(domain)) {
		if (g_hash_table_contains(set, domain))
			return TRUE;
		if (last != NULL && strcmp(domain, last) == 0)
			return FALSE;
	}
	return FALSE;
}

/* A customer's site, as the public suffix list tells it, is not the provider's. */
static gboolean has_host(const Allowed *allowed, const char *host)
{
	g_autofree char *site = domain_site(host);
	return g_hash_table_contains(allowed->above, host) ||
	       lies_in(allowed->domains, host, NULL) || lies_in(allowed->providers, host, site);
}

static gboolean has_address(const Allowed *allowed, const char *value)
{
	g_autoptr(GInetAddress) address = g_inet_address_new_from_string(value);
	for (guint i = 0; i < allowed->networks->len; i++)
		if (g_inet_address_mask_matches(allowed->networks->pdata[i], address))
			return TRUE;
	return FALSE;
}

static gboolean has_url(const Allowed *allowed, const char *url)
{
	g_autofree char *host = spelling_host(url);
	return g_hostname_is_ip_address(host) ? has_address(allowed, host)
					      : has_host(allowed, host);
}

/* A file is allowed by its SHA-256, whatever else it is known by. */
static gboolean has_md5(const Allowed *allowed, const char *value)
{
	g_autofree char *sha256 = g_strndup(value, INDICATOR_DIGEST_LENGTH);
	return g_hash_table_contains(allowed->exact, sha256);
}

gboolean allowed_has(const Allowed *allowed, IndicatorKind kind, const char *value)
{
	if (g_hash_table_contains(allowed->exact, value))
		return TRUE;
	switch (kind) {
	case INDICATOR_URL:
		return has_url(allowed, value);
	case INDICATOR_HOST:
		return has_host(allowed, value);
	case INDICATOR_ADDRESS:
		return has_address(allowed, value);
	case INDICATOR_MD5:
		return has_md5(allowed, value);
	case INDICATOR_ACCOUNT:
		return lies_in(allowed->domains, strchr(value, '@') + 1, NULL);
	default:
		return FALSE;
	}
}
