/* SPDX-License-Identifier: Apache-2.0
 *
 * Links as a browser would follow them: user names, backslashes, percent signs and invisible
 * characters that are to hide the host are taken off. Every pass is linear and the number of links
 * is bounded.
 */
#include "mail/text/link.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/domain.h"
#include "mail/text/link-unwrap.h"

/* Redirectors inside redirectors: deeper ones are left wrapped. */
#define UNWRAP_DEPTH 3

/* No host is longer; the scan for its end stops there. */
#define HOST_BYTES 300

/* Characters that no host has; a browser refuses a name that holds one. */
#define NO_HOST_BYTES " \t\r\n/\\?#@<>%|^`{}\""

static const char *skip_prefix(const char *text, const char *prefix)
{
	gsize length = strlen(prefix);
	return g_ascii_strncasecmp(text, prefix, length) == 0 ? text + length : NULL;
}

static gboolean is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* TEXT without control and invisible characters, and without white space unless KEEP_SPACE; at most
 * LIMIT_URL bytes. */
static char *cleaned(const char *text, gboolean keep_space)
{
	gsize plain = 0;
	while (g_ascii_isgraph(text[plain]) && plain + 4 <= LIMIT_URL)
		plain++;
	GString *out = g_string_new_len(text, (gssize)plain);
	text += plain;
	while (*text != '\0' && out->len + 4 <= LIMIT_URL) {
		if (g_ascii_isgraph(*text)) {
			g_string_append_c(out, *text++);
			continue;
		}
		gunichar c = g_utf8_get_char_validated(text, -1);
		if (c >= 0x110000) {
			text++;
			continue;
		}
		text = g_utf8_next_char(text);
		gboolean space = g_unichar_isspace(c);
		if (space && keep_space)
			g_string_append_c(out, ' ');
		if (!space && !g_unichar_iscntrl(c) && g_unichar_type(c) != G_UNICODE_FORMAT)
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

/* A top-level domain that is better known as the end of a file name: "notes.md" is rather a file.
 */
static gboolean looks_like_file(const char *host)
{
	static const char *const endings[] = {
		"cc", "md", "mov", "ps", "py", "rs", "sh", "so", "zip"};
	const char *dot = strchr(host, '.');
	if (dot == NULL || strchr(dot + 1, '.') != NULL)
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_ascii_strcasecmp(dot + 1, endings[i]) == 0)
			return TRUE;
	return FALSE;
}

/* Does URL begin with a domain name and nothing before it, as in "example.org/x"? */
static gboolean begins_with_domain(const char *url)
{
	g_autofree char *host = g_strndup(url, strcspn(url, "/?#:@"));
	if (url[strlen(host)] == '@' || strpbrk(host, NO_HOST_BYTES) != NULL)
		return FALSE;
	return domain_is_complete(host) && !looks_like_file(host);
}

/* Where the authority ("user@host:port") of URL begins, or NULL when it leads to no host. */
static const char *find_authority(const char *url)
{
	static const char *const schemes[] = {"http:", "https:", "ftp:"};
	for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
		const char *rest = skip_prefix(url, schemes[i]);
		if (rest == NULL)
			continue;
		while (is_slash(*rest))
			rest++;
		return rest;
	}
	if (is_slash(url[0]) && is_slash(url[1]))
		return url + 2;
	if (skip_prefix(url, "www.") != NULL || begins_with_domain(url))
		return url;
	return NULL;
}

static char *percent_decoded(const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	for (; *text != '\0'; text++) {
		char byte = *text;
		if (byte == '%' && g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2])) {
			byte = (char)(g_ascii_xdigit_value(text[1]) * 16 +
				      g_ascii_xdigit_value(text[2]));
			text += 2;
		}
		if (byte != '\0')
			g_string_append_c(out, byte);
	}
	return g_utf8_make_valid(out->str, (gssize)out->len);
}

static void cut_port(char *host)
{
	char *colon = strrchr(host, ':');
	if (colon != NULL && strspn(colon + 1, "0123456789") == strlen(colon + 1) &&
		strchr(colon, ']') == NULL)
		*colon = '\0';
}

/* The host that URL leads to, or NULL. */
static char *host_of(const char *url)
{
	const char *start = find_authority(url);
	if (start == NULL)
		return NULL;
	g_autofree char *authority = g_strndup(start, strcspn(start, "/\\?#"));
	const char *at = strrchr(authority, '@');
	g_autofree char *host = g_strdup(at == NULL ? authority : at + 1);
	cut_port(host);
	g_autofree char *decoded = percent_decoded(host);
	if (strpbrk(decoded, NO_HOST_BYTES) != NULL) /* a browser refuses it: kept as written */
		return g_utf8_strdown(host, -1);
	g_autofree char *name = domain_normalise(decoded);
	return *name == '\0' ? NULL : g_steal_pointer(&name);
}

static char *site_of(const char *host)
{
	return strpbrk(host, NO_HOST_BYTES) != NULL ? g_strdup(host) : domain_site(host);
}

static gboolean begins_longer(Span text, const char *start)
{
	return text.length > strlen(start) && bytes_begin(text, start);
}

static gboolean starts_link(Span text, gsize at)
{
	Span rest = span_from(text, at);
	if (begins_longer(rest, "http://") || begins_longer(rest, "https://") ||
		begins_longer(rest, "ftp://"))
		return TRUE;
	if (!begins_longer(rest, "www."))
		return FALSE;
	char before = at > 0 ? text.data[at - 1] : ' ';
	return !g_ascii_isalnum(before) && strchr(".-_@/", before) == NULL;
}

/* Scripts written without spaces: text in them can follow a link directly. */
static gboolean is_unspaced(gunichar c)
{
	switch (g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_HAN:
	case G_UNICODE_SCRIPT_HIRAGANA:
	case G_UNICODE_SCRIPT_KATAKANA:
	case G_UNICODE_SCRIPT_HANGUL:
	case G_UNICODE_SCRIPT_BOPOMOFO:
	case G_UNICODE_SCRIPT_THAI:
		return TRUE;
	default:
		return c >= 0xFF00; /* full-width forms */
	}
}

/* The length of the character at AT when it may stand in a host, else 0. UNSPACED: the host began
 * in such a script. */
static gsize host_letter(Span text, gsize at, gboolean unspaced)
{
	gunichar c = g_utf8_get_char_validated(text.data + at, (gssize)(text.length - at));
	if (c >= 0x110000 || !(g_unichar_isalnum(c) || g_unichar_ismark(c)))
		return 0;
	if (is_unspaced(c) && !unspaced)
		return 0;
	return (gsize)(g_utf8_next_char(text.data + at) - (text.data + at));
}

/* ASCII that is seen, but no quotes, brackets and the like. */
static const gboolean link_bytes[256] = {
	['!'] = TRUE,
	['#' ... ';'] = TRUE,
	['='] = TRUE,
	['?' ... '['] = TRUE,
	[']'] = TRUE,
	['_'] = TRUE,
	['a' ... 'z'] = TRUE,
	['~'] = TRUE,
};

static gboolean is_link_byte(char c)
{
	return link_bytes[(guint8)c];
}

/* Without the punctuation that ends a sentence, and closing brackets that were not opened inside.
 */
static gsize trimmed_length(const char *url, gsize length)
{
	gsize open = 0, closed = 0;
	for (gsize i = 0; i < length; i++) {
		open += url[i] == '(' || url[i] == '[';
		closed += url[i] == ')' || url[i] == ']';
	}
	while (length > 0) {
		char last = url[length - 1];
		gboolean bracket = (last == ')' || last == ']') && closed > open;
		if (!bracket && !bytes_is_sign(last, ".,;:!?'*"))
			break;
		closed -= bracket;
		length--;
	}
	return length;
}

/* Where the authority of the link that begins at AT starts. */
static gsize host_start(Span text, gsize at)
{
	if (g_ascii_tolower(text.data[at]) == 'w')
		return at;
	while (text.data[at] != '/')
		at++;
	return at + strlen("//");
}

/* Where the host that starts at START ends; START when a host in an unspaced script is no domain.
 */
static gsize host_end(Span text, gsize start)
{
	gboolean unspaced = start < text.length && (text.data[start] & 0x80) != 0 &&
			    host_letter(text, start, FALSE) == 0;
	gsize at = start;
	while (at < text.length && at - start < HOST_BYTES) {
		gboolean plain =
			is_link_byte(text.data[at]) && !bytes_is_sign(text.data[at], "/?#:");
		gsize length = plain ? 1 : host_letter(text, at, unspaced);
		if (length == 0)
			break;
		at += length;
	}
	if (!unspaced)
		return at;
	g_autofree char *name = g_strndup(text.data + start, at - start);
	return domain_is_complete(name) ? at : start;
}

/* The link that begins at AT; empty when there is none after all. */
static Span link_at(Span text, gsize at)
{
	gsize host = host_start(text, at);
	gsize end = host_end(text, host);
	if (end == host)
		return span_new(NULL, 0);
	while (end < text.length && is_link_byte(text.data[end]))
		end++;
	gsize length = trimmed_length(text.data + at, end - at);
	return length > host - at ? span_new(text.data + at, length) : span_new(NULL, 0);
}

/* Links begin with four bytes as in "http", "ftp:" and "www.". By byte: which of the four it may be
 * at most, 0 when none of them. */
static const guint8 beginnings[256] = {
	['p'] = 4,
	['P'] = 4,
	[':'] = 4,
	['.'] = 4,
	['t'] = 3,
	['T'] = 3,
	['w'] = 3,
	['W'] = 3,
	['f'] = 1,
	['F'] = 1,
	['h'] = 1,
	['H'] = 1,
};

/* The next link in TEXT from *POSITION on, which is moved behind it; empty at the end. Looks at
 * every fourth byte of a text without links. */
static Span next_link(Span text, gsize *position)
{
	for (gsize at = *position; at + 3 < text.length;) {
		guint8 place = beginnings[(guint8)text.data[at + 3]];
		if (place < 4) {
			at += 4u - place;
			continue;
		}
		Span found = starts_link(text, at) ? link_at(text, at) : span_new(NULL, 0);
		if (found.length > 0) {
			*position = at + found.length;
			return found;
		}
		at++;
	}
	*position = text.length;
	return span_new(NULL, 0);
}

/* Was the host that TEXT names cut short, as in "https://bank.exa..."? */
static gboolean is_cut(const char *after)
{
	return g_str_has_prefix(after, "..") || g_str_has_prefix(after, "\xe2\x80\xa6");
}

/* The registrable domain that visible TEXT names, or "". */
static char *shown_site(const char *text)
{
	if (*text == '\0')
		return g_strdup("");
	g_autofree char *visible = cleaned(text, TRUE);
	g_strstrip(visible);
	gsize position = 0;
	Span found = next_link(span_new(visible, strlen(visible)), &position);
	g_autofree char *url = found.length > 0 ? g_strndup(found.data, found.length) : NULL;
	if (url == NULL && strchr(visible, ' ') == NULL && begins_with_domain(visible))
		url = g_strdup(visible);
	g_autofree char *host = url == NULL ? NULL : host_of(url);
	if (host == NULL || strchr(host, '.') == NULL)
		return g_strdup("");
	gboolean whole = strcspn(find_authority(url), "/?#") == strlen(find_authority(url));
	if (found.length > 0 && whole && is_cut(visible + position))
		return g_strdup("");
	return site_of(host);
}

static Link *find_link(Facts *facts, const char *url)
{
	guint hash = g_str_hash(url);
	for (guint i = 0; i < facts->links->len; i++) {
		Link *link = g_ptr_array_index(facts->links, i);
		if (link->hash == hash && strcmp(link->url, url) == 0)
			return link;
	}
	return NULL;
}

static void set_string(char **string, char *take_value)
{
	g_free(*string);
	*string = take_value;
}

/* Replace *URL and *HOST by what a redirector leads to. FALSE when it is none. */
static gboolean unwrap(char **url, char **host)
{
	guint depth = 0;
	for (; depth < UNWRAP_DEPTH; depth++) {
		g_autofree char *inner = link_unwrap(*host, *url);
		g_autofree char *inner_url = inner != NULL ? cleaned(inner, FALSE) : NULL;
		char *inner_host = inner_url != NULL ? host_of(inner_url) : NULL;
		if (inner_host == NULL)
			break;
		set_string(host, inner_host);
		set_string(url, g_steal_pointer(&inner_url));
	}
	return depth > 0;
}

static gboolean has_letters(const char *text)
{
	for (; *text != '\0'; text = g_utf8_next_char(text))
		if (g_unichar_isalnum(g_utf8_get_char(text)))
			return TRUE;
	return FALSE;
}

void link_add(Facts *facts, const char *target, const char *text, gboolean own)
{
	g_autofree char *url = cleaned(target, FALSE);
	Link *known = find_link(facts, url);
	if (known != NULL && *text == '\0') {
		known->own = known->own || own;
		return;
	}
	if (known == NULL && facts->links->len >= LIMIT_LINKS) {
		facts->anomalies |= ANOMALY_LIMIT;
		return;
	}
	g_autofree char *host = host_of(url);
	if (host == NULL)
		return;
	Link *link = unwrap(&url, &host) ? find_link(facts, url) : known;
	g_autofree char *shown = shown_site(text);
	if (link == NULL) {
		link = link_new();
		set_string(&link->site, site_of(host));
		set_string(&link->host, g_steal_pointer(&host));
		set_string(&link->url, g_steal_pointer(&url));
		link->hash = g_str_hash(link->url);
		g_ptr_array_add(facts->links, link);
	}
	link->own = link->own || own;
	link->veiled = link->veiled || (*shown == '\0' && has_letters(text));
	/* Of several visible texts the one that names another site matters. */
	if (*link->shown == '\0' || (*shown != '\0' && strcmp(link->shown, link->site) == 0))
		set_string(&link->shown, g_steal_pointer(&shown));
}

void link_scan(Facts *facts, Span text, gboolean own)
{
	gsize position = 0;
	for (;;) {
		Span found = next_link(text, &position);
		if (found.length == 0)
			return;
		g_autofree char *url = g_strndup(found.data, MIN(found.length, LIMIT_URL));
		link_add(facts, url, "", own);
	}
}
