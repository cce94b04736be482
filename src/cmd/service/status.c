/* SPDX-License-Identifier: Apache-2.0
 *
 * kith status: what the guard that runs counted since it started.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/options.h"
#include "service/guard/control.h"

/* The answer is the guard's own and flat but for the actions: a line for each number. */
static void print_lines(const char *answer)
{
	for (const char *at = answer; *at != '\0'; at++) {
		if (*at == '{' || *at == '}' || *at == ',')
			putchar('\n');
		else if (*at == ':')
			fputs(": ", stdout);
		else if (*at != '"' && *at != '\n')
			putchar(*at);
	}
	putchar('\n');
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
