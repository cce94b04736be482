/* SPDX-License-Identifier: Apache-2.0
 *
 * The store's file is memory.N.mdb. Compacting writes memory.N+1.mdb and then removes the old one,
 * because LMDB's lock file belongs to one data file; the highest number counts. Only who holds the
 * writers' lock makes or removes one.
 */
#pragma once

#include <glib.h>

/* The newest number in DIRECTORY, 0 when there is none. */
guint generation_newest(const char *directory);
/* The last number that there ever was, by its file or its lock's. */
guint generation_last(const char *directory);
/* Was there a store in DIRECTORY whose file is gone or empty now? A file is complete before it gets
 * its name, so this is no writer's doing. */
gboolean generation_is_lost(const char *directory);
/* Is NUMBER still there and the newest? Cheap. */
gboolean generation_is_newest(const char *directory, guint number);
/* The path of the file with NUMBER, and of a draft of the next one. New strings. */
char *generation_path(const char *directory, guint number);
char *generation_draft(const char *directory);
/* Give the draft, synchronised already, its NUMBER and make that last. FALSE with errno set. */
gboolean generation_publish(const char *directory, guint number);
/* Remove what is older than NUMBER, and a draft that was left behind. */
void generation_clean(const char *directory, guint number);
