/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of the LMDB backend share: a store with numbered rows in two tables.
 */
#pragma once

#include "store/kv.h"

/* The store in PATH; a MAP_SIZE of 0 is the usual one. */
Kv *open_sized(const char *path, KvMode mode, gsize map_size, GError **error);
Kv *open_store(const char *path, KvMode mode);
void begin(Kv *kv);
void commit(Kv *kv);
/* Rows FROM to TO - 1 of both tables. */
void put_rows(Kv *kv, guint from, guint to);
/* How many of rows 0 to COUNT - 1 are there; the two tables must agree. */
guint count_rows(Kv *kv, guint count);
/* Run CHILD in a process of its own; gives its exit status, or 128 and the signal that ended it. */
int in_child(void (*child)(const char *path), const char *path);
