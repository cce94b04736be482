/* SPDX-License-Identifier: Apache-2.0
 *
 * xz by liblzma. Every block of a file names the memory that it wants, up to 4 GiB; here it gets
 * LIMIT_UNPACK_MEMORY.
 */
#include "intake/codec.h"

#include <lzma.h>

#include "base/limits.h"

static gboolean xz_recognises(Span head)
{
	return head.length >= 6 && memcmp(head.data, "\xfd\x37zXZ\0", 6) == 0;
}

static gpointer xz_open(void)
{
	lzma_stream *stream = g_new(lzma_stream, 1);

	*stream = (lzma_stream)LZMA_STREAM_INIT;
	if (lzma_stream_decoder(stream, LIMIT_UNPACK_MEMORY, LZMA_CONCATENATED) == LZMA_OK)
		return stream;
	g_free(stream);
	return NULL;
}

static void xz_close(gpointer state)
{
	lzma_end((lzma_stream *)state);
	g_free(state);
}

static CodecStep xz_step(gpointer state, CodecWork *work)
{
	lzma_stream *stream = (lzma_stream *)state;

	stream->next_in = work->input;
	stream->avail_in = work->input_left;
	stream->next_out = work->output;
	stream->avail_out = work->output_left;
	lzma_ret result = lzma_code(stream, work->input_ended ? LZMA_FINISH : LZMA_RUN);

	work->input = stream->next_in;
	work->input_left = stream->avail_in;
	work->output = stream->next_out;
	work->output_left = stream->avail_out;
	if (result == LZMA_STREAM_END)
		return CODEC_STEP_END;
	if (result == LZMA_MEMLIMIT_ERROR)
		return CODEC_STEP_TOO_LARGE;
	return result == LZMA_OK || result == LZMA_BUF_ERROR ? CODEC_STEP_MORE : CODEC_STEP_DAMAGED;
}

const Codec codec_xz = {
	.recognises = xz_recognises,
	.open = xz_open,
	.step = xz_step,
	.close = xz_close,
};
