/* SPDX-License-Identifier: Apache-2.0
 *
 * From Facts and Verdict to the few lines that a reader sees of a message. Each kind of evidence
 * has its place; of several at one place the heaviest is told.
 */
#include "report/awareness/handout-case.h"

#include <string.h>

#include "report/awareness/prose.h"
#include "report/specimen/aliases.h"

enum { bar_columns = 48, most_quotes = 2, most_payload = 3 };

static void line_free(gpointer data)
{
	HandoutLine *line = data;
	g_free(line->text);
	g_free(line);
}

static HandoutCase *case_new(LetterLanguage language)
{
	HandoutCase *self = g_new0(HandoutCase, 1);
	self->language = language;
	self->lines = g_ptr_array_new_with_free_func(line_free);
	return self;
}

void handout_case_free(HandoutCase *self)
{
	if (self == NULL)
		return;
	g_ptr_array_unref(self->lines);
	g_free(self);
}

static void add(HandoutCase *self, HandoutPlace place, const char *field, char *take_text)
{
	HandoutLine *line = g_new0(HandoutLine, 1);
	line->place = place;
	line->field = field;
	line->text = take_text;
	g_ptr_array_add(self->lines, line);
}

/* ---- what does not fit ---- */

static HandoutPlace place_of(const char *signal)
{
	static const struct {
		const char *begin;
		HandoutPlace place;
	} places[] = {{"name-", PLACE_SENDER}, {"organisation-", PLACE_SENDER},
		{"address-in-name", PLACE_SENDER}, {"signature-", PLACE_SENDER},
		{"quote-other-address", PLACE_SENDER}, {"account-", PLACE_SENDER},
		{"sender-new", PLACE_SENDER}, {"recipients-", PLACE_RECIPIENTS},
		{"thread-woken", PLACE_SUBJECT}, {"prefixes-", PLACE_SUBJECT},
		{"reply-", PLACE_SUBJECT}, {"parent-", PLACE_SUBJECT}, {"quote-", PLACE_QUOTE},
		{"campaign-lure", PLACE_BODY}, {"payload-", PLACE_PAYLOAD},
		{"link-", PLACE_PAYLOAD}, {"campaign-", PLACE_PAYLOAD}};
	for (guint i = 0; i < G_N_ELEMENTS(places); i++)
		if (g_str_has_prefix(signal, places[i].begin))
			return places[i].place;
	return PLACE_NOWHERE;
}

static void add_reasons(HandoutCase *self, const Facts *facts, const Verdict *verdict)
{
	for (guint i = 0; i < verdict->evidence->len; i++) {
		const Evidence *evidence = verdict->evidence->pdata[i];
		HandoutPlace place = place_of(evidence->id);
		if (evidence->weight > 0 && place < PLACE_NOWHERE && self->reasons[place] == NULL)
			self->reasons[place] = evidence->id;
	}
	if (facts->marks & MARK_PASSWORD)
		self->reasons[PLACE_BODY] = "password";
}

/* ---- what is shown ---- */

static char *mailbox(const char *name, const char *address)
{
	if (name[0] != '\0' && address[0] != '\0')
		return g_strdup_printf("\"%s\" <%s>", name, address);
	return g_strdup(name[0] != '\0' ? name : address);
}

static void add_head(HandoutCase *self, const Facts *facts)
{
	const char *from = facts->from->len > 0 ? ((Address *)facts->from->pdata[0])->address : "";
	const Address *to = facts->to->len > 0 ? facts->to->pdata[0] : NULL;
	add(self, PLACE_SENDER, "field-from", mailbox(facts->from_name, from));
	if (to != NULL)
		add(self, PLACE_RECIPIENTS, "field-to", mailbox(to->name, to->address));
	add(self, PLACE_SUBJECT, "field-subject", g_strdup(facts->subject));
	if (facts->date != 0)
		add(self, PLACE_NOWHERE, "field-date", prose_day(self->language, facts->date));
}

/* A bar for the own text, as long as that within a line. */
static void add_own_text(HandoutCase *self, const Facts *facts)
{
	g_autofree char *letters = g_strnfill(bar_columns, 'x');
	guint length = (guint)MIN(strlen(facts->own_text), bar_columns);
	g_autofree char *bar = aliases_mask(letters, MAX(length, bar_columns / 4));
	g_autofree char *password = facts->marks & MARK_PASSWORD
					    ? prose_phrase(self->language, "handout-password")
					    : NULL;
	add(self, PLACE_BODY, NULL,
		g_strconcat(bar, password != NULL ? " " : NULL, password, NULL));
}

static void add_quotes(HandoutCase *self, const Facts *facts)
{
	g_autofree char *label = prose_phrase(self->language, "field-from");
	g_autofree char *letters = g_strnfill(bar_columns, 'x');
	for (guint i = 0; i < MIN(facts->quotes->len, most_quotes); i++) {
		const QuotedHeader *quote = facts->quotes->pdata[i];
		g_autofree char *from = mailbox(quote->from.name, quote->from.address);
		g_autofree char *bar = aliases_mask(letters, bar_columns);
		if (from[0] != '\0')
			add(self, PLACE_NOWHERE, NULL, g_strdup_printf("> %s: %s", label, from));
		add(self, PLACE_QUOTE, NULL, g_strdup_printf("> %s", bar));
	}
}

/* A file or link NAME with what KIND of payload it is. */
static char *payload(const HandoutCase *self, const char *name, const char *kind)
{
	g_autofree char *section = g_strconcat("payload-", kind, NULL);
	g_autofree char *phrase = prose_phrase(self->language, section);
	const LetterValue values[] = {{"name", name}, {"kind", phrase}};
	return prose_line(self->language, "payload-shown", values, G_N_ELEMENTS(values));
}

static void add_payload(HandoutCase *self, const Verdict *verdict)
{
	for (guint i = 0; i < MIN(verdict->payload->len, most_payload); i++) {
		const Payload *brought = verdict->payload->pdata[i];
		add(self, PLACE_PAYLOAD, brought->hashed ? "field-attachment" : "field-link",
			payload(self, brought->name, brought->kind));
	}
}

HandoutCase *handout_case_new(LetterLanguage language, const Facts *facts, const Verdict *verdict)
{
	HandoutCase *self = case_new(language);
	add_reasons(self, facts, verdict);
	add_head(self, facts);
	add_own_text(self, facts);
	add_quotes(self, facts);
	add_payload(self, verdict);
	return self;
}

/* ---- an invented one ---- */

static void add_section(
	HandoutCase *self, HandoutPlace place, const char *field, const char *section)
{
	add(self, place, field, prose_phrase(self->language, section));
}

/* Lines of the body, of which the second is the one at PLACE. */
static void add_lines(
	HandoutCase *self, HandoutPlace place, const char *before, const char *section)
{
	g_autofree char *text = letter_phrase(self->language, section);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++)
		add(self, i == 1 ? place : PLACE_NOWHERE, NULL,
			g_strconcat(before, lines[i], NULL));
}

HandoutCase *handout_case_example(LetterLanguage language)
{
	HandoutCase *self = case_new(language);
	g_autofree char *file = prose_phrase(language, "example-file");
	self->invented = TRUE;
	self->reasons[PLACE_SENDER] = "name-of-participant";
	self->reasons[PLACE_SUBJECT] = "thread-woken";
	self->reasons[PLACE_BODY] = "password";
	self->reasons[PLACE_QUOTE] = "quote-not-theirs";
	self->reasons[PLACE_PAYLOAD] = "payload-locked";
	add_section(self, PLACE_SENDER, "field-from", "example-from");
	add_section(self, PLACE_RECIPIENTS, "field-to", "example-to");
	add_section(self, PLACE_SUBJECT, "field-subject", "example-subject");
	add_section(self, PLACE_NOWHERE, "field-date", "example-date");
	add_lines(self, PLACE_BODY, "", "example-body");
	add_lines(self, PLACE_QUOTE, "> ", "example-quote");
	add(self, PLACE_PAYLOAD, "field-attachment", payload(self, file, "locked-archive"));
	return self;
}
