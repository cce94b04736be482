/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of actions by whom they are for. A row that says nothing of a verdict leaves it to the less
 * particular one.
 */
#include "service/guard/actions.h"

#include "base/error.h"
#include "base/i18n.h"
#include "service/guard/recipient.h"

#define GROUP "actions"

enum { verdict_kinds = VERDICT_UNSCANNABLE + 1, unsaid = -1 };

typedef struct ActionRow {
	gint8 actions[verdict_kinds]; /* Action, or unsaid */
} ActionRow;

struct Actions {
	GHashTable *rows; /* address, domain or "" for all, normalised → ActionRow */
};

LedgerHandling action_handling(Action action)
{
	static const LedgerHandling handlings[] = {[ACTION_OBSERVE] = LEDGER_OBSERVED,
		[ACTION_HEADER] = LEDGER_HEADED,
		[ACTION_TAG] = LEDGER_TAGGED,
		[ACTION_WARN] = LEDGER_WARNED,
		[ACTION_HOLD] = LEDGER_HELD,
		[ACTION_REJECT] = LEDGER_REJECTED};
	return handlings[action];
}

const char *action_name(Action action)
{
	return ledger_handling_name(action_handling(action));
}

static gboolean read_action(const char *word, gint8 *ret)
{
	for (guint i = 0; i <= ACTION_REJECT; i++) {
		if (g_ascii_strcasecmp(word, action_name((Action)i)) != 0)
			continue;
		*ret = (gint8)i;
		return TRUE;
	}
	return FALSE;
}

static gboolean read_kind(const char *word, guint *ret)
{
	for (guint i = 0; i < verdict_kinds; i++) {
		if (g_ascii_strcasecmp(word, verdict_kind_name((VerdictKind)i)) != 0)
			continue;
		*ret = i;
		return TRUE;
	}
	return FALSE;
}

static gboolean read_row(GKeyFile *file, const char *group, ActionRow *row, GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(file, group, NULL, NULL);
	for (guint i = 0; keys != NULL && keys[i] != NULL; i++) {
		g_autofree char *word = g_key_file_get_string(file, group, keys[i], NULL);
		guint kind = 0;
		if (word != NULL && read_kind(keys[i], &kind) &&
			read_action(g_strstrip(word), &row->actions[kind]))
			continue;
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("[%s] %s: a verdict takes one of observe, header, tag, warn, hold, "
			  "reject"),
			group, keys[i]);
		return FALSE;
	}
	return TRUE;
}

/* "actions" and "actions WHOM", NULL for another group. */
static const char *whom_of(const char *group)
{
	if (!g_str_has_prefix(group, GROUP))
		return NULL;
	const char *rest = group + strlen(GROUP);
	if (*rest == '\0')
		return rest;
	return *rest == ' ' ? rest + 1 : NULL;
}

/* The row of WHOM, however it is written; two groups for one recipient are one row. */
static ActionRow *row_for(Actions *actions, const char *whom)
{
	g_autofree char *key = recipient_normalise(whom);
	ActionRow *row = g_hash_table_lookup(actions->rows, key);
	if (row != NULL)
		return row;
	row = g_new0(ActionRow, 1);
	memset(row->actions, unsaid, sizeof row->actions);
	g_hash_table_insert(actions->rows, g_steal_pointer(&key), row);
	return row;
}

Actions *actions_read(GKeyFile *file, GError **error)
{
	g_autoptr(Actions) actions = g_new0(Actions, 1);
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	actions->rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (guint i = 0; groups[i] != NULL; i++) {
		const char *whom = whom_of(groups[i]);
		if (whom == NULL)
			continue;
		if (!read_row(file, groups[i], row_for(actions, whom), error))
			return NULL;
	}
	return g_steal_pointer(&actions);
}

void actions_free(Actions *actions)
{
	if (actions == NULL)
		return;
	g_hash_table_unref(actions->rows);
	g_free(actions);
}

/* What cannot be read is treated as suspicious unless something else is said of it. */
static int action_in(const Actions *actions, const char *whom, VerdictKind kind)
{
	const ActionRow *row = g_hash_table_lookup(actions->rows, whom);
	if (row == NULL)
		return unsaid;
	if (kind == VERDICT_UNSCANNABLE && row->actions[kind] == unsaid)
		return row->actions[VERDICT_SUSPICIOUS];
	return row->actions[kind];
}

Action actions_for(const Actions *actions, const char *mailbox, VerdictKind kind)
{
	char *whom = g_strdup(mailbox);
	int action = action_in(actions, whom, kind);
	while (whom != NULL && action == unsaid) {
		char *above = recipient_above(whom);
		g_free(whom);
		whom = above;
		action = action_in(actions, whom != NULL ? whom : "", kind);
	}
	g_free(whom);
	return action == unsaid ? ACTION_OBSERVE : (Action)action;
}
