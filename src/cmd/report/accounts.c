/* SPDX-License-Identifier: Apache-2.0
 *
 * kith accounts: stolen accounts that hijacked mail was relayed through or that malware logged in
 * to; and whether a password is among those that were seen. The password is read from standard
 * input, never an argument, and is neither kept nor told.
 */
#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "cmd/report/report.h"
#include "engine/password-hasher.h"
#include "output/json.h"

typedef struct Check {
	char password[LIMIT_STRING + 2];
	gsize length;
	gboolean stolen;
} Check;

/* ---- the password ---- */

/* Turn the terminal's echo off, or, with BEFORE, to what it was. */
static void set_echo(gboolean off, struct termios *before)
{
	struct termios now;

	if (!off) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, before);
		return;
	}
	now = *before;
	now.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &now);
}

/* Up to the end of a line, past any buffer that nobody wipes. */
static gboolean read_line(Check *check, GError **error)
{
	gssize count = 1;

	while (check->length < sizeof check->password && count > 0 &&
		memchr(check->password, '\n', check->length) == NULL) {
		count = read(STDIN_FILENO, check->password + check->length,
			sizeof check->password - check->length);
		if (count > 0)
			check->length += (gsize)count;
		if (count < 0 && errno != EINTR) {
			g_set_error(error, KITH_ERROR, KITH_ERROR_IO,
				_("the password cannot be read: %s"), g_strerror(errno));
			return FALSE;
		}
	}
	check->length = strcspn(check->password, "\r\n");
	if (check->length > 0 && check->length <= LIMIT_STRING)
		return TRUE;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_USAGE,
		_("the password is read from standard input: one line of at most 1000 bytes"));
	return FALSE;
}

static gboolean read_password(Check *check, GError **error)
{
	struct termios before;
	gboolean terminal = tcgetattr(STDIN_FILENO, &before) == 0;

	if (!terminal)
		return read_line(check, error);
	fputs(_("Password: "), stderr);
	set_echo(TRUE, &before);
	gboolean done = read_line(check, error);

	set_echo(FALSE, &before);
	fputc('\n', stderr);
	return done;
}

/* ---- the answer ---- */

static gboolean compare(const LedgerPasswordRow *row, gpointer user_data)
{
	Check *check = user_data;

	check->stolen = password_matches(row->hash, span_new(check->password, check->length));
	return !check->stolen;
}

static void answer(const Options *options, const char *account, gboolean stolen)
{
	if (options->json) {
		g_autoptr(Json) json = json_new(stdout);

		json_open_object(json, NULL);
		json_string(json, "account", account);
		json_boolean(json, "stolen", stolen);
		json_close_object(json);
		return;
	}
	puts(stolen ? _("This password is among the stolen ones. Change it wherever it is used.")
		    : _("This password is not among the stolen ones that were seen."));
}

static gboolean look(const Options *options, const char *account, Check *check, GError **error)
{
	g_autoptr(Ledger) ledger = ledger_open(options->settings->state, LEDGER_READ, error);

	return ledger != NULL && read_password(check, error) &&
	       ledger_each_password(ledger, account, compare, check, error);
}

static int check_password(const Command *command, const Options *options, const char *account)
{
	g_autoptr(GError) error = NULL;
	Check check = {0};
	gboolean done = look(options, account, &check, &error);

	explicit_bzero(check.password, sizeof check.password);
	if (!done) {
		options_complain(command, error->message);
		return EXIT_TROUBLE;
	}
	answer(options, account, check.stolen);
	return check.stolen ? EXIT_FOUND : EXIT_NOTHING_FOUND;
}

int command_accounts(const Command *command, int argc, char **argv)
{
	g_autofree char *account = NULL;
	g_auto(ReportOptions) own = {0};
	const GOptionEntry more[] = {
		{"check", 0, 0, G_OPTION_ARG_STRING, &account,
			N_("tell whether the password on standard input is a stolen one of this "
			   "account"),
			N_("ADDRESS")},
		{NULL},
	};
	g_autofree GOptionEntry *entries = report_entries(
		&own, REPORT_PERIOD | REPORT_RUN | REPORT_FORM | REPORT_FOLLOW, more);
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 0);

	if (options == NULL || !report_options_check(command, options, &own))
		return EXIT_TROUBLE;
	return account != NULL ? check_password(command, options, account)
			       : report_run(command, options, &own, &report_accounts, NULL);
}
