/* SPDX-License-Identifier: Apache-2.0
 *
 * What the administrator said of the organisation that is protected. Borrowed by the judge.
 */
#pragma once

#include <glib.h>

typedef struct Policy {
	const char *const *organisation; /* own domains, NULL-terminated */
	const char *const *authserv;     /* hosts whose Authentication-Results are believed */
} Policy;
