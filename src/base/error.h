/* SPDX-License-Identifier: Apache-2.0
 *
 * The one error domain. An error means that the environment failed (disk, permissions, a broken
 * state directory); a malformed message is never one, it is an anomaly in its Facts.
 */
#pragma once

#include <glib.h>

typedef enum {
	KITH_ERROR_IO,      /* a file or pipe could not be read or written */
	KITH_ERROR_USAGE,   /* an argument or a configuration value makes no sense */
	KITH_ERROR_STATE,   /* the state directory is missing, damaged or of another version */
	KITH_ERROR_SECRET,  /* the secret is missing, unreadable or not the one of this state */
	KITH_ERROR_WORKER,  /* the sandbox could not be set up, or a worker could not be made */
	KITH_ERROR_STOPPED, /* asked to stop (Ctrl-C); everything finished so far is kept */
} KithError;

#define KITH_ERROR (kith_error_quark())

GQuark kith_error_quark(void);
