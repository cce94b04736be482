/* SPDX-License-Identifier: Apache-2.0
 *
 * Which language a text is in, as far as its script and its commonest words tell.
 */
#pragma once

#include <glib.h>

/* The ISO 639 code of TEXT (valid UTF-8), a static string; "" when too little tells. Only the
 * beginning is looked at. */
const char *language_guess(const char *text);
