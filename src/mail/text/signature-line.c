/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of signatures told by their words and shape. Better to miss a signature than to take a
 * remark for one: a name has capitals or CJK characters alone, a closing is a whole line.
 */
#include "mail/text/signature-line.h"

#include "mail/bytes.h"
#include "mail/text/signature-name.h"
#include "mail/text/signature-words.h"

#define SHORT_MAXIMUM   60
#define CONTACT_MAXIMUM 160
#define CLOSING_MAXIMUM 110
#define CLOSING_ASCII   40 /* in letters of one byte they are shorter */
#define BEGINNING       40 /* bytes of a line that may tell a device or a label */
#define FOLDED_MAXIMUM  256
#define NAME_WORDS      5
#define RULER_MINIMUM   5
#define PHONE_DIGITS    8

/* A bit for each length, up to CLOSING_ASCII, that closings with a first byte have: most lines can
 * be told to be none without a look at their words. */
static guint64 closing_lengths[256];

static GHashTable *closings_get(void)
{
	static GHashTable *table;
	if (table != NULL)
		return table;
	table = g_hash_table_new(g_str_hash, g_str_equal);
	for (gsize i = 0; i < signature_closings_count; i++) {
		const char *words = signature_closings[i];
		closing_lengths[(guint8)words[0]] |= G_GUINT64_CONSTANT(1) << (strlen(words) % 64);
		g_hash_table_add(table, (gpointer)(guintptr)words);
	}
	return table;
}

static Span drop_final(Span line)
{
	static const char *const wide[] = {"。", "！", "、", "．"};
	gsize before;
	do {
		before = line.length;
		while (line.length > 0 && bytes_is_sign(line.data[line.length - 1], ",.!-~ :;*_"))
			line.length--;
		for (gsize i = 0; i < G_N_ELEMENTS(wide); i++)
			if (line.length >= 3 &&
				memcmp(line.data + line.length - 3, wide[i], 3) == 0)
				line.length -= 3;
	} while (line.length < before);
	while (line.length > 0 && bytes_is_sign(line.data[0], "*_ -~"))
		line = span_from(line, 1);
	return line;
}

/* LINE (shorter than FOLDED_MAXIMUM) in lower case into FOLDED. */
static void fold(Span line, char *folded)
{
	if (bytes_are_ascii(line)) {
		for (gsize i = 0; i < line.length; i++)
			folded[i] = bytes_fold(line.data[i]);
		folded[line.length] = '\0';
		return;
	}
	g_autofree char *lower = g_utf8_strdown(line.data, (gssize)line.length);
	g_strlcpy(folded, lower, FOLDED_MAXIMUM);
}

/* "以上、何卒よろしくお願いいたします" and its many kin: the words that ask for favour, and an end
 * that asks. */
static gboolean is_request(Span line)
{
	static const char *const favours[] = {"よろしく", "宜しく"};
	static const char *const ends[] = {"お願いします", "お願いいたします", "お願い致します",
		"お願い申し上げます", "お願い申しあげます"};
	gboolean favour = FALSE;
	if (bytes_are_ascii(line))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(favours); i++)
		favour = favour ||
			 memmem(line.data, line.length, favours[i], strlen(favours[i])) != NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(ends) && favour; i++) {
		gsize length = strlen(ends[i]);
		if (line.length >= length &&
			memcmp(line.data + line.length - length, ends[i], length) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean is_closing(Span line)
{
	char folded[FOLDED_MAXIMUM];
	GHashTable *closings = closings_get();
	line = drop_final(line);
	if (line.length == 0 || line.length > CLOSING_MAXIMUM)
		return FALSE;
	if (bytes_are_ascii(line) &&
		(line.length > CLOSING_ASCII ||
			(closing_lengths[(guint8)bytes_fold(line.data[0])] >> line.length & 1) ==
				0))
		return FALSE;
	fold(line, folded);
	return g_hash_table_contains(closings, folded) || is_request(line);
}

gsize signature_line_closing(Span line)
{
	for (gsize i = 0; i + 1 < line.length && i < SHORT_MAXIMUM; i++) {
		if (line.data[i] != ',' && line.data[i] != '-')
			continue;
		Span rest = bytes_trim(span_from(line, i + 1));
		gsize at = (gsize)(rest.data - line.data);
		if (rest.length > 0 && is_closing(bytes_part(line, 0, i)) &&
			signature_name(rest).length > 0)
			return at;
	}
	return line.length;
}

/* A sign of which rulers are drawn: ASCII punctuation, or the blocks of lines, boxes and stars. */
static gboolean is_ruler_sign(gunichar c)
{
	if (c < 0x80)
		return c == 'o' || c == 'O' || bytes_is_sign((char)c, "-=_*~+#.:/\\|<> ");
	return c == 0x2010 || (c >= 0x2012 && c <= 0x2015) || c == 0x2025 || c == 0x2026 ||
	       c == 0x203b || (c >= 0x2500 && c <= 0x26ff) || c == 0x3000 || c == 0x301c ||
	       c == 0xff0a || c == 0xff0b || c == 0xff0d || c == 0xff1d || c == 0xff3f ||
	       c == 0xff5e || c == 0x30fb;
}

gboolean signature_line_is_ruler(Span line)
{
	guint signs = 0;
	const char *end = line.data + line.length;
	for (const char *at = line.data; at < end; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		if (!is_ruler_sign(c))
			return FALSE;
		signs += c != ' ' && c != 0x3000 && !g_ascii_isalpha((char)(c < 0x80 ? c : 0)) ? 1
											       : 0;
	}
	return signs >= RULER_MINIMUM;
}

gboolean signature_line_is_separator(Span line)
{
	return bytes_equal(line, "--") || bytes_equal(line, "- --") || bytes_equal(line, "—") ||
	       bytes_equal(line, "---");
}

static gboolean begins_with_any(Span line, const char *const *words, gsize count)
{
	char folded[FOLDED_MAXIMUM];
	gsize length = MIN(line.length, BEGINNING);
	while (length > 0 && length < line.length && ((guint8)line.data[length] & 0xc0) == 0x80)
		length--;
	Span beginning = span_new(line.data, length);
	if (!bytes_are_ascii(beginning)) {
		fold(beginning, folded);
		beginning = span_new(folded, strlen(folded));
	}
	char first = beginning.length > 0 ? bytes_fold(beginning.data[0]) : '\0';
	for (gsize i = 0; i < count; i++)
		if (words[i][0] == first && bytes_begin(beginning, words[i]))
			return TRUE;
	return FALSE;
}

/* "+81-3-1234-5678", "(555) 123 4567": digits and little else around them. */
static gboolean has_phone(Span line)
{
	guint digits = 0;
	guint breaks = 0;
	/* Few lines have so many digits, and counting them all is fast. */
	for (gsize i = 0; i < line.length; i++)
		digits += bytes_is_digit(line.data[i]) ? 1 : 0;
	if (digits < PHONE_DIGITS)
		return FALSE;
	digits = 0;
	for (gsize i = 0; i < line.length && digits < PHONE_DIGITS; i++) {
		char c = line.data[i];
		if (bytes_is_digit(c)) {
			digits++;
		} else if (c == '+' || c == '-' || c == '(' || c == ')' || c == '.' || c == '/' ||
			   c == ' ') {
			breaks++;
		} else {
			digits = 0;
			breaks = 0;
		}
	}
	return digits >= PHONE_DIGITS && breaks > 0;
}

static gboolean has_label(Span line, gboolean phone)
{
	static const char *const labels[] = {"tel", "phone", "fax", "mobile", "cell", "e-mail",
		"email", "mail", "url", "web", "skype", "電話", "携帯", "〒", "住所", "ｔｅｌ",
		"ｅ-ｍａｉｌ", "mob", "direct", "office", "t:", "m:", "f:", "e:", "p:", "w:", "t.",
		"f."};
	return (memchr(line.data, ':', line.length) != NULL || phone ||
		       (guint8)line.data[0] >= 0x80) &&
	       begins_with_any(line, labels, G_N_ELEMENTS(labels));
}

/* A home page and nothing behind it; a link that leads somewhere is part of the message. */
static gboolean is_home_page(Span line)
{
	gboolean schemed = bytes_begin(line, "http://") || bytes_begin(line, "https://");
	if (!schemed && !bytes_begin(line, "www."))
		return FALSE;
	const char *bracket = memchr(line.data, '<', line.length); /* www.a.example<http://…> */
	line.length = bracket != NULL ? (gsize)(bracket - line.data) : line.length;
	gsize skip = !schemed ? 0 : line.data[4] == 's' ? 8 : 7;
	Span host = span_from(line, skip);
	const char *slash = host.length > 0 ? memchr(host.data, '/', host.length) : NULL;
	gboolean bare = slash == NULL || slash == host.data + host.length - 1;
	return bare && host.length > 0 && memchr(host.data, ' ', host.length) == NULL;
}

static gboolean has_address(Span line)
{
	const char *at = memchr(line.data, '@', line.length);
	return at != NULL && at > line.data && at + 1 < line.data + line.length &&
	       g_ascii_isalnum(at[1]) && !g_ascii_isspace(at[-1]);
}

static guint count_words(Span line)
{
	gsize at = 0;
	guint words = 0;
	Span word;
	while (bytes_next_word(line, &at, &word))
		words++;
	return words;
}

static gboolean is_contact(Span line)
{
	if (has_address(line))
		return count_words(line) <= NAME_WORDS + 2;
	gboolean phone = has_phone(line);
	return is_home_page(line) || has_label(line, phone) || (phone && count_words(line) <= 10);
}

static gboolean ends_sentence(Span line)
{
	char last = line.data[line.length - 1];
	static const char *const wide[] = {"。", "？", "！", "、"};
	for (gsize i = 0; i < G_N_ELEMENTS(wide); i++)
		if (line.length >= 3 && memcmp(line.data + line.length - 3, wide[i], 3) == 0)
			return TRUE;
	/* "Ltd.", "Inc." */
	if (last == '.' && line.length > 5)
		return memchr(line.data + line.length - 5, ' ', 4) == NULL;
	return strchr(".?!:;,", last) != NULL;
}

SignatureLine signature_line_of(Span line)
{
	if (signature_line_is_ruler(line))
		return SIGN_RULER;
	if (line.length > CONTACT_MAXIMUM)
		return SIGN_PROSE;
	if (is_closing(line) || signature_line_closing(line) < line.length)
		return SIGN_CLOSING;
	if (begins_with_any(line, signature_devices, signature_devices_count))
		return SIGN_DEVICE;
	if (is_contact(line))
		return SIGN_CONTACT;
	if (signature_name(line).length > 0)
		return SIGN_NAME;
	/* "[Logo  Description automatically generated]" */
	gboolean picture = line.data[0] == '[' && line.data[line.length - 1] == ']';
	gboolean brief = line.length <= SHORT_MAXIMUM && !ends_sentence(line);
	return picture || brief ? SIGN_SHORT : SIGN_PROSE;
}
