/* SPDX-License-Identifier: Apache-2.0
 *
 * The readers of containers: the first byte says how the reads are split, the rest is the input,
 * compressed or not. Read byte by byte, it must give the same messages.
 */
#include <stdint.h>

#include "base/limits.h"
#include "input.h"
#include "intake/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take(GChecksum *sum, RawMessage *message, guint number)
{
	g_autofree char *path = g_strdup_printf("m#%u", number);
	gsize length;
	const guchar *bytes = g_bytes_get_data(message->bytes, &length);

	g_assert_cmpstr(message->path, ==, path);
	g_assert_cmpuint(length, >, 0);
	g_assert_cmpuint(length, <=, LIMIT_MESSAGE);
	g_checksum_update(sum, (const guchar *)&length, sizeof length);
	g_checksum_update(sum, bytes, (gssize)length);
	raw_message_free(message);
}

static const Format *claiming(Span head)
{
	static const Format *const formats[] = {&format_batch, &format_mbox};

	for (gsize at = 0; at < G_N_ELEMENTS(formats); at++)
		if (formats[at]->claims(head, FALSE))
			return formats[at];
	return NULL;
}

/* A digest of all messages in BYTES; NULL when they are damaged compressed data. */
static char *read_messages(Span bytes, gsize step)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_MD5);
	g_autoptr(Stream) stream = stream_new();
	Input input = {.left = bytes, .step = step};
	Document document = {.stream = stream, .path = "m"};
	RawMessage *message;
	guint count = 0;

	stream_open(stream, input_read, &input);
	(void)stream_fill(stream, LIMIT_MBOX_HEAD);
	const Format *format = claiming(stream_sight(stream));

	if (format != NULL) {
		gpointer reader = format->open(&document);

		while ((message = format->next(reader)) != NULL)
			take(sum, message, ++count);
		format->close(reader);
	}
	return stream_failure(stream) != NULL ? NULL : g_strdup(g_checksum_get_string(sum));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	Span bytes = span_new(data + 1, size - 1);
	g_autofree char *split = read_messages(bytes, 1 + (gsize)data[0] * data[0]);
	g_autofree char *single = read_messages(bytes, 1);

	if (split != NULL && single != NULL)
		g_assert_cmpstr(split, ==, single);
	return 0;
}
