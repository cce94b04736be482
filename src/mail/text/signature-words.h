/* SPDX-License-Identifier: Apache-2.0
 *
 * Words by which signatures are known; for mail/text/signature-line.c and
 * mail/text/signature-name.c alone.
 */
#pragma once

#include <glib.h>

/* Whole lines with which letters close: "best regards". */
extern const char *const signature_closings[];
extern const gsize signature_closings_count;
/* What lines begin with that a mail program adds: "sent from my ". */
extern const char *const signature_devices[];
extern const gsize signature_devices_count;
/* Parts of names that are not capitalised. */
extern const char *const signature_particles[];
extern const gsize signature_particles_count;
/* Endings of CJK lines that are no person's name. */
extern const char *const signature_not_names[];
extern const gsize signature_not_names_count;
/* What words of firms, departments and titles begin or end with. */
extern const char *const signature_offices[];
extern const gsize signature_offices_count;
