/* SPDX-License-Identifier: Apache-2.0
 *
 * Message-IDs and Outlook's conversation index, from fields in which they stand with or without
 * their brackets.
 */
#include "mail/header/reference.h"

#include "base/limits.h"
#include "mail/bytes.h"
#include "mail/header/header.h"

#define IDS_BYTES LIMIT_KIB(64)
#define THREAD_INDEX                                                                               \
	22 /* bytes of MS-OXOMSG's header block: a byte, five of time, then the GUID               \
	    */

static char *id_text(Span inside)
{
	g_autofree char *clean = header_clean(inside);
	GString *id = g_string_new(NULL);
	for (const char *at = clean; *at != '\0'; at++)
		if (*at != ' ')
			g_string_append_c(id, *at);
	return g_string_free(id, FALSE);
}

/* The "<…>" of VALUE at *AT, without the brackets; FALSE when there is no more. */
static gboolean next_id(Span value, gsize *at, Span *ret_id)
{
	Span rest = span_from(value, *at);
	const char *open = bytes_first(rest, '<');
	if (open == NULL)
		return FALSE;
	rest = span_from(rest, (gsize)(open - rest.data) + 1);
	const char *close = bytes_first(rest, '>');
	gsize length = close != NULL ? (gsize)(close - rest.data) : rest.length;
	*ret_id = span_new(rest.data, length);
	*at = (gsize)(open - value.data) + 1 + length;
	return TRUE;
}

/* The words of VALUE that look like ids, for those who leave the brackets out. */
static void bare_ids(Span value, GPtrArray *ids)
{
	Span word;
	for (gsize at = 0; bytes_next_word(value, &at, &word) && ids->len < LIMIT_REFERENCES;)
		if (bytes_first(word, '@') != NULL)
			g_ptr_array_add(ids, id_text(word));
}

GPtrArray *reference_list(Span value)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	Span id;
	value.length = MIN(value.length, IDS_BYTES);
	for (gsize at = 0; next_id(value, &at, &id);) {
		/* The last ones are nearest; keep room for them. */
		if (ids->len >= LIMIT_REFERENCES)
			g_ptr_array_remove_index(ids, 0);
		if (bytes_trim(id).length > 0)
			g_ptr_array_add(ids, id_text(id));
	}
	if (ids->len == 0)
		bare_ids(value, ids);
	return ids;
}

char *reference_first(Span value)
{
	gsize at = 0;
	Span id;
	return id_text(next_id(value, &at, &id) ? id : value);
}

char *reference_thread(Span value)
{
	g_autofree char *text = header_clean(value);
	gsize length = 0;
	g_autofree guchar *bytes = g_base64_decode(text, &length);
	if (length < THREAD_INDEX)
		return g_strdup("");
	GString *hex = g_string_sized_new(32);
	for (gsize i = 6; i < THREAD_INDEX; i++)
		g_string_append_printf(hex, "%02x", bytes[i]);
	return g_string_free(hex, FALSE);
}
