/* SPDX-License-Identifier: Apache-2.0
 *
 * gzip (RFC 1952) by zlib, which checks the sums. Several members end to end are one file; zeros
 * may pad it.
 */
#include "intake/codec.h"

#include <zlib.h>

/* zlib: read a gzip header, with the largest window. */
#define GZIP_WINDOW (16 + MAX_WBITS)

typedef struct Gzip {
	z_stream stream;
	gboolean at_boundary;
} Gzip;

static gboolean gzip_recognises(Span head)
{
	return head.length >= 3 && memcmp(head.data, "\x1f\x8b\x08", 3) == 0;
}

static gpointer gzip_open(void)
{
	Gzip *gzip = g_new0(Gzip, 1);

	if (inflateInit2(&gzip->stream, GZIP_WINDOW) == Z_OK)
		return gzip;
	g_free(gzip);
	return NULL;
}

static void gzip_close(gpointer state)
{
	Gzip *gzip = (Gzip *)state;

	(void)inflateEnd(&gzip->stream);
	g_free(gzip);
}

/* Between members: TRUE when another one begins. */
static gboolean next_member(Gzip *gzip, CodecWork *work)
{
	while (work->input_left > 0 && *work->input == 0) {
		work->input++;
		work->input_left--;
	}
	if (work->input_left == 0)
		return FALSE;
	gzip->at_boundary = FALSE;
	return inflateReset(&gzip->stream) == Z_OK;
}

static CodecStep gzip_step(gpointer state, CodecWork *work)
{
	Gzip *gzip = (Gzip *)state;

	if (gzip->at_boundary && !next_member(gzip, work))
		return CODEC_STEP_BOUNDARY;
	gzip->stream.next_in = (z_const Bytef *)work->input;
	gzip->stream.avail_in = (uInt)work->input_left;
	gzip->stream.next_out = work->output;
	gzip->stream.avail_out = (uInt)work->output_left;
	int result = inflate(&gzip->stream, Z_NO_FLUSH);

	work->input = gzip->stream.next_in;
	work->input_left = gzip->stream.avail_in;
	work->output = gzip->stream.next_out;
	work->output_left = gzip->stream.avail_out;
	gzip->at_boundary = result == Z_STREAM_END;
	if (gzip->at_boundary)
		return CODEC_STEP_BOUNDARY;
	return result == Z_OK || result == Z_BUF_ERROR ? CODEC_STEP_MORE : CODEC_STEP_DAMAGED;
}

const Codec codec_gzip = {
	.recognises = gzip_recognises,
	.open = gzip_open,
	.step = gzip_step,
	.close = gzip_close,
};
