/* SPDX-License-Identifier: Apache-2.0
 *
 * Control: a socket in the state directory through which the guard is told to read its settings
 * again and asked how it is, and a page of numbers for Prometheus on loopback.
 */
#pragma once

#include "service/guard/filter.h"

/* Serve control of FILTER in a thread of its own, for the life of the process. SETTINGS are
 * borrowed for as long. FALSE with KITH_ERROR_IO. */
gboolean control_start(const Settings *settings, Filter *filter, GError **error);

/* Ask the guard of SETTINGS to do WORD: "reload" (the answer is "ok"), or "status" (one JSON
 * object). The answer as new string; NULL with KITH_ERROR_IO when no guard runs or it takes too
 * long, with KITH_ERROR_USAGE when it could not do so. */
char *control_ask(const Settings *settings, const char *word, GError **error);
