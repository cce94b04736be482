/* SPDX-License-Identifier: Apache-2.0
 *
 * The directory of a store on disk: made private, refused where it would be unsafe or not work.
 */
#pragma once

#include <glib.h>

/* Make PATH a place for a store: a directory of mode 0700, made when missing. One that is there and
 * holds nothing yet is made private; one that others may write to is refused. FALSE with ERROR
 * (KITH_ERROR_IO, _STATE). */
gboolean place_prepare(const char *path, GError **error);
/* Refuse a PATH on a file system that is shared over a network: its locks and maps do not hold
 * there. */
gboolean place_check(const char *path, GError **error);
/* Is INNER the directory OUTER, or would it lie in it, as the file system sees both, whatever they
 * are called? OUTER must exist, or nothing lies in it; INNER may be still to be made. */
gboolean place_is_within(const char *inner, const char *outer);
/* Make durable which names PATH, a directory, holds. FALSE with errno set. */
gboolean place_sync(const char *path);
/* The name in words of a network file system's MAGIC (statfs f_type), NULL for any other. */
const char *place_network_name(guint64 magic);
