/* SPDX-License-Identifier: Apache-2.0
 *
 * Plain words: what can stand in a header field, a file's name or a command without doing harm
 * there. Everything else was written by an attacker, or might have been.
 */
#pragma once

#include <glib.h>

/* Is ADDRESS "local@domain" of ASCII letters, digits and the signs that addresses usually have
 * (none that a shell, an option or doveadm's wildcards know), at most 254 bytes? */
gboolean plain_address(const char *address);
/* Is DOMAIN of letters, digits, dots and hyphens? */
gboolean plain_domain(const char *domain);
/* TEXT as part of a file's name: anything but letters, digits, dots and hyphens becomes "_", and it
 * does not begin with a dot. At most 100 bytes. New string. */
char *plain_file_name(const char *text);
