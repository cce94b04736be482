/* SPDX-License-Identifier: Apache-2.0
 *
 * Seals: signatures and encryption that a change would break. Who only says that a part is sealed
 * gets nothing by it: it has to be made as mail programs make it. Whether a seal is good is not
 * looked at.
 */
#pragma once

#include "mail/body/outline.h"

/* Is part INDEX of OUTLINE sealed: a multipart/signed or multipart/encrypted of two parts of which
 * the one that its protocol names is such a thing (RFC 1847, RFC 3156), or an
 * application/pkcs7-mime (RFC 8551)? */
gboolean seal_is_real(const Outline *outline, guint index);
