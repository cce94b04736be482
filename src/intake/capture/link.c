/* SPDX-License-Identifier: Apache-2.0
 *
 * Link headers, by the registry of the tcpdump project (www.tcpdump.org/linktypes.html).
 */
#include "intake/capture/link.h"

#include "base/limits.h"

enum {
	LINK_TYPE_NULL = 0,
	LINK_TYPE_ETHERNET = 1,
	LINK_TYPE_RAW_OLD = 12,
	LINK_TYPE_RAW_OPENBSD = 14,
	LINK_TYPE_RAW = 101,
	LINK_TYPE_LOOP = 108,
	LINK_TYPE_LINUX_SLL = 113,
	LINK_TYPE_IPV4 = 228,
	LINK_TYPE_IPV6 = 229,
	LINK_TYPE_LINUX_SLL2 = 276,
};

static gboolean is_tag(guint16 type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

/* An EtherType TYPE_AT bytes into FRAME, and what follows a header of SIZE bytes and VLAN tags. */
static guint16 typed(Span frame, gsize type_at, gsize size, Span *ret)
{
	if (frame.length < size)
		return 0;
	guint16 type = link_number16(span_from(frame, type_at));

	*ret = span_from(frame, size);
	for (guint tags = 0; is_tag(type); tags++) {
		if (ret->length < 4 || tags == LIMIT_LINK_TAGS)
			return 0;
		type = link_number16(span_from(*ret, 2));
		*ret = span_from(*ret, 4);
	}
	return type;
}

/* IP tells its version itself. */
static guint16 raw(Span frame, gsize size, Span *ret)
{
	*ret = span_from(frame, size);
	if (ret->length == 0)
		return 0;
	switch ((guint8)ret->data[0] >> 4) {
	case 4:
		return LINK_IPV4;
	case 6:
		return LINK_IPV6;
	default:
		return 0;
	}
}

guint16 link_payload(guint32 link, Span frame, Span *ret)
{
	switch (link) {
	case LINK_TYPE_ETHERNET:
		return typed(frame, 12, 14, ret);
	case LINK_TYPE_LINUX_SLL:
		return typed(frame, 14, 16, ret);
	case LINK_TYPE_LINUX_SLL2:
		return typed(frame, 0, 20, ret);
	case LINK_TYPE_NULL:
	case LINK_TYPE_LOOP:
		return raw(frame, 4, ret);
	case LINK_TYPE_RAW:
	case LINK_TYPE_RAW_OLD:
	case LINK_TYPE_RAW_OPENBSD:
	case LINK_TYPE_IPV4:
	case LINK_TYPE_IPV6:
		return raw(frame, 0, ret);
	default:
		return 0;
	}
}
