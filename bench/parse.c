/* SPDX-License-Identifier: Apache-2.0
 *
 * Mail to Facts and nothing else, to tell what the sandbox costs. Linked twice: with the worker
 * pool as users have it, and with one that parses in this process. `bench-parse JOBS PATH...`
 * prints how many messages and bytes it read, as one JSON object.
 */
#include <stdio.h>

#include "intake/source.h"
#include "worker/pool.h"

typedef struct Count {
	guint64 messages;
	guint64 bytes;
	guint64 facts; /* messages that came back as Facts */
} Count;

static void complain(const char *path, const char *message, gpointer user_data)
{
	fprintf(stderr, "%s: %s\n", path, message);
}

static gboolean take(Pool *pool, Count *count, GError **error)
{
	gboolean some = FALSE;
	PoolResult result = {0};

	if (!pool_take(pool, &some, &result, error))
		return FALSE;
	if (some && result.facts != NULL)
		count->facts++;
	if (some)
		facts_free(result.facts);
	return TRUE;
}

static gboolean drain(Pool *pool, Count *count, GError **error)
{
	while (pool_outstanding(pool) > 0)
		if (!take(pool, count, error))
			return FALSE;
	return TRUE;
}

static gboolean parse(Pool *pool, Source *source, Count *count, GError **error)
{
	RawMessage *next;

	while ((next = source_next(source)) != NULL) {
		g_autoptr(RawMessage) message = next;

		count->messages++;
		count->bytes += g_bytes_get_size(message->bytes);
		while (!pool_ready(pool) && pool_outstanding(pool) > 0)
			if (!take(pool, count, error))
				return FALSE;
		if (!pool_put(pool, message->bytes, NULL, error))
			return FALSE;
	}
	return drain(pool, count, error);
}

static gboolean run(guint jobs, const char *const *paths, Count *count, GError **error)
{
	g_autoptr(Pool) pool = pool_new(jobs, error);

	if (pool == NULL)
		return FALSE;
	g_autoptr(Source) source = source_new(paths, complain, NULL);
	return parse(pool, source, count, error);
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	Count count = {0};
	guint64 jobs = 0;

	if (argc < 3 || !g_ascii_string_to_unsigned(argv[1], 10, 1, 64, &jobs, NULL)) {
		fprintf(stderr, "usage: bench-parse JOBS PATH...\n");
		return 2;
	}
	gboolean done = zygote_start(&error) &&
			run((guint)jobs, (const char *const *)argv + 2, &count, &error);
	zygote_stop();
	if (!done) {
		fprintf(stderr, "bench-parse: %s\n", error->message);
		return 2;
	}
	printf("{\"messages\": %" G_GUINT64_FORMAT ", \"bytes\": %" G_GUINT64_FORMAT
	       ", \"facts\": %" G_GUINT64_FORMAT "}\n",
		count.messages, count.bytes, count.facts);
	return 0;
}
