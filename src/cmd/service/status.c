/* SPDX-License-Identifier: Apache-2.0
 *
 * kith status: what the guard that runs counted since it started.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/options.h"
#include "output/text.h"
#include "service/guard/control.h"

/* What the guard's answer calls its numbers, in the order in which it gives them. */
static const struct {
	const char *name, *label;
} labels[] = {
	{"seconds", N_("running, seconds")},
	{"outgoing", N_("outgoing")},
	{"clean", N_("clean")},
	{"unverified", N_("unverified")},
	{"suspicious", N_("suspicious")},
	{"hijacked", N_("hijacked")},
	{"unscannable", N_("unscannable")},
	{"observe", N_("action: observe")},
	{"header", N_("action: header")},
	{"tag", N_("action: subject tag")},
	{"warn", N_("action: warning")},
	{"hold", N_("action: hold")},
	{"reject", N_("action: reject")},
	{"cold", N_("judged without a memory")},
	{"faults", N_("faults of ours")},
	{"unjudged", N_("passed unjudged")},
	{"unheld", N_("could not be held")},
	{"unlearned", N_("not learned")},
	{"unlearnable", N_("failures of the learner")},
	{"unlogged", N_("lines not logged")},
	{"waiting", N_("waiting to be learned")},
	{"held", N_("in quarantine")},
};

static const char *label_of(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
		if (g_str_equal(labels[i].name, name))
			return _(labels[i].label);
	return name;
}

/* The answer is the guard's own: names and numbers, those of the actions one level deeper. */
static void print_lines(const char *answer)
{
	g_auto(GStrv) pieces = g_strsplit_set(answer, "{},\n", -1);
	for (guint i = 0; pieces[i] != NULL; i++) {
		g_auto(GStrv) pair = g_strsplit(pieces[i], ":", 2);
		if (pair[0] == NULL || pair[1] == NULL || !g_ascii_isdigit(pair[1][0]))
			continue;
		g_strdelimit(pair[0], "\"", ' ');
		const char *label = label_of(g_strstrip(pair[0]));
		g_autofree char *number = text_number(g_ascii_strtoull(pair[1], NULL, 10));
		printf("%s%*s%12s\n", label, (int)(26 - MIN(text_width(label), 25)), "", number);
	}
}

int command_status(const Command *command, int argc, char **argv)
{
	g_autoptr(Options) options = options_parse(command, NULL, argc, argv, 0, 0);
	g_autoptr(GError) error = NULL;
	if (options == NULL)
		return EXIT_TROUBLE;
	g_autofree char *answer = control_ask(options->settings, "status", &error);
	if (answer == NULL) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	if (options->json)
		fputs(answer, stdout);
	else
		print_lines(answer);
	return EXIT_NOTHING_FOUND;
}
