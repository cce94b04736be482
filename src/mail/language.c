/* SPDX-License-Identifier: Apache-2.0
 *
 * Language by script, and for Latin script by words that no text of the language goes without and
 * that its neighbours lack. A guess for profiles: a person who never wrote Japanese does so now.
 */
#include "mail/language.h"

#include "mail/bytes.h"

#define TEXT_BYTES   2000
#define MANY_LETTERS 4 /* letters of a script that make it the text's, when no other has more */
#define MANY_WORDS   3 /* words of a language */

typedef struct ScriptRow {
	gunichar first;
	gunichar last;
	const char *language;
} ScriptRow;

/* Kana and Hangul stand before Han, which Japanese and Korean share with Chinese. */
static const ScriptRow scripts[] = {
	{0x3041, 0x30ff, "ja"},
	{0xff66, 0xff9d, "ja"},
	{0xac00, 0xd7a3, "ko"},
	{0x4e00, 0x9fff, "zh"},
	{0x0400, 0x04ff, "ru"},
	{0x0370, 0x03ff, "el"},
	{0x0590, 0x05ff, "he"},
	{0x0600, 0x06ff, "ar"},
	{0x0e00, 0x0e7f, "th"},
};

#define SCRIPTS G_N_ELEMENTS(scripts)

static const struct {
	const char *language;
	const char *words; /* with a space before and behind each */
} latin[] = {
	{"en", " the and you for with that this have are will your from "},
	{"de", " und der die das nicht ist mit ich sie für ein eine auf wir "},
	{"fr", " et les des vous pour une est dans que pas nous avec sur "},
	{"es", " el los las por una para con que del está como usted "},
	{"it", " il che di per non una sono della con gli nel questo "},
	{"pt", " não uma para com você os dos está por mais obrigado em "},
	{"nl", " het een en van niet ik je met voor dat zijn wij aan "},
	{"pl", " nie się jest na że do jak dla proszę oraz czy "},
	{"sv", " och att det är inte jag för som en på med vi "},
	{"tr", " bir ve bu için ile çok değil olarak merhaba "},
};

#define LATIN G_N_ELEMENTS(latin)

static void count_script(gunichar c, guint *counts)
{
	for (gsize i = 0; i < SCRIPTS; i++)
		if (c >= scripts[i].first && c <= scripts[i].last) {
			counts[i]++;
			return;
		}
}

static const char *by_script(const char *text, const char *end)
{
	guint counts[SCRIPTS] = {0};
	guint letters = 0;
	for (const char *at = text; at < end; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		letters += g_ascii_isalpha(*at) ? 1 : 0;
		if (c >= 0x370)
			count_script(c, counts);
	}
	/* A few kana among Han are Japanese; a name in Cyrillic in an English text is not Russian.
	 */
	for (gsize i = 0; i < SCRIPTS; i++)
		if (counts[i] >= MANY_LETTERS && counts[i] * 3 >= letters)
			return scripts[i].language;
	return NULL;
}

/* Add a vote for each language that WORD, with spaces around it, belongs to. */
static void vote(const char *word, guint *votes)
{
	for (gsize i = 0; i < LATIN; i++)
		if (strstr(latin[i].words, word) != NULL)
			votes[i]++;
}

static const char *by_words(const char *text, const char *end)
{
	guint votes[LATIN] = {0};
	char word[16] = " ";
	gsize length = 1;
	for (const char *at = text; at <= end; at++) {
		gboolean letter = at < end && (g_ascii_isalpha(*at) || (guchar)*at >= 0x80);
		if (letter && length < sizeof word - 2) {
			word[length++] = bytes_fold(*at);
			continue;
		}
		if (letter)
			continue;
		word[length] = ' ';
		word[length + 1] = '\0';
		if (length > 2 && length < sizeof word - 2)
			vote(word, votes);
		length = 1;
	}
	gsize best = 0;
	for (gsize i = 1; i < LATIN; i++)
		if (votes[i] > votes[best])
			best = i;
	return votes[best] >= MANY_WORDS ? latin[best].language : "";
}

const char *language_guess(const char *text)
{
	gsize length = strnlen(text, TEXT_BYTES);
	while (length > 0 && ((guchar)text[length] & 0xc0) == 0x80)
		length--;
	const char *language = by_script(text, text + length);
	return language != NULL ? language : by_words(text, text + length);
}
