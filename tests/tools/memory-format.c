/* SPDX-License-Identifier: Apache-2.0
 *
 * The format of a memory that nobody has open: memory-format FILE tells it, memory-format FILE 2
 * makes it what the kith of that format left, without the tables and counters that came later.
 * Nothing may have been erased or marked in it.
 */
#include <arpa/inet.h>
#include <lmdb.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TABLES_MOST 32
/* Format 2 had as many. */
#define COUNTERS_OLD 4

static MDB_val text(const char *value)
{
	return (MDB_val){strlen(value), (void *)(uintptr_t)value};
}

static int put(MDB_txn *txn, MDB_dbi table, const char *name, const void *data, size_t length)
{
	MDB_val key = text(name), value = {length, (void *)(uintptr_t)data};

	return mdb_put(txn, table, &key, &value, 0);
}

static int tell(MDB_txn *txn, MDB_dbi table)
{
	MDB_val key = text("version"), value;
	uint32_t format;
	int code = mdb_get(txn, table, &key, &value);

	if (code != 0 || value.mv_size != sizeof format)
		return code != 0 ? code : MDB_CORRUPTED;
	memcpy(&format, value.mv_data, sizeof format);
	printf("%u\n", (unsigned)ntohl(format));
	return 0;
}

static int drop(MDB_txn *txn, const char *name)
{
	MDB_dbi table;
	int code = mdb_dbi_open(txn, name, 0, &table);

	return code == 0 ? mdb_drop(txn, table, 1) : code;
}

/* Each number ends in a byte below 0x80. */
static int cut_counters(MDB_txn *txn, MDB_dbi table)
{
	MDB_val key = text("counters"), value;
	unsigned char kept[COUNTERS_OLD * 10];
	size_t length = 0, numbers = 0;
	int code = mdb_get(txn, table, &key, &value);

	if (code != 0)
		return code;
	for (; numbers < COUNTERS_OLD && length < value.mv_size && length < sizeof kept; length++) {
		kept[length] = ((const unsigned char *)value.mv_data)[length];
		numbers += kept[length] < 0x80;
	}
	return put(txn, table, "counters", kept, length);
}

static int make_old(MDB_txn *txn, MDB_dbi table)
{
	static const char *const later[] = {"mark", "taught", "fingerprint.filter"};
	uint32_t format = htonl(2);
	int code = put(txn, table, "version", &format, sizeof format);

	if (code == 0)
		code = cut_counters(txn, table);
	for (size_t i = 0; i < sizeof later / sizeof *later && code == 0; i++)
		code = drop(txn, later[i]);
	return code;
}

static int run(MDB_env *env, int old)
{
	MDB_txn *txn;
	MDB_dbi table;
	int code = mdb_txn_begin(env, NULL, 0, &txn);

	if (code != 0)
		return code;
	code = mdb_dbi_open(txn, "meta", 0, &table);
	if (code == 0)
		code = old ? make_old(txn, table) : tell(txn, table);
	if (code == 0)
		return mdb_txn_commit(txn);
	mdb_txn_abort(txn);
	return code;
}

int main(int argc, char **argv)
{
	MDB_env *env = NULL;
	int code = argc == 2 || (argc == 3 && strcmp(argv[2], "2") == 0) ? 0 : MDB_INVALID;

	if (code == 0)
		code = mdb_env_create(&env);
	if (code == 0)
		code = mdb_env_set_maxdbs(env, TABLES_MOST);
	if (code == 0)
		code = mdb_env_open(env, argv[1], MDB_NOSUBDIR | MDB_NOLOCK, 0600);
	if (code == 0)
		code = run(env, argc == 3);
	if (env != NULL)
		mdb_env_close(env);
	if (code != 0)
		fprintf(stderr, "memory-format: %s\n", mdb_strerror(code));
	return code != 0;
}
