/* SPDX-License-Identifier: Apache-2.0
 *
 * A name has capitals, or CJK characters alone, and few of them. Firms, departments, titles and
 * readings that stand on the same line in Japanese, Chinese and Korean signatures are taken off.
 */
#include "mail/text/signature-name.h"

#include "mail/bytes.h"
#include "mail/text/signature-words.h"

#define NAME_MAXIMUM   48
#define NAME_WORDS     5
#define CJK_LINE       150 /* bytes of a line with firm, department and name */
#define CJK_CHARACTERS 12

#define WIDE_SPACE "\xe3\x80\x80"

static gboolean is_capital(Span word)
{
	gunichar c = g_utf8_get_char(word.data);
	return g_unichar_isupper(c) || c == '*' || c == '(' || c == '"';
}

static gboolean is_particle(Span word)
{
	for (gsize i = 0; i < signature_particles_count; i++)
		if (bytes_equal(word, signature_particles[i]))
			return TRUE;
	return FALSE;
}

static gboolean is_script(gunichar c)
{
	return (c >= 0x3041 && c <= 0x30ff && c != 0x30fb) || (c >= 0x3400 && c <= 0x9fff) ||
	       (c >= 0xac00 && c <= 0xd7a3) || c == 0x3005;
}

static gboolean ends_with(Span text, const char *end)
{
	gsize length = strlen(end);
	return text.length >= length && memcmp(text.data + text.length - length, end, length) == 0;
}

/* A firm, department or title: what may stand before a name on its line. */
static gboolean is_office(Span word)
{
	for (gsize i = 0; i < signature_offices_count; i++)
		if (ends_with(word, signature_offices[i]) ||
			bytes_begin(word, signature_offices[i]))
			return TRUE;
	return FALSE;
}

static gboolean is_cjk_name(Span name)
{
	gsize characters = 0;
	gsize hiragana = 0;
	for (const char *at = name.data; at < name.data + name.length; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (!is_script(c) && c != ' ' && c != 0x3000)
			return FALSE;
		hiragana += c >= 0x3041 && c <= 0x309f ? 1 : 0;
		characters += is_script(c) ? 1 : 0;
	}
	for (gsize i = 0; i < signature_not_names_count; i++)
		if (ends_with(name, signature_not_names[i]))
			return FALSE;
	return characters >= 2 && characters <= CJK_CHARACTERS && hiragana * 2 <= characters &&
	       !is_office(name);
}

static gsize space_length(Span text, gsize at)
{
	if (text.data[at] == ' ' || text.data[at] == '\t')
		return 1;
	return bytes_begin(span_from(text, at), WIDE_SPACE) ? strlen(WIDE_SPACE) : 0;
}

/* The word at *AT and the white space behind it; *AT moves behind both. */
static Span next_word(Span text, gsize *at)
{
	gsize start = *at;
	while (*at < text.length && space_length(text, *at) == 0)
		(*at)++;
	Span word = bytes_part(text, start, *at);
	while (*at < text.length && space_length(text, *at) > 0)
		*at += space_length(text, *at);
	return word;
}

/* A reading or title in brackets behind a name. */
static Span drop_bracket(Span line)
{
	static const char *const open[] = {"\xef\xbc\x88", "(", "\xe3\x80\x90", "/"};
	for (gsize i = 0; i < G_N_ELEMENTS(open); i++) {
		const char *found = memmem(line.data, line.length, open[i], strlen(open[i]));
		if (found != NULL)
			line.length = (gsize)(found - line.data);
	}
	while (line.length >= 3 && ends_with(line, WIDE_SPACE))
		line.length -= 3;
	return bytes_trim(line);
}

static Span cjk_name(Span line)
{
	gsize at = 0;
	if (line.length > CJK_LINE)
		return span_new(NULL, 0);
	line = drop_bracket(line);
	while (at < line.length) {
		gsize start = at;
		if (is_office(next_word(line, &at)))
			continue;
		Span name = span_from(line, start);
		return is_cjk_name(name) ? name : span_new(NULL, 0);
	}
	return span_new(NULL, 0);
}

static const gboolean not_in_names[256] = {['@'] = TRUE,
	[':'] = TRUE,
	['/'] = TRUE,
	['?'] = TRUE,
	['!'] = TRUE,
	[';'] = TRUE,
	['<'] = TRUE,
	['>'] = TRUE,
	['='] = TRUE,
	['['] = TRUE,
	[']'] = TRUE,
	['{'] = TRUE,
	['}'] = TRUE,
	['#'] = TRUE,
	['$'] = TRUE,
	['%'] = TRUE,
	['&'] = TRUE,
	['+'] = TRUE,
	['0' ... '9'] = TRUE};

static gboolean is_latin_name(Span name)
{
	gsize at = 0;
	guint words = 0;
	Span word;
	if (name.length < 2 || name.length > NAME_MAXIMUM || strchr("(\"", name.data[0]) != NULL)
		return FALSE;
	for (gsize i = 0; i < name.length; i++)
		if (not_in_names[(guint8)name.data[i]])
			return FALSE;
	while (bytes_next_word(name, &at, &word)) {
		gboolean lower = !is_capital(word) && !(words > 0 && is_particle(word));
		if (lower || ++words > NAME_WORDS)
			return FALSE;
	}
	char last = name.data[name.length - 1];
	return words > 0 && last != ',' && (last != '.' || name.length < 4);
}

/* What stands before a name for show: "- ", "~", "◇ ". An asterisk may mask a letter. */
static Span drop_ornaments(Span line)
{
	while (line.length > 0) {
		gunichar c = g_utf8_get_char(line.data);
		gboolean sign = c == '-' || c == '~' || c == ' ' || c == '/' || c == 0x3000 ||
				c == 0x30fb || (c >= 0x2010 && c <= 0x2015) ||
				(c >= 0x2500 && c <= 0x26ff);
		if (!sign)
			break;
		line = span_from(line, (gsize)(g_utf8_next_char(line.data) - line.data));
	}
	return line;
}

Span signature_name(Span line)
{
	line = drop_ornaments(line);
	if (line.length > 0 && g_utf8_get_char(line.data) >= 0x1100)
		return cjk_name(line);
	return is_latin_name(line) ? line : span_new(NULL, 0);
}
