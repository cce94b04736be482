/* SPDX-License-Identifier: Apache-2.0
 *
 * kith: the table of commands and how one is chosen.
 */
#include <locale.h>
#include <malloc.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "cmd/command.h"
#include "output/text.h"
#include "worker/pool.h"

static const Command commands[] = {
	{"init", "", N_("make the state directory and the secret"), command_init, FALSE},
	{"learn", N_("PATH…"), N_("feed past mail to memory"), command_learn, TRUE},
	{"scan", N_("PATH…"), N_("judge mail"), command_scan, TRUE},
	{"explain", N_("FILE"), N_("tell all about one message"), command_explain, TRUE},
	{"mark", N_("benign|hijacked PATH|MESSAGE-ID…"), N_("correct a verdict"), command_mark,
		TRUE},
	{"forget", N_("ADDRESS…"), N_("erase a person"), command_forget, FALSE},
	{"expire", N_("AGE"), N_("drop what is older"), command_expire, FALSE},
	{"state", N_("TASK [DIR]"), N_("back up, restore or check the state"), command_state,
		FALSE},
	{"ledger", N_("TASK…"), N_("export the ledger, or import other sensors'"), command_ledger,
		FALSE},
	{"victims", "", N_("list robbed mailboxes"), command_victims, FALSE},
	{"accounts", "", N_("list stolen relay accounts"), command_accounts, FALSE},
	{"networks", "", N_("list organisations that were robbed or relayed"), command_networks,
		FALSE},
	{"lookup", N_("ADDRESS|DOMAIN|-…"), N_("tell the roles of an address or domain"),
		command_lookup, FALSE},
	{"notify", "", N_("write notices to the robbed and reports to providers"), command_notify,
		FALSE},
	{"pullback", N_("[PATH…]"), N_("find delivered mail that is convicted now"),
		command_pullback, TRUE},
	{"pcap", N_("FILE…"), N_("judge the mail in captured network traffic"), command_pcap, TRUE},
	{"sink", "", N_("take all mail that malware sends, and deliver none"), command_sink, FALSE},
	{"trend", "", N_("draw sightings over time, with surges and pauses"), command_trend, FALSE},
	{"guard", "", N_("filter mail at the mail server, as a milter"), command_guard, FALSE},
	{"status", "", N_("tell how the guard is"), command_status, FALSE},
	{"quarantine", N_("TASK…"), N_("list, show, release or delete what the guard holds"),
		command_quarantine, FALSE},
	{"digest", N_("[MESSAGE]"), N_("tell our own people what forged replies reach them"),
		command_digest, TRUE},
	{"export", N_("[FORMAT]"), N_("hand what was found to other defences"), command_export,
		FALSE},
	{"eval", N_("FOLDER…"), N_("measure detection on labelled mail"), command_eval, TRUE},
};

/* "scan PATH…", new string. */
static char *usage_head(const Command *command)
{
	const char *arguments = command->arguments[0] != '\0' ? _(command->arguments) : "";
	return g_strdup_printf("%s %s", command->name, arguments);
}

static void print_usage(FILE *stream)
{
	guint width = 0;
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
		g_autofree char *head = usage_head(&commands[i]);
		width = MAX(width, text_width(head));
	}
	fprintf(stream, "%s\n\n", _("Usage: kith COMMAND [OPTION…] [ARGUMENT…]"));
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
		g_autofree char *head = usage_head(&commands[i]);
		fprintf(stream, "  %s%*s%s\n", head, (int)(width + 2 - text_width(head)), "",
			_(commands[i].summary));
	}
	fprintf(stream, "\n%s\n", _("kith COMMAND --help tells more; the manual is kith(1)."));
}

/* Without the user's locale installed (a bare system), text is still UTF-8 and translations are
 * still found. */
static void set_locale(void)
{
	const char *catalogues = g_getenv("KITH_LOCALEDIR");
	bindtextdomain(
		KITH_GETTEXT_DOMAIN, catalogues != NULL ? catalogues : KITH_LOCALE_DIRECTORY);
	bind_textdomain_codeset(KITH_GETTEXT_DOMAIN, "UTF-8");
	if (setlocale(LC_ALL, "") != NULL)
		return;
	setlocale(LC_ALL, "C.UTF-8");
	if (g_getenv("LANGUAGE") == NULL)
		g_setenv("LANGUAGE", g_get_language_names()[0], TRUE);
}

static int run(const Command *command, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	if (command->parses_mail && !zygote_start(&error)) {
		fprintf(stderr, "kith: %s\n", error->message);
		return EXIT_TROUBLE;
	}
	int status = command->run(command, argc, argv);
	if (command->parses_mail)
		zygote_stop();
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "kith: %s\n", _("standard output could not be written"));
		status = EXIT_TROUBLE;
	}
	return status;
}

/* Memory that was freed is kept for the next message, here and in the workers: giving it back and
 * asking for it again costs a page fault for each page. */
static void keep_memory(void)
{
	mallopt(M_MMAP_THRESHOLD, (int)LIMIT_MIB(1));
	mallopt(M_TRIM_THRESHOLD, (int)LIMIT_MIB(8));
}

int main(int argc, char **argv)
{
	keep_memory();
	set_locale();
	const char *name = argc > 1 ? argv[1] : "";
	if (g_str_equal(name, "--version")) {
		puts("kith " KITH_VERSION);
		return 0;
	}
	if (g_str_equal(name, "--help") || g_str_equal(name, "-h") || g_str_equal(name, "help")) {
		print_usage(stdout);
		return 0;
	}
	for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
		if (g_str_equal(name, commands[i].name))
			return run(&commands[i], argc - 1, argv + 1);
	if (name[0] != '\0')
		fprintf(stderr, _("kith: there is no command \"%s\"\n"), name);
	print_usage(stderr);
	return EXIT_TROUBLE;
}
