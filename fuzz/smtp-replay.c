/* SPDX-License-Identifier: Apache-2.0
 *
 * Both sides of an SMTP session, in hostile bytes: parts that begin with a byte that says whose
 * they are, how long, or that bytes are missing.
 */
#include <stdint.h>

#include "base/limits.h"
#include "intake/smtp/smtp-replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct Heard {
	guint ended;
	guint answered;
} Heard;

static void hear(const SmtpEvent *event, gpointer user_data)
{
	Heard *heard = user_data;

	heard->ended += event->kind == SMTP_EVENT_CONTENT_END;
	heard->answered += event->kind == SMTP_EVENT_MESSAGE;
	g_assert_cmpuint(heard->answered, <=, heard->ended);
}

static void greeted(Span name, gpointer user_data)
{
}

/* One part, which HEAD begins; what it takes of LEFT. */
static gsize give(SmtpReplay *replay, uint8_t head, Span left)
{
	Span part = span_new(left.data, MIN(left.length, head & 63U));

	switch (head >> 6) {
	case 0:
		smtp_replay_client(replay, part);
		break;
	case 1:
		smtp_replay_server(replay, part);
		break;
	case 2:
		smtp_replay_client(replay, left);
		return left.length;
	default:
		smtp_replay_client_gap(replay, head);
		return 0;
	}
	return part.length;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const SmtpObserver observer = {.event = hear};
	Heard heard = {0};
	g_autoptr(SmtpReplay) replay = smtp_replay_new(&observer, greeted, &heard);
	Span left = span_new(data, size);

	while (left.length > 0) {
		uint8_t head = (uint8_t)left.data[0];

		left = span_from(left, 1);
		left = span_from(left, give(replay, head, left));
		g_assert_cmpuint(smtp_replay_held(replay), <=, LIMIT_SMTP_HELD);
	}
	smtp_replay_end(replay);
	/* Every content that ended became a message, and nothing waits any more. */
	g_assert_cmpuint(heard.answered, ==, heard.ended);
	g_assert_cmpuint(smtp_replay_held(replay), ==, 0);
	return 0;
}
