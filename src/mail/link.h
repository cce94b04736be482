/* SPDX-License-Identifier: Apache-2.0
 *
 * Links: where they lead and where their visible text says they lead.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Append a Link for TARGET (an href, NUL-terminated) with its visible TEXT ("" when none); equal
 * links are kept once. Targets other than http, https, ftp and mailto-free hosts are left out. */
void link_add(Facts *facts, const char *target, const char *text, gboolean own);
/* Find http, https, ftp and www. links in plain TEXT and append them. */
void link_scan(Facts *facts, Span text, gboolean own);
