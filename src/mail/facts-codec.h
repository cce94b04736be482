/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts as bytes, for the way from a worker to its parent. The parent trusts no worker: what comes
 * out of facts_decode keeps every promise of facts.h that memory safety rests on (bounds of
 * base/limits.h, UTF-8 without NUL, enumerators and indexes in range, blocks in order and on
 * characters), or it does not come out at all.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Append FACTS, encoded, to OUT: at most LIMIT_FACTS bytes. What is over a limit is left out and
 * ANOMALY_LIMIT recorded in the encoding; FACTS is not changed. */
void facts_encode(const Facts *facts, GByteArray *out);
/* The Facts that BYTES encode, owned by the caller and for reading only (Facts.arena); NULL when
 * BYTES are not exactly one valid encoding. */
Facts *facts_decode(Span bytes);
