/* SPDX-License-Identifier: Apache-2.0
 *
 * Sites that so many use that to block one would harm more than any campaign: data for
 * report/coverage/allowed.c.
 */
#pragma once

#include <glib.h>

/* Lower-cased domains; what is below them belongs to them. */
extern const char *const provider_table[];
extern const gsize provider_table_length;
