/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening the ledger's file, and transactions. Write-ahead logging lets readers read beside the
 * writer; it needs shared memory, which a network's file system does not have.
 */
#include "ledger/ledger-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/error.h"
#include "ledger/care/ledger-care.h"
#include "ledger/schema.h"
#include "store/owner.h"
#include "store/place.h"

static const char folder_name[] = "ledger";
static const char file_name[] = "ledger.db";

/* A commit is durable when it returns. Forgotten rows are overwritten. The log is folded into the
 * file in large pieces, since rows keyed by hashes touch pages all over it. */
static const char settings[] = "PRAGMA foreign_keys = ON;"
			       "PRAGMA secure_delete = ON;"
			       "PRAGMA synchronous = FULL;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cache_size = -131072;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA wal_autocheckpoint = 16384;"
			       "PRAGMA journal_size_limit = 67108864;";

/* A reader who may not write, of a file that nobody is writing to, needs no shared memory: a
 * backup, or a state on a disk that is read only. */
static gboolean is_still(const Ledger *ledger, const char *path)
{
	g_autofree char *log = g_strconcat(path, "-wal", NULL);
	return ledger->mode == LEDGER_READ && path[0] != ':' && access(path, W_OK) != 0 &&
	       access(log, F_OK) != 0;
}

static gboolean open_file(Ledger *ledger, const char *path, GError **error)
{
	gboolean still = is_still(ledger, path);
	g_autofree char *escaped = g_uri_escape_string(path, "/", FALSE);
	g_autofree char *name =
		still ? g_strdup_printf("file:%s?immutable=1", escaped) : g_strdup(path);
	int flags = SQLITE_OPEN_NOMUTEX |
		    (still ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE);
	if (ledger->mode == LEDGER_WRITE || path[0] == ':')
		flags |= SQLITE_OPEN_CREATE;
	if (sqlite3_open_v2(name, &ledger->database, flags, NULL) != SQLITE_OK) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path,
			sqlite3_errmsg(ledger->database));
		return FALSE;
	}
	sqlite3_busy_timeout(ledger->database, LEDGER_WAIT_SECONDS * 1000);
	sqlite3_db_config(ledger->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return TRUE;
}

/* A reader migrates too, or it could not read; it changes nothing else. */
static gboolean prepare_file(Ledger *ledger, GError **error)
{
	sqlite3 *database = ledger->database;
	return statement_execute(database, settings, error) &&
	       schema_migrate(database, &schema_current, error) &&
	       (sqlite3_db_readonly(database, "main") == 1 ||
		       statement_execute(database, "PRAGMA journal_mode = WAL", error)) &&
	       (ledger->mode == LEDGER_WRITE ||
		       statement_execute(database, "PRAGMA query_only = ON", error));
}

static Ledger *open_at(const char *path, LedgerMode mode, GError **error)
{
	g_autoptr(Ledger) ledger = g_new0(Ledger, 1);
	ledger->mode = mode;
	ledger->statements = g_hash_table_new_full(
		NULL, NULL, NULL, (GDestroyNotify)(void (*)(void))sqlite3_finalize);
	ledger->numbers = numbers_new();
	if (!open_file(ledger, path, error) || !prepare_file(ledger, error))
		return NULL;
	return g_steal_pointer(&ledger);
}

/* An empty ledger where STATE has none yet. A state that is not there, or that may not be looked
 * into, is no empty one: whoever asks would be told that nobody was robbed. */
static Ledger *open_to_read(const char *state, const char *path, GError **error)
{
	GStatBuf info;
	if (g_stat(path, &info) == 0)
		return place_check(path, error) ? open_at(path, LEDGER_READ, error) : NULL;
	if (errno == ENOENT && g_stat(state, &info) == 0)
		return open_at(":memory:", LEDGER_READ, error);
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", state, g_strerror(errno));
	return NULL;
}

/* SQLite would make it for all to read; its logs have the mode that the file has. One that is there
 * is not opened: closing it would give up locks that this process may have on it. */
static void make_private(const char *path, const char *folder)
{
	int file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (file >= 0)
		(void)close(file);
	(void)owner_follow(path, folder);
}

char *ledger_folder(const char *state)
{
	return g_build_filename(state, folder_name, NULL);
}

gboolean ledger_is_there(const char *state)
{
	g_autofree char *path = g_build_filename(state, folder_name, file_name, NULL);
	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static Ledger *open_to_write(const char *state, const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (!place_prepare(folder, error))
		return NULL;
	(void)owner_follow(folder, state);
	g_autoptr(WriterLock) lock = writer_lock_new(folder, error);
	if (lock == NULL || !writer_lock_acquire(lock, LEDGER_WAIT_SECONDS, error))
		return NULL;
	make_private(path, folder);
	Ledger *ledger = open_at(path, LEDGER_WRITE, error);
	if (ledger == NULL)
		return NULL;
	writer_lock_release(lock);
	ledger->lock = g_steal_pointer(&lock);
	return ledger;
}

Ledger *ledger_open(const char *state, LedgerMode mode, GError **error)
{
	g_autofree char *path = g_build_filename(state, folder_name, file_name, NULL);
	Ledger *ledger = mode == LEDGER_READ ? open_to_read(state, path, error)
					     : open_to_write(state, path, error);
	if (ledger != NULL)
		ledger->state = g_strdup(state);
	return ledger;
}

void ledger_free(Ledger *ledger)
{
	if (ledger == NULL)
		return;
	ledger_abort(ledger);
	g_hash_table_unref(ledger->statements);
	numbers_free(ledger->numbers);
	sqlite3_close(ledger->database);
	writer_lock_free(ledger->lock);
	g_free(ledger->state);
	g_free(ledger);
}

sqlite3_stmt *ledger_prepare(Ledger *ledger, const char *sql, GError **error)
{
	sqlite3_stmt *statement = g_hash_table_lookup(ledger->statements, sql);
	if (statement != NULL)
		return statement;
	statement = statement_new(ledger->database, sql, error);
	if (statement != NULL)
		g_hash_table_insert(ledger->statements, (gpointer)sql, statement);
	return statement;
}

static gboolean has_moved(Ledger *ledger)
{
	int moved = 0;
	return sqlite3_file_control(ledger->database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
		       SQLITE_OK &&
	       moved != 0;
}

static gboolean reopen(Ledger *ledger, GError **error)
{
	g_autoptr(Ledger) other = ledger_open(ledger->state, ledger->mode, error);
	if (other == NULL)
		return FALSE;
	Ledger moved = *ledger;
	*ledger = *other;
	*other = moved;
	return TRUE;
}

/* A state that was restored has another file in the place of the one that was opened. */
static gboolean take_turn(Ledger *ledger, GError **error)
{
	for (;;) {
		if (ledger->lock != NULL &&
			!writer_lock_acquire(ledger->lock, LEDGER_WAIT_SECONDS, error))
			return FALSE;
		if (!has_moved(ledger))
			return TRUE;
		if (!reopen(ledger, error))
			return FALSE;
	}
}

gboolean ledger_begin(Ledger *ledger, GError **error)
{
	g_return_val_if_fail(!ledger->begun, FALSE);
	gboolean writes = ledger->mode == LEDGER_WRITE;
	if (!take_turn(ledger, error))
		return FALSE;
	ledger->begun = TRUE;
	ledger->changed = ledger->grown = FALSE;
	if (statement_execute(ledger->database, writes ? "BEGIN IMMEDIATE" : "BEGIN", error) &&
		statement_integer(ledger->database, "SELECT settled FROM progress",
			&ledger->settled, error) &&
		numbers_renew(ledger->numbers, ledger->database, error))
		return TRUE;
	ledger_abort(ledger);
	return FALSE;
}

static void end(Ledger *ledger)
{
	ledger->begun = FALSE;
	if (ledger->lock != NULL)
		writer_lock_release(ledger->lock);
}

static gboolean count_changes(Ledger *ledger, GError **error)
{
	if (!ledger->changed && !ledger->grown)
		return TRUE;
	return statement_execute(ledger->database,
		ledger->changed ? "UPDATE progress SET generation = generation + 1"
				: "UPDATE progress SET growth = growth + 1",
		error);
}

gboolean ledger_commit(Ledger *ledger, GError **error)
{
	g_return_val_if_fail(ledger->begun, FALSE);
	if (!count_changes(ledger, error) || !statement_execute(ledger->database, "COMMIT", error))
		return FALSE;
	end(ledger);
	ledger_overwrite_expired(ledger);
	return TRUE;
}

void ledger_abort(Ledger *ledger)
{
	if (!ledger->begun)
		return;
	if (!sqlite3_get_autocommit(ledger->database))
		sqlite3_exec(ledger->database, "ROLLBACK", NULL, NULL, NULL);
	numbers_forget(ledger->numbers);
	end(ledger);
}
