/* SPDX-License-Identifier: Apache-2.0
 *
 * Quoted headers: at least one sample for every row of the table, written as the mail programs of
 * that language write them, and the sentences that only look like one.
 */
#include "mail/text/quote-header.h"

typedef struct HeaderSample {
	const char *language;
	const char *text;
	const char *name;
	const char *address;
	const char *time; /* UTC; "" when unknown */
	const char *subject;
	guint recipients;
} HeaderSample;

static const HeaderSample fields[] = {
	{"en",
		"From: Ann Lee <Ann@A.example>\nSent: Thursday, September 3, 2020 3:30 PM\n"
		"To: Bob <bob@b.example>; Carl, Dr. <c@c.example>\nCc: d@d.example\nSubject: "
		"Meeting\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "Meeting", 3},
	{"en",
		"*From:* Ann Lee [mailto:ann@a.example]\n*Sent:* Thursday, September 3, 2020 3:30 "
		"PM\n*To:* Bob\n"
		"*Subject:* Meeting\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "Meeting", 1},
	{"en",
		"Subject: Re: x\nDate: Thu, 3 Sep 2020 15:30:06 +0900\nFrom: Ann <ann at "
		"a.example>\nTo: b@b.example\n\nt",
		"Ann", "ann@a.example", "2020-09-03T06:30:06Z", "Re: x", 1},
	{"en",
		"-----Original Message-----\nFrom: ann@a.example (Ann Lee)\nTo: a <a@x.example>,\n "
		"b <b@x.example>,\n"
		"c <c@x.example>\nImportance: High\nSubject: x\n\ntext",
		"Ann Lee", "ann@a.example", "", "x", 3},
	{"en",
		"From: list <list@x.example> on behalf of Ann Lee <ann@a.example>\nSent:\n3 Sep "
		"2020\nTo: Bob\n"
		"Subject:\nMeeting\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T00:00:00Z", "Meeting", 1},
	{"ja",
		"差出人: 山田太郎 <taro@example.jp>\n送信日時: 2020年1月30日 10:00\n宛先: 鈴木 "
		"<s@example.jp>\n"
		"件名: 打合せの件\n\n本文",
		"山田太郎", "taro@example.jp", "2020-01-30T10:00:00Z", "打合せの件", 1},
	{"ja",
		"From： 山田太郎 <taro@example.jp>\n日付： 2020/01/30 (木) 10:00\n宛先： "
		"s@example.jp\n件名： 件\n\n本文",
		"山田太郎", "taro@example.jp", "2020-01-30T10:00:00Z", "件", 1},
	{"ja", "差出人: 山田\n送信日: 2020年1月30日 10:00:00 JST\n宛先: 鈴木\n\n本文", "山田", "",
		"2020-01-30T01:00:00Z", "", 1},
	{"de",
		"Von: Ann Lee <ann@a.example>\nGesendet: Donnerstag, 3. September 2020 15:30\nAn: "
		"Bob\n"
		"Betreff: Termin\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "Termin", 1},
	{"fr",
		"De : Ann Lee <ann@a.example>\nEnvoy\xc3\xa9\xc2\xa0: jeudi 3 septembre 2020 "
		"15:30\n\xc3\x80 : Bob\n"
		"Objet : R\xc3\xa9union\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "R\xc3\xa9union", 1},
	{"es",
		"De: Ann Lee <ann@a.example>\nEnviado el: jueves, 3 de septiembre de 2020 "
		"15:30\nPara: Bob\n"
		"Asunto: Cita\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "Cita", 1},
	{"it",
		"Da: Ann Lee <ann@a.example>\nInviato: gioved\xc3\xac 3 settembre 2020 15:30\nA: "
		"Bob\n"
		"Oggetto: Riunione\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "Riunione", 1},
	{"pt",
		"De: Ann Lee <ann@a.example>\nEnviada em: quinta-feira, 3 de setembro de 2020 "
		"15:30\nPara: Bob\n"
		"Assunto: Encontro\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "Encontro", 1},
	{"nl",
		"Van: Ann Lee <ann@a.example>\nVerzonden: donderdag 3 september 2020 15:30\nAan: "
		"Bob\n"
		"Onderwerp: Afspraak\n\ntext",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "Afspraak", 1},
	{"pl",
		"Od: Ann <ann@a.example>\nWys\xc5\x82"
		"ano: 3 wrze\xc5\x9bnia 2020 15:30\nDo: Bob\nTemat: x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
	{"ru",
		"От: Ann <ann@a.example>\nОтправлено: 3 сентября 2020 г. 15:30\nКому: Bob\nТема: "
		"x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
	{"cs",
		"Od: Ann <ann@a.example>\nOdesl\xc3\xa1no: 3. z\xc3\xa1\xc5\x99\xc3\xad 2020 "
		"15:30\nKomu: Bob\nP\xc5\x99"
		"edm\xc4\x9bt: x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
	{"sv",
		"Fr\xc3\xa5n: Ann <ann@a.example>\nSkickat: den 3 september 2020 15:30\nTill: "
		"Bob\n\xc3\x84mne: x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
	{"da", "Fra: Ann <ann@a.example>\nSendt: 3. september 2020 15:30\nTil: Bob\nEmne: x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
	{"fi",
		"L\xc3\xa4hett\xc3\xa4j\xc3\xa4: Ann <ann@a.example>\nL\xc3\xa4hetetty: 3. "
		"syyskuuta 2020 15:30\nVastaanottaja: Bob\nAihe: x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
	{"tr",
		"Kimden: Ann <ann@a.example>\nTarih: 3 Eyl\xc3\xbcl 2020 15:30\nKime: Bob\nKonu: "
		"x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
	{"zh",
		"发件人: Ann <ann@a.example>\n发送时间: 2020年9月3日 15:30\n收件人: Bob\n主题: "
		"x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
	{"ko",
		"보낸 사람: Ann <ann@a.example>\n보낸 날짜: 2020년 9월 3일 15:30\n받는 사람: "
		"Bob\n제목: x\n\nt",
		"Ann", "ann@a.example", "2020-09-03T15:30:00Z", "x", 1},
};

static const HeaderSample attributions[] = {
	{"en", "On Thu, Sep 3, 2020 at 3:30 PM Ann Lee <Ann@A.example> wrote:\n> t", "Ann Lee",
		"ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"en", "On Thu, Sep 3, 2020 at 3:30 PM Ann Lee\n<ann@a.example> wrote:\n> t", "Ann Lee",
		"ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"en", "On Thu, Sep 3,\n2020 at 3:30 PM Ann Lee [mailto:ann@a.example]\nwrote:\n\n> t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"en",
		"On Thursday, September 3, 2020, 15:30:06 UTC, K*** R*** <k***.r***@a.example> "
		"wrote:\nt",
		"K*** R***", "k***.r***@a.example", "2020-09-03T15:30:06Z", "", 0},
	{"en", "On 3 September 2020 15:30:06 CEST, Ann Lee (ann@a.example) wrote:\nt", "Ann Lee",
		"ann@a.example", "2020-09-03T13:30:06Z", "", 0},
	{"en", "Ann Lee wrote:\n> t", "Ann Lee", "", "", "", 0},
	{"en", "Ann Lee <mailto:ann@a.example> wrote:\n> t", "Ann Lee", "ann@a.example", "", "", 0},
	{"en", "> In article <123@a.example>, Ann Lee writes:\n>> t", "Ann Lee", "", "", "", 0},
	{"en", "In message <123@a.example> Ann Lee wrote:\n> t", "Ann Lee", "", "", "", 0},
	{"en", "---- On Thu, 03 Sep 2020 15:30:06 +0900 Ann <ann@a.example> wrote ----\nt", "Ann",
		"ann@a.example", "2020-09-03T06:30:06Z", "", 0},
	{"ja", "2020年1月30日 10:00、山田太郎 <taro@example.jp> のメール:\n本文", "山田太郎",
		"taro@example.jp", "2020-01-30T10:00:00Z", "", 0},
	{"ja", "山田太郎 さんは書きました:\n> 本文", "山田太郎", "", "", "", 0},
	{"de", "Am 03.09.2020 um 15:30 schrieb Ann Lee <ann@a.example>:\n> t", "Ann Lee",
		"ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"de", "Am Do., 3. Sept. 2020 um 15:30 Uhr schrieb Ann Lee <\nann@a.example>:\n> t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"fr",
		"Le jeu. 3 sept. 2020 \xc3\xa0 15:30, Ann Lee <ann@a.example> a \xc3\xa9"
		"crit\xc2\xa0:\n> t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"es", "El jue, 3 sept 2020 a las 15:30, Ann Lee (<ann@a.example>) escribi\xc3\xb3:\n> t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"it", "Il giorno gio 3 set 2020 alle ore 15:30 Ann Lee <ann@a.example> ha\nscritto:\n> t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"pt",
		"Em qui., 3 de set. de 2020 \xc3\xa0s 15:30, Ann Lee <ann@a.example>\nescreveu:\n> "
		"t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"nl", "Op do 3 sep. 2020 om 15:30 schreef Ann Lee <ann@a.example>:\n> t", "Ann Lee",
		"ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"nl", "Op 3-9-2020 15:30 heeft Ann Lee <ann@a.example> het volgende geschreven:\n> t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"pl", "czw., 3 wrz 2020 o 15:30 Ann Lee <ann@a.example> napisa\xc5\x82(a):\n> t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"ru", "3 сентября 2020 г. 15:30 пользователь Ann Lee <ann@a.example> написал:\n> t",
		"Ann Lee", "ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"cs", "Dne 3. 9. 2020 v 15:30 Ann Lee napsal(a):\n> t", "Ann Lee", "",
		"2020-09-03T15:30:00Z", "", 0},
	{"sv", "Den tors 3 sep. 2020 kl 15:30 skrev Ann Lee <ann@a.example>:\n> t", "Ann Lee",
		"ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"fi", "Ann Lee kirjoitti 3.9.2020 klo 15:30:\n> t", "Ann Lee", "", "2020-09-03T15:30:00Z",
		"", 0},
	{"tr", "Ann Lee <ann@a.example> \xc5\x9funu yazd\xc4\xb1:\n> t", "Ann Lee", "ann@a.example",
		"", "", 0},
	{"zh", "Ann Lee <ann@a.example> 于2020年9月3日周四 下午3:30写道：\n> t", "Ann Lee",
		"ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"zh", "在 2020/9/3 15:30, Ann Lee 写道:\n> t", "Ann Lee", "", "2020-09-03T15:30:00Z", "",
		0},
	{"ko", "2020년 9월 3일 (목) 오후 3:30, Ann Lee <ann@a.example>님이 작성:\n> t", "Ann Lee",
		"ann@a.example", "2020-09-03T15:30:00Z", "", 0},
	{"", "2020年1月30日(木) 10:00 山田太郎 <taro@example.jp>:\n本文", "山田太郎",
		"taro@example.jp", "2020-01-30T10:00:00Z", "", 0},
	{"", "чт, 3 сент. 2020 г. в 15:30, Ann Lee\n<ann@a.example>:\nt", "Ann Lee",
		"ann@a.example", "2020-09-03T15:30:00Z", "", 0},
};

static gboolean covered[200];

static void expect_header(const HeaderSample *sample, QuoteHeaderForm form)
{
	g_autoptr(QuotePage) page = quote_page_new(span_new(sample->text, strlen(sample->text)));
	g_test_message("%s", sample->text);
	g_assert_cmpuint(page->introductions->len, ==, 1);
	const QuoteIntroduction *found = &g_array_index(page->introductions, QuoteIntroduction, 0);
	const QuotedHeader *is = found->header;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(is->date);
	g_autofree char *shown = is->date == 0 ? g_strdup("") : g_date_time_format_iso8601(time);
	covered[is->table_row] = TRUE;
	g_assert_cmpint(quote_header_rows[is->table_row].form, ==, form);
	g_assert_cmpstr(quote_header_rows[is->table_row].language, ==, sample->language);
	g_assert_cmpstr(is->from.name, ==, sample->name);
	g_assert_cmpstr(is->from.address, ==, sample->address);
	g_assert_cmpstr(shown, ==, sample->time);
	g_assert_cmpstr(is->subject, ==, sample->subject);
	g_assert_cmpuint(is->to->len, ==, sample->recipients);
	g_assert_cmpuint(is->level, >=, 1);
	g_assert_cmpuint(found->line, <, page->lines->len);
	for (guint i = found->line; i < page->lines->len; i++)
		g_assert_cmpuint(g_array_index(page->lines, QuoteLine, i).level, ==, is->level);
}

static void test_fields(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
		expect_header(&fields[i], QUOTE_FIELDS);
}

static void test_attributions(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(attributions); i++)
		expect_header(&attributions[i], QUOTE_ATTRIBUTION);
}

/* The same behind quote signs, as replies to replies have it. */
static void test_quoted(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		g_auto(GStrv) lines = g_strsplit(fields[i].text, "\n", -1);
		g_autofree char *joined = g_strjoinv("\r\n> ", lines);
		g_autofree char *text = g_strconcat("own\n\n> theirs\n> ", joined, NULL);
		g_autoptr(QuotePage) page = quote_page_new(span_new(text, strlen(text)));
		g_test_message("%s", text);
		g_assert_cmpuint(page->introductions->len, ==, 1);
		const QuotedHeader *is =
			g_array_index(page->introductions, QuoteIntroduction, 0).header;
		g_assert_cmpstr(is->from.address, ==, fields[i].address);
		g_assert_cmpuint(is->level, ==, 2);
	}
}

/* Every way of every language to divide, between dashes and before a colon. */
static void test_dividers(void)
{
	static const char *const frames[] = {"own\n\n-----%s-----\n\ntheirs",
		"own\n-------- %s --------\ntheirs", "own\n%s:\n\ntheirs"};
	for (gsize row = 0; row < quote_header_row_count; row++) {
		if (quote_header_rows[row].form != QUOTE_DIVIDER)
			continue;
		covered[row] = TRUE;
		g_auto(GStrv) words = g_strsplit(quote_header_rows[row].patterns, "|", -1);
		for (char **word = words; *word != NULL; word++)
			for (gsize frame = 0; frame < G_N_ELEMENTS(frames); frame++) {
				g_auto(GStrv) halves = g_strsplit(frames[frame], "%s", 2);
				g_autofree char *text =
					g_strconcat(halves[0], *word, halves[1], NULL);
				g_autoptr(QuotePage) page =
					quote_page_new(span_new(text, strlen(text)));
				g_test_message("%s", text);
				g_assert_cmpuint(page->lines->len, ==, 3);
				g_assert_cmpuint(
					g_array_index(page->lines, QuoteLine, 0).level, ==, 0);
				g_assert_cmpuint(
					g_array_index(page->lines, QuoteLine, 2).level, ==, 1);
			}
	}
}

/* Each alternative of each attribution, filled in. */
static void test_every_pattern(void)
{
	for (gsize row = 0; row < quote_header_row_count; row++) {
		if (quote_header_rows[row].form != QUOTE_ATTRIBUTION)
			continue;
		g_auto(GStrv) patterns = g_strsplit(quote_header_rows[row].patterns, "|", -1);
		for (char **pattern = patterns; *pattern != NULL; pattern++) {
			g_autoptr(GString) text = g_string_new(*pattern);
			gboolean bare = text->len == 3;
			g_string_replace(text, "{d}", "3.11.2020 15:30", 0);
			g_string_replace(text, "{i}", "<1@x.example>", 0);
			g_string_replace(text, "{n}",
				bare ? "2020-11-03 Ann <ann@a.example>" : "Ann <ann@a.example>", 0);
			g_string_append(text, ":\n> t");
			g_autoptr(QuotePage) page = quote_page_new(span_new(text->str, text->len));
			g_test_message("%s", text->str);
			g_assert_cmpuint(page->introductions->len, ==, 1);
			const QuotedHeader *is =
				g_array_index(page->introductions, QuoteIntroduction, 0).header;
			gboolean told = strstr(*pattern, "{n}") != NULL;
			g_assert_cmpstr(is->from.address, ==, told ? "ann@a.example" : "");
			g_assert_cmpstr(is->from.name, ==, told ? "Ann" : "");
		}
	}
}

static void test_every_row_has_a_sample(void)
{
	g_assert_cmpuint(quote_header_row_count, <=, G_N_ELEMENTS(covered));
	for (gsize row = 0; row < quote_header_row_count; row++) {
		gboolean inert = quote_header_rows[row].form == QUOTE_FIELDS &&
				 quote_header_rows[row].language[0] == '\0';
		g_test_message("row %zu, %s", row, quote_header_rows[row].language);
		g_assert_true(covered[row] || inert);
	}
}

static void test_no_header(void)
{
	static const char *const samples[] = {
		"As Bob wrote:\n\nthis is not a quote",
		"Please note:\nFrom: here on it gets hard\nthe end",
		"From: Ann\nTo: Bob\n\nonly two fields",
		"From: Ann\nReply-To: Bob\nBcc: Carl\nAttachments: one\n\ntext",
		"On Monday I wrote:\nnothing",
		"To: do\nSubject: to change\nDate: tomorrow\n",
		"He said on Monday:\n\n  something",
		"--- a/original message\n+++ b/file",
		"The times are 3 Sep 2020 and later:\n- one",
		"10:30 start\n11:00 coffee\n12:00 end",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(QuotePage) page =
			quote_page_new(span_new(samples[i], strlen(samples[i])));
		g_test_message("%s", samples[i]);
		g_assert_cmpuint(page->introductions->len, ==, 0);
		for (guint at = 0; at < page->lines->len; at++)
			g_assert_cmpuint(g_array_index(page->lines, QuoteLine, at).level, ==, 0);
	}
}

/* A block ends where a field comes again: what follows is text or another block. */
static void test_block_ends(void)
{
	static const char text[] =
		"From: Ann <ann@a.example>\nTo: Bob\nSubject: one\nSubject: not two\n"
		"From: Carl <carl@c.example>\nDate: 3 Sep 2020\nSubject: three\n\ntext";
	g_autoptr(QuotePage) page = quote_page_new(span_new(text, strlen(text)));
	g_assert_cmpuint(page->introductions->len, ==, 2);
	const QuotedHeader *first = g_array_index(page->introductions, QuoteIntroduction, 0).header;
	const QuotedHeader *second =
		g_array_index(page->introductions, QuoteIntroduction, 1).header;
	g_assert_cmpstr(first->subject, ==, "one");
	g_assert_cmpuint(first->level, ==, 1);
	g_assert_cmpstr(second->from.address, ==, "carl@c.example");
	g_assert_cmpuint(second->level, ==, 2);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quote-header/fields", test_fields);
	g_test_add_func("/quote-header/attributions", test_attributions);
	g_test_add_func("/quote-header/quoted", test_quoted);
	g_test_add_func("/quote-header/dividers", test_dividers);
	g_test_add_func("/quote-header/every-pattern", test_every_pattern);
	g_test_add_func("/quote-header/every-row", test_every_row_has_a_sample);
	g_test_add_func("/quote-header/none", test_no_header);
	g_test_add_func("/quote-header/block-ends", test_block_ends);
	return g_test_run();
}
