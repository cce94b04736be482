/* SPDX-License-Identifier: Apache-2.0
 *
 * What the contract tests of the store share: a store of each backend in a folder of its own.
 */
#pragma once

#include "store/kv.h"

enum {
	TABLE_MAP,
	TABLE_SET,
	TABLE_OTHER,
	TABLE_WIDE,
};

#define TABLE_COUNT 4
extern const KvTable contract_tables[TABLE_COUNT];

typedef struct Fixture {
	const KvBackend *backend;
	char *path, *other; /* a folder, and the name of another */
} Fixture;

typedef struct Case {
	const char *name;
	void (*run)(Fixture *fixture, gconstpointer backend);
} Case;

/* Run CASES over every backend, as /SUITE/BACKEND/CASE; gives main's status. */
int contract_run(const char *suite, const Case *cases, guint count, int *argc, char ***argv);

Kv *open_store(const Fixture *fixture, KvMode mode);
Kv *open_store_at(const Fixture *fixture, const char *path, KvMode mode);
void begin(Kv *kv);
void commit(Kv *kv);

static inline Span text(const char *string)
{
	return span_new(string, strlen(string));
}

/* The value of KEY as a new string, NULL when there is none. */
char *get(Kv *kv, guint table, const char *key);
/* The members of KEY in the SET, sorted, as one new string; "" when there are none. */
char *members(Kv *kv, const char *key, guint limit);

#define assert_get(kv, key, expected)                                                              \
	do {                                                                                       \
		g_autofree char *got = get(kv, TABLE_MAP, key);                                    \
		g_assert_cmpstr(got, ==, expected);                                                \
	} while (0)
#define assert_members(kv, key, limit, expected)                                                   \
	do {                                                                                       \
		g_autofree char *got = members(kv, key, limit);                                    \
		g_assert_cmpstr(got, ==, expected);                                                \
	} while (0)
