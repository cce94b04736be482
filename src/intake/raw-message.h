/* SPDX-License-Identifier: Apache-2.0
 *
 * Making a RawMessage (declared in source.h): for the readers of this folder and for tests.
 */
#pragma once

#include "intake/source.h"

/* A message that takes ownership of BYTES and PATH. Never NULL. */
RawMessage *raw_message_new(GBytes *bytes, char *path, gboolean cut);
