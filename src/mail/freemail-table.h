/* SPDX-License-Identifier: Apache-2.0
 *
 * Mail providers and access providers that give mailboxes to the public: data for mail/domain.c.
 */
#pragma once

#include <glib.h>

/* Lower-cased domains in A-label form, sorted by byte value, each once. */
extern const char *const freemail_table[];
extern const gsize freemail_table_length;
