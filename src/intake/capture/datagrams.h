/* SPDX-License-Identifier: Apache-2.0
 *
 * Datagrams that IP sent in fragments (RFC 791, RFC 8200), put together in bounded memory. The
 * first fragment to claim a place wins.
 */
#pragma once

#include "base/span.h"

typedef struct Fragment {
	guint8 from[16];
	guint8 to[16];
	guint32 identification;
	guint8 protocol;
	guint32 offset; /* bytes */
	gboolean more;  /* not the last one */
	Span bytes;
} Fragment;

typedef struct Datagrams Datagrams;

Datagrams *datagrams_new(void);
void datagrams_free(Datagrams *datagrams);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Datagrams, datagrams_free)

/* Add FRAGMENT, seen at TIME (microseconds). TRUE when it completes its datagram: RET is its
 * payload, borrowed until the next call. */
gboolean datagrams_add(Datagrams *datagrams, const Fragment *fragment, gint64 time, Span *ret);
