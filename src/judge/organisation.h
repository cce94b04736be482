/* SPDX-License-Identifier: Apache-2.0
 *
 * Names that speak for an organisation instead of a person ("Brenner Optik Accounts",
 * "us.af"): Emotet sometimes scrubs the person and leaves the organisation, or its domain cut
 * short.
 */
#pragma once

#include "memory/memory.h"

/* Does NAME name the organisation of ADDRESS: the label that its domain was registered under, or
 * the domain cut at a dot? FALSE at free-mail providers. */
gboolean organisation_is_named(const char *name, const char *address);

/* The first of PERSONS whose organisation NAME names; 0 when none. */
PersonNumber organisation_member(const char *name, const GArray *persons, Memory *memory);
