/* SPDX-License-Identifier: Apache-2.0
 *
 * Inline CSS as far as it hides text. Each declaration is squeezed (no white space, no comments,
 * lower case) and compared; longer ones than any of interest are passed over.
 */
#include "mail/html/html-style.h"

#include "mail/bytes.h"

#define DECLARATION_MAXIMUM 80
/* Sizes up to this many px or pt cannot be read. */
#define TINY_MAXIMUM 1.0
#define NO_COLOUR    G_MAXUINT32
#define TRANSPARENT  (G_MAXUINT32 - 1)

typedef struct StyleReader {
	HtmlStyle *style;
	guint32 colour;
	guint32 background;
} StyleReader;

typedef struct ColourName {
	const char *name;
	guint32 value;
} ColourName;

/* The length of a CSS comment at AT, 0 when there is none. */
static gsize comment_length(Span style, gsize at)
{
	if (style.length - at < 2 || style.data[at] != '/' || style.data[at + 1] != '*')
		return 0;
	for (gsize end = at + 2; end + 1 < style.length; end++)
		if (style.data[end] == '*' && style.data[end + 1] == '/')
			return end + 2 - at;
	return style.length - at;
}

/* The declaration at *AT, squeezed, into OUT; *AT moves behind its ';'. FALSE at the end. */
static gboolean next_declaration(Span style, gsize *at, char *out)
{
	if (*at >= style.length)
		return FALSE;
	gsize length = 0;
	while (*at < style.length && style.data[*at] != ';') {
		gsize comment = comment_length(style, *at);
		char c = style.data[*at];
		*at += comment > 0 ? comment : 1;
		if (comment == 0 && !bytes_is_space(c) && c != '\f' &&
			length < DECLARATION_MAXIMUM - 1)
			out[length++] = g_ascii_tolower(c);
	}
	(*at)++;
	out[length] = '\0';
	if (g_str_has_suffix(out, "!important"))
		out[length - strlen("!important")] = '\0';
	return TRUE;
}

/* The number that VALUE begins with, and where its unit begins; FALSE when it begins with none. */
static gboolean take_number(const char *value, double *ret, const char **ret_unit)
{
	char *end;
	*ret = g_ascii_strtod(value, &end);
	*ret_unit = end;
	return end != value;
}

static gboolean is_zero(const char *value)
{
	double number;
	const char *unit;
	return take_number(value, &number, &unit) && number <= 0.0;
}

static guint32 read_hexadecimal(const char *digits)
{
	char wide[7];
	gsize length = strspn(digits, "0123456789abcdef");
	if (digits[length] != '\0' || (length != 3 && length != 6))
		return NO_COLOUR;
	for (gsize i = 0; i < 6; i++)
		wide[i] = digits[length == 3 ? i / 2 : i];
	wide[6] = '\0';
	return (guint32)g_ascii_strtoull(wide, NULL, 16);
}

static guint32 read_triple(const char *at)
{
	guint32 colour = 0;
	for (int i = 0; i < 3; i++) {
		char *end;
		guint64 part = g_ascii_strtoull(at, &end, 10);
		if (end == at || part > 255)
			return NO_COLOUR;
		colour = colour << 8 | (guint32)part;
		at = *end == ',' ? end + 1 : end;
	}
	return is_zero(at) ? TRANSPARENT : colour; /* the fourth part is opacity */
}

static guint32 read_colour(const char *value)
{
	static const ColourName names[] = {{"white", 0xffffff}, {"black", 0}, {"red", 0xff0000},
		{"yellow", 0xffff00}, {"blue", 0xff}, {"snow", 0xfffafa}, {"whitesmoke", 0xf5f5f5},
		{"transparent", TRANSPARENT}};
	if (value[0] == '#')
		return read_hexadecimal(value + 1);
	if (g_str_has_prefix(value, "rgb("))
		return read_triple(value + strlen("rgb("));
	if (g_str_has_prefix(value, "rgba("))
		return read_triple(value + strlen("rgba("));
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_str_equal(value, names[i].name))
			return names[i].value;
	return NO_COLOUR;
}

static void read_font_size(HtmlStyle *style, const char *value)
{
	double size;
	const char *unit;
	if (!take_number(value, &size, &unit)) {
		if (g_ascii_isalpha(value[0]) && !g_str_has_prefix(value, "inherit"))
			style->shows |= HTML_TINY;
		return;
	}
	/* A share of nothing is nothing, so that a relative size does not end what an ancestor
	 * began. */
	gboolean relative = unit[0] == '%' || g_str_has_prefix(unit, "em");
	if (size <= 0.0 || (!relative && size <= TINY_MAXIMUM && !g_str_has_prefix(unit, "rem")))
		style->hides |= HTML_TINY;
	else if (!relative)
		style->shows |= HTML_TINY;
}

static void read_visibility(HtmlStyle *style, const char *value)
{
	if (g_str_equal(value, "hidden") || g_str_equal(value, "collapse"))
		style->hides |= HTML_INVISIBLE;
	else if (g_str_equal(value, "visible"))
		style->shows |= HTML_INVISIBLE;
}

static gboolean is_gone(const char *name, const char *value)
{
	if (g_str_equal(name, "display"))
		return g_str_equal(value, "none");
	if (g_str_equal(name, "mso-hide"))
		return g_str_equal(value, "all");
	if (g_str_equal(name, "opacity") || g_str_equal(name, "max-height"))
		return is_zero(value);
	return FALSE;
}

static gboolean is_tight(const char *name, const char *value)
{
	return (g_str_equal(name, "margin") || g_str_equal(name, "margin-bottom")) &&
	       is_zero(value);
}

static void read_declaration(StyleReader *self, char *declaration)
{
	char *value = strchr(declaration, ':');
	if (value == NULL)
		return;
	*value++ = '\0';
	const char *name = declaration;
	if (is_gone(name, value))
		self->style->hides |= HTML_GONE;
	else if (g_str_equal(name, "visibility"))
		read_visibility(self->style, value);
	else if (g_str_equal(name, "font-size") || (g_str_equal(name, "font") && value[0] == '0'))
		read_font_size(self->style, value);
	else if (g_str_equal(name, "color"))
		self->colour = read_colour(value);
	else if (g_str_equal(name, "background") || g_str_equal(name, "background-color"))
		self->background = read_colour(value);
	else if (g_str_equal(name, "white-space"))
		self->style->keeps_lines = g_str_has_prefix(value, "pre");
	else if (is_tight(name, value))
		self->style->tight = TRUE;
}

void html_style_read(HtmlStyle *ret, Span style, Span background)
{
	StyleReader self = {.style = ret, .colour = NO_COLOUR, .background = NO_COLOUR};
	char declaration[DECLARATION_MAXIMUM];
	gsize at = 0;
	*ret = (HtmlStyle){0};
	if (next_declaration(background, &at, declaration))
		self.background = read_colour(declaration);
	at = 0;
	while (next_declaration(style, &at, declaration))
		read_declaration(&self, declaration);
	if (self.colour == NO_COLOUR)
		return;
	gboolean same = self.colour == TRANSPARENT || self.colour == self.background;
	if (same)
		ret->hides |= HTML_CAMOUFLAGE;
	else
		ret->shows |= HTML_CAMOUFLAGE;
}
