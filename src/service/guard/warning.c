/* SPDX-License-Identifier: Apache-2.0
 *
 * The language is the reader's, not the service's, so the sentences stand here and not in the
 * catalogues. Names and addresses are the message's own words: what might be a link or a telephone
 * number in them is not repeated.
 */
#include "service/guard/warning.h"

#include "mail/banner/banner-html.h"
#include "report/awareness/explanation.h"

enum { longest_word = 60, most_digits = 2 };

typedef struct Words {
	const char *head;
	const char *claim; /* a name, an address */
	const char *ask;   /* a name */
	const char *unreadable;
	const char *beware;
	const char *more;
	const char *tag;
} Words;

static const Words english = {.head = "Caution",
	.claim = "This message gives \"%s\" as its sender, but it was sent from %s.",
	.ask = "Please leave its attachments and links alone until you have asked %s in a way "
	       "that you know, for example by telephone.",
	.unreadable = "This message could not be checked.",
	.beware = "Please leave its attachments and links alone until you have asked the sender in "
		  "a way that you know, for example by telephone.",
	.more = "What this means",
	.tag = "[Caution]"};

static const Words japanese = {.head = "ご注意ください",
	.claim = "このメールは差出人として「%s」を名乗っていますが、実際には %s "
		 "から送られています。",
	.ask = "添付ファイルやリンクは開かずに、まず%"
	       "sさんご本人へ、電話などいつもの方法でご確認ください。",
	.unreadable = "このメールは内容を検査できませんでした。",
	.beware = "添付ファイルやリンクは開かずに、まず差出人ご本人へ、電話などいつもの方法でご確認"
		  "ください。",
	.more = "くわしい説明",
	.tag = "[注意]"};

static gboolean reads_japanese(const Judgement *judgement, const GuardSettings *settings)
{
	if (settings->language != LANGUAGE_OF_MAIL)
		return settings->language == LANGUAGE_JAPANESE;
	return judgement->facts != NULL && g_str_equal(judgement->facts->language, "ja");
}

/* Can WORD be repeated to a reader? */
static gboolean is_harmless(const char *word, gboolean name)
{
	glong length = g_utf8_strlen(word, -1);
	guint digits = 0;
	if (length == 0 || length > longest_word || strpbrk(word, "/\\:<>\"%") != NULL)
		return FALSE;
	for (const char *at = word; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		digits += g_unichar_isdigit(c);
		if (!g_unichar_isprint(c) || (name && (c == '@' || c == '.')))
			return FALSE;
	}
	return !name || digits <= most_digits;
}

/* The heaviest evidence that speaks against the message, NULL when there is none. */
static const Evidence *worst_evidence(const Verdict *verdict)
{
	for (guint i = 0; i < verdict->evidence->len; i++) {
		const Evidence *evidence = verdict->evidence->pdata[i];
		if (evidence->weight > 0)
			return evidence;
	}
	return NULL;
}

/* SENTENCE with FIRST and SECOND where it has "%s". */
static char *fill(const char *sentence, const char *first, const char *second)
{
	g_auto(GStrv) pieces = g_strsplit(sentence, "%s", 3);
	return g_strconcat(
		pieces[0], first, pieces[1], pieces[2] != NULL ? second : NULL, pieces[2], NULL);
}

static gboolean names_somebody_else(const Verdict *verdict)
{
	return is_harmless(verdict->claimed.name, TRUE) && is_harmless(verdict->sender, FALSE) &&
	       strcmp(verdict->claimed.address, verdict->sender) != 0;
}

static char *what_does_not_fit(const Words *words, const Judgement *judgement)
{
	const Verdict *verdict = judgement->verdict;
	const Evidence *evidence = worst_evidence(verdict);
	if (judgement->facts == NULL || (evidence == NULL && !names_somebody_else(verdict)))
		return g_strdup(words->unreadable);
	if (names_somebody_else(verdict))
		return fill(words->claim, verdict->claimed.name, verdict->sender);
	return g_strdup(words == &japanese ? evidence->reason_ja : evidence->reason_en);
}

static char *what_to_do(const Words *words, const Judgement *judgement)
{
	if (judgement->facts != NULL && names_somebody_else(judgement->verdict))
		return fill(words->ask, judgement->verdict->claimed.name, NULL);
	return g_strdup(words->beware);
}

static char *make_text(const Words *words, const char *fault, const char *advice, const char *url)
{
	GString *text = g_string_new(NULL);
	g_string_append_printf(text, "--- %s ---\r\n%s\r\n%s\r\n", words->head, fault, advice);
	if (url != NULL)
		g_string_append_printf(text, "%s: %s\r\n", words->more, url);
	g_string_append(text, "---\r\n\r\n");
	return g_string_free(text, FALSE);
}

/* For text whose charset holds no more than ASCII: names that do not fit are left out. */
static char *make_plain(const Judgement *judgement)
{
	g_autofree char *fault = what_does_not_fit(&english, judgement);
	g_autofree char *advice = what_to_do(&english, judgement);
	if (g_str_is_ascii(fault) && g_str_is_ascii(advice))
		return make_text(&english, fault, advice, NULL);
	const Evidence *evidence = worst_evidence(judgement->verdict);
	return make_text(&english,
		evidence != NULL ? evidence->reason_en
				 : "This message was not sent by the person that it names.",
		english.beware, NULL);
}

/* Where the reason that is given is explained, new string; NULL when nowhere. */
static char *link_of(const Words *words, const Judgement *judgement, const GuardSettings *settings)
{
	const Verdict *verdict = judgement->verdict;
	const Evidence *evidence = worst_evidence(verdict);
	gboolean named = names_somebody_else(verdict);
	gboolean unreadable = judgement->facts == NULL || (evidence == NULL && !named);
	return explanation_link(settings->explanation,
		words == &japanese ? LETTER_JAPANESE : LETTER_ENGLISH,
		unreadable ? EXPLANATION_UNREADABLE
		: named    ? EXPLANATION_SENDER_NAMED
			   : evidence->id);
}

void warning_make(const Judgement *judgement, const GuardSettings *settings, Warning *ret)
{
	const Words *words = reads_japanese(judgement, settings) ? &japanese : &english;
	g_autofree char *fault = what_does_not_fit(words, judgement);
	g_autofree char *advice = what_to_do(words, judgement);
	g_autofree char *url = link_of(words, judgement, settings);
	ret->text = make_text(words, fault, advice, url);
	ret->html = banner_html_make(
		(const char *const[]){words->head, fault, advice, NULL}, url, words->more);
	ret->plain = make_plain(judgement);
	ret->tag = settings->tag != NULL ? settings->tag : words->tag;
}

void warning_clear(Warning *warning)
{
	g_clear_pointer(&warning->text, g_free);
	g_clear_pointer(&warning->plain, g_free);
	g_clear_pointer(&warning->html, g_free);
}
