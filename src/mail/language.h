/* SPDX-License-Identifier: Apache-2.0
 *
 * Which language a text in Latin script is in; other scripts give themselves away
 * (mail/text/text.c).
 */
#pragma once

#include <glib.h>

/* The ISO 639 code of TEXT (valid UTF-8), a static string; "" when too little tells. Only the
 * beginning is looked at. */
const char *language_guess(const char *text);
