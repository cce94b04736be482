/* SPDX-License-Identifier: Apache-2.0
 *
 * Both ends of an edit. The request is the banner's three texts and the message, the answer the
 * fields and the body, each but the last behind its length; an empty answer says that nothing was
 * edited. The parent believes the answer in nothing.
 */
#include "worker/editor.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "worker/zygote.h"

#define READ_BYTES LIMIT_KIB(64)

struct Editor {
	ZygoteWorker worker;
	gboolean open;
	guint edited; /* by this worker */
};

static void append_item(GByteArray *array, Span item)
{
	guint8 length[WORKER_FRAME_HEADER];
	worker_write_length(length, (guint32)item.length);
	g_byte_array_append(array, length, sizeof length);
	if (item.length > 0)
		g_byte_array_append(array, (const guint8 *)item.data, (guint)item.length);
}

static void append_text(GByteArray *array, const char *text)
{
	append_item(array, span_new(text, text != NULL ? strlen(text) : 0));
}

/* The item at the start of *REST, which moves behind it; FALSE when it is cut. */
static gboolean take_item(Span *rest, Span *ret)
{
	if (rest->length < WORKER_FRAME_HEADER)
		return FALSE;
	gsize length = worker_read_length((const guint8 *)rest->data);
	*rest = span_from(*rest, WORKER_FRAME_HEADER);
	if (rest->length < length)
		return FALSE;
	*ret = span_new(rest->data, length);
	*rest = span_from(*rest, length);
	return TRUE;
}

static char *copy(Span span)
{
	return span.length > 0 ? g_strndup(span.data, span.length) : g_strdup("");
}

/* ---- in the worker ---- */

void editor_answer(Span request, GByteArray *answer)
{
	Span text, plain, html;
	g_auto(BannerEdit) edit = {0};
	if (!take_item(&request, &text) || !take_item(&request, &plain) ||
		!take_item(&request, &html))
		return;
	g_autofree char *words = copy(text);
	g_autofree char *plain_words = copy(plain);
	g_autofree char *element = copy(html);
	const Banner banner = {.text = words, .plain = plain_words, .html = element};
	if (!banner_insert(request, &banner, &edit))
		return;
	append_text(answer, edit.type);
	append_text(answer, edit.encoding);
	g_byte_array_append(answer, edit.body->data, edit.body->len);
}

/* ---- in the parent ---- */

static gboolean wait_for(const ZygoteWorker *worker, short events, gint64 end)
{
	gint64 left = (end - g_get_monotonic_time()) / 1000;
	struct pollfd polled = {.fd = worker->socket, .events = events};
	return left > 0 && (poll(&polled, 1, (int)left) > 0 || errno == EINTR);
}

static gboolean is_passing(gssize n)
{
	return n < 0 && (errno == EINTR || errno == EAGAIN);
}

static gboolean send_frame(const ZygoteWorker *worker, const GByteArray *frame, gint64 end)
{
	gsize sent = 0;
	while (sent < frame->len) {
		if (!wait_for(worker, POLLOUT, end))
			return FALSE;
		gssize n = send(worker->socket, frame->data + sent, frame->len - sent,
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && !is_passing(n))
			return FALSE;
		sent += (gsize)MAX(n, 0);
	}
	return TRUE;
}

/* More than base64 makes of the longest message is no answer. */
static gboolean receive_frame(const ZygoteWorker *worker, GByteArray *frame, gint64 end)
{
	gsize wanted = WORKER_FRAME_HEADER;
	while (frame->len < wanted) {
		guint used = frame->len;
		if (!wait_for(worker, POLLIN, end))
			return FALSE;
		g_byte_array_set_size(frame, used + (guint)READ_BYTES);
		gssize n = recv(worker->socket, frame->data + used, READ_BYTES, MSG_DONTWAIT);
		gboolean passing = is_passing(n);
		g_byte_array_set_size(frame, used + (guint)MAX(n, 0));
		if (n == 0 || (n < 0 && !passing))
			return FALSE;
		if (frame->len >= WORKER_FRAME_HEADER)
			wanted = WORKER_FRAME_HEADER + (gsize)worker_read_length(frame->data);
		if (wanted > 2 * LIMIT_MESSAGE)
			return FALSE;
	}
	return frame->len == wanted;
}

/* A worker that the message got hold of must not write fields of its own. */
static gboolean take_field(Span *rest, char **ret)
{
	Span field;
	if (!take_item(rest, &field) || field.length > LIMIT_STRING)
		return FALSE;
	for (gsize i = 0; i < field.length; i++)
		if (!g_ascii_isprint(field.data[i]))
			return FALSE;
	*ret = field.length > 0 ? copy(field) : NULL;
	return TRUE;
}

static gboolean read_answer(const GByteArray *frame, BannerEdit *ret)
{
	g_auto(BannerEdit) edit = {0};
	Span rest = span_from(span_new(frame->data, frame->len), WORKER_FRAME_HEADER);
	if (!take_field(&rest, &edit.type) || !take_field(&rest, &edit.encoding))
		return FALSE;
	edit.body = g_byte_array_new();
	if (rest.length > 0)
		g_byte_array_append(edit.body, (const guint8 *)rest.data, (guint)rest.length);
	*ret = edit;
	edit = (BannerEdit){0};
	return TRUE;
}

static GByteArray *make_request(Span message, const Banner *banner)
{
	GByteArray *frame = g_byte_array_new();
	append_item(frame, span_new(NULL, 0));
	append_text(frame, banner->text);
	append_text(frame, banner->plain);
	append_text(frame, banner->html);
	g_byte_array_append(frame, (const guint8 *)message.data, (guint)message.length);
	worker_write_length(frame->data, frame->len - WORKER_FRAME_HEADER);
	return frame;
}

Editor *editor_new(void)
{
	Editor *editor = g_new0(Editor, 1);
	editor->worker.socket = -1;
	return editor;
}

static void end_worker(Editor *editor)
{
	if (editor->open)
		zygote_end(&editor->worker);
	editor->open = FALSE;
}

void editor_free(Editor *editor)
{
	if (editor == NULL)
		return;
	end_worker(editor);
	g_free(editor);
}

/* What got hold of a worker does not stay. */
static gboolean have_worker(Editor *editor)
{
	if (editor->open && editor->edited >= LIMIT_WORKER_MESSAGES)
		end_worker(editor);
	if (!editor->open)
		editor->edited = 0;
	editor->open = editor->open || zygote_make(&editor->worker, ZYGOTE_EDITOR, NULL);
	return editor->open;
}

EditorResult editor_edit(
	Editor *editor, Span message, const Banner *banner, gint64 time, BannerEdit *ret)
{
	gint64 end = g_get_monotonic_time() + time;
	g_autoptr(GByteArray) request = make_request(message, banner);
	g_autoptr(GByteArray) answer = g_byte_array_new();
	if (request->len > LIMIT_MESSAGE || !have_worker(editor))
		return EDITOR_FAILED;
	editor->edited++;
	if (!send_frame(&editor->worker, request, end) ||
		!receive_frame(&editor->worker, answer, end)) {
		end_worker(editor);
		return EDITOR_FAILED;
	}
	if (answer->len == WORKER_FRAME_HEADER)
		return EDITOR_LEFT;
	return read_answer(answer, ret) ? EDITOR_EDITED : EDITOR_FAILED;
}
