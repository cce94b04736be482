/* SPDX-License-Identifier: Apache-2.0
 *
 * A file is brought from any older version to the newest, step by step, each whole or not at all;
 * what is newer, damaged or another program's is refused.
 */
#include "ledger/schema.h"
#include "base/error.h"
#include "ledger/statement.h"

static const char *const steps[] = {
	"CREATE TABLE place (name TEXT); INSERT INTO place VALUES ('Bremen');",
	"ALTER TABLE place ADD COLUMN country TEXT; UPDATE place SET country = 'de';",
	"CREATE TABLE road (length INTEGER);",
};
static const char *const broken_steps[] = {
	"CREATE TABLE place (name TEXT);",
	"CREATE TABLE road (length INTEGER); INSERT INTO nowhere VALUES (1);",
};
static const Schema first = {steps, 1};
static const Schema third = {steps, 3};
static const Schema broken = {broken_steps, 2};

static sqlite3 *open_memory(void)
{
	sqlite3 *database = NULL;
	g_assert_cmpint(sqlite3_open(":memory:", &database), ==, SQLITE_OK);
	return database;
}

static gint64 integer(sqlite3 *database, const char *sql)
{
	g_autoptr(GError) error = NULL;
	gint64 value = -1;
	statement_integer(database, sql, &value, &error);
	g_assert_no_error(error);
	return value;
}

static void migrate(sqlite3 *database, const Schema *schema)
{
	g_autoptr(GError) error = NULL;
	schema_migrate(database, schema, &error);
	g_assert_no_error(error);
}

static void refuse(sqlite3 *database, const Schema *schema, KithError code, const char *says)
{
	g_autoptr(GError) error = NULL;
	g_assert_false(schema_migrate(database, schema, &error));
	g_assert_error(error, KITH_ERROR, (int)code);
	g_assert_nonnull(strstr(error->message, says));
}

static void test_steps(void)
{
	sqlite3 *database = open_memory();
	migrate(database, &first);
	g_assert_cmpint(integer(database, "PRAGMA user_version"), ==, 1);
	sqlite3_exec(database, "INSERT INTO place VALUES ('Kiel')", NULL, NULL, NULL);
	migrate(database, &third);
	g_assert_cmpint(integer(database, "PRAGMA user_version"), ==, 3);
	g_assert_cmpint(
		integer(database, "SELECT count(*) FROM place WHERE country = 'de'"), ==, 2);
	g_assert_cmpint(integer(database, "SELECT count(*) FROM road"), ==, 0);
	migrate(database, &third);
	g_assert_cmpint(integer(database, "SELECT count(*) FROM place"), ==, 2);
	sqlite3_close(database);
}

static void test_newer(void)
{
	sqlite3 *database = open_memory();
	migrate(database, &third);
	refuse(database, &first, KITH_ERROR_STATE, "newer");
	g_assert_cmpint(integer(database, "PRAGMA user_version"), ==, 3);
	sqlite3_close(database);
}

static void test_foreign(void)
{
	sqlite3 *database = open_memory();
	sqlite3_exec(database, "CREATE TABLE theirs (x)", NULL, NULL, NULL);
	refuse(database, &first, KITH_ERROR_STATE, "not a ledger");
	sqlite3_exec(database, "PRAGMA application_id = 1", NULL, NULL, NULL);
	refuse(database, &first, KITH_ERROR_STATE, "not a ledger");
	sqlite3_close(database);
}

static void test_whole_steps(void)
{
	sqlite3 *database = open_memory();
	refuse(database, &broken, KITH_ERROR_IO, "nowhere");
	g_assert_cmpint(integer(database, "PRAGMA user_version"), ==, 1);
	g_assert_cmpint(
		integer(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'road'"), ==, 0);
	sqlite3_close(database);
}

static void test_current(void)
{
	sqlite3 *database = open_memory();
	migrate(database, &schema_current);
	g_assert_cmpint(integer(database, "PRAGMA user_version"), ==, schema_current.count);
	g_assert_cmpint(integer(database, "PRAGMA application_id"), ==, 0x6b697468);
	g_assert_cmpint(integer(database, "SELECT count(*) FROM mailbox WHERE id = 0"), ==, 1);
	sqlite3_close(database);
}

/* Kinds of indicators that an earlier program would take for digests. */
static void test_kinds(void)
{
	const Schema before = {schema_current.steps, 6};
	sqlite3 *database = open_memory();
	migrate(database, &before);
	sqlite3_exec(database, "INSERT INTO indicator VALUES (1, 0, 'abc')", NULL, NULL, NULL);
	migrate(database, &schema_current);
	g_assert_cmpint(
		integer(database, "SELECT count(*) FROM indicator WHERE value = 'abc'"), ==, 1);
	refuse(database, &before, KITH_ERROR_STATE, "newer");
	sqlite3_close(database);
}

/* What was seen before it was noted what a guard did. */
static void test_handling(void)
{
	const Schema before = {schema_current.steps, 8};
	sqlite3 *database = open_memory();
	migrate(database, &before);
	sqlite3_exec(database,
		"INSERT INTO message VALUES (7, x'01', 3, 2, 1, 1, '', 0, 0, 0, '', '', '', 0, 0, "
		"'', 0); "
		"INSERT INTO sighting (message, source, event, recipient) VALUES (7, 0, x'', 0)",
		NULL, NULL, NULL);
	migrate(database, &schema_current);
	g_assert_cmpint(
		integer(database, "SELECT count(*) FROM sighting WHERE handling = 0"), ==, 1);
	refuse(database, &before, KITH_ERROR_STATE, "newer");
	sqlite3_close(database);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/schema/every step is taken once and keeps what is there", test_steps);
	g_test_add_func("/schema/a newer file is refused and left alone", test_newer);
	g_test_add_func("/schema/another program's file is refused", test_foreign);
	g_test_add_func("/schema/a step that fails leaves nothing", test_whole_steps);
	g_test_add_func("/schema/that of this program is made", test_current);
	g_test_add_func("/schema/earlier programs do not read the kinds of files", test_kinds);
	g_test_add_func("/schema/of earlier sightings no handling is known", test_handling);
	return g_test_run();
}
