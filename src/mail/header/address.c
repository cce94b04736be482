/* SPDX-License-Identifier: Apache-2.0
 *
 * Single addresses: how Facts spells them, and finding them in prose and display names.
 */
#include "mail/header/address.h"

#include <unicode/uidna.h>

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/header.h"

#define LOCAL_BYTES 128
#define HOST_BYTES  255

static gboolean local_byte(char c)
{
	return (guchar)c >= 0x80 || g_ascii_isalnum(c) ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

static gboolean host_byte(char c)
{
	return (guchar)c >= 0x80 || g_ascii_isalnum(c) || c == '-' || c == '.' || c == '_' ||
	       c == '*';
}

static const UIDNA *idna_table(void)
{
	static gsize opened;
	static UIDNA *table;
	if (g_once_init_enter(&opened)) {
		UErrorCode error = U_ZERO_ERROR;
		table = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &error);
		g_once_init_leave(&opened, 1);
	}
	return table;
}

/* The host in A-label form, lower-cased. New string. */
static char *host_to_ascii(Span host)
{
	if (bytes_are_ascii(host))
		return bytes_lower(host);
	const UIDNA *idna = idna_table();
	UErrorCode error = U_ZERO_ERROR;
	char ascii[HOST_BYTES + 1];
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	int32_t length = idna == NULL
				 ? 0
				 : uidna_nameToASCII_UTF8(idna, host.data, (int32_t)host.length,
					   ascii, HOST_BYTES, &info, &error);
	if (U_FAILURE(error) || info.errors != 0 || length <= 0 || length > HOST_BYTES)
		return g_utf8_strdown(host.data, (gssize)host.length);
	return g_strndup(ascii, (gsize)length);
}

static Span trim_bytes(Span span, const char *set)
{
	while (span.length > 0 && bytes_is_sign(span.data[0], set))
		span = span_from(span, 1);
	while (span.length > 0 && bytes_is_sign(span.data[span.length - 1], set))
		span.length--;
	return span;
}

static char *join_ascii(Span local, Span host)
{
	char *joined = g_malloc(local.length + host.length + 2);
	gsize length = 0;
	for (gsize i = 0; i < local.length; i++)
		joined[length++] = bytes_fold(local.data[i]);
	joined[length++] = '@';
	for (gsize i = 0; i < host.length; i++)
		joined[length++] = bytes_fold(host.data[i]);
	joined[length] = '\0';
	return joined;
}

static gboolean is_printable(Span span)
{
	for (gsize i = 0; i < span.length; i++)
		if (!g_ascii_isgraph(span.data[i]))
			return FALSE;
	return TRUE;
}

char *address_join(Span local, Span host)
{
	if (local.length + host.length < LIMIT_STRING && is_printable(local) && is_printable(host))
		return join_ascii(local, host);
	g_autofree char *low_local = g_utf8_strdown(local.data, (gssize)local.length);
	g_autofree char *low_host = host_to_ascii(host);
	g_autofree char *joined = g_strconcat(low_local, "@", low_host, NULL);
	return header_clean(span_new(joined, strlen(joined)));
}

gboolean address_good_host(Span host)
{
	if (host.length == 0 || host.length > HOST_BYTES)
		return FALSE;
	if (host.data[0] == '[')
		return host.length > 2 && host.data[host.length - 1] == ']';
	for (gsize i = 0; i < host.length; i++)
		if (!host_byte(host.data[i]))
			return FALSE;
	return TRUE;
}

/* "user" and "host" at the last "@" of SPEC (valid UTF-8). */
static gboolean split(Span spec, Span *local, Span *host)
{
	const char *at = bytes_last(spec, '@');
	if (at == NULL)
		return FALSE;
	*local = bytes_trim(bytes_part(spec, 0, (gsize)(at - spec.data)));
	*host = trim_bytes(span_from(spec, (gsize)(at - spec.data) + 1), " .>");
	return local->length > 0 && local->length <= LOCAL_BYTES && address_good_host(*host);
}

/* Obsolete routes, "mailto:" and quotes around the whole. */
static Span strip_spec(Span spec)
{
	spec = trim_bytes(spec, " \t<>,;");
	if (bytes_begin(spec, "mailto:") || bytes_begin(spec, "smtp:"))
		spec = bytes_trim(span_from(spec, bytes_begin(spec, "smtp:") ? 5 : 7));
	const char *colon = spec.length > 0 && spec.data[0] == '@' ? bytes_last(spec, ':') : NULL;
	if (colon != NULL)
		spec = span_from(spec, (gsize)(colon - spec.data) + 1);
	if (spec.length > 2 && (spec.data[0] == '"' || spec.data[0] == '\'') &&
		spec.data[spec.length - 1] == spec.data[0])
		spec = bytes_part(spec, 1, spec.length - 1);
	return spec;
}

char *address_normal_utf8(Span spec)
{
	Span local;
	Span host;
	spec = strip_spec(spec);
	if (!split(spec, &local, &host))
		return g_strdup("");
	/* The last word counts where a blank stands in an unquoted local part. */
	if (local.data[0] != '"')
		for (gsize i = local.length; i > 0; i--)
			if (local.data[i - 1] == ' ' || local.data[i - 1] == '<') {
				local = span_from(local, i);
				break;
			}
	/* "Books"@host is Books@host: quotes that are not needed say nothing. */
	if (local.length > 2 && local.data[0] == '"' && local.data[local.length - 1] == '"' &&
		bytes_first(local, ' ') == NULL && bytes_first(local, '@') == NULL)
		local = bytes_part(local, 1, local.length - 1);
	return local.length > 0 ? address_join(local, host) : g_strdup("");
}

char *address_normal(Span raw)
{
	g_autofree char *text = header_text(raw);
	return address_normal_utf8(span_new(text, strlen(text)));
}

gboolean address_in(const GPtrArray *addresses, const char *address)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *one = g_ptr_array_index(addresses, i);
		if (g_str_equal(one->address, address))
			return TRUE;
	}
	return FALSE;
}

void address_take(GPtrArray *addresses, char *take_name, char *take_address)
{
	if (addresses->len < LIMIT_ADDRESSES) {
		g_ptr_array_add(addresses, address_new(take_name, take_address));
		return;
	}
	g_free(take_name);
	g_free(take_address);
}

/* The address around the "@" at AT in TEXT: its start and end. Prose needs a dot in the host. */
static gboolean around(Span text, gsize at, gsize *start, gsize *end)
{
	*start = at;
	while (*start > 0 && at - *start < LOCAL_BYTES && local_byte(text.data[*start - 1]))
		(*start)--;
	*end = at + 1;
	while (*end < text.length && *end - at <= HOST_BYTES && host_byte(text.data[*end]))
		(*end)++;
	Span host = trim_bytes(bytes_part(text, at + 1, *end), ".-_");
	while (*start < at && strchr("'.`-=/", text.data[*start]) != NULL)
		(*start)++;
	return *start < at && host.length > 2 && bytes_first(host, '.') != NULL;
}

void address_find(const char *text, GPtrArray *found)
{
	Span span = span_new(text, strlen(text));
	for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
		gsize start = 0;
		gsize end = 0;
		if (!around(span, (gsize)(at - text), &start, &end))
			continue;
		if (!g_utf8_validate_len(text + start, end - start, NULL))
			continue;
		char *address = address_normal_utf8(bytes_part(span, start, end));
		if (address[0] != '\0' && !address_in(found, address))
			address_take(found, NULL, address);
		else
			g_free(address);
	}
}

char *address_clean_name(const char *name)
{
	Span text = span_new(name, strlen(name));
	GString *out = g_string_new(NULL);
	gsize copied = 0;
	for (const char *at = strchr(name, '@'); at != NULL; at = strchr(at + 1, '@')) {
		gsize start = 0;
		gsize end = 0;
		if (!around(text, (gsize)(at - name), &start, &end) || start < copied)
			continue;
		/* Brackets and quotes around it go with it. */
		while (start > copied && strchr("(<[\"'", name[start - 1]) != NULL)
			start--;
		while (name[end] != '\0' && strchr(")>]\"'", name[end]) != NULL)
			end++;
		g_string_append_len(out, name + copied, (gssize)(start - copied));
		g_string_append_c(out, ' ');
		copied = end;
	}
	g_string_append(out, name + copied);
	for (gsize i = 0; i < out->len; i++)
		if (bytes_is_sign(out->str[i], "<>\""))
			out->str[i] = ' ';
	Span rest = trim_bytes(span_new(out->str, out->len), " \t'`,;:-_/|\\[]{}=");
	char *clean = header_clean(rest);
	g_string_free(out, TRUE);
	return clean;
}
