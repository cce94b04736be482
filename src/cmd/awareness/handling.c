/* SPDX-License-Identifier: Apache-2.0
 *
 * What the guard did is told by the ledger, what was released of it by the quarantine, and what it
 * does now by its settings.
 */
#include <string.h>

#include "cmd/awareness/awareness.h"
#include "service/guard/guard.h"
#include "service/guard/quarantine.h"
#include "service/guard/recipient.h"

static gboolean concerns(const Awareness *self, const Department *department, char **recipients)
{
	for (guint i = 0; recipients[i] != NULL; i++) {
		g_autofree char *address = g_ascii_strdown(recipients[i], -1);
		g_strstrip(g_strdelimit(address, "<>", ' '));
		if (digest_concerns(self->options->settings, department, address))
			return TRUE;
	}
	return FALSE;
}

/* Quarantines are a month long: each entry is looked at. */
static GPtrArray *list(const Settings *settings)
{
	GPtrArray *entries = NULL;
	g_autofree char *folder = guard_folder(settings, "quarantine");
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
		return NULL;
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	return quarantine != NULL && quarantine_list(quarantine, &entries, NULL) ? entries : NULL;
}

/* What is done now with mail of KIND for all whom PATTERNS (up to a NULL) stand for; NULL when that
 * is not one thing. */
static const char *action_now(const Awareness *self, char *const *patterns, VerdictKind kind)
{
	const char *only = NULL;
	for (guint i = 0; patterns[i] != NULL; i++) {
		gboolean whole = strchr(patterns[i], '@') != NULL;
		g_autofree char *recipient = g_strconcat(whole ? "" : "*@", patterns[i], NULL);
		g_autofree char *mailbox = recipient_normalise(recipient);
		const char *name = action_name(actions_for(self->filter->actions, mailbox, kind));
		if (only != NULL && !g_str_equal(only, name))
			return NULL;
		only = name;
	}
	return only != NULL ? only : action_name(actions_for(self->filter->actions, "", kind));
}

DigestHandling handling_count(
	const Awareness *self, const Department *department, gint64 since, gint64 until)
{
	DigestHandling handling = {0};
	g_autoptr(GPtrArray) entries = list(self->options->settings);
	if (self->filter == NULL)
		return handling;
	for (guint i = 0; entries != NULL && i < entries->len; i++) {
		const QuarantineEntry *entry = entries->pdata[i];
		if (entry->time < since || entry->time >= until ||
			!concerns(self, department, entry->recipients))
			continue;
		handling.released += entry->state != QUARANTINE_HELD;
	}
	char *const *patterns =
		department != NULL ? department->patterns : self->options->settings->organisation;
	handling.hijacked = action_now(self, patterns, VERDICT_HIJACKED);
	handling.suspicious = action_now(self, patterns, VERDICT_SUSPICIOUS);
	return handling;
}
