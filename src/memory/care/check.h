/* SPDX-License-Identifier: Apache-2.0
 *
 * Is a memory consistent in itself: its pages are sound, its rows ascend and can be read, addresses
 * are found under their own hashes, and every number is of somebody or something that is there? A
 * bit that turns in a hash or a count without contradicting anything else is not seen.
 */
#pragma once

#include "memory/memory.h"

/* One thing that is wrong, in a word for people: TABLE's name ("" for what lies below the tables)
 * and what it is. */
typedef void (*MemoryFault)(const char *table, const char *problem, gpointer user_data);

/* Tell FAULT all that is wrong, at most LIMIT_FAULTS; within a view. FALSE with ERROR when the
 * store cannot be read. Walks all of it. */
gboolean memory_check(Memory *memory, MemoryFault fault, gpointer user_data, GError **error);
