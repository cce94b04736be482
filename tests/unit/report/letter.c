/* SPDX-License-Identifier: Apache-2.0
 *
 * Letters: both languages have the same sections, and what is filled in stays what it is.
 */
#include "report/notice/letter.h"

#include <string.h>

#include "report/notice/abuse.h"
#include "report/notice/letters.h"
#include "report/notice/plain.h"

static gint compare_words(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void test_fill(void)
{
	const LetterValue values[] = {{"value", "{value} %x"}};
	g_autofree char *line = letter_fill(LETTER_ENGLISH, "item", values, 1);
	g_assert_cmpstr(line, ==, "    {value} %x\n");
	const LetterValue none[] = {{"value", NULL}};
	g_autofree char *dropped = letter_fill(LETTER_ENGLISH, "item", none, 1);
	g_assert_cmpstr(dropped, ==, "");
	g_autofree char *missing = letter_fill(LETTER_ENGLISH, "no such section", values, 1);
	g_assert_cmpstr(missing, ==, "");
}

static void test_both_languages(void)
{
	const char *const sections[] = {"notice", "notice-person", "contact", "from", "mailbox",
		"mailbox-unknown", "own-account", "own-account-line", "files", "sites", "item",
		"sides-inside", "sides-outside", "sides-both", "sides-unknown", "relays",
		"source-mail", "source-guard", "source-sinkhole", "source-capture", "tlp-CLEAR",
		"tlp-GREEN", "tlp-AMBER", "tlp-AMBER+STRICT", "tlp-RED"};
	for (guint i = 0; i < G_N_ELEMENTS(sections); i++) {
		g_autofree char *english = letter_phrase(LETTER_ENGLISH, sections[i]);
		g_autofree char *japanese = letter_phrase(LETTER_JAPANESE, sections[i]);
		if (english[0] == '\0' || japanese[0] == '\0')
			g_error("%s is missing", sections[i]);
	}
	g_autofree char *strict = letter_phrase(LETTER_ENGLISH, "tlp-AMBER+STRICT");
	g_assert_cmpstr(strict, ==, "for your organisation only.");
}

/* The heads of sections ("%name") and what is filled in ("{key}"), sorted, one a line. */
static char *skeleton_of(const char *text)
{
	g_autoptr(GRegex) regex = g_regex_new("^%\\S+$|\\{[a-z_]+\\}", G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *head = g_strdup("");
	for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
		g_match_info_next(match, NULL)) {
		char *word = g_match_info_fetch(match, 0);
		if (word[0] == '%') {
			g_free(head);
			head = word;
			g_ptr_array_add(found, g_strdup(head));
		} else {
			g_ptr_array_add(found, g_strconcat(head, " ", word, NULL));
			g_free(word);
		}
	}
	g_ptr_array_sort(found, (GCompareFunc)compare_words);
	g_ptr_array_add(found, NULL);
	return g_strjoinv("\n", (char **)found->pdata);
}

static gboolean has_line(char **lines, const char *line)
{
	return g_strv_contains((const char *const *)lines, line);
}

/* Abuse reports are in English alone; what a sentence does not need it may leave out. */
static void test_same_sections(void)
{
	g_autofree char *english = skeleton_of(letter_texts[LETTER_ENGLISH]);
	g_autofree char *japanese = skeleton_of(letter_texts[LETTER_JAPANESE]);
	g_auto(GStrv) here = g_strsplit(english, "\n", -1);
	g_auto(GStrv) there = g_strsplit(japanese, "\n", -1);
	for (guint i = 0; here[i] != NULL; i++)
		if (!has_line(there, here[i]) && strstr(here[i], "abuse") == NULL &&
			strcmp(here[i], "%sighting") != 0 &&
			strncmp(here[i], "%sighting ", 10) != 0)
			g_error("%s is missing in Japanese", here[i]);
	for (guint i = 0; there[i] != NULL; i++)
		if (!has_line(here, there[i]))
			g_error("%s is missing in English", there[i]);
}

static void test_plain(void)
{
	g_assert_true(plain_address("a.b+c_d@mail.x-y.example"));
	const char *const bad[] = {"", "@x.example", "a@", "a", "-a@x.example", "a@b@c",
		"a*@x.example", "a?@x.example", "a b@x.example", "a@x.example\n", "a'@x.example",
		"a$(id)@x.example", "\xc3\xa9@x.example", "a@-x.example"};
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		if (plain_address(bad[i]))
			g_error("%s is taken", bad[i]);
	g_autofree char *name = plain_file_name("../..\n/x@y.example");
	g_assert_cmpstr(name, ==, "_._..__x_y.example");
}

static void test_message_id(void)
{
	const struct {
		const char *id, *shown;
	} cases[] = {
		{"1.77@mail.provider.example", "<1.77@mail.provider.example>"},
		{"1.77@recipient.example", "<1.77@redacted.invalid>"},
		{"a person@provider.example", "<redacted@provider.example>"},
		{"x@provider.example\r\nBcc: y", "<x@redacted.invalid>"},
		{"no-at", "<no-at@redacted.invalid>"},
		{"", ""},
	};
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *shown = abuse_message_id(cases[i].id, "provider.example");
		g_assert_cmpstr(shown, ==, cases[i].shown);
	}
}

static void test_mailbox(void)
{
	g_autofree char *ascii = abuse_mailbox("CERT <cert@x.example>");
	g_assert_cmpstr(ascii, ==, "CERT <cert@x.example>");
	g_autofree char *japanese =
		abuse_mailbox("情報セキュリティ緊急対応チーム <cert@x.example>");
	g_assert_true(g_str_is_ascii(japanese));
	g_auto(GStrv) lines = g_strsplit(japanese, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		g_assert_cmpuint(strlen(lines[i]), <=, 76);
}

static void test_network(void)
{
	g_assert_true(abuse_is_network("192.0.2.1"));
	g_assert_true(abuse_is_network("2001:db8::1"));
	g_assert_false(abuse_is_network(""));
	g_assert_false(abuse_is_network("mail.provider.example"));
	g_assert_false(abuse_is_network("2001:db8::1%\nSubject: x"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/letter/fill", test_fill);
	g_test_add_func("/report/letter/both-languages", test_both_languages);
	g_test_add_func("/report/letter/same-sections", test_same_sections);
	g_test_add_func("/report/letter/plain", test_plain);
	g_test_add_func("/report/letter/message-id", test_message_id);
	g_test_add_func("/report/letter/mailbox", test_mailbox);
	g_test_add_func("/report/letter/network", test_network);
	return g_test_run();
}
