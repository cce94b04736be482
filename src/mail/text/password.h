/* SPDX-License-Identifier: Apache-2.0
 *
 * Does a text hand over a password, as mail does that carries an encrypted archive?
 */
#pragma once

#include "base/span.h"

/* TRUE when TEXT (valid UTF-8) gives a password: a word for it, and 3 to 20 characters that could
 * be one. Talk about passwords ("reset your password", "forgot password?") is not enough. */
gboolean password_given(Span text);
