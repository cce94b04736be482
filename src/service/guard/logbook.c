/* SPDX-License-Identifier: Apache-2.0
 *
 * Each line has time and event; the names are stable. A line is waited for once; as long as the log
 * takes nothing after that, lines are dropped at once.
 */
#include "service/guard/logbook.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/json.h"
#include "service/guard/meter.h"

enum { patience_milliseconds = 200 };

typedef struct Line {
	Json *json;
	FILE *stream;
	char *text;
	gsize length;
} Line;

static int log_at = STDERR_FILENO;
static gsize *lost_lines;
static GMutex mutex;  /* of what follows, and of the log */
static guint untold;  /* lines dropped since the last that was written */
static gboolean torn; /* the last one ends in its midst */

/* ---- writing ---- */

static gssize write_some(const char *text, gsize length)
{
	gssize written = send(log_at, text, length, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (written < 0 && errno == ENOTSOCK)
		written = write(log_at, text, length);
	return written;
}

static gboolean write_all(const char *text, gsize length)
{
	struct pollfd polled = {.fd = log_at, .events = POLLOUT};
	gsize done = 0;
	while (done < length && poll(&polled, 1, untold > 0 ? 0 : patience_milliseconds) == 1) {
		gssize written = write_some(text + done, length - done);
		if (written < 0 && errno != EINTR)
			break;
		done += (gsize)MAX(written, 0);
	}
	torn |= done > 0 && done < length;
	return done == length;
}

static void begin(Line *line, const char *event)
{
	line->stream = open_memstream(&line->text, &line->length);
	if (line->stream == NULL)
		g_error("%s", g_strerror(errno));
	line->json = json_new(line->stream);
	json_open_object(line->json, NULL);
	json_time(line->json, "time", g_get_real_time() / G_USEC_PER_SEC);
	json_string(line->json, "event", event);
}

static gboolean end(Line *line)
{
	json_close_object(line->json);
	json_free(line->json);
	(void)fclose(line->stream);
	if (torn && write_all("\n", 1))
		torn = FALSE;
	gboolean written = !torn && write_all(line->text, line->length);
	free(line->text);
	return written;
}

/* ---- lines ---- */

static void tell_lost(void)
{
	Line line;
	begin(&line, "lost");
	json_integer(line.json, "lines", untold);
	if (end(&line))
		untold = 0;
}

static Json *open_line(Line *line, const char *event)
{
	g_mutex_lock(&mutex);
	if (untold > 0)
		tell_lost();
	begin(line, event);
	return line->json;
}

static void close_line(Line *line)
{
	if (!end(line)) {
		untold++;
		if (lost_lines != NULL)
			meter_add(lost_lines);
	}
	g_mutex_unlock(&mutex);
}

static void put_envelope(Json *json, const Visit *visit)
{
	json_string(json, "mail_from", transit_mail_from(visit->transit));
	json_integer(json, "recipients", transit_recipients(visit->transit)->len);
	json_string(json, "client", visit->address);
}

void logbook_judged(const Visit *visit, const Judgement *judgement, const char *action)
{
	const Verdict *verdict = judgement->verdict;
	Line line;
	Json *json = open_line(&line, "judged");
	json_string(json, "verdict", verdict_kind_name(verdict->kind));
	json_string(json, "action", action);
	if (judgement->facts != NULL) {
		json_number(json, "score", verdict->score, 2);
		json_string_or_null(json, "message_id", judgement->facts->message_id);
		json_string_or_null(json, "sender", verdict->sender);
	}
	put_envelope(json, visit);
	json_boolean(json, "cold", judgement->cold);
	json_string(json, "problem", judgement->problem);
	close_line(&line);
}

void logbook_unjudged(const Visit *visit, const char *problem, const char *action)
{
	Line line;
	Json *json = open_line(&line, "unjudged");
	json_string(json, "action", action);
	put_envelope(json, visit);
	json_string(json, "problem", problem);
	close_line(&line);
}

void logbook_fault(const char *problem)
{
	Line line;
	json_string(open_line(&line, "fault"), "problem", problem);
	close_line(&line);
}

void logbook_event(const char *event, const char *detail)
{
	Line line;
	Json *json = open_line(&line, event);
	if (detail != NULL)
		json_string(json, "detail", detail);
	close_line(&line);
}

/* ---- the start ---- */

static void note_warning(
	const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
	logbook_fault(message);
}

/* A descriptor of our own: that it never waits must not hold for others who write there. */
static void open_pipe(void)
{
	struct stat status;
	if (fstat(STDERR_FILENO, &status) != 0 || !S_ISFIFO(status.st_mode))
		return;
	int own = open("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (own >= 0)
		log_at = own;
}

void logbook_start(gsize *lost)
{
	lost_lines = lost;
	open_pipe();
	(void)signal(SIGPIPE, SIG_IGN);
	g_log_set_default_handler(note_warning, NULL);
}
