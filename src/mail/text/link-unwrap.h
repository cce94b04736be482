/* SPDX-License-Identifier: Apache-2.0
 *
 * Links that a mail filter or a redirector has wrapped around another link.
 */
#pragma once

#include <glib.h>

/* The link inside URL, whose lower-cased host is HOST, when HOST is a known redirector that spells
 * its target out; else NULL. What comes back is as hostile as URL: it need not be a link at all.
 * New string, valid UTF-8. */
char *link_unwrap(const char *host, const char *url);
