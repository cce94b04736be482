/* SPDX-License-Identifier: Apache-2.0
 *
 * RFC 5321 lets hosts tell mailboxes apart by case; none that matters does.
 */
#include "service/guard/recipient.h"

#include "mail/domain.h"

/* "<a@b>" and "a@b" as "a@b". New string. */
static char *without_brackets(const char *path)
{
	char *bare = g_strstrip(g_strdup(path));
	gsize length = strlen(bare);
	if (length < 2 || bare[0] != '<' || bare[length - 1] != '>')
		return bare;
	bare[length - 1] = '\0';
	memmove(bare, bare + 1, length - 1);
	return bare;
}

/* Behind "@one,@two:" (RFC 5321, appendix C). */
static const char *behind_route(const char *path)
{
	const char *colon = path[0] == '@' ? strchr(path, ':') : NULL;
	return colon != NULL ? colon + 1 : path;
}

/* LOCAL of LENGTH bytes without quotes, in lower case. New string. */
static char *plain_local(const char *local, gsize length)
{
	GString *plain = g_string_sized_new(length);
	gboolean quoted = length >= 2 && local[0] == '"' && local[length - 1] == '"';
	for (gsize i = quoted; i < length - quoted; i++) {
		i += quoted && local[i] == '\\' && i + 1 < length - quoted;
		g_string_append_c(plain, local[i]);
	}
	g_autofree char *any_case = g_string_free(plain, FALSE);
	return g_utf8_validate(any_case, -1, NULL) ? g_utf8_strdown(any_case, -1)
						   : g_ascii_strdown(any_case, -1);
}

char *recipient_normalise(const char *recipient)
{
	g_autofree char *path = without_brackets(recipient);
	const char *mailbox = behind_route(path);
	const char *at = strrchr(mailbox, '@');
	if (at == NULL)
		return domain_normalise(mailbox);
	g_autofree char *local = plain_local(mailbox, (gsize)(at - mailbox));
	g_autofree char *domain = domain_normalise(at + 1);
	return g_strconcat(local, "@", domain, NULL);
}
