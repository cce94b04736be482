/* SPDX-License-Identifier: Apache-2.0
 *
 * What the banner says, in both languages, and that a forger's words do not get into it.
 */
#include "service/guard/warning.h"

static void make(Judgement *judgement, const char *name, const char *language)
{
	*judgement = (Judgement){.facts = facts_new(), .verdict = verdict_new()};
	g_free(judgement->facts->language);
	judgement->facts->language = g_strdup(language);
	judgement->verdict->kind = VERDICT_HIJACKED;
	g_free(judgement->verdict->sender);
	judgement->verdict->sender = g_strdup("relay@elsewhere.example");
	g_free(judgement->verdict->claimed.name);
	judgement->verdict->claimed.name = g_strdup(name);
	Evidence *evidence = g_new0(Evidence, 1);
	evidence->id = "quote-not-theirs";
	evidence->weight = 3;
	evidence->reason_en = "It quotes a conversation.";
	evidence->reason_ja = "引用しています。";
	evidence->detail = g_strdup("");
	g_ptr_array_add(judgement->verdict->evidence, evidence);
}

static void test_named(void)
{
	g_auto(Judgement) judgement = {0};
	g_auto(Warning) warning = {0};
	const GuardSettings settings = {.explanation = (char *)"https://intra.example/?a=1&b=2"};
	make(&judgement, "Chie Doi", "en");
	warning_make(&judgement, &settings, &warning);
	g_assert_nonnull(strstr(warning.text, "\"Chie Doi\" as its sender, but it was sent from "
					      "relay@elsewhere.example."));
	g_assert_nonnull(strstr(warning.text, "asked Chie Doi in a way"));
	g_assert_nonnull(strstr(warning.html, "?a=1&#38;b=2#sender-named\">"));
	g_assert_nonnull(strstr(warning.text, ": https://intra.example/?a=1&b=2#sender-named\r\n"));
	g_assert_cmpstr(warning.tag, ==, "[Caution]");
}

static void test_japanese(void)
{
	g_auto(Judgement) judgement = {0};
	g_auto(Warning) warning = {0};
	const GuardSettings settings = {.tag = (char *)""};
	make(&judgement, "土井 千恵", "ja");
	warning_make(&judgement, &settings, &warning);
	g_assert_nonnull(strstr(warning.text, "「土井 千恵」を名乗っていますが"));
	g_assert_nonnull(strstr(warning.html, "&#22303;&#20117;"));
	g_assert_true(g_str_is_ascii(warning.html));
	g_assert_true(g_str_is_ascii(warning.plain));
	/* It was checked. */
	g_assert_null(strstr(warning.plain, "could not be checked"));
	g_assert_cmpstr(warning.tag, ==, "");
}

/* A name that is a link, a telephone number, or markup is not repeated. */
static void test_harmless(void)
{
	static const char *const names[] = {"call +81 3 1234 5678", "http://evil.example", "a@b",
		"<b>x</b>", "www.evil.example", "a\nb",
		"\xe2\x80\xae"
		"x"};
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_auto(Judgement) judgement = {0};
		g_auto(Warning) warning = {0};
		const GuardSettings settings = {.explanation = (char *)"https://intra.example/w/"};
		make(&judgement, names[i], "en");
		warning_make(&judgement, &settings, &warning);
		g_assert_null(strstr(warning.text, names[i]));
		g_assert_nonnull(strstr(warning.text, "It quotes a conversation."));
		g_assert_nonnull(strstr(warning.text, "/w/en.html#quote-not-theirs\r\n"));
	}
}

static void test_unscannable(void)
{
	g_auto(Judgement) judgement = {.verdict = verdict_new()};
	g_auto(Warning) warning = {0};
	const GuardSettings settings = {
		.language = LANGUAGE_JAPANESE, .explanation = (char *)"https://intra.example/w/"};
	judgement.verdict->kind = VERDICT_UNSCANNABLE;
	warning_make(&judgement, &settings, &warning);
	g_assert_nonnull(strstr(warning.text, "検査できませんでした"));
	g_assert_nonnull(strstr(warning.text, "/w/ja.html#unreadable\r\n"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/warning/named", test_named);
	g_test_add_func("/warning/japanese", test_japanese);
	g_test_add_func("/warning/harmless", test_harmless);
	g_test_add_func("/warning/unscannable", test_unscannable);
	return g_test_run();
}
