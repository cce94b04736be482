/* SPDX-License-Identifier: Apache-2.0
 *
 * What makes a message that message, and what of it may tie it to others.
 */
#pragma once

#include "mail/facts.h"
#include "memory/keys.h"

/* The key of FACTS in TABLE_IDENTITY: a keyed hash over Message-ID, Date, From and the skeletons of
 * all texts. Neither a forged Message-ID nor a second copy with other transport fields changes who
 * is who. */
Key identity_of(const Facts *facts, const Keys *keys);
/* A hash over the same, and over all files, links and addresses for answers: what is said of a
 * message must not hold for a copy of its text that brings something else. It has no key, so that
 * sensors with different secrets agree on who is who, and is no secret: whoever has the message
 * can compute it. */
#define IDENTITY_PUBLIC_BYTES 16
void identity_public(const Facts *facts, guint8 ret[IDENTITY_PUBLIC_BYTES]);
/* Is there nothing in FACTS' message that went unread for its size, and so stands in no identity?
 */
gboolean identity_is_whole(const Facts *facts);
/* For a message of which nothing but its BYTES is known; never that of one with Facts. */
void identity_public_of_bytes(Span bytes, guint8 ret[IDENTITY_PUBLIC_BYTES]);
/* When FACTS came in: as was seen on the wire, or as the server wrote that took it last, which is
 * ours; in mail without such a trace, as in folders of sent mail, its date, which is whatever the
 * sender likes. 0 when none is known; what would come in later than tomorrow does so then. */
gint64 identity_time(const Facts *facts);
/* Is FACTS' subject long enough to tell conversations apart? */
gboolean identity_has_subject(const Facts *facts);
