/* SPDX-License-Identifier: Apache-2.0
 *
 * What judging costs, reading mail left out: `bench-judge STATE SECRET PATH...` reads the messages
 * in PATHs, without a sandbox, then judges them all again and again, and writes for each round:
 * messages, microseconds of CPU time and of the clock for a message. The last line is what the
 * process holds resident besides the store's map, in KiB: in all, and before there was a memory.
 */
#include <stdio.h>
#include <sys/resource.h>

#include "engine/assessment.h"
#include "intake/source.h"
#include "mail/message.h"

#define ROUNDS 5

static void complain(const char *path, const char *message, gpointer user_data)
{
	fprintf(stderr, "%s: %s\n", path, message);
}

/* All messages as a new array of Facts. */
static GPtrArray *read_mail(const char *const *paths)
{
	GPtrArray *mail = g_ptr_array_new_with_free_func((GDestroyNotify)facts_free);
	g_autoptr(Source) source = source_new(paths, complain, NULL);
	RawMessage *next;

	message_warm();
	while ((next = source_next(source)) != NULL) {
		g_autoptr(RawMessage) message = next;
		gsize length;
		const void *bytes = g_bytes_get_data(message->bytes, &length);

		g_ptr_array_add(mail, message_parse(span_new(bytes, length)));
	}
	return mail;
}

/* RssAnon of proc(5) in KiB: the map is not in it. */
static guint64 resident(void)
{
	g_autofree char *status = NULL;
	const char *line;

	if (!g_file_get_contents("/proc/self/status", &status, NULL, NULL))
		return 0;
	line = strstr(status, "RssAnon:");
	return line != NULL ? g_ascii_strtoull(line + strlen("RssAnon:"), NULL, 10) : 0;
}

static gint64 cpu(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (gint64)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC +
	       usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static gboolean judge_all(Memory *memory, const GPtrArray *mail, GError **error)
{
	static const char *const none[] = {NULL};
	const Policy policy = {.organisation = none, .authserv = none};
	gint64 spent = cpu(), begun = g_get_monotonic_time();

	if (!memory_begin(memory, error))
		return FALSE;
	for (guint i = 0; i < mail->len; i++) {
		g_auto(Assessment) one = {0};

		if (!assessment_make(memory, &policy, mail->pdata[i], FALSE, &one, error))
			return FALSE;
	}
	memory_abort(memory);
	printf("%u %.1f %.1f\n", mail->len, (double)(cpu() - spent) / mail->len,
		(double)(g_get_monotonic_time() - begun) / mail->len);
	return TRUE;
}

static gboolean run(
	const char *state, const char *secret_path, const char *const *paths, GError **error)
{
	g_autoptr(Secret) secret = secret_load(secret_path, error);
	g_autoptr(GPtrArray) mail = read_mail(paths);
	guint64 before = resident();

	if (secret == NULL || mail->len == 0)
		return FALSE;
	g_autoptr(Memory) memory = memory_open(state, secret, MEMORY_READ, error);
	for (guint i = 0; i < ROUNDS; i++)
		if (memory == NULL || !judge_all(memory, mail, error))
			return FALSE;
	printf("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", resident(), before);
	return TRUE;
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	if (argc < 4) {
		fprintf(stderr, "usage: bench-judge STATE SECRET PATH...\n");
		return 2;
	}
	if (run(argv[1], argv[2], (const char *const *)argv + 3, &error))
		return 0;
	fprintf(stderr, "bench-judge: %s\n", error != NULL ? error->message : "no mail");
	return 2;
}
