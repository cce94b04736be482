/* SPDX-License-Identifier: Apache-2.0
 *
 * Mailboxes and indicators stand once each, under a number. The same mailboxes come again and
 * again: each has one slot in RAM that it may stand in, so that names made to collide cost a look
 * into the file and nothing else.
 */
#include <string.h>

#include "base/limits.h"
#include "ledger/ledger-internal.h"

enum { slots = 1 << 16 };

typedef struct Slot {
	char *address; /* NULL: empty */
	char *organisation;
	gint64 number;
	guint64 age; /* of the numbers when it was filled */
} Slot;

struct Numbers {
	Slot slots[slots];
	guint used;          /* slots that are not empty */
	guint64 age;         /* what was filled at another one is forgotten */
	gint64 data_version; /* changes when another process writes and may forget mailboxes */
};

Numbers *numbers_new(void)
{
	return g_new0(Numbers, 1);
}

static void empty(Numbers *numbers, Slot *slot)
{
	numbers->used -= slot->address != NULL;
	g_free(slot->address);
	g_free(slot->organisation);
	*slot = (Slot){0};
}

void numbers_forget(Numbers *numbers)
{
	numbers->age++;
}

void numbers_free(Numbers *numbers)
{
	/* Most ledgers are open for a short while, and few slots used. */
	for (guint i = 0; numbers != NULL && numbers->used > 0; i++)
		empty(numbers, &numbers->slots[i]);
	g_free(numbers);
}

gboolean numbers_renew(Numbers *numbers, sqlite3 *database, GError **error)
{
	gint64 version = 0;
	if (!statement_integer(database, "PRAGMA data_version", &version, error))
		return FALSE;
	if (version != numbers->data_version)
		numbers_forget(numbers);
	numbers->data_version = version;
	return TRUE;
}

/* The number that STATEMENT finds, else of the row that it puts in. */
static gboolean take_number(
	sqlite3_stmt *statement, gint64 *ret, gboolean *ret_found, GError **error)
{
	if (!statement_step(statement, ret_found, error))
		return FALSE;
	*ret = *ret_found ? sqlite3_column_int64(statement, 0)
			  : sqlite3_last_insert_rowid(sqlite3_db_handle(statement));
	sqlite3_reset(statement);
	return TRUE;
}

static gboolean look_up_mailbox(
	Ledger *ledger, const LedgerMailbox *mailbox, gint64 *ret, GError **error)
{
	static const char *const ways[] = {
		"SELECT id FROM mailbox WHERE domain = ?1 AND local = ?2 AND organisation = ?3",
		"INSERT INTO mailbox (domain, local, organisation) VALUES (?1, ?2, ?3)",
	};
	gboolean found = FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(ways) && !found; i++) {
		sqlite3_stmt *statement = ledger_prepare(ledger, ways[i], error);
		if (statement == NULL)
			return FALSE;
		statement_bind_address(statement, 1, mailbox->address);
		statement_bind_folded(statement, 3, mailbox->organisation);
		if (!take_number(statement, ret, &found, error))
			return FALSE;
	}
	return TRUE;
}

static Slot *slot_of(Numbers *numbers, const char *address, const char *organisation)
{
	guint hash = g_str_hash(address) * 31 + g_str_hash(organisation);
	return &numbers->slots[(hash ^ hash >> 16) % slots];
}

gboolean number_of_mailbox(
	Ledger *ledger, const LedgerMailbox *mailbox, gint64 *ret, GError **error)
{
	const char *address = mailbox->address != NULL ? mailbox->address : "";
	const char *organisation = mailbox->organisation != NULL ? mailbox->organisation : "";
	if (strnlen(address, LIMIT_STRING) == LIMIT_STRING ||
		strnlen(organisation, LIMIT_STRING) == LIMIT_STRING)
		return look_up_mailbox(ledger, mailbox, ret, error);
	Numbers *numbers = ledger->numbers;
	Slot *slot = slot_of(numbers, address, organisation);
	if (slot->address != NULL && slot->age == numbers->age &&
		strcmp(slot->address, address) == 0 &&
		strcmp(slot->organisation, organisation) == 0) {
		*ret = slot->number;
		return TRUE;
	}
	if (!look_up_mailbox(ledger, mailbox, ret, error))
		return FALSE;
	empty(numbers, slot);
	numbers->used++;
	*slot = (Slot){g_strdup(address), g_strdup(organisation), *ret, numbers->age};
	return TRUE;
}

gboolean number_of_indicator(
	Ledger *ledger, const LedgerIndicator *indicator, gint64 *ret, GError **error)
{
	static const char *const ways[] = {
		"SELECT id FROM indicator WHERE kind = ?1 AND value = ?2",
		"INSERT INTO indicator (kind, value) VALUES (?1, ?2)",
	};
	gboolean found = FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(ways) && !found; i++) {
		sqlite3_stmt *statement = ledger_prepare(ledger, ways[i], error);
		if (statement == NULL)
			return FALSE;
		sqlite3_bind_int64(statement, 1, (gint64)indicator->kind);
		statement_bind_text(statement, 2, indicator->value);
		if (!take_number(statement, ret, &found, error))
			return FALSE;
	}
	return TRUE;
}

gboolean number_of_run(Ledger *ledger, const LedgerRun *run, gint64 *ret, GError **error)
{
	static const char *const ways[] = {
		"INSERT OR IGNORE INTO run (sample, tag) VALUES (?1, ?2)",
		"SELECT id FROM run WHERE sample = ?1 AND tag = ?2",
	};
	gboolean row = FALSE;
	*ret = 0;
	if ((run->tag == NULL || run->tag[0] == '\0') &&
		(run->sample == NULL || run->sample[0] == '\0'))
		return TRUE;
	for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
		sqlite3_stmt *statement = ledger_prepare(ledger, ways[i], error);
		if (statement == NULL)
			return FALSE;
		statement_bind_folded(statement, 1, run->sample);
		statement_bind_text(statement, 2, run->tag);
		if (!statement_step(statement, &row, error))
			return FALSE;
		if (row)
			*ret = sqlite3_column_int64(statement, 0);
		sqlite3_reset(statement);
	}
	return TRUE;
}
