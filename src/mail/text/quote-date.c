/* SPDX-License-Identifier: Apache-2.0
 *
 * A tolerant reader of dates: one pass over numbers and words, each of which is a part of a date or
 * ends it. Words are compared whole, so that "Mark" is no March.
 */
#include "mail/text/quote-date.h"

#include "mail/bytes.h"
#include "mail/text/quote-date-table.h"

#define WORD_MAXIMUM 32
#define YEAR_FIRST   1980
#define YEAR_LAST    2100

typedef struct DateReader {
	Span text;
	gsize at;
	gsize end; /* behind the last part of the date */
	const char *language;
	guint year;
	guint month;
	guint day;
	gint hour; /* -1 when not given */
	guint minute;
	guint second;
	gint zone;            /* minutes east of UTC */
	gboolean month_loose; /* the month may have been a weekday: "mar." */
	gboolean afternoon;
	gboolean forenoon;
	gboolean unsure;
} DateReader;

static GHashTable *words_new(gboolean marks)
{
	GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (gsize i = 0; i < date_word_count; i++) {
		if ((date_words[i].kind >= DATE_WORD_YEAR) != marks)
			continue;
		g_auto(GStrv) words = g_strsplit(date_words[i].words, " ", -1);
		guint meaning = (guint)date_words[i].kind << 8 | date_words[i].value;
		for (char **word = words; *word != NULL; word++)
			if (!g_hash_table_contains(table, *word))
				g_hash_table_insert(
					table, g_strdup(*word), GUINT_TO_POINTER(meaning));
	}
	return table;
}

/* Kind << 8 | value of WORD, 0 when it is no word of a date. MARK: it stands right behind a number.
 */
static guint word_meaning(Span word, gboolean mark)
{
	static GHashTable *words;
	static GHashTable *marks;
	char folded[WORD_MAXIMUM];
	if (words == NULL) {
		words = words_new(FALSE);
		marks = words_new(TRUE);
	}
	if (word.length == 0 || word.length >= sizeof(folded))
		return 0;
	for (gsize i = 0; i < word.length; i++)
		folded[i] = bytes_fold(word.data[i]);
	folded[word.length] = '\0';
	return GPOINTER_TO_UINT(g_hash_table_lookup(mark ? marks : words, folded));
}

static char peek(const DateReader *self, gsize ahead)
{
	return self->at + ahead < self->text.length ? self->text.data[self->at + ahead] : '\0';
}

/* Length of what may stand between parts at AT: spaces, commas, dots, brackets, their wide forms.
 */
static gsize separator_length(Span text, gsize at)
{
	static const char *const wide[] = {
		"、", "，", "（", "）", "\xc2\xa0", "\xe2\x80\xaf", "　"};
	if (at >= text.length)
		return 0;
	if (strchr(" \t,.()", text.data[at]) != NULL && text.data[at] != '\0')
		return 1;
	for (gsize i = 0; i < G_N_ELEMENTS(wide) && (guint8)text.data[at] >= 0x80; i++)
		if (bytes_begin(span_from(text, at), wide[i]))
			return strlen(wide[i]);
	return 0;
}

static gboolean is_letter(Span text, gsize at)
{
	guint8 c = (guint8)text.data[at];
	return g_ascii_isalpha((char)c) || (c >= 0x80 && separator_length(text, at) == 0);
}

/* The word at AT; a hyphen or dot inside belongs to it ("terça-feira", "p.m."). */
static Span word_at(Span text, gsize at)
{
	gsize end = at;
	while (end < text.length && end - at < WORD_MAXIMUM) {
		char c = text.data[end];
		gboolean inside = (c == '-' || c == '.') && end > at && end + 1 < text.length &&
				  g_ascii_isalpha(text.data[end + 1]);
		if (!inside && !is_letter(text, end))
			break;
		end++;
	}
	return bytes_part(text, at, end);
}

/* The number at self->at, of at most MAXIMUM digits; -1 when there is none. */
static gint take_number(DateReader *self, gsize maximum, gsize *ret_digits)
{
	gint number = 0;
	gsize digits = 0;
	while (digits <= maximum && g_ascii_isdigit(peek(self, digits))) {
		number = number * 10 + (peek(self, digits) - '0');
		digits++;
	}
	if (digits == 0 || digits > maximum)
		return -1;
	self->at += digits;
	*ret_digits = digits;
	return number;
}

static gboolean set_time(DateReader *self, gint hour, gint minute, gint second)
{
	if (self->hour >= 0 || hour > 24 || minute < 0 || minute > 59 || second > 60)
		return FALSE;
	self->hour = hour;
	self->minute = (guint)minute;
	self->second = (guint)MAX(second, 0);
	return TRUE;
}

/* Behind an hour: ":30", ":30:06", "h30", ".30". */
static gboolean take_clock(DateReader *self, gint hour)
{
	gsize digits;
	self->at++;
	gint minute = take_number(self, 2, &digits);
	gint second = 0;
	if (minute < 0 || digits != 2)
		return FALSE;
	if (peek(self, 0) == ':' && g_ascii_isdigit(peek(self, 1))) {
		self->at++;
		second = take_number(self, 2, &digits);
	}
	return set_time(self, hour, minute, second);
}

static gboolean set_year(DateReader *self, gint year, gsize digits)
{
	if (digits == 2)
		year += 2000;
	if (self->year != 0 || year < YEAR_FIRST || year > YEAR_LAST)
		return FALSE;
	self->year = (guint)year;
	return TRUE;
}

static gboolean set_day(DateReader *self, gint day)
{
	if (self->day != 0 || day < 1 || day > 31)
		return FALSE;
	self->day = (guint)day;
	return TRUE;
}

static gboolean set_month(DateReader *self, gint month)
{
	if (month < 1 || month > 12)
		return FALSE;
	self->month = (guint)month;
	return TRUE;
}

/* FIRST and SECOND are day and month in an order that language and SEPARATOR tell, or that cannot
 * be told. */
static gboolean set_day_month(DateReader *self, gint first, gint second, char separator)
{
	gboolean english = self->language[0] == '\0' || g_str_has_prefix(self->language, "en");
	gboolean day_first = second <= 12 && (first > 12 || separator == '.' || !english);
	if (!day_first && first <= 12 && second <= 12 && first != second)
		self->unsure = TRUE;
	gboolean month_first = !day_first && first <= 12;
	return set_day(self, month_first ? second : first) &&
	       set_month(self, month_first ? first : second);
}

/* One character, and the blank behind a dot: "3. 9. 2020". */
static void skip_separator(DateReader *self)
{
	self->at += peek(self, 0) == '.' && peek(self, 1) == ' ' ? 2 : 1;
}

/* Behind "2020", "03": "-09-03", "/09/2020", ".09.20". */
static gboolean take_triple(DateReader *self, gint first, gsize first_digits)
{
	gsize second_digits;
	gsize third_digits;
	char separator = peek(self, 0);
	skip_separator(self);
	gint second = take_number(self, 2, &second_digits);
	if (second < 0 || self->day != 0 || peek(self, 0) != separator)
		return FALSE;
	skip_separator(self);
	gint third = take_number(self, 4, &third_digits);
	if (third < 0)
		return FALSE;
	if (first_digits == 4)
		return set_year(self, first, 4) && set_month(self, second) && set_day(self, third);
	if (third_digits == 2 && separator == '-')
		self->unsure = TRUE;
	return (third_digits == 2 || third_digits == 4) && set_year(self, third, third_digits) &&
	       set_day_month(self, first, second, separator);
}

/* "3日", "15時": the word right behind a number says what it is. 0 when none does, else what the
 * number sets. */
static guint take_mark(DateReader *self)
{
	gsize start = self->at;
	while (peek(self, 0) == ' ')
		self->at++;
	/* One character: what follows may be the next word already. */
	guint8 lead = (guint8)peek(self, 0);
	gsize length = MIN(3, self->text.length - self->at);
	guint meaning =
		lead < 0xe0 ? 0 : word_meaning(span_new(self->text.data + self->at, length), TRUE);
	self->at = meaning != 0 ? self->at + length : start;
	return meaning >> 8;
}

static gboolean set_marked(DateReader *self, gint number, gsize digits, guint mark)
{
	switch (mark) {
	case DATE_WORD_YEAR:
		return set_year(self, number, digits);
	case DATE_WORD_MONTH_MARK:
		return self->month == 0 && set_month(self, number);
	case DATE_WORD_DAY_MARK:
		return set_day(self, number);
	case DATE_WORD_HOUR_MARK:
		return set_time(self, number, 0, 0);
	case DATE_WORD_MINUTE_MARK:
		self->minute = (guint)number;
		return self->hour >= 0 && number < 60;
	default:
		return FALSE;
	}
}

static void skip_ordinal(DateReader *self)
{
	Span word = word_at(self->text, self->at);
	if (bytes_equal(word, "st") || bytes_equal(word, "nd") || bytes_equal(word, "rd") ||
		bytes_equal(word, "th") || bytes_equal(word, "er") || bytes_equal(word, "º") ||
		bytes_equal(word, "ª"))
		self->at += word.length;
}

static gboolean take_digits(DateReader *self)
{
	gsize digits;
	gint number = take_number(self, 4, &digits);
	if (number < 0)
		return FALSE;
	char next = peek(self, 0);
	gboolean digit_after = g_ascii_isdigit(peek(self, 1));
	if (digits <= 2 && digit_after && (next == ':' || next == 'h' || next == 'H'))
		return take_clock(self, number);
	if (digit_after && next == '.' && self->day != 0 && self->hour < 0)
		return take_clock(self, number);
	gboolean spaced = next == '.' && peek(self, 1) == ' ' && g_ascii_isdigit(peek(self, 2));
	if (spaced || (digit_after && (next == '-' || next == '/' || next == '.')))
		return take_triple(self, number, digits);
	guint mark = take_mark(self);
	if (mark != 0)
		return set_marked(self, number, digits, mark);
	if (digits == 4)
		return set_year(self, number, 4);
	if (digits <= 2 && set_day(self, number)) {
		skip_ordinal(self);
		return TRUE;
	}
	return digits == 2 && self->month != 0 && set_year(self, number, 2);
}

/* "+0900", "-04:00" behind a time or the name of a zone. */
static gboolean take_offset(DateReader *self)
{
	gint sign = peek(self, 0) == '-' ? -1 : 1;
	gsize digits;
	if (self->hour < 0)
		return FALSE;
	self->at++;
	gint hours = take_number(self, 4, &digits);
	gint minutes = 0;
	if (hours >= 0 && digits <= 2 && peek(self, 0) == ':') {
		self->at++;
		minutes = take_number(self, 2, &digits);
	} else if (hours >= 0 && digits > 2) {
		minutes = hours % 100;
		hours /= 100;
	}
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return FALSE;
	self->zone = sign * (hours * 60 + minutes);
	return TRUE;
}

static gboolean take_month(DateReader *self, guint month, Span word)
{
	if (self->month != 0 && !self->month_loose)
		return FALSE;
	self->month = month;
	self->month_loose = bytes_equal(word, "mar") || bytes_equal(word, "set");
	return TRUE;
}

/* "AEST," behind a time: a zone, if not one that is known. */
static gboolean is_zone_like(const DateReader *self, Span word)
{
	gsize capitals = 0;
	while (capitals < word.length && g_ascii_isupper(word.data[capitals]))
		capitals++;
	char next = peek(self, 0);
	return self->hour >= 0 && capitals == word.length && capitals >= 3 && capitals <= 5 &&
	       (next == ',' || next == ')');
}

/* TRUE when the word at self->at belongs to the date. *RET_LINK: only if more of it follows. */
static gboolean take_word(DateReader *self, gboolean *ret_link)
{
	Span word = word_at(self->text, self->at);
	guint meaning = word_meaning(word, FALSE);
	*ret_link = FALSE;
	self->at += word.length;
	switch (meaning >> 8) {
	case DATE_WORD_MONTH:
		return take_month(self, meaning & 0xff, word);
	case DATE_WORD_WEEKDAY:
		return TRUE;
	case DATE_WORD_FORENOON:
		self->forenoon = TRUE;
		return TRUE;
	case DATE_WORD_AFTERNOON:
		self->afternoon = TRUE;
		return TRUE;
	case DATE_WORD_ZONE:
		self->zone = ((gint)(meaning & 0xff) - DATE_ZONE_BIAS) * 15;
		return self->hour >= 0;
	case DATE_WORD_LINK:
		*ret_link = TRUE;
		return TRUE;
	default:
		return is_zone_like(self, word);
	}
}

static gboolean take_part(DateReader *self, gboolean *ret_link)
{
	char c = peek(self, 0);
	*ret_link = FALSE;
	if (g_ascii_isdigit(c))
		return take_digits(self);
	if ((c == '+' || c == '-') && g_ascii_isdigit(peek(self, 1)))
		return take_offset(self);
	return is_letter(self->text, self->at) && take_word(self, ret_link);
}

/* Days from 1970-01-01 to a date of the Gregorian calendar; years run from March, so that February
 * is last. */
static gint64 days_since_epoch(guint year, guint month, guint day)
{
	gint64 shifted = (gint64)year - (month <= 2 ? 1 : 0);
	gint64 months = (gint64)month + (month <= 2 ? 9 : -3);
	gint64 leap = shifted / 4 - shifted / 100 + shifted / 400;
	return shifted * 365 + leap + (months * 153 + 2) / 5 + (gint64)day - 1 - 719468;
}

static gint64 time_of(const DateReader *self)
{
	static const guint8 days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	if (self->unsure || self->year == 0 || self->month == 0 || self->day == 0 ||
		self->day > days[self->month - 1])
		return 0;
	gint hour = MAX(self->hour, 0);
	if (self->afternoon && hour < 12)
		hour += 12;
	else if (self->forenoon && hour == 12)
		hour = 0;
	gint64 minutes = (gint64)hour * 60 + self->minute - self->zone;
	return days_since_epoch(self->year, self->month, self->day) * 86400 + minutes * 60 +
	       self->second;
}

QuoteDate quote_date_read(Span text, const char *language)
{
	DateReader self = {.text = text, .language = language, .hour = -1};
	gsize weekdays = 0;
	while (self.at < text.length) {
		gsize separator = separator_length(text, self.at);
		gboolean link;
		if (separator > 0) {
			self.at += separator;
			continue;
		}
		if (!take_part(&self, &link))
			break;
		if (!link)
			self.end = self.at;
		if (self.day == 0 && self.month == 0 && self.year == 0 && self.hour < 0)
			weekdays = self.end;
	}
	gboolean solid = self.day != 0 && self.month != 0;
	/* "(JST)" */
	if (self.end < text.length && text.data[self.end] == ')' &&
		memchr(text.data, '(', self.end) != NULL)
		self.end++;
	return (QuoteDate){.length = solid ? self.end : weekdays,
		.solid = solid,
		.time = solid ? time_of(&self) : 0};
}
