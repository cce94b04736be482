/* SPDX-License-Identifier: Apache-2.0
 *
 * Ten updates a second at most, so that drawing costs nothing.
 */
#include "cmd/print/progress.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"

static const gint64 redraw_every = G_USEC_PER_SEC / 10;

struct Progress {
	const Source *source;
	gboolean shown;
	guint64 messages;
	gint64 started, drawn;
	gboolean dirty;
};

static volatile int stop_flag;

static void ask_to_stop(int number)
{
	if (stop_flag)
		_exit(128 + number);
	stop_flag = 1;
}

const volatile int *progress_stop_flag(void)
{
	struct sigaction action = {.sa_handler = ask_to_stop, .sa_flags = SA_RESTART};
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	return &stop_flag;
}

static void note_stop(int number)
{
	stop_flag = 1;
}

const volatile int *progress_stop_flag_patient(void)
{
	struct sigaction action = {.sa_handler = note_stop, .sa_flags = SA_RESTART};
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	return &stop_flag;
}

Progress *progress_new(const Source *source)
{
	Progress *progress = g_new0(Progress, 1);
	progress->source = source;
	progress->shown = isatty(STDERR_FILENO);
	progress->started = g_get_monotonic_time();
	return progress;
}

void progress_clear(Progress *progress)
{
	if (progress->dirty)
		fputs("\r\033[K", stderr);
	progress->dirty = FALSE;
}

void progress_free(Progress *progress)
{
	if (progress == NULL)
		return;
	progress_clear(progress);
	g_free(progress);
}

static void draw(Progress *progress, gint64 now)
{
	guint64 done = 0;
	guint64 total = 0;
	source_progress(progress->source, &done, &total);
	double seconds = (double)(now - progress->started) / G_USEC_PER_SEC;
	fprintf(stderr, "\r\033[K%" G_GUINT64_FORMAT " %s, %.0f/s", progress->messages,
		_("messages"), (double)progress->messages / seconds);
	if (total > 0 && done > 0 && done <= total) {
		double left = seconds * (double)(total - done) / (double)done;
		fprintf(stderr, ", %d %%, %s %d:%02d", (int)(100 * done / total), _("left"),
			(int)left / 60, (int)left % 60);
	}
	fflush(stderr);
	progress->dirty = TRUE;
}

void progress_step(Progress *progress)
{
	progress->messages++;
	if (!progress->shown)
		return;
	gint64 now = g_get_monotonic_time();
	if (now - progress->drawn < redraw_every)
		return;
	progress->drawn = now;
	draw(progress, now);
}
