/* SPDX-License-Identifier: Apache-2.0
 *
 * zstd (RFC 8878) by libzstd. Several frames end to end are one file; those that hold no data are
 * passed over.
 */
#include "intake/codec.h"

#include <zstd.h>
#include <zstd_errors.h>

#include "base/limits.h"

static gboolean zstd_recognises(Span head)
{
	static const char skippable[] = "\x2a\x4d\x18";

	if (head.length < 4)
		return FALSE;
	if (memcmp(head.data, "\x28\xb5\x2f\xfd", 4) == 0)
		return TRUE;
	return (head.data[0] & 0xf0) == 0x50 && memcmp(head.data + 1, skippable, 3) == 0;
}

static gpointer zstd_open(void)
{
	ZSTD_DCtx *context = ZSTD_createDCtx();
	int window = (int)g_bit_storage(LIMIT_UNPACK_MEMORY) - 1;

	if (context != NULL)
		(void)ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, window);
	return context;
}

static void zstd_close(gpointer state)
{
	(void)ZSTD_freeDCtx((ZSTD_DCtx *)state);
}

static CodecStep zstd_step(gpointer state, CodecWork *work)
{
	ZSTD_inBuffer input = {.src = work->input, .size = work->input_left};
	ZSTD_outBuffer output = {.dst = work->output, .size = work->output_left};
	size_t result = ZSTD_decompressStream((ZSTD_DCtx *)state, &output, &input);

	work->input += input.pos;
	work->input_left -= input.pos;
	work->output += output.pos;
	work->output_left -= output.pos;
	if (!ZSTD_isError(result))
		return result == 0 ? CODEC_STEP_BOUNDARY : CODEC_STEP_MORE;
	return ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge
		       ? CODEC_STEP_TOO_LARGE
		       : CODEC_STEP_DAMAGED;
}

const Codec codec_zstd = {
	.recognises = zstd_recognises,
	.open = zstd_open,
	.step = zstd_step,
	.close = zstd_close,
};
