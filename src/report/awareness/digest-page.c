/* SPDX-License-Identifier: Apache-2.0
 *
 * Sentences are chosen by the figures; what is zero is not told.
 */
#include "report/awareness/digest-page.h"

#include <string.h>

#include "output/text.h"
#include "output/timeline.h"
#include "report/awareness/prose.h"

enum { most_organisations = 10 };

typedef struct Writing {
	const Digest *digest;
	const DigestPage *how;
	LetterLanguage language;
	Page *page;
	char *name;
} Writing;

static void put_line(const Writing *self, const char *section, const LetterValue *value)
{
	g_autofree char *line = prose_line(self->language, section, value, value != NULL);
	page_paragraph(self->page, line);
}

static void put_bullet(const Writing *self, const char *section, guint64 number)
{
	g_autofree char *digits = prose_count(self->language, "number", number);
	const LetterValue value = {"number", digits};
	if (number > 0)
		prose_rows(self->page, self->language, PAGE_BULLETS, section, &value, 1);
}

/* ---- at a glance ---- */

static const char *comparison(const Digest *digest)
{
	guint64 now = digest->now.messages, before = digest->before.messages;
	if (!digest->compared)
		return "digest-uncompared";
	if (now == 0)
		return before > 0 ? "digest-fewer-quiet" : NULL;
	return now > before ? "digest-more" : now < before ? "digest-fewer" : "digest-same";
}

static void put_lead(const Writing *self)
{
	const DigestFigures *now = &self->digest->now;
	g_autofree char *messages = prose_count(self->language, "messages", now->messages);
	g_autofree char *people = prose_count(self->language, "people", now->people);
	g_autofree char *department =
		self->how->folded != NULL ? text_safe(self->how->folded) : NULL;
	const LetterValue values[] = {{"messages", messages}, {"people", people},
		{"name", self->name}, {"department", department}};
	g_autofree char *before = prose_count(self->language, "before", self->digest->days);
	const char *compared = comparison(self->digest);
	if (department != NULL)
		prose_paragraphs(
			self->page, self->language, "digest-folded", values, G_N_ELEMENTS(values));
	const char *lead = self->digest->empty  ? "digest-empty"
			   : now->messages == 0 ? "digest-quiet"
						: "digest-lead";
	g_autofree char *text = prose_line(self->language, lead, values, G_N_ELEMENTS(values));
	page_note(self->page, text);
	if (compared != NULL && !self->digest->empty)
		put_line(self, compared, &(const LetterValue){"before", before});
}

static void put_figure(const Writing *self, const char *section, guint64 now, guint64 before)
{
	g_autofree char *label = prose_phrase(self->language, section);
	g_autofree char *text = text_number(now);
	g_autofree char *note = self->digest->compared ? text_number(before) : NULL;
	page_row(self->page, PAGE_FIGURES, &(const PageRow){label, text, note, 0});
}

static void put_figures(const Writing *self)
{
	const DigestFigures *now = &self->digest->now, *before = &self->digest->before;
	g_autofree char *this = prose_phrase(self->language, "figures-now");
	g_autofree char *other = prose_phrase(self->language, "figures-before");
	prose_heading(self->page, self->language, 2, "figures");
	page_row(self->page, PAGE_FIGURES,
		&(const PageRow){"", this, self->digest->compared ? other : NULL, 0});
	put_figure(self, "figures-messages", now->messages, before->messages);
	put_figure(self, "figures-people", now->people, before->people);
}

static void put_chart(const Writing *self, const LetterValue *dates)
{
	g_autofree char *subtitle = prose_line(self->language, "chart-dates", dates, 2);
	g_autofree char *title = prose_phrase(self->language, "chart-title");
	g_autofree char *day = prose_phrase(self->language, "chart-day");
	g_autofree char *week = prose_phrase(self->language, "chart-week");
	const TimelineSeries series = {
		.name = self->name, .note = "", .counts = self->digest->each_day};
	const Timeline timeline = {.title = title,
		.subtitle = subtitle,
		.day_label = day,
		.week_label = week,
		.start = self->digest->since,
		.days = self->digest->days,
		.series = &series,
		.count = 1};
	gboolean html = self->how->form == &page_html;
	g_autofree char *drawing = html ? timeline_svg(&timeline) : timeline_text(&timeline);
	prose_heading(self->page, self->language, 2, "chart");
	page_drawing(self->page, drawing);
}

/* ---- what they were ---- */

static void put_looks(const Writing *self)
{
	const DigestFigures *now = &self->digest->now;
	guint64 known = now->bare;
	for (guint i = 0; i < LEDGER_TRAITS; i++)
		known += now->traits[i];
	if (known == 0)
		return;
	prose_heading(self->page, self->language, 2, "looks");
	for (guint i = 0; i < LEDGER_TRAITS; i++) {
		const char *trait = ledger_trait_name((LedgerTrait)i);
		g_autofree char *section = g_strconcat("trait-", trait, NULL);
		put_bullet(self, section, now->traits[i]);
	}
	put_bullet(self, "trait-none", now->bare);
}

static void put_robbed_row(const Writing *self, const DigestRobbed *robbed)
{
	g_autofree char *organisation = text_safe(robbed->organisation);
	g_autofree char *messages = prose_count(self->language, "messages", robbed->messages);
	const LetterValue values[] = {{"organisation", organisation}, {"messages", messages}};
	prose_rows(self->page, self->language, PAGE_BULLETS, "robbed-row", values,
		G_N_ELEMENTS(values));
}

static void put_robbed(const Writing *self)
{
	const Digest *digest = self->digest;
	const GPtrArray *robbed = digest->robbed;
	guint shown = MIN(robbed->len, most_organisations);
	prose_heading(self->page, self->language, 2, "robbed");
	if (shown > 0)
		put_line(self, "robbed-others", NULL);
	for (guint i = 0; i < shown; i++)
		put_robbed_row(self, robbed->pdata[i]);
	put_bullet(self, "robbed-more", robbed->len - shown);
	put_bullet(self, "robbed-persons", digest->persons);
	if (shown == 0 && digest->persons == 0 && digest->now.messages > 0)
		put_line(self, "robbed-unknown", NULL);
	if (digest->department != NULL)
		return;
	g_autofree char *number = text_number(digest->own_robbed);
	put_line(self, digest->own_robbed > 0 ? "robbed-own" : "robbed-own-none",
		&(const LetterValue){"number", number});
}

static void put_action(const Writing *self, const char *section, const char *action)
{
	if (action == NULL)
		return;
	g_autofree char *name = g_strconcat("action-", action, NULL);
	g_autofree char *phrase = prose_phrase(self->language, name);
	put_line(self, section, &(const LetterValue){"action", phrase});
}

static void put_handling(const Writing *self)
{
	const DigestHandling *handling = &self->how->handling;
	const DigestFigures *now = &self->digest->now;
	const guint64 *done = now->handlings;
	gboolean some = now->messages > done[LEDGER_UNHANDLED];
	if (handling->hijacked == NULL && !some)
		return;
	prose_heading(self->page, self->language, 2, "handling");
	put_bullet(self, "handling-rejected", done[LEDGER_REJECTED]);
	put_bullet(self, "handling-held", done[LEDGER_HELD]);
	put_bullet(self, "handling-released", MIN(handling->released, done[LEDGER_HELD]));
	put_bullet(self, "handling-warned", done[LEDGER_WARNED]);
	put_bullet(self, "handling-tagged", done[LEDGER_TAGGED]);
	put_bullet(self, "handling-headed", done[LEDGER_HEADED]);
	put_bullet(self, "handling-observed", done[LEDGER_OBSERVED]);
	put_bullet(self, "handling-unknown", some ? done[LEDGER_UNHANDLED] : 0);
	put_action(self, "handling-hijacked", handling->hijacked);
	put_action(self, "handling-suspicious", handling->suspicious);
}

/* ---- what to do ---- */

static void put_steps(const Writing *self)
{
	g_autofree char *nobody = prose_phrase(self->language, "contact-nobody");
	g_autofree char *contact =
		text_safe(self->how->contact != NULL ? self->how->contact : nobody);
	const LetterValue value = {"contact", contact};
	prose_heading(self->page, self->language, 2, "steps");
	prose_rows(self->page, self->language, PAGE_STEPS, "steps-list", &value, 1);
	if (self->how->explanation == NULL)
		return;
	g_autofree char *more = prose_phrase(self->language, "more");
	page_link(self->page, self->how->explanation, more);
}

static void put_all(const Writing *self, const LetterValue *dates)
{
	put_lead(self);
	put_figures(self);
	if (self->digest->now.messages > 0)
		put_chart(self, dates);
	put_looks(self);
	if (!self->digest->empty)
		put_robbed(self);
	put_handling(self);
	put_steps(self);
	prose_heading(self->page, self->language, 3, "counted");
	put_line(self, "counted-text", NULL);
}

char *digest_page_write(const Digest *digest, const DigestPage *how)
{
	LetterLanguage language = how->language;
	g_autofree char *first = prose_day(language, digest->since);
	g_autofree char *last = prose_day(language, digest->until - 1);
	g_autofree char *name = how->name != NULL ? text_safe(how->name)
						  : prose_phrase(language, "digest-name-all");
	const LetterValue values[] = {{"first", first}, {"last", last}, {"name", name}};
	g_autofree char *title = prose_line(language, "digest-title", values, G_N_ELEMENTS(values));
	Page *page = page_new(how->form, prose_language(language), title);
	const Writing writing = {digest, how, language, page, name};
	put_all(&writing, values);
	return page_finish(page);
}
