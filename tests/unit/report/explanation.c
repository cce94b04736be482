/* SPDX-License-Identifier: Apache-2.0
 *
 * Explanations: each reason that a banner can give has its anchor and its text, in both languages,
 * and only an address that is harmless in a message is taken.
 */
#include "report/awareness/explanation.h"

#include <string.h>

#include "base/limits.h"
#include "judge/signal.h"
#include "report/awareness/handout.h"
#include "report/awareness/prose.h"

static void check_reason(LetterLanguage language, const char *page, const char *reason)
{
	g_autofree char *section = g_strconcat("reason-", reason, NULL);
	g_autofree char *text = prose_phrase(language, section);
	g_autofree char *anchor = g_strdup_printf("<h3 id=\"%s\">", reason);
	if (text[0] == '\0' || strstr(page, anchor) == NULL)
		g_error("%s is not explained in %s", reason, prose_language(language));
}

static void test_reasons(void)
{
	for (LetterLanguage language = LETTER_ENGLISH; language <= LETTER_JAPANESE; language++) {
		g_autofree char *page = explanation_page(language, "<desk>");
		g_assert_nonnull(strstr(page, "&lt;desk&gt;"));
		g_assert_nonnull(strstr(page, "<h2 id=\"" EXPLANATION_STEPS "\">"));
		check_reason(language, page, EXPLANATION_SENDER_NAMED);
		check_reason(language, page, EXPLANATION_UNREADABLE);
		for (guint i = 0; i < weighted_signals_count; i++)
			if (weighted_signals[i].weight[WEIGHT_WARM] > 0)
				check_reason(language, page, weighted_signals[i].signal->id);
		g_assert_null(strstr(page, "{contact}"));
		g_assert_null(strstr(page, "<script"));
		g_assert_null(strstr(page, "src="));
	}
}

static void test_address(void)
{
	static const char *const good[] = {"https://intranet.example/mail-warning/",
		"http://127.0.0.1:8080/x", "https://intra.example/?a=1&b=2"};
	static const char *const bad[] = {"", "intranet.example", "ftp://x.example/",
		"javascript:alert(1)", "https://", "https://x.example/a b", "https://x.example/\"",
		"https://x.example/<b>", "https://x.example/#there", "https://x.example/\r\nA: b",
		"https://a:b@x.example/", "https://x.example/\xc3\xa9", "HTTPS:x.example"};
	for (guint i = 0; i < G_N_ELEMENTS(good); i++)
		if (!explanation_is_address(good[i]))
			g_error("%s is refused", good[i]);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		if (explanation_is_address(bad[i]))
			g_error("%s is taken", bad[i]);
	g_autofree char *path = g_strnfill(LIMIT_EXPLANATION, 'a');
	g_autofree char *longest = g_strconcat("https://x.example/", path, NULL);
	g_assert_false(explanation_is_address(longest));
	longest[LIMIT_EXPLANATION] = '\0';
	g_assert_true(explanation_is_address(longest));
}

static void test_link(void)
{
	g_autofree char *folder =
		explanation_link("https://x.example/w/", LETTER_JAPANESE, "thread-woken");
	g_autofree char *file =
		explanation_link("https://x.example/w.html", LETTER_ENGLISH, "thread-woken");
	g_assert_cmpstr(folder, ==, "https://x.example/w/ja.html#thread-woken");
	g_assert_cmpstr(file, ==, "https://x.example/w.html#thread-woken");
	g_assert_null(explanation_link(NULL, LETTER_ENGLISH, "x"));
}

/* The invented message has a number at each of its marks, and says that it is invented. */
static void test_example(void)
{
	for (LetterLanguage language = LETTER_ENGLISH; language <= LETTER_JAPANESE; language++) {
		g_autoptr(HandoutCase) example = handout_case_example(language);
		g_autofree char *text = handout_write(example, &page_text, NULL);
		g_autofree char *invented = prose_phrase(language, "handout-example");
		for (guint mark = 1; mark <= 5; mark++) {
			g_autofree char *number = g_strdup_printf("(%u)", mark);
			g_assert_nonnull(strstr(text, number));
		}
		g_assert_null(strstr(text, "(6)"));
		g_assert_nonnull(strstr(text, invented));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/explanation/reasons", test_reasons);
	g_test_add_func("/explanation/address", test_address);
	g_test_add_func("/explanation/link", test_link);
	g_test_add_func("/explanation/example", test_example);
	return g_test_run();
}
