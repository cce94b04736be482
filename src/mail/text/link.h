/* SPDX-License-Identifier: Apache-2.0
 *
 * Links: where they lead and where their visible text says they lead.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Append a Link for TARGET (an href, valid UTF-8) with its visible TEXT ("" when none). What a
 * known redirector or a mail filter's rewriting wraps is taken out and kept instead. Equal links
 * are kept once, OWN when one of them is. Left out are targets that lead to no host by http, https
 * or ftp, such as mailto:, javascript: and file names, and more than LIMIT_LINKS links. */
void link_add(Facts *facts, const char *target, const char *text, gboolean own);
/* Find http, https, ftp and www. links in plain TEXT and link_add them. Linear. */
void link_scan(Facts *facts, Span text, gboolean own);
