/* SPDX-License-Identifier: Apache-2.0
 *
 * The one spelling of an indicator, and whether it is one at all. What comes out can break no line
 * and no string between double quotes: formats rely on it (output/format/indicator.h).
 */
#pragma once

#include "output/format/indicator.h"

/* RAW, which may be anything, as an indicator of KIND: new string, with *RET_KEY (new string) to
 * sort by: hosts stand right before those below them, addresses in their order. NULL, and *RET_KEY
 * not set, when it is none: a host that is no name below a public suffix or of a network at home; a
 * URL without such a host or public address; an address that is not of the public network; a member
 * of an archive that is small, or whose name says too little. Those for documentation and tests
 * (RFC 5737, RFC 2606) are taken: they harm nobody. */
char *spelling_of(IndicatorKind kind, const char *raw, char **ret_key);
/* The host in URL, which spelling_of gave, without its port. New string. */
char *spelling_host(const char *url);
/* Where the path of such a URL begins. Borrowed. */
const char *spelling_path(const char *url);
