/* SPDX-License-Identifier: Apache-2.0
 *
 * A full name, and an address that has nothing of it, in a reply or where we know somebody of that
 * name. Names in other scripts say nothing: how they are written in Latin letters is not attempted.
 */
#include <string.h>

#include "judge/signal.h"

static gboolean is_latin(const char *name)
{
	for (const char *at = name; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (g_unichar_isalpha(c) && g_unichar_get_script(c) != G_UNICODE_SCRIPT_LATIN)
			return FALSE;
	}
	return TRUE;
}

static double measure(const Situation *situation, GString *detail)
{
	const Author *author = situation->author;
	g_autofree char *key = author_name_key(author->name);
	gboolean concerns_us = situation->continues || situation->namesake != 0;
	if (!concerns_us || situation->name_suits || situation->name_theirs || author->by_list ||
		author->address[0] == '\0' || strchr(key, ' ') == NULL || !is_latin(author->name))
		return 0;
	g_string_append_printf(detail, "%s <%s>", author->name, author->address);
	return 1;
}

const Signal signal_name_unlike_address = {
	.id = "name-unlike-address",
	.measure = measure,
	.reason_en = "The sender's name has nothing to do with the address that it comes from.",
	.reason_ja = "差出人の名前と送信元のアドレスに共通点がありません。",
};
