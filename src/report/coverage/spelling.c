/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists of what is allowed, one for each kind.
 */
#include "report/coverage/spelling.h"

#include <gio/gio.h>
#include <string.h>

#include "base/limits.h"
#include "mail/domain.h"
#include "report/notice/plain.h"

enum { md5_digits = 32, highest_port = 65535 };
/* A member so small could be anybody's. */
enum { least_member = 1024, least_told = 3, longest_name = 200 };

static gboolean is_hex(const char *text, gsize length)
{
	return strspn(text, "0123456789abcdefABCDEF") == length;
}

static char *file_of(const char *raw, char **ret_key)
{
	if (!is_hex(raw, INDICATOR_DIGEST_LENGTH) || raw[INDICATOR_DIGEST_LENGTH] != '\0')
		return NULL;
	*ret_key = g_ascii_strdown(raw, -1);
	return g_strdup(*ret_key);
}

/* Is TEXT a number from LEAST on as one writes it? */
static gboolean is_size(const char *text, guint64 least)
{
	guint64 size = 0;
	return text[0] != '0' &&
	       g_ascii_string_to_unsigned(text, 10, least, G_MAXINT64, &size, NULL);
}

static char *md5_of(const char *raw, char **ret_key)
{
	g_auto(GStrv) parts = g_strsplit(raw, ":", 4);
	if (g_strv_length(parts) != 3 || !is_hex(parts[0], INDICATOR_DIGEST_LENGTH) ||
		strlen(parts[0]) != INDICATOR_DIGEST_LENGTH || !is_hex(parts[1], md5_digits) ||
		strlen(parts[1]) != md5_digits || !is_size(parts[2], 1))
		return NULL;
	*ret_key = g_ascii_strdown(raw, -1);
	return g_strdup(*ret_key);
}

/* Engines see signs outside ASCII in the character set of whoever packed: they tell little, so some
 * others must be there. */
static gboolean is_member_name(const char *name)
{
	gsize length = strlen(name), told = 0;
	for (gsize i = 0; i < length; i++) {
		if (g_ascii_iscntrl(name[i]) || strchr(":/\\", name[i]) != NULL)
			return FALSE;
		told += g_ascii_isalnum(name[i]) ? 1 : 0;
	}
	return told >= least_told && length <= longest_name && g_utf8_validate(name, -1, NULL);
}

/* Its name alone is anybody's; with both sizes to the byte it is this file, locked. */
static char *member_of(const char *raw, char **ret_key)
{
	g_auto(GStrv) parts = g_strsplit(raw, ":", 3);
	if (g_strv_length(parts) != 3 || !is_size(parts[0], least_member) ||
		!is_size(parts[1], least_member) || strlen(parts[2]) > 3 * longest_name)
		return NULL;
	g_autofree char *name = g_uri_unescape_string(parts[2], NULL);
	if (name == NULL || !is_member_name(name))
		return NULL;
	g_autofree char *coded = g_uri_escape_string(name, NULL, FALSE);
	*ret_key = g_strjoin(":", parts[0], parts[1], coded, NULL);
	return g_strdup(*ret_key);
}

static gboolean is_label(const char *label, gsize length)
{
	if (length == 0 || length > LIMIT_LABEL || label[0] == '-' || label[length - 1] == '-')
		return FALSE;
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isalnum(label[i]) && label[i] != '-')
			return FALSE;
	return TRUE;
}

/* Names that every network may have for itself (RFC 6761, RFC 6762, RFC 8375 and habit), and those
 * that mean something else in a response policy zone. */
static gboolean is_local(const char *last_label)
{
	static const char *const local[] = {"arpa", "corp", "home", "internal", "intranet",
		"invalid", "lan", "local", "localdomain", "localhost", "onion", "private", NULL};
	return g_strv_contains(local, last_label) || g_str_has_prefix(last_label, "rpz-");
}

/* A last label that begins with a digit makes an address of the whole to some. */
static gboolean is_name(const char *host)
{
	const char *label = host;
	if (strlen(host) > LIMIT_HOST)
		return FALSE;
	for (;;) {
		gsize length = strcspn(label, ".");
		if (!is_label(label, length))
			return FALSE;
		if (label[length] == '\0')
			break;
		label += length + 1;
	}
	return label != host && g_ascii_isalpha(label[0]) && !is_local(label);
}

static gboolean has_blanks(const char *text)
{
	for (; *text != '\0'; text++)
		if ((guint8)*text <= ' ' || *text == 0x7F)
			return TRUE;
	return FALSE;
}

/* As A-labels, NULL when it is no name that one may export. Longer ones would be cut. */
static char *name_of(const char *raw)
{
	if (strlen(raw) > LIMIT_HOST || has_blanks(raw))
		return NULL;
	g_autofree char *host = domain_normalise(raw);
	if (!is_name(host) || !domain_is_registrable(host))
		return NULL;
	g_autofree char *readable = g_hostname_to_unicode(host);
	return readable != NULL ? g_steal_pointer(&host) : NULL;
}

/* Backwards, so that what lies below a host follows it. No other sign of a name comes before "!".
 */
static char *host_of(const char *raw, char **ret_key)
{
	char *host = name_of(raw);
	if (host != NULL)
		*ret_key = g_strdelimit(g_strreverse(g_strdup(host)), ".", '!');
	return host;
}

/* Networks that are not public, and that whoever blocks them is cut off by (RFC 6890). */
static gboolean is_public(GInetAddress *address)
{
	static const char *const reserved[] = {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10",
		"127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16",
		"198.18.0.0/15", "224.0.0.0/3", "2001::/32", "2002::/16"};
	gboolean global = g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV4 ||
			  (g_inet_address_to_bytes(address)[0] & 0xE0) == 0x20;
	for (guint i = 0; global && i < G_N_ELEMENTS(reserved); i++) {
		g_autoptr(GInetAddressMask) mask =
			g_inet_address_mask_new_from_string(reserved[i], NULL);
		global = !g_inet_address_mask_matches(mask, address);
	}
	return global;
}

static char *address_of(const char *raw, char **ret_key)
{
	g_autoptr(GInetAddress) address = strspn(raw, "0123456789abcdefABCDEF.:") == strlen(raw)
						  ? g_inet_address_new_from_string(raw)
						  : NULL;
	if (address == NULL || !is_public(address))
		return NULL;
	const guint8 *bytes = g_inet_address_to_bytes(address);
	GString *key = g_string_new(
		g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV4 ? "4" : "6");
	for (gsize i = 0; i < g_inet_address_get_native_size(address); i++)
		g_string_append_printf(key, "%02x", bytes[i]);
	*ret_key = g_string_free(key, FALSE);
	return g_inet_address_to_string(address);
}

static char *account_of(const char *raw, char **ret_key)
{
	g_autofree char *address = g_ascii_strdown(raw, -1);
	g_autofree char *host = plain_address(address) ? name_of(strchr(address, '@') + 1) : NULL;
	if (host == NULL)
		return NULL;
	*ret_key = g_strdup_printf("%.*s@%s", (int)strcspn(address, "@"), address, host);
	return g_strdup(*ret_key);
}

static const struct {
	const char *name;
	guint port;
} schemes[] = {{"http://", 80}, {"https://", 443}, {"ftp://", 21}};

/* Append HOST and, if it is not PORT, what port AUTHORITY names. */
static gboolean append_authority(GString *url, char *authority, guint usual_port)
{
	guint64 port = usual_port;
	char *user_end = strrchr(authority, '@');
	char *host = user_end != NULL ? user_end + 1 : authority;
	char *colon = strchr(host, ':');
	if (colon != NULL) {
		*colon = '\0';
		if (colon[1] != '\0' &&
			!g_ascii_string_to_unsigned(colon + 1, 10, 1, highest_port, &port, NULL))
			return FALSE;
	}
	char *key = NULL;
	g_autofree char *name =
		g_hostname_is_ip_address(host) ? address_of(host, &key) : name_of(host);
	g_free(key);
	if (name == NULL)
		return FALSE;
	g_string_append(url, name);
	if (port != usual_port)
		g_string_append_printf(url, ":%" G_GUINT64_FORMAT, port);
	return TRUE;
}

static gboolean is_coded(const char *text)
{
	return text[0] == '%' && g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2]);
}

/* Path and query up to the fragment; what a URL cannot hold (RFC 3986) in percent signs. */
static void append_path(GString *url, const char *path)
{
	if (*path != '/')
		g_string_append_c(url, '/');
	for (; *path != '\0' && *path != '#' && url->len <= LIMIT_URL; path++)
		if (g_ascii_isalnum(*path) || strchr("-._~!$&'()*+,;=:@/?", *path) != NULL ||
			is_coded(path))
			g_string_append_c(url, *path);
		else
			g_string_append_printf(url, "%%%02X", (guint8)*path);
}

static char *url_of(const char *raw, char **ret_key)
{
	gboolean bare = g_ascii_strncasecmp(raw, "www.", 4) == 0;
	g_autofree char *whole = bare ? g_strconcat("http://", raw, NULL) : g_strdup(raw);
	for (guint i = 0; i < G_N_ELEMENTS(schemes); i++) {
		gsize length = strlen(schemes[i].name);
		if (g_ascii_strncasecmp(whole, schemes[i].name, length) != 0)
			continue;
		const char *path = whole + length + strcspn(whole + length, "/?#\\");
		g_autofree char *authority =
			g_strndup(whole + length, (gsize)(path - whole) - length);
		g_autoptr(GString) url = g_string_new(schemes[i].name);
		if (!append_authority(url, authority, schemes[i].port))
			return NULL;
		append_path(url, path);
		if (url->len > LIMIT_URL)
			return NULL;
		*ret_key = g_strdup(url->str);
		return g_strdup(url->str);
	}
	return NULL;
}

char *spelling_of(IndicatorKind kind, const char *raw, char **ret_key)
{
	static char *(*const ways[])(const char *, char **) = {[INDICATOR_FILE] = file_of,
		[INDICATOR_URL] = url_of,
		[INDICATOR_HOST] = host_of,
		[INDICATOR_ADDRESS] = address_of,
		[INDICATOR_MD5] = md5_of,
		[INDICATOR_MEMBER] = member_of,
		[INDICATOR_ACCOUNT] = account_of};
	return ways[kind](raw, ret_key);
}

char *spelling_host(const char *url)
{
	const char *host = strstr(url, "://") + strlen("://");
	return g_strndup(host, strcspn(host, ":/"));
}

const char *spelling_path(const char *url)
{
	return strchr(strstr(url, "://") + strlen("://"), '/');
}
