/* SPDX-License-Identifier: Apache-2.0
 *
 * Domains by the public suffix list that libpsl carries in itself, so nothing is read from a file.
 * Hosts are an attacker's: bounded first, then brought to lower-cased A-labels by ICU, then looked
 * up.
 */
#include "mail/domain.h"

#include <libpsl.h>
#include <unicode/uidna.h>

#include "mail/bytes.h"
#include "mail/freemail-table.h"

/* A name in the DNS has 253 bytes at most (RFC 1035). */
#define HOST_BYTES 300

static const psl_ctx_t *suffix_list(void)
{
	static gsize list;
	if (g_once_init_enter(&list))
		g_once_init_leave(&list, (gsize)psl_builtin());
	return (const psl_ctx_t *)list;
}

/* NULL when ICU has no data; names then stay in Unicode. */
static const UIDNA *name_converter(void)
{
	static gsize ready;
	static UIDNA *converter;
	if (g_once_init_enter(&ready)) {
		UErrorCode status = U_ZERO_ERROR;
		converter = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &status);
		g_once_init_leave(&ready, 1);
	}
	return converter;
}

/* HOST (valid UTF-8) without white space and dots around it, and no more of it than a bound: its
 * end, which names the site. */
static Span trimmed(Span host)
{
	while (host.length > 0 && (host.data[0] == '.' || g_ascii_isspace(host.data[0])))
		host = span_from(host, 1);
	while (host.length > 0 &&
		(host.data[host.length - 1] == '.' || g_ascii_isspace(host.data[host.length - 1])))
		host.length--;
	if (host.length <= HOST_BYTES)
		return host;
	host = span_from(host, host.length - HOST_BYTES);
	while (host.length > 0 && (host.data[0] == '.' || (host.data[0] & 0xC0) == 0x80))
		host = span_from(host, 1);
	return host;
}

static char *to_labels(const char *host)
{
	char out[HOST_BYTES * 4];
	UIDNAInfo information = UIDNA_INFO_INITIALIZER;
	UErrorCode status = U_ZERO_ERROR;
	if (name_converter() == NULL)
		return NULL;
	int32_t length = uidna_nameToASCII_UTF8(
		name_converter(), host, -1, out, sizeof out, &information, &status);
	if (U_FAILURE(status) || length <= 0 || length >= (int32_t)sizeof out)
		return NULL;
	for (int32_t i = 0; i < length; i++)
		if (out[i] <= ' ' || out[i] > '~')
			return NULL;
	while (length > 0 && out[length - 1] == '.')
		length--;
	return g_ascii_strdown(out, length);
}

char *domain_normalise(const char *host)
{
	Span written = span_new(host, strlen(host));
	if (bytes_are_ascii(written))
		return bytes_lower(trimmed(written));
	g_autofree char *valid = g_utf8_make_valid(host, -1);
	g_autofree char *name = bytes_copy(trimmed(span_new(valid, strlen(valid))));
	if (g_str_is_ascii(name))
		return g_ascii_strdown(name, -1);
	char *labels = to_labels(name);
	return labels != NULL ? labels : g_utf8_strdown(name, -1);
}

/* "10.1.2.3", "[IPv6:::1]", "::1" */
static gboolean is_literal(const char *host)
{
	return host[0] == '[' || strchr(host, ':') != NULL || g_hostname_is_ip_address(host);
}

static char *look_up_site(const char *host)
{
	g_autofree char *name = domain_normalise(host);
	if (is_literal(name))
		return g_steal_pointer(&name);
	const char *site = psl_registrable_domain(suffix_list(), name);
	return g_strdup(site != NULL ? site : name);
}

/* The sites of the hosts asked for last: a message names few hosts, each many times, and looking
 * one up costs microseconds. A host that takes another's place is no loss. */
typedef struct KnownSite {
	char host[64];
	char site[64];
} KnownSite;

char *domain_site(const char *host)
{
	static _Thread_local KnownSite known[256];
	KnownSite *place = &known[g_str_hash(host) % G_N_ELEMENTS(known)];
	if (host[0] != '\0' && strcmp(place->host, host) == 0)
		return g_strdup(place->site);
	g_autofree char *site = look_up_site(host);
	if (strlen(host) < sizeof place->host && strlen(site) < sizeof place->site) {
		g_strlcpy(place->host, host, sizeof place->host);
		g_strlcpy(place->site, site, sizeof place->site);
	}
	return g_steal_pointer(&site);
}

static int compare_names(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

static gboolean is_listed(const char *name)
{
	return bsearch(name, freemail_table, freemail_table_length, sizeof *freemail_table,
		       compare_names) != NULL;
}

/* NAME is normalised. */
static gboolean is_freemail(const char *name)
{
	for (; name != NULL && *name != '\0'; name = strchr(name, '.')) {
		if (*name == '.')
			name++;
		if (is_listed(name))
			return TRUE;
	}
	return FALSE;
}

gboolean domain_is_freemail(const char *domain)
{
	g_autofree char *name = domain_normalise(domain);
	return is_freemail(name);
}

char *domain_organisation(const char *address)
{
	const char *at = strrchr(address, '@');
	if (at == NULL)
		return domain_site(address);
	g_autofree char *name = domain_normalise(at + 1);
	if (!is_freemail(name))
		return domain_site(name);
	g_autofree char *local = g_utf8_strdown(address, at - address);
	return g_strdup_printf("%s@%s", local, name);
}

gboolean domain_is_within(const char *domain, const char *parent)
{
	gsize length = strlen(domain), parent_length = strlen(parent);
	if (length < parent_length || parent_length == 0)
		return FALSE;
	const char *end = domain + length - parent_length;
	return g_ascii_strcasecmp(end, parent) == 0 && (end == domain || end[-1] == '.');
}

gboolean domain_is_complete(const char *domain)
{
	g_autofree char *name = domain_normalise(domain);
	const int listed = PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE;
	const char *suffix = is_literal(name) ? NULL : strchr(name, '.');
	if (suffix == NULL || name[0] == '.' || psl_is_public_suffix2(suffix_list(), name, listed))
		return FALSE;
	for (; suffix != NULL; suffix = strchr(suffix + 1, '.'))
		if (psl_is_public_suffix2(suffix_list(), suffix + 1, listed))
			return TRUE;
	return FALSE;
}

gboolean domain_is_registrable(const char *host)
{
	return !is_literal(host) && psl_registrable_domain(suffix_list(), host) != NULL;
}

void domain_warm(void)
{
	g_free(domain_site("\xe4\xbe\x8b.example"));
}
