/* SPDX-License-Identifier: Apache-2.0
 *
 * Captures to messages without judging: bench-capture FILE… prints how many messages and bytes and
 * what it took; with KITH_BENCH_SPOOL set all of them are written to that file.
 */
#include <time.h>

#include "intake/capture/session.h"
#include "intake/source.h"

static void complain(const char *path, const char *message, gpointer user_data)
{
	fprintf(stderr, "%s: %s\n", path, message);
}

static void count_session(const Session *session, gpointer user_data)
{
	guint *sessions = user_data;

	(*sessions)++;
}

static double processor_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static gboolean write_message(FILE *spool, const RawMessage *message)
{
	gsize length;
	const char *data = g_bytes_get_data(message->bytes, &length);

	return fwrite(data, 1, length, spool) == length;
}

int main(int argc, char **argv)
{
	const char *path = g_getenv("KITH_BENCH_SPOOL");
	FILE *spool = path != NULL ? fopen(path, "wb") : NULL;
	guint sessions = 0;
	guint messages = 0;
	guint64 bytes = 0;
	guint64 done = 0;
	guint64 total = 0;
	double begun = processor_seconds();
	const SourceEvents events = {
		.complain = complain, .session = count_session, .user_data = &sessions};
	g_autoptr(Source) source = source_new_captures((const char *const *)argv + 1, &events);
	RawMessage *next;

	while ((next = source_next(source)) != NULL) {
		g_autoptr(RawMessage) message = next;

		messages++;
		bytes += g_bytes_get_size(message->bytes);
		if (spool != NULL && !write_message(spool, message))
			return 1;
	}
	if (spool != NULL && fclose(spool) != 0)
		return 1;
	source_progress(source, &done, &total);
	printf("{\"sessions\":%u,\"messages\":%u,\"bytes\":%" G_GUINT64_FORMAT
	       ",\"read\":%" G_GUINT64_FORMAT ",\"seconds\":%.3f}\n",
		sessions, messages, bytes, done, processor_seconds() - begun);
	return source_complaints(source) > 0 ? 1 : 0;
}
