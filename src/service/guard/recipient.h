/* SPDX-License-Identifier: Apache-2.0
 *
 * Recipients of an envelope: one mailbox can be written in many ways, and who writes to it chooses.
 */
#pragma once

#include <glib.h>

/* RECIPIENT (RFC 5321, 4.1.2), with or without angle brackets, as "local@domain": without a source
 * route, quotes, backslashes, comments and space, in lower case, the domain as A-labels without a
 * dot at its end. A sub-address stays. What has no "@" is taken as a domain. New string. */
char *recipient_normalise(const char *recipient);

/* The same of ADDRESS, which a mail server has resolved: nothing in it is quoted, so that a bracket
 * or backslash is a character of the mailbox as any other. New string. */
char *recipient_fold(const char *address);

/* What MAILBOX, which is normalised, is a part of: an address with a sub-address ("a+b@c.d.e") of
 * the one without ("a@c.d.e"), that of its domain, a domain of the one above it ("d.e"). New
 * string; NULL at the top. */
char *recipient_above(const char *mailbox);
