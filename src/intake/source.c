/* SPDX-License-Identifier: Apache-2.0
 *
 * The stream of messages out of what the user named. What an argument is, the file system says;
 * what a file is, its bytes say. One file is open at a time.
 */
#include "intake/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "intake/capture/frames.h"
#include "intake/capture/live.h"
#include "intake/capture/traffic.h"
#include "intake/complaints.h"
#include "intake/directory.h"
#include "intake/format.h"
#include "intake/spool/spool-source.h"

#define STANDARD_INPUT "-"

/* How much there is to read; found out when somebody asks. */
typedef struct Total {
	gboolean counted;
	guint64 bytes; /* 0: unknown */
} Total;

struct Source {
	char **paths;
	gsize next_path;
	Complaints complaints;
	Directory *directory; /* being walked, or NULL */
	Stream *stream;
	int descriptor; /* of the input that is open, or -1 */
	gboolean input_used;
	const Format *format; /* of the input that is open, or NULL */
	gpointer reader;
	char *path;
	Document document;
	guint64 size; /* of the input that is open */
	guint64 done; /* of the inputs before it */
	guint64 read; /* of it */
	Total *total;
	SourceEvents events;
	Traffic *traffic; /* of captures, or NULL */
	Live *live;
	SpoolSource *spool;   /* or NULL: then there are paths */
	char *capture;        /* path of the last capture */
	guint number;         /* of messages in it so far */
	SourceSilence silent; /* may be NULL */
	gpointer silent_data;
};

/* In this order; the last one claims everything. */
static const Format *const formats[] = {&format_batch, &format_mbox, &format_message};

Source *source_new(const char *const *paths, SourceComplaint complain, gpointer user_data)
{
	Source *source = g_new0(Source, 1);

	source->paths = g_strdupv((char **)paths);
	source->complaints = (Complaints){.complain = complain, .user_data = user_data};
	source->stream = stream_new();
	source->descriptor = -1;
	source->total = g_new0(Total, 1);
	return source;
}

Source *source_new_captures(const char *const *paths, const SourceEvents *events)
{
	Source *source = source_new(paths, events->complain, events->user_data);

	source->events = *events;
	source->traffic = traffic_new(events);
	return source;
}

Source *source_new_live(
	const char *interface, const volatile int *stop, const SourceEvents *events, GError **error)
{
	const char *const paths[] = {interface, NULL};
	Live *live = live_new(interface, stop, error);

	if (live == NULL)
		return NULL;
	Source *source = source_new_captures(paths, events);

	source->live = live;
	return source;
}

Source *source_new_spool(const char *state, guint raw_days, const volatile int *stop,
	const SourceEvents *events, GError **error)
{
	const char *const paths[] = {NULL};
	g_autoptr(Source) source = source_new(paths, events->complain, events->user_data);

	source->spool = spool_source_new(state, raw_days, stop, events, &source->complaints, error);
	return source->spool != NULL ? g_steal_pointer(&source) : NULL;
}

SourcePlace source_place(const Source *source)
{
	return source->spool != NULL ? spool_source_place(source->spool) : (SourcePlace){0};
}

gboolean source_settle(Source *source, SourcePlace place, GError **error)
{
	return source->spool == NULL || spool_source_settle(source->spool, place, error);
}

gboolean source_is_live(const Source *source)
{
	return source->live != NULL || (source->spool != NULL && spool_source_waits(source->spool));
}

gboolean source_stops(const Source *source)
{
	return source->live != NULL || source->spool != NULL;
}

gboolean source_ended(const Source *source)
{
	return source->spool == NULL || spool_source_ended(source->spool);
}

void source_frames(const Source *source, guint64 *ret_frames, guint64 *ret_segments)
{
	*ret_frames = source->traffic != NULL ? traffic_frames(source->traffic) : 0;
	*ret_segments = source->traffic != NULL ? traffic_segments(source->traffic) : 0;
}

static void close_input(Source *source)
{
	if (source->format != NULL)
		source->format->close(source->reader);
	if (source->descriptor > STDIN_FILENO)
		(void)close(source->descriptor);
	source->format = NULL;
	source->reader = NULL;
	source->descriptor = -1;
	source->done += MAX(source->size, source->read);
	source->size = 0;
	source->read = 0;
	g_clear_pointer(&source->path, g_free);
}

void source_free(Source *source)
{
	if (source == NULL)
		return;
	close_input(source);
	directory_free(source->directory);
	stream_free(source->stream);
	traffic_free(source->traffic);
	live_free(source->live);
	spool_source_free(source->spool);
	g_free(source->capture);
	g_strfreev(source->paths);
	g_free(source->total);
	g_free(source);
}

void source_set_silence(Source *source, SourceSilence silent, gpointer user_data)
{
	source->silent = silent;
	source->silent_data = user_data;
}

/* A regular file is always ready. */
static void wait_for_input(const Source *source)
{
	struct pollfd input = {.fd = source->descriptor, .events = POLLIN};

	if (source->silent != NULL && poll(&input, 1, LIMIT_SILENCE_SECONDS * 1000) == 0)
		source->silent(source->silent_data);
}

static gssize read_input(gpointer user_data, void *buffer, gsize size)
{
	Source *source = (Source *)user_data;
	gssize count;

	wait_for_input(source);
	do
		count = read(source->descriptor, buffer, size);
	while (count < 0 && errno == EINTR);
	if (count > 0)
		source->read += (guint64)count;
	return count;
}

/* NULL when a capture is wanted and it is none. */
static const Format *format_of(const Source *source, Span head, gboolean single)
{
	gsize at = 0;

	if (source->traffic != NULL)
		return format_capture.claims(head, single) ? &format_capture : NULL;
	while (at + 1 < G_N_ELEMENTS(formats) && !formats[at]->claims(head, single))
		at++;
	return formats[at];
}

/* A named file that is no capture is complained of; in a directory others may stand beside them. */
static void refuse_input(Source *source)
{
	if (source->directory == NULL)
		complaints_add(&source->complaints, source->path, _("not a capture"));
}

/* What begins in the capture that is open belongs to its run. */
static void note_run(Source *source)
{
	g_autofree char *tag = NULL;
	g_autofree char *sample = NULL;

	if (source->events.run == NULL)
		return;
	source->events.run(source->path, &tag, &sample, source->events.user_data);
	traffic_set_run(source->traffic, tag, sample);
}

/* Read what READ gives as PATH. */
static void open_stream(
	Source *source, StreamRead read, gpointer user_data, const char *path, gboolean single)
{
	source->path = g_strdup(path);
	source->document = (Document){.stream = source->stream,
		.path = source->path,
		.single = single,
		.complaints = &source->complaints,
		.traffic = source->traffic};
	stream_open(source->stream, read, user_data);
	(void)stream_fill(source->stream, source->traffic != NULL ? FRAMES_SIGHT : LIMIT_MBOX_HEAD);
	source->format = format_of(source, stream_sight(source->stream), single);
	if (source->format == NULL) {
		refuse_input(source);
		return;
	}
	g_free(source->capture);
	source->capture = g_strdup(path);
	source->number = 0;
	if (source->traffic != NULL)
		note_run(source);
	source->reader = source->format->open(&source->document);
}

/* Read DESCRIPTOR, which is taken, as PATH. */
static void open_input(Source *source, int descriptor, const char *path, gboolean single)
{
	source->descriptor = descriptor;
	open_stream(source, read_input, source, path, single);
}

static gboolean is_message_name(const char *path)
{
	static const char *const packed[] = {".gz", ".zst", ".xz"};
	g_autofree char *name = g_ascii_strdown(path, -1);

	for (gsize at = 0; at < G_N_ELEMENTS(packed); at++)
		if (g_str_has_suffix(name, packed[at])) {
			name[strlen(name) - strlen(packed[at])] = '\0';
			break;
		}
	return g_str_has_suffix(name, ".eml") || g_str_has_suffix(name, ".msg");
}

/* PATH is a regular file, or was when it was looked at: opening a pipe instead must not wait for
 * its writer. A Maildir's message may have been deleted since. */
static void open_file(Source *source, const char *path, gboolean single)
{
	struct stat status;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (descriptor < 0) {
		if (errno != ENOENT || !single)
			complaints_add(&source->complaints, path, g_strerror(errno));
		return;
	}
	if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
		complaints_add(&source->complaints, path, _("not a regular file"));
		(void)close(descriptor);
		return;
	}
	source->size = (guint64)status.st_size;
	open_input(source, descriptor, path, single || is_message_name(path));
}

static void open_standard_input(Source *source)
{
	if (source->input_used) {
		complaints_add(
			&source->complaints, STANDARD_INPUT, _("standard input was read already"));
		return;
	}
	source->input_used = TRUE;
	open_input(source, STDIN_FILENO, STANDARD_INPUT, FALSE);
}

static void open_argument(Source *source, const char *path)
{
	struct stat status;

	if (source->live != NULL)
		open_stream(source, live_read, source->live, path, FALSE);
	else if (strcmp(path, STANDARD_INPUT) == 0)
		open_standard_input(source);
	else if (stat(path, &status) != 0)
		complaints_add(&source->complaints, path, g_strerror(errno));
	else if (S_ISDIR(status.st_mode))
		source->directory = directory_new(path, &source->complaints);
	else if (S_ISREG(status.st_mode))
		open_file(source, path, directory_is_maildir_part(path));
	else
		complaints_add(&source->complaints, path,
			_("neither a file nor a directory; a pipe is read as standard input (-)"));
}

/* Open the next input, or find that there is one less: FALSE at the end of all. */
static gboolean advance(Source *source)
{
	DirectoryFile file;

	if (source->directory != NULL) {
		if (directory_next(source->directory, &file))
			open_file(source, file.path, file.single);
		else
			g_clear_pointer(&source->directory, directory_free);
		return TRUE;
	}
	if (source->paths[source->next_path] == NULL)
		return FALSE;
	open_argument(source, source->paths[source->next_path++]);
	return TRUE;
}

/* The next message of the inputs. */
static RawMessage *read_inputs(Source *source)
{
	do {
		RawMessage *message =
			source->format != NULL ? source->format->next(source->reader) : NULL;

		if (message != NULL)
			return message;
		close_input(source);
	} while (advance(source));
	return NULL;
}

RawMessage *source_next(Source *source)
{
	if (source->spool != NULL)
		return spool_source_next(source->spool);
	RawMessage *message = read_inputs(source);

	if (source->traffic == NULL)
		return message;
	if (message == NULL) {
		traffic_end(source->traffic);
		message = traffic_take(source->traffic);
	}
	if (message != NULL)
		message->path = g_strdup_printf("%s#%u", source->capture, ++source->number);
	return message;
}

guint source_complaints(const Source *source)
{
	return source->complaints.count;
}

static guint64 directory_bytes(const char *path)
{
	g_autoptr(Directory) directory = directory_new(path, NULL);
	DirectoryFile file;
	guint64 bytes = 0;

	while (directory_next(directory, &file))
		bytes += file.size;
	return bytes;
}

/* The bytes of all arguments; 0 when one of them cannot tell. */
static guint64 count_bytes(char *const *paths)
{
	guint64 bytes = 0;

	for (; *paths != NULL; paths++) {
		struct stat status;
		gboolean is_input = strcmp(*paths, STANDARD_INPUT) == 0;

		if ((is_input ? fstat(STDIN_FILENO, &status) : stat(*paths, &status)) != 0)
			continue;
		if (S_ISDIR(status.st_mode))
			bytes += directory_bytes(*paths);
		else if (S_ISREG(status.st_mode))
			bytes += (guint64)status.st_size;
		else if (is_input)
			return 0;
	}
	return bytes;
}

void source_progress(const Source *source, guint64 *ret_done, guint64 *ret_total)
{
	Total *total = source->total;

	if (!total->counted && source->next_path > 0) {
		total->bytes = count_bytes(source->paths);
		total->counted = TRUE;
	}
	*ret_done = source->done + source->read;
	*ret_total = total->bytes;
	if (total->bytes > 0)
		*ret_done = MIN(*ret_done, total->bytes);
}
