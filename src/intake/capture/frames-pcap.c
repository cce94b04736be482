/* SPDX-License-Identifier: Apache-2.0
 *
 * pcap: a header, then records of 16 bytes and a frame.
 */
#include "base/i18n.h"
#include "intake/capture/frames-kind.h"
#include "intake/capture/link.h"

#define MAGIC_MICROSECONDS 0xa1b2c3d4
#define MAGIC_NANOSECONDS  0xa1b23c4d
#define HEADER_BYTES       24
#define RECORD_BYTES       16
/* libpcap refuses larger ones too. */
#define LARGEST_RECORD LIMIT_MIB(128)

gboolean frames_pcap_recognise(Span head)
{
	if (head.length < FRAMES_SIGHT)
		return FALSE;
	guint32 magic = link_number32(head);
	guint32 swapped = GUINT32_SWAP_LE_BE(magic);

	return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS ||
	       swapped == MAGIC_MICROSECONDS || swapped == MAGIC_NANOSECONDS;
}

static gboolean read_record(Frames *frames, Frame *ret);

gboolean frames_pcap_begin(Frames *frames)
{
	Span header;

	frames->next = read_record;
	if (!frames_look(frames, HEADER_BYTES, &header))
		return FALSE;
	guint32 magic = link_number32(header);

	frames->swapped = magic != MAGIC_MICROSECONDS && magic != MAGIC_NANOSECONDS;
	gboolean nanoseconds = frames_number32(frames, header, 0) == MAGIC_NANOSECONDS;
	/* The upper half tells of a check sum behind each frame, which IP's own length cuts off. */
	Interface interface = {.link = frames_number32(frames, header, 20) & 0xffff,
		.ticks = nanoseconds ? 1000000000 : 1000000};

	g_array_append_val(frames->interfaces, interface);
	frames_pass(frames, HEADER_BYTES);
	return TRUE;
}

static gboolean read_record(Frames *frames, Frame *ret)
{
	const Interface *interface = &g_array_index(frames->interfaces, Interface, 0);
	Span record;

	if (!frames_look(frames, RECORD_BYTES, &record))
		return FALSE;
	guint64 seconds = frames_number32(frames, record, 0);
	guint32 fraction = frames_number32(frames, record, 4);
	gsize length = frames_number32(frames, record, 8);

	if (length > LARGEST_RECORD) {
		frames->failure = _("a packet of impossible size; the rest is not read");
		return FALSE;
	}
	gsize taken = MIN(length, LIMIT_PACKET);

	if (!frames_look(frames, RECORD_BYTES + taken, &record))
		return FALSE;
	*ret = (Frame){.time = frames_time(interface, seconds * interface->ticks + fraction),
		.link = interface->link,
		.bytes = span_new(record.data + RECORD_BYTES, taken)};
	frames_pass(frames, RECORD_BYTES + length);
	return TRUE;
}
