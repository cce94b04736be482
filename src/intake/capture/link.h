/* SPDX-License-Identifier: Apache-2.0
 *
 * The link header of a captured frame: what protocol follows it, and where.
 */
#pragma once

#include "base/span.h"

/* EtherTypes. */
#define LINK_IPV4 0x0800
#define LINK_IPV6 0x86dd

/* Numbers big-endian at the start of SPAN, which must hold them. */
static inline guint16 link_number16(Span span)
{
	return (guint16)((guint8)span.data[0] << 8 | (guint8)span.data[1]);
}

static inline guint32 link_number32(Span span)
{
	return (guint32)link_number16(span) << 16 | link_number16(span_from(span, 2));
}

/* The EtherType of what a frame of LINKTYPE_… LINK carries, which *RET is; 0 when it cannot be
 * read.
 */
guint16 link_payload(guint32 link, Span frame, Span *ret);
