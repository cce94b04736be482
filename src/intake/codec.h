/* SPDX-License-Identifier: Apache-2.0
 *
 * A kind of compression: one constant object, one file. unpacker.c chooses by the first bytes and
 * moves the data.
 */
#pragma once

#include "base/span.h"

typedef enum CodecStep {
	CODEC_STEP_MORE,     /* not at the end of anything */
	CODEC_STEP_BOUNDARY, /* at the end of a part: the input may end here, or another part follow
			      */
	CODEC_STEP_END,      /* all is unpacked */
	CODEC_STEP_DAMAGED,
	CODEC_STEP_TOO_LARGE, /* it asks for more memory than LIMIT_UNPACK_MEMORY */
} CodecStep;

/* One step of work: what is left of the input and of the room for output, both moved forward. */
typedef struct CodecWork {
	const guint8 *input;
	gsize input_left;
	gboolean input_ended; /* nothing follows what is left */
	guint8 *output;
	gsize output_left;
} CodecWork;

typedef struct Codec {
	/* TRUE when HEAD, at least UNPACKER_SIGHT bytes of a longer input, begins like this. */
	gboolean (*recognises)(Span head);
	/* What the others are given, freed by close; NULL when there is no memory for it. */
	gpointer (*open)(void);
	/* Goes on until the input or the room is used up, or something ends. */
	CodecStep (*step)(gpointer state, CodecWork *work);
	void (*close)(gpointer state);
} Codec;

extern const Codec codec_gzip;
extern const Codec codec_zstd;
extern const Codec codec_xz;
