/* SPDX-License-Identifier: Apache-2.0
 *
 * Language by words that no text of it goes without and that its neighbours lack. A guess for
 * profiles: a person who always wrote German now writes English.
 */
#include "mail/language.h"

#include "mail/bytes.h"

#define TEXT_BYTES 600
#define WORD_BYTES 12
#define MANY_WORDS 3 /* words of a language */

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

/* Word to a bit for each language it belongs to; lives as long as the process. */
static GHashTable *words_table(void)
{
	static GHashTable *table;
	if (!g_once_init_enter(&table))
		return table;
	GHashTable *made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < LATIN; i++) {
		g_auto(GStrv) words = g_strsplit(latin[i].words, " ", -1);
		for (char **word = words; *word != NULL; word++) {
			guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(made, *word)) | 1u << i;
			g_hash_table_insert(made, g_strdup(*word), GUINT_TO_POINTER(bits));
		}
	}
	g_once_init_leave(&table, made);
	return made;
}

/* Add a vote for each language that WORD belongs to. */
static void vote(const char *word, guint *votes)
{
	guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(words_table(), word));
	for (guint i = 0; bits != 0; i++, bits >>= 1)
		votes[i] += bits & 1;
}

const char *language_guess(const char *text)
{
	guint votes[LATIN] = {0};
	char word[WORD_BYTES + 2];
	gsize length = 0;
	const char *end = text + strnlen(text, TEXT_BYTES);
	for (const char *at = text; at <= end; at++) {
		gboolean letter = at < end && (g_ascii_isalpha(*at) || (guchar)*at >= 0x80);
		if (letter && length <= WORD_BYTES)
			word[length++] = bytes_fold(*at);
		if (letter)
			continue;
		word[length] = '\0';
		if (length > 1 && length <= WORD_BYTES)
			vote(word, votes);
		length = 0;
	}
	gsize best = 0;
	for (gsize i = 1; i < LATIN; i++)
		if (votes[i] > votes[best])
			best = i;
	return votes[best] >= MANY_WORDS ? latin[best].language : "";
}
