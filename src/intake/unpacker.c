/* SPDX-License-Identifier: Apache-2.0
 *
 * Decompression in bounded memory. The libraries of the three formats are used and not libarchive,
 * which gives xz all the memory that it asks for, drops the end of what broke off, and passes over
 * the check sums of gzip.
 */
#include "intake/unpacker.h"

#include <errno.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "intake/codec.h"

#define INPUT_SIZE LIMIT_KIB(64)

struct Unpacker {
	StreamRead read;
	gpointer user_data;
	const Codec *codec;
	gpointer state;
	CodecWork work;
	gboolean at_boundary; /* the input may end here */
	gboolean ended;
	const char *failure;
	guint8 input[INPUT_SIZE];
};

static const Codec *const codecs[] = {&codec_gzip, &codec_zstd, &codec_xz};

static const Codec *codec_of(Span head)
{
	for (gsize at = 0; at < G_N_ELEMENTS(codecs); at++)
		if (codecs[at]->recognises(head))
			return codecs[at];
	return NULL;
}

gboolean unpacker_recognises(Span head)
{
	return codec_of(head) != NULL;
}

static void unpacker_fail(Unpacker *unpacker, const char *reason)
{
	unpacker->failure = reason;
	unpacker->ended = TRUE;
}

Unpacker *unpacker_new(Span head, StreamRead read, gpointer user_data)
{
	const Codec *codec = codec_of(head);

	g_return_val_if_fail(codec != NULL, NULL);
	Unpacker *unpacker = g_new(Unpacker, 1);

	unpacker->read = read;
	unpacker->user_data = user_data;
	unpacker->codec = codec;
	unpacker->state = codec->open();
	unpacker->work = (CodecWork){.input = unpacker->input};
	unpacker->at_boundary = FALSE;
	unpacker->ended = FALSE;
	unpacker->failure = NULL;
	if (unpacker->state == NULL)
		unpacker_fail(unpacker, g_strerror(ENOMEM));
	return unpacker;
}

void unpacker_free(Unpacker *unpacker)
{
	if (unpacker == NULL)
		return;
	if (unpacker->state != NULL)
		unpacker->codec->close(unpacker->state);
	g_free(unpacker);
}

static void refill(Unpacker *unpacker)
{
	gssize count = unpacker->read(unpacker->user_data, unpacker->input, INPUT_SIZE);

	if (count < 0)
		unpacker_fail(unpacker, g_strerror(errno));
	unpacker->work.input = unpacker->input;
	unpacker->work.input_left = count > 0 ? (gsize)count : 0;
	unpacker->work.input_ended = count <= 0;
}

/* Unpack what there is; at most one of its results is more output. */
static void unpack(Unpacker *unpacker)
{
	CodecWork before = unpacker->work;
	CodecStep step = unpacker->codec->step(unpacker->state, &unpacker->work);
	gboolean idle = unpacker->work.input_left == before.input_left &&
			unpacker->work.output_left == before.output_left;

	if (!idle || step == CODEC_STEP_BOUNDARY)
		unpacker->at_boundary = step == CODEC_STEP_BOUNDARY;
	if (step == CODEC_STEP_TOO_LARGE)
		unpacker_fail(unpacker, _("unpacking it takes more memory than is allowed"));
	else if (step == CODEC_STEP_DAMAGED || (idle && before.input_left > 0))
		unpacker_fail(unpacker, _("damaged compressed data"));
	else if (step == CODEC_STEP_END || (idle && before.input_ended && unpacker->at_boundary))
		unpacker->ended = TRUE;
	else if (idle && before.input_ended)
		unpacker_fail(unpacker, _("the compressed data breaks off"));
}

gssize unpacker_read(Unpacker *unpacker, void *buffer, gsize size)
{
	unpacker->work.output = (guint8 *)buffer;
	unpacker->work.output_left = size;
	while (unpacker->work.output_left == size && !unpacker->ended) {
		unpack(unpacker);
		if (!unpacker->ended && unpacker->work.output_left == size &&
			unpacker->work.input_left == 0 && !unpacker->work.input_ended)
			refill(unpacker);
	}
	gsize count = size - unpacker->work.output_left;

	if (count == 0 && unpacker->failure != NULL)
		return -1;
	return (gssize)count;
}

const char *unpacker_failure(const Unpacker *unpacker)
{
	return unpacker->failure;
}
