/* SPDX-License-Identifier: Apache-2.0
 *
 * Translation of what people read. JSON and log lines are never translated.
 */
#pragma once

#include <libintl.h>

#define KITH_GETTEXT_DOMAIN "kith"

#define _(text)  dgettext(KITH_GETTEXT_DOMAIN, text)
#define N_(text) (text)
