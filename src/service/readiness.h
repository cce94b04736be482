/* SPDX-License-Identifier: Apache-2.0
 *
 * Telling whoever started a service that it is ready, as sd_notify(3) describes: a datagram to the
 * socket that NOTIFY_SOCKET names.
 */
#pragma once

#include <glib.h>

/* Say that we are ready; does nothing when nobody wants to know. FALSE when it could not be said,
 * with the reason in errno: the starter then waits in vain, and we work. */
gboolean readiness_tell(void);
