/* SPDX-License-Identifier: Apache-2.0
 *
 * pcapng: blocks of a type and a length. Sections, interfaces and the three kinds of packets are
 * read; other blocks (names, statistics, secrets) are passed over.
 */
#include "base/i18n.h"
#include "intake/capture/frames-kind.h"
#include "intake/capture/link.h"

enum {
	BLOCK_INTERFACE = 1,
	BLOCK_OLD_PACKET = 2,
	BLOCK_SIMPLE_PACKET = 3,
	BLOCK_ENHANCED_PACKET = 6,
};

#define BLOCK_SECTION    0x0a0d0d0a
#define MAGIC_BYTE_ORDER 0x1a2b3c4d
/* Type and length before, length behind. */
#define BLOCK_BYTES 12

enum { OPTION_END = 0, OPTION_RESOLUTION = 9, OPTION_OFFSET = 14 };

gboolean frames_pcapng_recognise(Span head)
{
	if (head.length < FRAMES_SIGHT || link_number32(head) != BLOCK_SECTION)
		return FALSE;
	guint32 magic = link_number32(span_from(head, 8));

	return magic == MAGIC_BYTE_ORDER || GUINT32_SWAP_LE_BE(magic) == MAGIC_BYTE_ORDER;
}

static gboolean next_frame(Frames *frames, Frame *ret);

gboolean frames_pcapng_begin(Frames *frames)
{
	frames->next = next_frame;
	return TRUE;
}

static gboolean fail(Frames *frames)
{
	frames->failure = _("the capture is damaged; the rest is not read");
	return FALSE;
}

/* ---- interfaces ---- */

/* if_tsresol: a power of ten, or of two when the highest bit is set. */
static guint64 ticks_of(guint8 resolution)
{
	guint64 ticks = 1;
	guint power = resolution & 0x7f;

	if (resolution & 0x80)
		return power < 60 ? G_GUINT64_CONSTANT(1) << power : G_USEC_PER_SEC;
	if (power > 18)
		return G_USEC_PER_SEC;
	while (power-- > 0)
		ticks *= 10;
	return ticks;
}

static void read_option(const Frames *frames, Interface *interface, guint16 code, Span value)
{
	if (code == OPTION_RESOLUTION && value.length >= 1)
		interface->ticks = ticks_of((guint8)value.data[0]);
	if (code == OPTION_OFFSET && value.length >= 8) {
		guint64 first = frames_number32(frames, value, 0);
		guint64 second = frames_number32(frames, value, 4);

		interface->offset =
			(gint64)(frames->swapped ? second << 32 | first : first << 32 | second);
	}
}

static void read_interface(Frames *frames, Span body)
{
	if (body.length < 8 || frames->interfaces->len >= LIMIT_INTERFACES)
		return;
	Interface interface = {.link = frames_number16(frames, body, 0), .ticks = G_USEC_PER_SEC};
	Span options = span_from(body, 8);

	while (options.length >= 4) {
		guint16 code = frames_number16(frames, options, 0);
		gsize length = frames_number16(frames, options, 2);

		options = span_from(options, 4);
		if (code == OPTION_END || length > options.length)
			break;
		read_option(frames, &interface, code, span_new(options.data, length));
		options = span_from(options, (length + 3) & ~(gsize)3);
	}
	g_array_append_val(frames->interfaces, interface);
}

/* ---- packets ---- */

/* A packet on interface NUMBER, LENGTH bytes from AT on in BODY. */
static gboolean give_packet(
	Frames *frames, guint number, guint64 ticks, Span body, gsize at, gsize length, Frame *ret)
{
	if (number >= frames->interfaces->len)
		return FALSE;
	const Interface *interface = &g_array_index(frames->interfaces, Interface, number);
	Span bytes = span_from(body, at);

	frames->last_time = ticks > 0 ? frames_time(interface, ticks) : frames->last_time;
	bytes.length = MIN(bytes.length, length);
	*ret = (Frame){.time = frames->last_time, .link = interface->link, .bytes = bytes};
	return TRUE;
}

static guint64 read_ticks(const Frames *frames, Span body)
{
	return (guint64)frames_number32(frames, body, 4) << 32 | frames_number32(frames, body, 8);
}

/* TRUE when the block of TYPE holds a packet. */
static gboolean read_block(Frames *frames, guint32 type, Span body, Frame *ret)
{
	switch (type) {
	case BLOCK_INTERFACE:
		read_interface(frames, body);
		return FALSE;
	case BLOCK_ENHANCED_PACKET:
		return body.length >= 20 && give_packet(frames, frames_number32(frames, body, 0),
						    read_ticks(frames, body), body, 20,
						    frames_number32(frames, body, 12), ret);
	case BLOCK_OLD_PACKET:
		return body.length >= 20 && give_packet(frames, frames_number16(frames, body, 0),
						    read_ticks(frames, body), body, 20,
						    frames_number32(frames, body, 12), ret);
	case BLOCK_SIMPLE_PACKET:
		return body.length >= 4 &&
		       give_packet(frames, 0, 0, body, 4, frames_number32(frames, body, 0), ret);
	default:
		return FALSE;
	}
}

/* ---- blocks ---- */

/* A section begins: it says its byte order, and interfaces are counted anew. */
static gboolean begin_section(Frames *frames, Span block)
{
	if (!frames_pcapng_recognise(block))
		return fail(frames);
	frames->swapped = link_number32(span_from(block, 8)) != MAGIC_BYTE_ORDER;
	g_array_set_size(frames->interfaces, 0);
	return TRUE;
}

static gboolean next_frame(Frames *frames, Frame *ret)
{
	Span block;

	while (frames_look(frames, BLOCK_BYTES, &block)) {
		/* It reads the same in both byte orders. */
		guint32 type = link_number32(block);

		if (type == BLOCK_SECTION && !begin_section(frames, block))
			return FALSE;
		type = frames_number32(frames, block, 0);
		gsize length = frames_number32(frames, block, 4);

		if (length < BLOCK_BYTES || length % 4 != 0)
			return fail(frames);
		gsize taken = MIN(length, LIMIT_PACKET);

		if (!frames_look(frames, taken, &block))
			return FALSE;
		Span body = span_new(block.data + 8, taken - BLOCK_BYTES);

		frames_pass(frames, length);
		if (read_block(frames, type, body, ret))
			return TRUE;
	}
	return FALSE;
}
