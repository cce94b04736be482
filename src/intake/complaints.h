/* SPDX-License-Identifier: Apache-2.0
 *
 * What could not be read: counted, and told to the one who asked for the mail.
 */
#pragma once

#include "intake/source.h"

typedef struct Complaints {
	SourceComplaint complain; /* may be NULL: then they are only counted */
	gpointer user_data;
	guint count;
} Complaints;

/* Say that PATH could not be read (or not to its end), and why. COMPLAINTS may be NULL: nothing is
 * said. */
void complaints_add(Complaints *complaints, const char *path, const char *reason);
