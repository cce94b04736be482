/* SPDX-License-Identifier: Apache-2.0
 *
 * Is a memory consistent in itself: every row can be read, and every number in it is of somebody or
 * something that is there?
 */
#pragma once

#include "memory/memory.h"

/* One thing that is wrong, in a word for people: TABLE's name and what it is. */
typedef void (*MemoryFault)(const char *table, const char *problem, gpointer user_data);

/* Tell FAULT all that is wrong, at most LIMIT_FAULTS; within a view. FALSE with ERROR when the
 * store cannot be read. Walks all of it. */
gboolean memory_check(Memory *memory, MemoryFault fault, gpointer user_data, GError **error);
