/* SPDX-License-Identifier: Apache-2.0
 *
 * Authentication-Results (RFC 8601) and Received-SPF (RFC 7208). Anybody can write such a field:
 * whether it is believed is decided elsewhere, by who says so and by where it stands.
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Append the AuthResults in the raw Authentication-Results VALUE, above which HOP Received fields
 * stand, to RESULTS. */
void authres_read(Span value, guint hop, GPtrArray *results);
/* The same for a Received-SPF VALUE. */
void authres_read_spf(Span value, guint hop, GPtrArray *results);
