/* SPDX-License-Identifier: Apache-2.0
 *
 * The secret that keys memory: 32 random bytes in a file outside the state directory, mode 0600.
 * Without it memory cannot be read; with another one it is refused.
 */
#pragma once

#include <glib.h>

typedef struct Secret Secret;

/* Make a secret in PATH (and its folder, mode 0700) where none is; keep the one that is there. */
gboolean secret_create(const char *path, GError **error);
/* Read the secret in PATH; KITH_ERROR_SECRET when missing, of wrong length or readable by others.
 */
Secret *secret_load(const char *path, GError **error);
void secret_free(Secret *secret); /* wipes it */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Secret, secret_free)
/* Fill KEY (16 to 64 bytes) with the key number ID that follows from SECRET. */
void secret_derive(const Secret *secret, guint64 id, guint8 *ret_key, gsize length);
