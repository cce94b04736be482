/* SPDX-License-Identifier: Apache-2.0
 *
 * RFC 5321 lets hosts tell mailboxes apart by case; none that matters does.
 */
#include "service/guard/recipient.h"

#include "mail/domain.h"

/* A path while it is read: what quotes, backslashes and comments (RFC 5322, 3.2) say is undone. */
typedef struct Plain {
	GString *text;
	gssize at; /* of the last "@" that parts mailbox and domain in text, -1 for none */
	guint comments;
	gboolean quoted;
} Plain;

static void take(Plain *self, char c)
{
	if (self->comments > 0) {
		self->comments += c == '(';
		self->comments -= c == ')';
	} else if (c == '"') {
		self->quoted = !self->quoted;
	} else if (!self->quoted && c == '(') {
		self->comments = 1;
	} else if (self->quoted || !g_ascii_isspace(c)) {
		if (!self->quoted && c == '@')
			self->at = (gssize)self->text->len;
		g_string_append_c(self->text, c);
	}
}

/* What stands in the angle brackets, if there are any, behind "@one,@two:" (RFC 5321, appendix C).
 */
static const char *mailbox_of(char *path)
{
	gsize length = strlen(path);
	if (length >= 2 && path[0] == '<' && path[length - 1] == '>') {
		path[length - 1] = '\0';
		path = g_strstrip(path + 1);
	}
	const char *colon = path[0] == '@' ? strchr(path, ':') : NULL;
	return colon != NULL ? colon + 1 : path;
}

static char *fold(const char *local)
{
	return g_utf8_validate(local, -1, NULL) ? g_utf8_strdown(local, -1)
						: g_ascii_strdown(local, -1);
}

/* ADDRESS, whose domain follows the "@" at AT. */
static char *join(const char *address, gsize at)
{
	g_autofree char *local = g_strndup(address, at);
	g_autofree char *folded = fold(local);
	g_autofree char *domain = domain_normalise(address + at + 1);
	return g_strconcat(folded, "@", domain, NULL);
}

char *recipient_normalise(const char *recipient)
{
	g_autofree char *path = g_strstrip(g_strdup(recipient));
	g_autoptr(GString) text = g_string_new(NULL);
	Plain plain = {.text = text, .at = -1};
	for (const char *next = mailbox_of(path); *next != '\0'; next++) {
		gboolean escaped = *next == '\\' && next[1] != '\0';
		next += escaped;
		if (escaped && plain.comments == 0)
			g_string_append_c(text, *next);
		else if (!escaped)
			take(&plain, *next);
	}
	if (plain.at < 0)
		return domain_normalise(text->str);
	return join(text->str, (gsize)plain.at);
}

char *recipient_fold(const char *address)
{
	const char *at = strrchr(address, '@');
	if (at == NULL)
		return domain_normalise(address);
	/* Sendmail leaves the quotes. */
	gboolean quoted = at - address > 2 && address[0] == '"' && at[-1] == '"';
	g_autofree char *bare = g_strndup(address + quoted, (gsize)(at - address) - 2 * quoted);
	g_autofree char *whole = g_strconcat(bare, at, NULL);
	return join(whole, strlen(bare));
}

char *recipient_above(const char *mailbox)
{
	const char *at = strrchr(mailbox, '@');
	const char *plus = strchr(mailbox, '+');
	if (at == NULL) {
		const char *dot = strchr(mailbox, '.');
		return dot != NULL ? g_strdup(dot + 1) : NULL;
	}
	if (plus == NULL || plus == mailbox || plus > at)
		return g_strdup(at + 1);
	g_autofree char *local = g_strndup(mailbox, (gsize)(plus - mailbox));
	return g_strconcat(local, at, NULL);
}
