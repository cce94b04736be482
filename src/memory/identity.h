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
/* When FACTS was sent: its date, or when it came in where that is missing or in the future; 0 when
 * neither is known. */
gint64 identity_time(const Facts *facts);
/* Is FACTS' subject long enough to tell conversations apart? */
gboolean identity_has_subject(const Facts *facts);
