/* SPDX-License-Identifier: Apache-2.0
 *
 * Tokens: proof that whoever holds the secret meant this very message to pass.
 */
#pragma once

#include "base/span.h"
#include "memory/secret.h"

/* The token for what CONTENT says, kept under the name ID: new string of hexadecimal digits. How
 * its lines end, and blank lines at its end, do not matter: mail servers change them. */
char *token_make(const Secret *secret, const char *id, Span content);
/* Is TOKEN that one? Takes the same time wherever they differ. */
gboolean token_check(const Secret *secret, const char *id, Span content, const char *token);
