/* SPDX-License-Identifier: Apache-2.0
 *
 * Takes known redirectors' links apart: a table of who they are and in which query parameter the
 * target stands. Redirectors that keep the target to themselves cannot be undone and are not
 * listed. Sources: Proofpoint's and Microsoft's own descriptions of their formats.
 */
#include "mail/text/link-unwrap.h"

#include "base/span.h"

typedef char *(*Decode)(const char *value);

typedef struct Redirector {
	const char *host;      /* this host or one below it; "google." for any public suffix */
	gsize length;          /* of the host */
	const char *path;      /* what the path begins with */
	const char *parameter; /* NULL: the target stands in the path */
	Decode decode;
} Redirector;

static char *decode_percent(const char *value)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (; *value != '\0' && *value != '&' && *value != '#'; value++) {
		int byte = (guchar)*value;
		if (byte == '%' && g_ascii_isxdigit(value[1]) && g_ascii_isxdigit(value[2])) {
			byte = g_ascii_xdigit_value(value[1]) * 16 + g_ascii_xdigit_value(value[2]);
			value += 2;
		}
		if (byte != 0)
			g_string_append_c(out, (char)byte);
	}
	return g_utf8_make_valid(out->str, (gssize)out->len);
}

/* Proofpoint version 2: "-" stands for "%" and "_" for "/". */
static char *decode_dashes(const char *value)
{
	g_autofree char *copy = g_strdup(value);
	g_strdelimit(copy, "-", '%');
	g_strdelimit(copy, "_", '/');
	return decode_percent(copy);
}

/* How many replaced characters the "*" at STAR stands for; *RET_LENGTH: bytes that say so. "**A" is
 * two, "**B" three … */
static guint star_run(const char *star, const char *end, gsize *ret_length)
{
	static const char runs[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const char *run = end - star >= 3 && star[1] == '*' ? strchr(runs, star[2]) : NULL;
	*ret_length = run != NULL ? 3 : 1;
	return run != NULL ? (guint)(run - runs) + 2 : 1;
}

/* Proofpoint version 3: "__URL__;REPLACED!": each "*" in URL stands for characters out of REPLACED,
 * in base64. */
static char *decode_stars(const char *value)
{
	const char *end = strstr(value, "__;");
	if (end == NULL)
		return NULL;
	const char *mark = end + strlen("__;");
	g_autofree char *encoded = g_strndup(mark, strcspn(mark, "!"));
	g_strdelimit(encoded, "-", '+');
	g_strdelimit(encoded, "_", '/');
	g_autofree char *padded = g_strconcat(encoded, "===", NULL);
	gsize length = 0;
	g_autofree guchar *bytes = g_base64_decode(padded, &length);
	g_autofree char *replaced = g_utf8_make_valid((const char *)bytes, (gssize)length);
	const char *next = replaced;
	g_autoptr(GString) out = g_string_new(NULL);
	while (value < end) {
		if (*value != '*' || *next == '\0') {
			g_string_append_c(out, *value++);
			continue;
		}
		gsize used = 1;
		for (guint count = star_run(value, end, &used); count > 0 && *next != '\0';
			count--) {
			g_string_append_unichar(out, g_utf8_get_char(next));
			next = g_utf8_next_char(next);
		}
		value += used;
	}
	return g_utf8_make_valid(out->str, (gssize)out->len);
}

/* Cisco: the target is the last segment of the path. */
static char *decode_segment(const char *value)
{
	const char *segment = strrchr(value, '/');
	return segment == NULL ? NULL : decode_percent(segment + 1);
}

#define HOST(name) name, sizeof(name) - 1

static const Redirector redirectors[] = {
	{HOST("safelinks.protection.outlook.com"), "/", "url", decode_percent},
	{HOST("safelinks.protection.office365.us"), "/", "url", decode_percent},
	{HOST("urldefense.com"), "/v3/__", NULL, decode_stars},
	{HOST("urldefense.us"), "/v3/__", NULL, decode_stars},
	{HOST("urldefense.proofpoint.com"), "/v3/__", NULL, decode_stars},
	{HOST("urldefense.proofpoint.com"), "/v2/", "u", decode_dashes},
	{HOST("urldefense.proofpoint.com"), "/v1/", "u", decode_percent},
	{HOST("google."), "/url", "q", decode_percent},
	{HOST("google."), "/url", "url", decode_percent},
	{HOST("youtube.com"), "/redirect", "q", decode_percent},
	{HOST("l.facebook.com"), "/l.php", "u", decode_percent},
	{HOST("lm.facebook.com"), "/l.php", "u", decode_percent},
	{HOST("l.instagram.com"), "/", "u", decode_percent},
	{HOST("slack-redir.net"), "/link", "url", decode_percent},
	{HOST("linkprotect.cudasvc.com"), "/url", "a", decode_percent},
	{HOST("clicktime.symantec.com"), "/", "u", decode_percent},
	{HOST("protect2.fireeye.com"), "/", "u", decode_percent},
	{HOST("scanmail.trustwave.com"), "/", "u", decode_percent},
	{HOST("trendmicro.com"), "/wis/clicktime", "url", decode_percent},
	{HOST("deref-gmx.net"), "/mail/", "redirectUrl", decode_percent},
	{HOST("deref-gmx.com"), "/mail/", "redirectUrl", decode_percent},
	{HOST("deref-mail.com"), "/mail/", "redirectUrl", decode_percent},
	{HOST("deref-web.de"), "/mail/", "redirectUrl", decode_percent},
	{HOST("deref-web-02.de"), "/mail/", "redirectUrl", decode_percent},
	{HOST("secure-web.cisco.com"), "/", NULL, decode_segment},
};

static gboolean host_matches(Span host, const Redirector *redirector)
{
	const char *pattern = redirector->host;
	gsize length = redirector->length;
	if (pattern[length - 1] == '.')
		return g_str_has_prefix(host.data, pattern) ||
		       (g_str_has_prefix(host.data, "www.") &&
			       g_str_has_prefix(host.data + 4, pattern));
	if (host.length < length || memcmp(host.data + host.length - length, pattern, length) != 0)
		return FALSE;
	return host.length == length || host.data[host.length - length - 1] == '.';
}

/* Where the path of URL begins, "" when it has none. */
static const char *path_of(const char *url)
{
	const char *authority = strstr(url, "://");
	authority = authority == NULL ? url : authority + strlen("://");
	return authority + strcspn(authority, "/?#");
}

static const char *parameter_value(const char *query, const char *name)
{
	gsize length = strlen(name);
	while (query != NULL) {
		query++;
		if (g_str_has_prefix(query, "amp;"))
			query += strlen("amp;");
		if (strncmp(query, name, length) == 0 && query[length] == '=')
			return query + length + 1;
		query = strchr(query, '&');
	}
	return NULL;
}

static char *unwrap_by(const Redirector *redirector, const char *path)
{
	if (redirector->parameter == NULL)
		return redirector->decode(path + strlen(redirector->path));
	const char *value = parameter_value(strchr(path, '?'), redirector->parameter);
	return value == NULL ? NULL : redirector->decode(value);
}

char *link_unwrap(const char *host, const char *url)
{
	const char *path = path_of(url);
	Span name = span_new(host, strlen(host));
	for (gsize i = 0; i < G_N_ELEMENTS(redirectors); i++) {
		const Redirector *redirector = &redirectors[i];
		if (!host_matches(name, redirector))
			continue;
		gboolean bare = *path == '?' && strcmp(redirector->path, "/") == 0;
		if (!bare && !g_str_has_prefix(path, redirector->path))
			continue;
		char *inner = unwrap_by(redirector, path);
		if (inner != NULL)
			return inner;
	}
	return NULL;
}
