/* SPDX-License-Identifier: Apache-2.0
 *
 * The reasons are those of the table of signals that speak against a message, each under the
 * sentence that the banner gives.
 */
#include "report/awareness/explanation.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "judge/signal.h"
#include "output/text.h"
#include "report/awareness/prose.h"

static void put_section(Page *page, LetterLanguage language, const char *anchor,
	const char *section, const LetterValue *contact)
{
	g_autofree char *text = g_strconcat(section, "-text", NULL);
	g_autofree char *heading = prose_phrase(language, section);
	page_heading(page, 2, anchor, heading);
	prose_paragraphs(page, language, text, contact, 1);
}

static void put_reason(
	Page *page, LetterLanguage language, const char *anchor, const char *sentence)
{
	g_autofree char *section = g_strconcat("reason-", anchor, NULL);
	page_heading(page, 3, anchor, sentence);
	prose_paragraphs(page, language, section, NULL, 0);
}

static void put_reasons(Page *page, LetterLanguage language)
{
	static const char *const own[] = {EXPLANATION_SENDER_NAMED, EXPLANATION_UNREADABLE};
	for (guint i = 0; i < G_N_ELEMENTS(own); i++) {
		g_autofree char *section = g_strconcat("explanation-", own[i], NULL);
		g_autofree char *sentence = prose_phrase(language, section);
		put_reason(page, language, own[i], sentence);
	}
	for (guint i = 0; i < weighted_signals_count; i++) {
		const WeightedSignal *weighted = &weighted_signals[i];
		const Signal *signal = weighted->signal;
		if (weighted->weight[WEIGHT_WARM] > 0 || weighted->weight[WEIGHT_COLD] > 0)
			put_reason(page, language, signal->id,
				language == LETTER_JAPANESE ? signal->reason_ja
							    : signal->reason_en);
	}
}

static void put_steps(Page *page, LetterLanguage language, const LetterValue *contact)
{
	g_autofree char *heading = prose_phrase(language, "explanation-steps");
	page_heading(page, 2, EXPLANATION_STEPS, heading);
	prose_rows(page, language, PAGE_STEPS, "steps-list", contact, 1);
}

char *explanation_page(LetterLanguage language, const char *contact)
{
	g_autofree char *title = prose_phrase(language, "explanation-title");
	g_autofree char *nobody = prose_phrase(language, "contact-nobody");
	g_autofree char *whom = text_safe(contact != NULL ? contact : nobody);
	const LetterValue value = {"contact", whom};
	Page *page = page_new(&page_html, prose_language(language), title);
	put_section(page, language, NULL, "explanation-meaning", &value);
	put_steps(page, language, &value);
	put_section(page, language, NULL, "explanation-opened", &value);
	put_section(page, language, NULL, "explanation-hijack", &value);
	put_section(page, language, NULL, "explanation-reasons", &value);
	put_reasons(page, language);
	return page_finish(page);
}

/* Where nothing says which language is wanted. */
static char *index_page(void)
{
	g_autofree char *english = prose_phrase(LETTER_ENGLISH, "explanation-index");
	g_autofree char *japanese = prose_phrase(LETTER_JAPANESE, "explanation-index");
	g_autofree char *title = g_strdup_printf("%s / %s", english, japanese);
	Page *page = page_new(&page_html, "en", title);
	page_link(page, "en.html", "English");
	page_link(page, "ja.html", "日本語");
	return page_finish(page);
}

static gboolean put_file(const char *folder, const char *name, const char *text, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) problem = NULL;
	if (g_file_set_contents(path, text, -1, &problem))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s", problem->message);
	return FALSE;
}

gboolean explanation_write(const char *folder, const char *contact, GError **error)
{
	if (g_mkdir_with_parents(folder, 0755) != 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", folder, g_strerror(errno));
		return FALSE;
	}
	g_autofree char *index = index_page();
	g_autofree char *english = explanation_page(LETTER_ENGLISH, contact);
	g_autofree char *japanese = explanation_page(LETTER_JAPANESE, contact);
	return put_file(folder, "index.html", index, error) &&
	       put_file(folder, "en.html", english, error) &&
	       put_file(folder, "ja.html", japanese, error);
}

gboolean explanation_is_address(const char *address)
{
	gsize length = strlen(address);
	if (length > LIMIT_EXPLANATION)
		return FALSE;
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isgraph(address[i]) || strchr("<>\"'`\\#", address[i]) != NULL)
			return FALSE;
	g_autoptr(GUri) uri = g_uri_parse(address, G_URI_FLAGS_ENCODED, NULL);
	return uri != NULL &&
	       g_strv_contains(
		       (const char *const[]){"http", "https", NULL}, g_uri_get_scheme(uri)) &&
	       g_uri_get_host(uri) != NULL && g_uri_get_host(uri)[0] != '\0' &&
	       g_uri_get_userinfo(uri) == NULL;
}

char *explanation_link(const char *address, LetterLanguage language, const char *anchor)
{
	if (address == NULL)
		return NULL;
	gboolean folder = g_str_has_suffix(address, "/");
	return g_strconcat(address, folder ? prose_language(language) : "", folder ? ".html#" : "#",
		anchor, NULL);
}
