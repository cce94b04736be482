/* SPDX-License-Identifier: Apache-2.0
 *
 * The frames of a capture file: pcap (both byte orders, micro- and nanoseconds) and pcapng (RFC
 * drafts ietf-opsawg-pcap and ietf-opsawg-pcapng). The readers are our own: libpcap's would parse a
 * hostile file outside the sandbox, and takes one kind of link in a file.
 */
#pragma once

#include "intake/capture/packet.h"
#include "intake/stream.h"

/* So many bytes at the start of a file tell that it is a capture. */
#define FRAMES_SIGHT 12

typedef struct Frames Frames;

/* TRUE when HEAD begins a capture file. */
gboolean frames_recognise(Span head);
/* The frames of STREAM (borrowed), which begins as frames_recognise wants it. */
Frames *frames_new(Stream *stream);
void frames_free(Frames *frames);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Frames, frames_free)

/* The next frame, whose bytes are borrowed until the next call. FALSE at the end. */
gboolean frames_next(Frames *frames, Frame *ret);
/* Why the capture broke off before its end: static text for people, or NULL. */
const char *frames_failure(const Frames *frames);
