/* SPDX-License-Identifier: Apache-2.0
 *
 * A raw message to Facts: the whole of `mail` behind one function. Pure: no file, socket, clock or
 * log.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Load everything that must be loaded before files are out of reach (converters, tables). Once per
 * process. */
void message_warm(void);
/* The Facts of BYTES, owned by the caller. Never fails: what is wrong is an anomaly. */
Facts *message_parse(Span bytes);
