/* SPDX-License-Identifier: Apache-2.0
 *
 * Language by words that no text of it goes without and that its neighbours lack. A guess for
 * profiles: a person who always wrote German now writes English.
 */
#include "mail/language.h"

#include "mail/bytes.h"

#define TEXT_BYTES 600
#define WORD_BYTES 8   /* none of the words is longer, so that one is a number */
#define PLACES     512 /* of the table: a power of two, more than twice the words */
#define MANY_WORDS 3   /* words of a language */

static const struct {
	const char *language;
	const char *words; /* separated by spaces */
} latin[] = {
	{"en", "the and you for with that this have are will your from"},
	{"de", "und der die das nicht ist mit ich sie für ein eine auf wir"},
	{"fr", "et les des vous pour une est dans que pas nous avec sur"},
	{"es", "el los las por una para con que del está como usted"},
	{"it", "il che di per non una sono della con gli nel questo"},
	{"pt", "não uma para com você os dos está por mais obrigado em"},
	{"nl", "het een en van niet ik je met voor dat zijn wij aan"},
	{"pl", "nie się jest na że do jak dla proszę oraz czy"},
	{"sv", "och att det är inte jag för som en på med vi"},
	{"tr", "bir ve bu için ile çok değil olarak merhaba"},
};

#define LATIN G_N_ELEMENTS(latin)

static gboolean is_letter(char c)
{
	return bytes_is_letter(c) || (guchar)c >= 0x80;
}

/* The word at *AT or behind it, its first byte highest, and 0 for a longer one or a single letter;
 * *AT moves behind it. FALSE at END. */
static gboolean next_word(const char **at, const char *end, guint64 *ret_word)
{
	guint64 word = 0;
	while (*at < end && !is_letter(**at))
		(*at)++;
	const char *start = *at;
	for (; *at < end && is_letter(**at); (*at)++)
		word = word << 8 | (guint8)bytes_fold(**at);
	gsize length = (gsize)(*at - start);
	*ret_word = length > 1 && length <= WORD_BYTES ? word : 0;
	return length > 0;
}

/* A word and a bit for each language it belongs to. */
typedef struct Word {
	guint64 word;
	guint32 languages;
} Word;

/* Where WORD stands in TABLE, or the free place where it would. */
static Word *find_word(Word *table, guint64 word)
{
	gsize at = (word * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)) >> 40;
	while (table[at % PLACES].word != 0 && table[at % PLACES].word != word)
		at++;
	return &table[at % PLACES];
}

static Word *words_table(void)
{
	static Word table[PLACES];
	static gsize made;
	if (!g_once_init_enter(&made))
		return table;
	for (guint i = 0; i < LATIN; i++) {
		const char *at = latin[i].words;
		const char *end = at + strlen(at);
		guint64 word;
		while (next_word(&at, end, &word)) {
			Word *place = find_word(table, word);
			place->word = word;
			place->languages |= 1u << i;
		}
	}
	g_once_init_leave(&made, 1);
	return table;
}

const char *language_guess(const char *text)
{
	guint votes[LATIN] = {0};
	Word *table = words_table();
	const char *end = text + strnlen(text, TEXT_BYTES);
	guint64 word;
	while (next_word(&text, end, &word)) {
		guint32 languages = word != 0 ? find_word(table, word)->languages : 0;
		for (guint i = 0; languages != 0; i++, languages >>= 1)
			votes[i] += languages & 1;
	}
	gsize best = 0;
	for (gsize i = 1; i < LATIN; i++)
		if (votes[i] > votes[best])
			best = i;
	return votes[best] >= MANY_WORDS ? latin[best].language : "";
}
