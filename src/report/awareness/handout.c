/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers run from the top of the message to its end, one for each place.
 */
#include "judge/signal.h"
#include "output/text.h"
#include "report/awareness/handout-case.h"
#include "report/awareness/prose.h"

/* What the banner says of the reason; NULL when it is none of the signals. */
static const char *sentence_of(LetterLanguage language, const char *reason)
{
	for (guint i = 0; i < weighted_signals_count; i++) {
		const Signal *signal = weighted_signals[i].signal;
		if (g_str_equal(signal->id, reason))
			return language == LETTER_JAPANESE ? signal->reason_ja : signal->reason_en;
	}
	return NULL;
}

/* The number of PLACE, given when its first line is met; 0 where all fits. */
static guint number_of(const HandoutCase *self, HandoutPlace place, guint *numbers, guint *given)
{
	if (place >= PLACE_NOWHERE || self->reasons[place] == NULL || numbers[place] != 0)
		return 0;
	numbers[place] = ++*given;
	return numbers[place];
}

static void put_message(const HandoutCase *self, Page *page, guint *numbers)
{
	guint given = 0;
	for (guint i = 0; i < self->lines->len; i++) {
		const HandoutLine *line = self->lines->pdata[i];
		g_autofree char *label =
			line->field != NULL ? prose_phrase(self->language, line->field) : NULL;
		guint number = number_of(self, line->place, numbers, &given);
		page_row(page, PAGE_MESSAGE,
			&(const PageRow){.label = label, .text = line->text, .mark = number});
	}
}

static void put_mark(const HandoutCase *self, Page *page, HandoutPlace place)
{
	const char *reason = self->reasons[place];
	const char *sentence = sentence_of(self->language, reason);
	g_autofree char *section = g_strconcat("reason-", reason, NULL);
	g_autofree char *why = prose_phrase(self->language, section);
	const char *space = self->language == LETTER_JAPANESE ? "" : " ";
	g_autofree char *text = g_strconcat(
		sentence != NULL ? sentence : "", sentence != NULL ? space : "", why, NULL);
	page_row(page, PAGE_STEPS, &(const PageRow){.text = text});
}

static void put_marks(const HandoutCase *self, Page *page, const guint *numbers)
{
	prose_heading(page, self->language, 2, "handout-marks");
	for (guint number = 1; number <= PLACE_NOWHERE; number++)
		for (guint place = 0; place < PLACE_NOWHERE; place++)
			if (numbers[place] == number)
				put_mark(self, page, (HandoutPlace)place);
}

char *handout_write(const HandoutCase *self, const PageForm *form, const char *contact)
{
	guint numbers[PLACE_NOWHERE] = {0};
	g_autofree char *title = prose_phrase(self->language, "handout-title");
	g_autofree char *nobody = prose_phrase(self->language, "contact-nobody");
	g_autofree char *whom = text_safe(contact != NULL ? contact : nobody);
	const LetterValue value = {"contact", whom};
	Page *page = page_new(form, prose_language(self->language), title);
	prose_paragraphs(
		page, self->language, self->invented ? "handout-example" : "handout-own", NULL, 0);
	put_message(self, page, numbers);
	put_marks(self, page, numbers);
	prose_heading(page, self->language, 2, "handout-do");
	prose_rows(page, self->language, PAGE_BULLETS, "steps-list", &value, 1);
	return page_finish(page);
}
