/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/language: a sentence for each language, and what tells too little.
 */
#include "mail/language.h"

static void test_rows(void)
{
	static const struct {
		const char *text;
		const char *language;
	} rows[] = {
		{"Thank you for the report, and see you at the meeting with the others.", "en"},
		{"Vielen Dank für die Nachricht, ich bin leider nicht da und melde mich.", "de"},
		{"Merci pour le message, nous sommes dans une réunion et les autres aussi.", "fr"},
		{"Gracias por el mensaje, los documentos están con una nota para usted.", "es"},
		{"Grazie per il messaggio, non sono in ufficio e questo è tutto.", "it"},
		{"Obrigado, não tenho uma resposta para você, mas os dados estão com ele.", "pt"},
		{"Dank voor het bericht, ik ben niet op kantoor en een collega is er voor je.",
			"nl"},
		{"Dziękuję, nie ma go, proszę o kontakt oraz czy jest to pilne.", "pl"},
		{"Tack för det, jag är inte på plats och vi ses att prata.", "sv"},
		{"お世話になっております。資料をお送りします。", "ja"},
		{"Dear all, 資料をお送りしますのでご確認ください。よろしくお願いします。", "ja"},
		{"您好，请查收附件。", "zh"},
		{"안녕하세요 첨부파일을 확인해 주세요", "ko"},
		{"Здравствуйте, высылаю документы.", "ru"},
		{"Καλημέρα σας", "el"},
		{"ok", ""},
		{"", ""},
		{"12345 67890 !!!", ""},
		{"Иван wrote that the plan and the rest are with you for now", "en"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].text);
		g_assert_cmpstr(language_guess(rows[i].text), ==, rows[i].language);
	}
}

/* The cut at the end of what is looked at does not fall into a character. */
static void test_long(void)
{
	GString *text = g_string_new("x");
	for (guint i = 0; i < 3000; i++)
		g_string_append(text, "の");
	g_assert_cmpstr(language_guess(text->str), ==, "ja");
	g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/language/rows", test_rows);
	g_test_add_func("/language/long", test_long);
	return g_test_run();
}
