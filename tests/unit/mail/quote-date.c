/* SPDX-License-Identifier: Apache-2.0
 *
 * Dates above quotes: what is read, what stays unknown because it could mean two days, and where a
 * date ends.
 */
#include "mail/text/quote-date.h"

typedef struct DateSample {
	const char *language;
	const char *text;
	const char *time; /* UTC; "" when it must stay unknown */
	const char *rest; /* behind the date */
} DateSample;

static const DateSample samples[] = {
	{"en", "Thu, Sep 3, 2020 at 3:30 PM Ann <a@b.example>", "2020-09-03T15:30:00Z",
		" Ann <a@b.example>"},
	{"en", "Thu, 3 Sep 2020 15:30:06 +0000", "2020-09-03T15:30:06Z", ""},
	{"en", "Thu, 3 Sep 2020 15:30:06 -0430 (VET)", "2020-09-03T20:00:06Z", ""},
	{"cs", "3. 9. 2020 v 15:30 Ann", "2020-09-03T15:30:00Z", " Ann"},
	{"en", "Thursday, September 3, 2020, 15:30:06 UTC, Ann", "2020-09-03T15:30:06Z", ", Ann"},
	{"en", "Thu, Sep 03, 2020 at 03:30:06PM +0900, Ann", "2020-09-03T06:30:06Z", ", Ann"},
	{"en", "Mon, 2020-09-03 at 15:30 +0200, Ann", "2020-09-03T13:30:00Z", ", Ann"},
	{"en", "3 September 2020 15:30:06 CEST, Ann", "2020-09-03T13:30:06Z", ", Ann"},
	{"en", "Sep 3, 2020, at 12:05 AM, June Mark", "2020-09-03T00:05:00Z", ", June Mark"},
	{"en", "Thursday 03 September 2020 15:30:06 Ann", "2020-09-03T15:30:06Z", " Ann"},
	{"en", "Thu Sep  3 15:30:06 2020", "2020-09-03T15:30:06Z", ""},
	{"en", "2020-01-30T10:00:00+09:00", "2020-01-30T01:00:00Z", ""},
	{"en", "3rd of September, 2020", "2020-09-03T00:00:00Z", ""},
	{"en", "09/25/2020 03:30 PM, Ann", "2020-09-25T15:30:00Z", ", Ann"},
	{"en", "25/09/2020 15:30", "2020-09-25T15:30:00Z", ""},
	{"en", "9/9/2020", "2020-09-09T00:00:00Z", ""},
	{"en", "9/3/2020, Ann", "", ", Ann"},
	{"", "03/09/2020 15:30", "", ""},
	{"en", "20-09-03", "", ""},
	{"en", "3 Sep, Ann", "", ", Ann"},
	{"en", "Monday, Mark", "", ", Mark"},
	{"en", "Monday, Jan", "", ", Jan"},
	{"en", "31 February 2020", "", ""},
	{"en", "3 Sep 1066", "", " 1066"},
	{"en", "Ann", "", "Ann"},
	{"en", "", "", ""},
	{"de", "03.09.2020 um 15:30", "2020-09-03T15:30:00Z", ""},
	{"de", "Do., 3. M\xc3\xa4rz 2020 um 15:30 Uhr", "2020-03-03T15:30:00Z", " Uhr"},
	{"de", "03.09.20 15:30", "2020-09-03T15:30:00Z", ""},
	{"fr", "jeu. 3 sept. 2020 \xc3\xa0 15:30, Ann", "2020-09-03T15:30:00Z", ", Ann"},
	{"fr", "mar. 3 ao\xc3\xbbt 2020 \xc3\xa0 15h30, Ann", "2020-08-03T15:30:00Z", ", Ann"},
	{"es", "jue., 3 sept. 2020 a las 15:30, Ann", "2020-09-03T15:30:00Z", ", Ann"},
	{"it", "mar 3 mar 2020 alle ore 15:30 Ann", "2020-03-03T15:30:00Z", " Ann"},
	{"pt", "qui., 3 de set. de 2020 \xc3\xa0s 15:30, Ann", "2020-09-03T15:30:00Z", ", Ann"},
	{"nl", "do 3 sep. 2020 om 15:30", "2020-09-03T15:30:00Z", ""},
	{"nl", "3-9-2020 15:30", "2020-09-03T15:30:00Z", ""},
	{"pl", "czw., 3 wrz 2020 o 15:30 Ann", "2020-09-03T15:30:00Z", " Ann"},
	{"da", "tor. 3. sep. 2020 kl. 15.30", "2020-09-03T15:30:00Z", ""},
	{"ru", "чт, 3 сент. 2020 г. в 15:30, Ann", "2020-09-03T15:30:00Z", ", Ann"},
	{"ja", "2020年1月30日(木) 10:00 山田太郎", "2020-01-30T10:00:00Z", " 山田太郎"},
	{"ja", "2020年1月30日 木曜日 午後3時30分 山田", "2020-01-30T15:30:00Z", " 山田"},
	{"ja", "2020/01/30 10:00 JST、山田", "2020-01-30T01:00:00Z", "、山田"},
	{"zh", "2020年9月3日周四 下午3:30写道", "2020-09-03T15:30:00Z", "写道"},
	{"ko", "2020년 9월 3일 (목) 오전 3:30, 홍길동", "2020-09-03T03:30:00Z", ", 홍길동"},
};

static void test_samples(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		Span text = span_new(samples[i].text, strlen(samples[i].text));
		QuoteDate is = quote_date_read(text, samples[i].language);
		g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(is.time);
		g_autofree char *shown =
			is.time == 0 ? g_strdup("") : g_date_time_format_iso8601(time);
		g_test_message("%s", samples[i].text);
		g_assert_cmpstr(shown, ==, samples[i].time);
		g_assert_cmpstr(samples[i].text + is.length, ==, samples[i].rest);
	}
}

/* Every day of a leap year and its neighbours is what the calendar says. */
static void test_calendar(void)
{
	g_autoptr(GDateTime) day = g_date_time_new_utc(2019, 12, 1, 0, 0, 0);
	for (int i = 0; i < 500; i++) {
		g_autofree char *text = g_date_time_format(day, "%Y-%m-%d");
		QuoteDate is = quote_date_read(span_new(text, strlen(text)), "en");
		g_assert_cmpint(is.time, ==, g_date_time_to_unix(day));
		GDateTime *next = g_date_time_add_days(day, 1);
		g_date_time_unref(day);
		day = next;
	}
}

/* Cut anywhere a date does not read past its end, nor grow wrong beyond the day. */
static void test_cut(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		gsize whole = strlen(samples[i].text);
		for (gsize length = 0; length < whole; length++) {
			g_autofree char *copy = g_memdup2(samples[i].text, length);
			QuoteDate is = quote_date_read(span_new(copy, length), samples[i].language);
			g_assert_cmpuint(is.length, <=, length);
		}
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quote-date/samples", test_samples);
	g_test_add_func("/quote-date/calendar", test_calendar);
	g_test_add_func("/quote-date/cut", test_cut);
	return g_test_run();
}
