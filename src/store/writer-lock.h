/* SPDX-License-Identifier: Apache-2.0
 *
 * One writer at a time over all processes, by flock on two files in the store's directory. The
 * second file is a turnstile: who waits holds it, so a writer that begins again at once cannot
 * overtake.
 */
#pragma once

#include <glib.h>

typedef struct WriterLock WriterLock;

/* The lock in DIRECTORY, not held yet. NULL and ERROR (KITH_ERROR_IO) when its files cannot be
 * made. */
WriterLock *writer_lock_new(const char *directory, GError **error);
void writer_lock_free(WriterLock *lock); /* releases it too */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WriterLock, writer_lock_free)
/* Hold the lock, after at most SECONDS; KITH_ERROR_STATE names the lock and its holder. */
gboolean writer_lock_acquire(WriterLock *lock, guint seconds, GError **error);
void writer_lock_release(WriterLock *lock);
