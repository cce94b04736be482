/* SPDX-License-Identifier: Apache-2.0
 *
 * kith digest: tells the people of an organisation what forged replies reach them and what to do:
 * figures, a handout about one message, and pages that the banner leads to.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd/awareness/awareness.h"
#include "output/text.h"
#include "report/awareness/explanation.h"
#include "service/guard/guard.h"

static gboolean check(Awareness *self)
{
	const char *problem = NULL;
	if (self->language != NULL && strcmp(self->language, "en") != 0 &&
		strcmp(self->language, "ja") != 0)
		problem = _("--language takes en or ja");
	else if (self->html && self->text)
		problem = _("--html and --text exclude each other");
	else if (self->organisation != NULL && self->departments != NULL)
		problem = _("--organisation and --department exclude each other");
	else if (self->explanation != NULL && self->handout)
		problem = _("--explanation and --handout exclude each other");
	else if (!self->handout && self->options->arguments[0] != NULL)
		problem = _("a message is named for --handout only");
	self->reader =
		(self->language != NULL ? strcmp(self->language, "ja") == 0 : text_japanese())
			? LETTER_JAPANESE
			: LETTER_ENGLISH;
	if (problem != NULL)
		options_complain(self->command, problem);
	return problem == NULL && report_options_check(self->command, self->options, &self->period);
}

static int explain(const Awareness *self)
{
	g_autoptr(GError) error = NULL;
	const char *contact = self->options->settings->awareness_contact;
	if (explanation_write(self->explanation, contact, &error))
		return EXIT_NOTHING_FOUND;
	options_complain(self->command, error->message);
	return EXIT_TROUBLE;
}

/* Where there is a guard its settings are read. */
static gboolean read_filter(Awareness *self)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = guard_folder(self->options->settings, "quarantine");
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
		return TRUE;
	self->filter = guard_settings_read(self->options->settings, &error);
	if (self->filter == NULL)
		options_complain(self->command, error->message);
	return self->filter != NULL;
}

static int run(Awareness *self)
{
	if (!check(self) || !read_filter(self))
		return EXIT_TROUBLE;
	if (self->explanation != NULL)
		return explain(self);
	return self->handout ? own_case_write(self) : figures_write(self);
}

static void awareness_clear(Awareness *self)
{
	report_options_clear(&self->period);
	g_free(self->organisation);
	g_strfreev(self->departments);
	g_free(self->language);
	g_free(self->out);
	g_free(self->explanation);
	guard_settings_release(self->filter);
}

int command_digest(const Command *command, int argc, char **argv)
{
	Awareness self = {.command = command};
	const GOptionEntry more[] = {
		{"organisation", 0, 0, G_OPTION_ARG_STRING, &self.organisation,
			N_("only people at DOMAIN or below it"), N_("DOMAIN")},
		{"department", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self.departments,
			N_("only this department, or addresses like this; may be repeated"),
			N_("NAME|PATTERN")},
		{"language", 0, 0, G_OPTION_ARG_STRING, &self.language,
			N_("of the page: en or ja; by the locale unless given"), "en|ja"},
		{"html", 0, 0, G_OPTION_ARG_NONE, &self.html, N_("write HTML"), NULL},
		{"text", 0, 0, G_OPTION_ARG_NONE, &self.text, N_("write plain text, the default"),
			NULL},
		{"out", 'o', 0, G_OPTION_ARG_FILENAME, &self.out,
			N_("the file to write, or a directory for all departments"),
			N_("FILE|DIR")},
		{"handout", 0, 0, G_OPTION_ARG_NONE, &self.handout,
			N_("write a page to print about one forged reply, redacted"), NULL},
		{"explanation", 0, 0, G_OPTION_ARG_FILENAME, &self.explanation,
			N_("write the pages that the guard's banner leads to into DIR"), N_("DIR")},
		{NULL},
	};
	g_autofree GOptionEntry *entries = report_entries(&self.period, REPORT_PERIOD, more);
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 1);
	self.options = options;
	int status = options != NULL ? run(&self) : EXIT_TROUBLE;
	awareness_clear(&self);
	return status;
}
