/* SPDX-License-Identifier: Apache-2.0
 *
 * Signatures: where they begin, whom they name. A sample's signature lines are those behind a line
 * of "%%", which is taken out first.
 */
#include "mail/text/signature.h"

typedef struct SignatureSample {
	const char *text;
	const char *people; /* "name <address>" of each, separated by a slash */
} SignatureSample;

static char *people_of(const GPtrArray *found)
{
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < found->len; i++) {
		const Address *is = g_ptr_array_index(found, i);
		g_string_append_printf(out, "%s%s <%s>", i > 0 ? "/" : "", is->name, is->address);
	}
	return g_string_free(out, FALSE);
}

static void expect(const SignatureSample *sample)
{
	g_auto(GStrv) halves = g_strsplit(sample->text, "%%\n", 2);
	g_autofree char *text = g_strconcat(halves[0], halves[1], NULL);
	gsize border = strlen(halves[0]);
	g_autoptr(QuotePage) page = quote_page_new(span_new(text, strlen(text)));
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	signature_find((QuoteLine *)(gpointer)page->lines->data, page->lines->len, found);
	g_test_message("%s", sample->text);
	for (guint i = 0; i < page->lines->len; i++) {
		const QuoteLine *line = &g_array_index(page->lines, QuoteLine, i);
		gboolean behind = halves[1] != NULL && line->level == 0 &&
				  (gsize)(line->data - text) >= border;
		g_assert_cmpint(line->kind == BLOCK_SIGNATURE, ==, behind);
	}
	g_autofree char *people = people_of(found);
	g_assert_cmpstr(people, ==, sample->people);
}

static void test_separated(void)
{
	static const SignatureSample samples[] = {
		{"text\n%%\n-- \nAnn Lee\nann@a.example\n+1 555 123 4567\n",
			"Ann Lee <ann@a.example>"},
		{"text\n%%\n--\nAnn Lee | Firm | ann@a.example", "Ann Lee <ann@a.example>"},
		{"text\n\n%%\nRegards,\nAnn\n-- \nAnn Lee\nSenior Clerk\n", "Ann <>"},
		{"text\n\n%%\n========================\n山田 太郎\n株式会社例\nTEL: "
		 "03-1234-5678\nE-mail: taro@example.jp\n"
		 "========================\n",
			"山田 太郎 <taro@example.jp>"},
		{"本文です。\n%%\n━━━━━━━━━━━━\n例株式会社 "
		 "営業部\n鈴木花子\nMail：hanako@example.jp\n━━━━━━━━━━━━\n",
			"鈴木花子 <hanako@example.jp>"},
		{"本文です。\n%%\n以上、何卒よろしくお願いいたします。\n\n----------------------"
		 "\n株式会社例　営業部\n"
		 "山田　太郎（Yamada Taro）\n〒100-0001 東京都千代田区1-1\nTEL：03-1234-5678\n"
		 "E-mail：taro@example.jp\n----------------------\n",
			"山田　太郎 <taro@example.jp>"},
		{"本文です。\n\n%%\n******************\n◇ 例会社\n◇ 営業部長 鈴木花子\n◇ "
		 "hanako@example.jp\n"
		 "******************\n",
			"鈴木花子 <hanako@example.jp>"},
		{"text\n----\nmore text that goes on, and ends.", ""},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
		expect(&samples[i]);
}

static void test_closed(void)
{
	static const SignatureSample samples[] = {
		{"Please call me.\n\n%%\nBest regards,\nAnn Lee\n", "Ann Lee <>"},
		{"Please call me.\n\n%%\nBest regards,\n\nAnn Lee\nSenior Clerk\nFirm "
		 "Ltd.\nann@a.example\nTel: 555 123\n",
			"Ann Lee <ann@a.example>"},
		{"Please call me.\n%%\nThanks!\nAnn", "Ann <>"},
		{"Please call me.\n\n%%\nCheers, Ann", "Ann <>"},
		{"Bitte melden.\n\n%%\nMit freundlichen Gr\xc3\xbc\xc3\x9f"
		 "en\nAnn Lee\n",
			"Ann Lee <>"},
		{"Merci de me rappeler.\n\n%%\nCordialement,\nAnn Lee\n", "Ann Lee <>"},
		{"Ll\xc3\xa1mame.\n\n%%\nUn saludo,\nAnn Lee\n", "Ann Lee <>"},
		{"Chiamami.\n\n%%\nCordiali saluti\nAnn Lee\n", "Ann Lee <>"},
		{"Me ligue.\n\n%%\nAtenciosamente,\nAnn Lee\n", "Ann Lee <>"},
		{"Bel me.\n\n%%\nMet vriendelijke groet,\nAnn Lee\n", "Ann Lee <>"},
		{"ご連絡ください。\n%%\nよろしくお願いいたします。\n\n山田太郎\ntaro@example.jp\n",
			"山田太郎 <taro@example.jp>"},
		{"Please call.\n%%\nRegards,\nAnn\n\nSent from my iPhone\n\n> quoted", "Ann <>"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
		expect(&samples[i]);
}

static void test_bare(void)
{
	static const SignatureSample samples[] = {
		/* as forged replies have it: a subject, empty lines, name and address */
		{"Re: Postpone this week's meeting\n\n\n\n%%\nK***** "
		 "R*****\nk*****.r*****@a.example\n\n\n> quoted",
			"K***** R***** <k*****.r*****@a.example>"},
		{"Please call me.\n\n%%\nAnn Lee <ann@a.example>\n", "Ann Lee <ann@a.example>"},
		{"Please call me.\n\n%%\nAnn\n", "Ann <>"},
		{"Please call me.\n\n%%\nann@a.example", " <ann@a.example>"},
		{"Please call me.\n\n%%\nAnn Lee\n+81-3-1234-5678\nwww.a.example", "Ann Lee <>"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
		expect(&samples[i]);
}

static void test_none(void)
{
	static const SignatureSample samples[] = {
		{"A sentence alone.", ""},
		{"Ann", ""},
		{"Please see the file.\n\nhttp://a.example/download/file.zip", ""},
		{"text\n\nlower case words\n", ""},
		{"text\n\nWhat about this?\n", ""},
		{"> Regards,\n> Ann\n> ann@a.example\nown", ""},
		{"Thanks for the file.\nIt works well now that I have it, and will do.", ""},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
		expect(&samples[i]);
}

/* What a list or a program adds names nobody. */
static void test_footers(void)
{
	static const SignatureSample samples[] = {
		{"text\n%%\n_______________________________________________\nSome mailing "
		 "list\nsome@lists.example\n"
		 "http://lists.example/mailman/listinfo/some\n",
			""},
		{"text\n\n> quoted\n\n%%\n--\nTo unsubscribe from this list: send a line to "
		 "majordomo@lists.example\n",
			""},
		{"text, signed below\n%%\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEBCAAd\n-----END "
		 "PGP SIGNATURE-----\n",
			""},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++)
		expect(&samples[i]);
	/* the person's signature above it is found all the same */
	static const char text[] = "text\n\nRegards,\nAnn "
				   "Lee\nann@a.example\n_______________________\nx mailing list\n";
	g_autoptr(QuotePage) page = quote_page_new(span_new(text, strlen(text)));
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	signature_find((QuoteLine *)(gpointer)page->lines->data, page->lines->len, found);
	g_autofree char *people = people_of(found);
	g_assert_cmpstr(people, ==, "Ann Lee <ann@a.example>");
}

static void test_bounds(void)
{
	g_autoptr(GString) text = g_string_new("text\n-- \n");
	for (int i = 0; i < 38; i++)
		g_string_append_printf(text, "n%d@a.example m%d@b.example\n", i, i);
	g_autoptr(QuotePage) page = quote_page_new(span_new(text->str, text->len));
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	signature_find((QuoteLine *)(gpointer)page->lines->data, page->lines->len, found);
	g_assert_cmpuint(found->len, ==, SIGNATURE_MAXIMUM);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/signature/separated", test_separated);
	g_test_add_func("/signature/closed", test_closed);
	g_test_add_func("/signature/bare", test_bare);
	g_test_add_func("/signature/none", test_none);
	g_test_add_func("/signature/footers", test_footers);
	g_test_add_func("/signature/bounds", test_bounds);
	return g_test_run();
}
