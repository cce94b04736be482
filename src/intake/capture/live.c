/* SPDX-License-Identifier: Apache-2.0
 *
 * libpcap's capturing, and a pcap file made of it on the way.
 */
#include "intake/capture/live.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"

/* What the kernel keeps while messages are judged. */
#define KERNEL_BUFFER LIMIT_MIB(64)
/* So often it is looked whether to stop. */
#define STOP_MILLISECONDS 300
#define WAIT_MILLISECONDS 100
#define SNAPSHOT          ((int)LIMIT_PACKET)
#define HEADER_BYTES      24
#define RECORD_BYTES      16
#define PCAP_FILE_MAGIC   0xa1b2c3d4
#define PCAP_FILE_VERSION 0x00040002 /* 2.4 as two little-endian halves */

struct Live {
	pcap_t *handle;
	const volatile int *stop;
	GByteArray *pending; /* of the file, not yet given */
	gsize given;
};

static void add_number(GByteArray *bytes, guint32 number)
{
	g_byte_array_append(bytes, (const guint8 *)&number, sizeof number);
}

static gboolean configure(pcap_t *handle)
{
	return pcap_set_snaplen(handle, SNAPSHOT) == 0 && pcap_set_promisc(handle, 1) == 0 &&
	       pcap_set_timeout(handle, WAIT_MILLISECONDS) == 0 &&
	       pcap_set_buffer_size(handle, (int)KERNEL_BUFFER) == 0 && pcap_activate(handle) >= 0;
}

static gboolean refuse(const char *interface, const char *reason, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", interface, reason);
	return FALSE;
}

static gboolean open_interface(Live *live, const char *interface, GError **error)
{
	char said[PCAP_ERRBUF_SIZE] = "";

	live->handle = pcap_create(interface, said);
	if (live->handle == NULL)
		return refuse(interface, said, error);
	if (!configure(live->handle))
		return refuse(interface, pcap_geterr(live->handle), error);
	if (pcap_setnonblock(live->handle, 1, said) != 0)
		return refuse(interface, said, error);
	return TRUE;
}

Live *live_new(const char *interface, const volatile int *stop, GError **error)
{
	g_autoptr(Live) live = g_new0(Live, 1);

	live->stop = stop;
	live->pending = g_byte_array_new();
	if (!open_interface(live, interface, error))
		return NULL;
	add_number(live->pending, PCAP_FILE_MAGIC);
	add_number(live->pending, GUINT32_FROM_LE(PCAP_FILE_VERSION));
	add_number(live->pending, 0);
	add_number(live->pending, 0);
	add_number(live->pending, SNAPSHOT);
	add_number(live->pending, (guint32)pcap_datalink(live->handle));
	return g_steal_pointer(&live);
}

void live_free(Live *live)
{
	if (live == NULL)
		return;
	g_clear_pointer(&live->handle, pcap_close);
	g_byte_array_unref(live->pending);
	g_free(live);
}

/* One more packet as a record: 1, 0 when asked to stop, -1 and errno when the interface failed. */
static int wait_for_packet(Live *live)
{
	struct pollfd polled = {.fd = pcap_get_selectable_fd(live->handle), .events = POLLIN};
	struct pcap_pkthdr *header;
	const u_char *bytes;
	int got;

	while ((got = pcap_next_ex(live->handle, &header, &bytes)) == 0) {
		(void)poll(&polled, 1, STOP_MILLISECONDS);
		if (*live->stop)
			return 0;
	}
	if (got < 0) {
		errno = ENETDOWN;
		return -1;
	}
	add_number(live->pending, (guint32)header->ts.tv_sec);
	add_number(live->pending, (guint32)header->ts.tv_usec);
	add_number(live->pending, header->caplen);
	add_number(live->pending, header->len);
	g_byte_array_append(live->pending, bytes, header->caplen);
	return 1;
}

gssize live_read(gpointer user_data, void *buffer, gsize size)
{
	Live *live = user_data;

	if (*live->stop)
		return 0;
	if (live->given == live->pending->len) {
		g_byte_array_set_size(live->pending, 0);
		live->given = 0;
		int got = wait_for_packet(live);

		if (got <= 0)
			return got;
	}
	gsize count = MIN(size, live->pending->len - live->given);

	memcpy(buffer, live->pending->data + live->given, count);
	live->given += count;
	return (gssize)count;
}
