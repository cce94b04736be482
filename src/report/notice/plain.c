/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists of what is allowed.
 */
#include "report/notice/plain.h"

#include <string.h>

enum { longest_address = 254, longest_file_name = 100 };

static gboolean is_of(const char *text, gsize length, const char *signs)
{
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isalnum(text[i]) &&
			(text[i] == '\0' || strchr(signs, text[i]) == NULL))
			return FALSE;
	return length > 0 && (g_ascii_isalnum(text[0]) || text[0] == '_');
}

gboolean plain_domain(const char *domain)
{
	gsize length = strlen(domain);
	return length < longest_address && is_of(domain, length, ".-");
}

gboolean plain_address(const char *address)
{
	const char *at = strchr(address, '@');
	return at != NULL && strlen(address) <= longest_address &&
	       is_of(address, (gsize)(at - address), "._+-=") && plain_domain(at + 1);
}

char *plain_file_name(const char *text)
{
	char *name = g_strndup(text, longest_file_name);
	for (char *at = name; *at != '\0'; at++)
		if (!g_ascii_isalnum(*at) && *at != '-' && (*at != '.' || at == name))
			*at = '_';
	return name;
}
