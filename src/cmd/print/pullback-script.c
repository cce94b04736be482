/* SPDX-License-Identifier: Apache-2.0
 *
 * A mailbox or Message-ID goes through one function each before it is printed.
 */
#include "cmd/print/pullback-script.h"

#include <string.h>

#include "base/i18n.h"
#include "mail/domain.h"
#include "output/text.h"
#include "report/notice/plain.h"

enum { shortest_message_id = 6, longest_message_id = 500 };

struct PullbackScript {
	const Settings *settings;
	gboolean whole;
	FILE *stream;
	GHashTable *mailboxes; /* that a folder was asked for, when not WHOLE */
	guint left_out;
};

PullbackScript *pullback_script_new(const Settings *settings, gboolean whole, FILE *stream)
{
	PullbackScript *script = g_new0(PullbackScript, 1);
	*script = (PullbackScript){settings, whole, stream,
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), 0};
	if (!whole)
		return script;
	fprintf(stream,
		"#!/bin/sh\n"
		"# %s\n# %s\n# %s\n"
		"set -eu\n"
		"folder=Quarantine\n"
		"move=${1:-}\n\n"
		"# pull MAILBOX MESSAGE-ID\n"
		"pull() {\n"
		"\tif [ \"$move\" = --move ]; then\n"
		"\t\tdoveadm mailbox create -u \"$1\" \"$folder\" 2>/dev/null || true\n"
		"\t\tdoveadm move -u \"$1\" \"$folder\" mailbox '*' NOT mailbox \"$folder\" "
		"header message-id \"$2\"\n"
		"\telse\n"
		"\t\tprintf '%%s %%s: ' \"$1\" \"$2\"\n"
		"\t\tdoveadm search -u \"$1\" mailbox '*' NOT mailbox \"$folder\" "
		"header message-id \"$2\" | wc -l\n"
		"\tfi\n"
		"}\n\n",
		_("Delivered messages that kith convicted afterwards. Nothing is deleted."),
		_("Run as it is, this counts what it finds; with --move it moves that to a "
		  "folder."),
		_("A sender chooses the Message-ID: look at what is found before you move it."));
	return script;
}

void pullback_script_free(PullbackScript *script)
{
	if (script == NULL)
		return;
	g_hash_table_unref(script->mailboxes);
	g_free(script);
}

/* Is MAILBOX one of ours? With no own domain known, any may be. */
static gboolean is_own(const Settings *settings, const char *mailbox)
{
	const char *domain = strchr(mailbox, '@') + 1;
	for (guint i = 0; settings->organisation[i] != NULL; i++)
		if (domain_is_within(domain, settings->organisation[i]))
			return TRUE;
	return settings->organisation[0] == NULL;
}

static gboolean is_usable(const char *message_id)
{
	gsize length = strlen(message_id);
	for (gsize i = 0; i < length; i++)
		if (!g_ascii_isgraph(message_id[i]))
			return FALSE;
	return length >= shortest_message_id && length <= longest_message_id;
}

/* Dovecot moves nothing to a folder that is not there, and complains of one that is. */
static void print_commands(PullbackScript *script, const char *mailbox, const char *message_id)
{
	if (g_hash_table_add(script->mailboxes, g_strdup(mailbox)))
		fprintf(script->stream,
			"doveadm mailbox create -u %s Quarantine 2>/dev/null || true\n", mailbox);
	fprintf(script->stream,
		"doveadm move -u %s Quarantine mailbox '*' NOT mailbox Quarantine "
		"header message-id %s\n",
		mailbox, message_id);
}

void pullback_script_add(
	PullbackScript *script, const char *mailbox, const char *message_id, gint64 time)
{
	if (!plain_address(mailbox) || !is_own(script->settings, mailbox) ||
		!is_usable(message_id)) {
		script->left_out++;
		return;
	}
	g_autofree char *bracketed = g_strdup_printf("<%s>", message_id);
	g_autofree char *quoted = g_shell_quote(bracketed);
	g_autofree char *date = text_time(time);
	if (script->whole)
		fprintf(script->stream, "pull %s %s # %s\n", mailbox, quoted, date);
	else
		print_commands(script, mailbox, quoted);
}

guint pullback_script_end(PullbackScript *script)
{
	if (script->whole && script->left_out > 0)
		fprintf(script->stream,
			_("# %u more have to be looked for by hand: kith pullback\n"),
			script->left_out);
	return script->left_out;
}
