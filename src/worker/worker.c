/* SPDX-License-Identifier: Apache-2.0
 *
 * A worker's own loop: read what there is, answer every whole message in it, write the answers
 * together. Lack of memory aborts, which costs the message and not the stream; so does everything
 * else that goes wrong here.
 */
#include "worker/worker.h"

#include <errno.h>
#include <unistd.h>

#include "base/limits.h"
#include "mail/facts-codec.h"
#include "mail/message.h"

#define INPUT_BYTES LIMIT_KIB(256)
/* Answers are held back for the sake of fewer system calls, but not beyond any of these. */
#define HOLD_ANSWERS      8
#define HOLD_BYTES        LIMIT_KIB(64)
#define HOLD_MICROSECONDS 2000

typedef struct Worker {
	int socket;
	WorkerAnswer answer;
	guint32 *started;
	guint8 *input;
	gsize capacity;
	gsize used;
	GByteArray *output;
	guint held; /* answers in output */
	gint64 written_at;
} Worker;

void worker_write_length(guint8 header[WORKER_FRAME_HEADER], guint32 length)
{
	length = GUINT32_TO_LE(length);
	memcpy(header, &length, WORKER_FRAME_HEADER);
}

guint32 worker_read_length(const guint8 header[WORKER_FRAME_HEADER])
{
	guint32 length;
	memcpy(&length, header, WORKER_FRAME_HEADER);
	return GUINT32_FROM_LE(length);
}

void worker_answer(Span message, GByteArray *answer)
{
	g_autoptr(Facts) facts = message_parse(message);
	facts_encode(facts, answer);
}

static void write_answers(Worker *self)
{
	gsize written = 0;
	while (written < self->output->len) {
		gssize n = write(
			self->socket, self->output->data + written, self->output->len - written);
		if (n < 0 && errno != EINTR)
			_exit(EXIT_SUCCESS); /* the parent is gone */
		written += n > 0 ? (gsize)n : 0;
	}
	g_byte_array_set_size(self->output, 0);
	self->held = 0;
}

/* In the input buffer a sanitizer would see nothing of a read past the message's end. */
static void give_exactly(Worker *self, Span message)
{
#ifdef KITH_SANITIZED
	g_autofree char *copy = g_malloc(MAX(message.length, 1));
	memcpy(copy, message.data, message.length);
	message.data = copy;
#endif
	self->answer(message, self->output);
}

static void answer_message(Worker *self, Span message)
{
	guint8 header[WORKER_FRAME_HEADER] = {0};
	guint start = self->output->len;
	__atomic_add_fetch(self->started, 1, __ATOMIC_RELEASE);
	g_byte_array_append(self->output, header, sizeof header);
	give_exactly(self, message);
	worker_write_length(
		self->output->data + start, (guint32)(self->output->len - start - sizeof header));
	self->held++;
	gint64 now = g_get_monotonic_time();
	if (self->held < HOLD_ANSWERS && self->output->len < HOLD_BYTES &&
		now - self->written_at < HOLD_MICROSECONDS)
		return;
	write_answers(self);
	self->written_at = now;
}

/* There is nowhere to write a complaint to, and trying would cost a system call that is not
 * allowed. */
static void say_nothing(const char *domain, GLogLevelFlags level, const char *text, gpointer data)
{
}

/* Make room for the frame that begins the input, and for whatever follows it. */
static void make_room(Worker *self)
{
	gsize wanted = INPUT_BYTES;
	if (self->used >= WORKER_FRAME_HEADER)
		wanted = MAX(wanted, WORKER_FRAME_HEADER + (gsize)worker_read_length(self->input));
	if (wanted > LIMIT_MESSAGE + WORKER_FRAME_HEADER)
		_exit(EXIT_FAILURE);
	if (wanted == self->capacity)
		return;
	self->input = g_realloc(self->input, wanted);
	self->capacity = wanted;
}

/* Answer every whole message in the input and move the rest to its front. */
static void answer_input(Worker *self)
{
	gsize at = 0;
	while (self->used - at >= WORKER_FRAME_HEADER) {
		gsize length = worker_read_length(self->input + at);
		gsize begin = at + WORKER_FRAME_HEADER;
		if (self->used - begin < length)
			break;
		answer_message(self, span_new(self->input + begin, length));
		at = begin + length;
	}
	self->used -= at;
	if (at > 0)
		memmove(self->input, self->input + at, self->used);
}

_Noreturn void worker_run(int socket, WorkerAnswer answer, guint32 *started)
{
	Worker self = {.socket = socket, .answer = answer, .started = started};
	self.output = g_byte_array_new();
	g_log_set_default_handler(say_nothing, NULL);
	make_room(&self);
	for (;;) {
		gssize n = read(socket, self.input + self.used, self.capacity - self.used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(EXIT_SUCCESS);
		self.used += (gsize)n;
		self.written_at = g_get_monotonic_time();
		answer_input(&self);
		write_answers(&self);
		make_room(&self);
	}
}
