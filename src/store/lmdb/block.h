/* SPDX-License-Identifier: Apache-2.0
 *
 * Sorted rows of a SET packed into one value. The leading bytes that the keys of all its rows share
 * are kept once, and so are those of the members: of neighbouring hashes the first bytes, of
 * numbers the zeros. Pure; a damaged block is refused or gives wrong rows, nothing worse.
 *
 * A block begins with two bytes, how many bytes the keys share and how many the members; then these
 * bytes follow, then the rest of each row.
 */
#pragma once

#include "store/kv.h"

/* At most; with LMDB's header it fills one page of 4 KiB. */
#define BLOCK_BYTES 4080

typedef struct Block {
	const KvTable *table; /* borrowed, like all bytes of a block */
	const guint8 *shared; /* key_shared bytes, then member_shared */
	const guint8 *rows;   /* the rest of each row */
	const guint8 *end;    /* of the rows */
	gsize key_shared;
	gsize member_shared;
	gsize width; /* of the rest of a row */
	guint count;
} Block;

/* Look into BYTES, a block of TABLE; FALSE when they are none. */
gboolean block_open(Block *block, const KvTable *table, Span bytes);
/* Restore the row at INDEX into ROW, or its member alone into MEMBER. */
void block_row(const Block *block, guint index, guint8 *row);
void block_member(const Block *block, guint index, guint8 *member);
/* How many rows begin with KEY; *ret_first is the index of the first one. */
guint block_find(const Block *block, Span key, guint *ret_first);

/* How many of COUNT rows of TABLE, sorted and one after the other, fit into one block: at least one
 * of them. */
gsize block_fit(const KvTable *table, const guint8 *rows, gsize count);
/* Make VALUE the block of COUNT rows, which fit and are at least one. */
void block_write(const KvTable *table, const guint8 *rows, gsize count, GByteArray *value);
