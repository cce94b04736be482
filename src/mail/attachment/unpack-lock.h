/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords on archives, told from the archives' own headers: libarchive fails on some of them
 * without saying why.
 */
#pragma once

#include "base/span.h"
#include "mail/attachment/filetype.h"

/* Does a header of FILE, an archive of kind CONTAINER (7z, rar), say that names or members are
 * encrypted? */
gboolean unpack_is_locked(Container container, Span file);
