/* SPDX-License-Identifier: Apache-2.0
 *
 * One pass over a section, line by line.
 */
#include "report/notice/letter.h"

#include <string.h>

#include "report/notice/letters.h"

/* The lines of SECTION without its head; *RET_LENGTH bytes. */
static const char *find_section(const char *text, const char *section, gsize *ret_length)
{
	g_autofree char *head = g_strdup_printf("%%%s\n", section);
	for (const char *at = text; at != NULL;) {
		gboolean found = g_str_has_prefix(at, head);
		const char *start = strchr(at, '\n') + 1;
		const char *next = start[0] == '%' ? start - 1 : strstr(start, "\n%");
		if (found) {
			*ret_length = next != NULL ? (gsize)(next + 1 - start) : strlen(start);
			return start;
		}
		at = next != NULL ? next + 1 : NULL;
	}
	*ret_length = 0;
	return "";
}

static const LetterValue *find_value(
	const LetterValue *values, guint count, const char *key, gsize length)
{
	for (guint i = 0; i < count; i++)
		if (strlen(values[i].key) == length && strncmp(values[i].key, key, length) == 0)
			return &values[i];
	return NULL;
}

/* Appends LINE, filled in, to OUT; nothing when a value of it is NULL. */
static void fill_line(const char *line, const LetterValue *values, guint count, GString *out)
{
	g_autoptr(GString) filled = g_string_new(NULL);
	for (const char *at = line; *at != '\0';) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;
		const LetterValue *value =
			end != NULL ? find_value(values, count, at + 1, (gsize)(end - at - 1))
				    : NULL;
		if (value == NULL) {
			g_string_append_c(filled, *at++);
			continue;
		}
		if (value->value == NULL)
			return;
		g_string_append(filled, value->value);
		at = end + 1;
	}
	g_string_append(out, filled->str);
	/* A value of several lines brings its own line break. */
	if (filled->len == 0 || filled->str[filled->len - 1] != '\n')
		g_string_append_c(out, '\n');
}

char *letter_fill(
	LetterLanguage language, const char *section, const LetterValue *values, guint count)
{
	gsize length = 0;
	const char *text = find_section(letter_texts[language], section, &length);
	g_autofree char *copy = g_strndup(text, length);
	g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
	GString *out = g_string_new(NULL);
	for (guint i = 0; lines[i] != NULL && (lines[i][0] != '\0' || lines[i + 1] != NULL); i++)
		fill_line(lines[i], values, count, out);
	return g_string_free(out, FALSE);
}

char *letter_phrase(LetterLanguage language, const char *section)
{
	return g_strchomp(letter_fill(language, section, NULL, 0));
}
