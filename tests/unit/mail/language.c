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
		{"ok", ""},
		{"", ""},
		{"12345 67890 !!!", ""},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].text);
		g_assert_cmpstr(language_guess(rows[i].text), ==, rows[i].language);
	}
}

/* Words are cut off nowhere but at their end, however long the text and they are. */
static void test_long(void)
{
	GString *text = g_string_new("the and you ");
	g_string_set_size(text, 5000);
	memset(text->str + 12, 'x', text->len - 12);
	g_assert_cmpstr(language_guess(text->str), ==, "en");
	g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/language/rows", test_rows);
	g_test_add_func("/language/long", test_long);
	return g_test_run();
}
