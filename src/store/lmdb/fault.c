/* SPDX-License-Identifier: Apache-2.0
 *
 * The text is made beforehand: a handler may do no more than write.
 */
#include "store/lmdb/fault.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"

#define STATUS     2 /* EXIT_TROUBLE of the commands */
#define TEXT_BYTES 1024

static char text[TEXT_BYTES];

/* There is nobody to tell when even that fails. */
static void say(const char *words)
{
	gssize written = write(STDERR_FILENO, words, strlen(words));

	(void)written;
}

void fault_end(const char *reason)
{
	say("kith: ");
	say(reason);
	say(text);
	_exit(STATUS);
}

static void end_by_signal(int number)
{
	fault_end(number == SIGBUS ? "SIGBUS" : number == SIGSEGV ? "SIGSEGV" : "SIGABRT");
}

static void watch_signal(int number)
{
	struct sigaction action;

	if (sigaction(number, NULL, &action) != 0 || action.sa_handler != SIG_DFL)
		return;
	memset(&action, 0, sizeof action);
	sigemptyset(&action.sa_mask);
	action.sa_handler = end_by_signal;
	sigaction(number, &action, NULL);
}

void fault_watch(const char *path)
{
	g_snprintf(text, sizeof text,
		_(" while %s was open; if `kith state check` finds it damaged, restore a backup, "
		  "else this is a fault of kith\n"),
		path);
	watch_signal(SIGBUS);
	watch_signal(SIGSEGV);
	watch_signal(SIGABRT);
}
