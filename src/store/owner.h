/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose a file of the store is. When root works on the state of a service, what it makes must stay
 * readable to the service.
 */
#pragma once

#include <glib.h>

/* Give PATH, a file or folder made by root, to the owner of DIRECTORY. Does nothing to what is not
 * there, is no folder or regular file with one name of root's own, or when this process is not
 * root's. FALSE with errno set when it fails. */
gboolean owner_follow(const char *path, const char *directory);
