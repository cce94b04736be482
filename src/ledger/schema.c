/* SPDX-License-Identifier: Apache-2.0
 *
 * The version stands in the file's header (user_version), beside a mark of whose file it is.
 */
#include "ledger/schema.h"

#include "base/error.h"
#include "ledger/statement.h"

/* "kith" */
#define APPLICATION        0x6b697468
#define APPLICATION_PRAGMA "PRAGMA application_id = 0x6b697468"

static gboolean refuse(sqlite3 *database, GError **error, const char *why)
{
	const char *path = sqlite3_db_filename(database, "main");
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE, "%s: %s", path != NULL ? path : "", why);
	return FALSE;
}

/* An empty file is anybody's; one with tables must bear our mark. */
static gboolean check_owner(sqlite3 *database, GError **error)
{
	gint64 application = 0, tables = 0;
	if (!statement_integer(database, "PRAGMA application_id", &application, error) ||
		!statement_integer(database, "SELECT count(*) FROM sqlite_schema", &tables, error))
		return FALSE;
	if (application == APPLICATION || (application == 0 && tables == 0))
		return TRUE;
	return refuse(database, error, "not a ledger of kith");
}

static gboolean read_version(sqlite3 *database, const Schema *schema, gint64 *ret, GError **error)
{
	if (!check_owner(database, error) ||
		!statement_integer(database, "PRAGMA user_version", ret, error))
		return FALSE;
	if (*ret < 0 || *ret > schema->count)
		return refuse(database, error, "made by a newer version of kith");
	return TRUE;
}

/* Within a transaction: another process may have been here since the version was read. */
static gboolean take_step(sqlite3 *database, const Schema *schema, GError **error)
{
	gint64 version = 0;
	if (!read_version(database, schema, &version, error))
		return FALSE;
	if (version == schema->count)
		return TRUE;
	g_autofree char *mark =
		g_strdup_printf(APPLICATION_PRAGMA "; PRAGMA user_version = %d", (int)version + 1);
	return statement_execute(database, schema->steps[version], error) &&
	       statement_execute(database, mark, error);
}

gboolean schema_migrate(sqlite3 *database, const Schema *schema, GError **error)
{
	gint64 version = 0;
	if (!read_version(database, schema, &version, error))
		return FALSE;
	while (version < schema->count) {
		if (!statement_execute(database, "BEGIN IMMEDIATE", error))
			return FALSE;
		if (!take_step(database, schema, error) ||
			!statement_execute(database, "COMMIT", error)) {
			sqlite3_exec(database, "ROLLBACK", NULL, NULL, NULL);
			return FALSE;
		}
		if (!read_version(database, schema, &version, error))
			return FALSE;
	}
	return TRUE;
}
