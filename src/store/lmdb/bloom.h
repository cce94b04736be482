/* SPDX-License-Identifier: Apache-2.0
 *
 * A Bloom filter of one page: which hashes are certainly not in a set. All bits of a hash stand in
 * one line of the processor's cache, so that a question costs one access to memory (Putze, Sanders
 * and Singler, Cache-, Hash- and Space-Efficient Bloom Filters, WEA 2007). Pure; a damaged one
 * answers wrongly, nothing worse.
 *
 * It begins with how many hashes were added that it did not seem to have, 4 bytes, little-endian.
 */
#pragma once

#include <glib.h>

/* With LMDB's header it fills one page of 4 KiB. */
#define BLOOM_BYTES 4080
/* With so many hashes, 8 bits for each, it takes about one in thirty others for one of them. */
#define BLOOM_HASHES 4000

/* Make BYTES an empty one. */
void bloom_init(guint8 *bytes);
guint bloom_count(const guint8 *bytes);
/* Add HASH, of evenly spread ones; its highest bits may be those of all others. */
void bloom_add(guint8 *bytes, guint64 hash);
/* FALSE when HASH was not added. */
gboolean bloom_has(const guint8 *bytes, guint64 hash);
/* Make ready what bloom_has will read, as far as BYTES are in memory. */
void bloom_prefetch(const guint8 *bytes, guint64 hash);
