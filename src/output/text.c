/* SPDX-License-Identifier: Apache-2.0
 *
 * What a message holds must not move the cursor, change colours or reverse the direction of a line.
 */
#include "output/text.h"

#include <unistd.h>

enum { longest_shown = 200 };

static gboolean is_harmless(gunichar c)
{
	if (g_unichar_iscntrl(c))
		return FALSE;
	gboolean directs = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
			   c == 0x200e || c == 0x200f || c == 0x061c;
	return !directs && c != 0xfeff && c != 0x2028 && c != 0x2029;
}

/* At most MOST characters of TEXT, made harmless. */
static char *clean(const char *text, gulong most)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *safe = g_string_new(NULL);
	gulong shown = 0;
	for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		if (++shown > most) {
			g_string_append(safe, "…");
			break;
		}
		gunichar c = g_utf8_get_char(at);
		if (c == '\t' || c == '\n')
			g_string_append_c(safe, ' ');
		else
			g_string_append_unichar(safe, is_harmless(c) ? c : 0xfffd);
	}
	return g_string_free(safe, FALSE);
}

char *text_safe(const char *text)
{
	return clean(text, longest_shown);
}

char *text_clean(const char *text)
{
	return clean(text, G_MAXULONG);
}

const char *text_colour(FILE *stream, Colour colour)
{
	static const char *const sequences[] = {
		"\033[0m", "\033[1;31m", "\033[33m", "\033[32m", "\033[1m", "\033[2m"};
	if (g_getenv("NO_COLOR") != NULL || !isatty(fileno(stream)) ||
		g_strcmp0(g_getenv("TERM"), "dumb") == 0)
		return "";
	return sequences[colour];
}

char *text_time(gint64 time)
{
	g_autoptr(GDateTime) date = time != 0 ? g_date_time_new_from_unix_utc(time) : NULL;
	return date != NULL ? g_date_time_format(date, "%Y-%m-%d %H:%MZ") : g_strdup("-");
}

char *text_number(guint64 number)
{
	return g_strdup_printf("%'" G_GUINT64_FORMAT, number);
}

char *text_probability(double probability)
{
	return g_strdup_printf("%.0f %%", MIN(100 * probability, 99));
}

gboolean text_japanese(void)
{
	return g_str_has_prefix(g_get_language_names()[0], "ja");
}

guint text_width(const char *text)
{
	guint width = 0;
	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (!g_unichar_iszerowidth(c))
			width += g_unichar_iswide(c) ? 2 : 1;
	}
	return width;
}
