/* SPDX-License-Identifier: Apache-2.0
 *
 * Recipients of an envelope: one mailbox can be written in many ways, and who writes to it chooses.
 */
#pragma once

#include <glib.h>

/* RECIPIENT (RFC 5321, 4.1.2), with or without angle brackets, as "local@domain": without a source
 * route, quotes and backslashes, in lower case, the domain as A-labels without a dot at its end. A
 * sub-address stays. What has no "@" is taken as a domain. New string. */
char *recipient_normalise(const char *recipient);
