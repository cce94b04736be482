/* SPDX-License-Identifier: Apache-2.0
 *
 * One worker's traffic. Several messages are in flight, so that worker and parent rarely wait for
 * each other and many frames pass in one system call; what comes back is believed in nothing.
 */
#include "worker/lane.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/limits.h"
#include "mail/facts-codec.h"

#define FLIGHT_JOBS  32
#define FLIGHT_BYTES LIMIT_KIB(256)
#define READ_BYTES   LIMIT_KIB(128)

Job *job_new(GBytes *bytes, gpointer tag)
{
	Job *job = g_new0(Job, 1);
	job->bytes = g_bytes_ref(bytes);
	job->length = MIN(g_bytes_get_size(bytes), LIMIT_MESSAGE);
	job->held = g_bytes_get_size(bytes);
	job->tag = tag;
	worker_write_length(job->header, (guint32)job->length);
	return job;
}

void job_free(Job *job)
{
	g_clear_pointer(&job->bytes, g_bytes_unref);
	facts_free(job->facts);
	g_free(job);
}

void job_finish(Job *job, Facts *facts, gsize size, const char *reason, PoolLoad *load)
{
	gsize raw = g_bytes_get_size(job->bytes);
	job->done = TRUE;
	job->facts = facts;
	job->reason = reason;
	load->unanswered--;
	load->waiting -= raw;
	load->held += size - job->held;
	job->held = size;
	if (facts != NULL) {
		facts->size = raw;
		facts->anomalies |= job->length < raw ? ANOMALY_LIMIT | ANOMALY_TRUNCATED : 0;
	}
	g_clear_pointer(&job->bytes, g_bytes_unref);
}

void lane_clear(Lane *lane)
{
	lane_close(lane);
	g_queue_clear(&lane->jobs);
	g_clear_pointer(&lane->input, g_byte_array_unref);
}

gboolean lane_open(Lane *lane, GError **error)
{
	if (lane->input == NULL)
		lane->input = g_byte_array_new();
	lane->open = zygote_make(&lane->worker, ZYGOTE_READER, error);
	lane->answered = lane->seen = 0;
	lane->alone = FALSE;
	return lane->open;
}

int lane_close(Lane *lane)
{
	if (!lane->open)
		return -1;
	lane->open = FALSE;
	lane->unsent = NULL;
	lane->sent = lane->bytes = 0;
	g_byte_array_set_size(lane->input, 0);
	return zygote_end(&lane->worker);
}

gboolean lane_spent(const Lane *lane)
{
	return lane->open && lane->answered + lane->jobs.length >= LIMIT_WORKER_MESSAGES;
}

gboolean lane_accepts(const Lane *lane, const Job *job)
{
	if (lane->jobs.length == 0)
		return TRUE;
	return !lane->alone && !lane_spent(lane) && lane->jobs.length < FLIGHT_JOBS &&
	       lane->bytes + job->length <= FLIGHT_BYTES;
}

void lane_add(Lane *lane, Job *job)
{
	if (lane->jobs.length == 0) {
		lane->since = g_get_monotonic_time();
		lane->alone = FALSE;
	}
	g_queue_push_tail(&lane->jobs, job);
	lane->bytes += job->length;
	if (lane->unsent == NULL)
		lane->unsent = lane->jobs.tail;
}

static struct iovec piece(const void *data, gsize length, gsize *skip)
{
	gsize skipped = MIN(*skip, length);
	*skip -= skipped;
	return (struct iovec){.iov_base = (char *)data + skipped, .iov_len = length - skipped};
}

/* Headers and bodies of the unsent jobs, less what is sent of the first. */
static guint gather(const Lane *lane, struct iovec pieces[2 * FLIGHT_JOBS])
{
	guint n = 0;
	gsize skip = lane->sent;
	for (GList *link = lane->unsent; link != NULL && n < 2 * FLIGHT_JOBS; link = link->next) {
		const Job *job = link->data;
		const void *data = g_bytes_get_data(job->bytes, NULL);
		pieces[n++] = piece(job->header, sizeof job->header, &skip);
		pieces[n++] = piece(data, job->length, &skip);
	}
	return n;
}

static void count_sent(Lane *lane, gsize sent)
{
	lane->sent += sent;
	while (lane->unsent != NULL) {
		gsize frame = ((const Job *)lane->unsent->data)->length + WORKER_FRAME_HEADER;
		if (lane->sent < frame)
			return;
		lane->sent -= frame;
		lane->unsent = lane->unsent->next;
	}
}

void lane_send(Lane *lane)
{
	while (lane->open && lane->unsent != NULL) {
		struct iovec pieces[2 * FLIGHT_JOBS];
		struct msghdr message = {.msg_iov = pieces, .msg_iovlen = gather(lane, pieces)};
		gssize n = sendmsg(lane->worker.socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		count_sent(lane, (gsize)n);
	}
}

/* Finish the oldest job with the answer in FRAME. */
static LaneState take_answer(Lane *lane, Span frame, PoolLoad *load)
{
	Job *job = g_queue_peek_head(&lane->jobs);
	if (job == NULL || lane->jobs.head == lane->unsent)
		return LANE_GARBAGE;
	Facts *facts = facts_decode(frame);
	if (facts == NULL)
		return LANE_GARBAGE;
	g_queue_pop_head(&lane->jobs);
	lane->bytes -= job->length;
	lane->answered++;
	job_finish(job, facts, frame.length, NULL, load);
	return LANE_WELL;
}

static LaneState take_answers(Lane *lane, PoolLoad *load)
{
	LaneState state = LANE_WELL;
	Span rest = span_new(lane->input->data, lane->input->len);
	while (rest.length >= WORKER_FRAME_HEADER && state == LANE_WELL) {
		gsize length = worker_read_length((const guint8 *)rest.data);
		if (length > LIMIT_FACTS)
			return LANE_GARBAGE;
		if (rest.length - WORKER_FRAME_HEADER < length)
			break;
		state = take_answer(lane, span_new(rest.data + WORKER_FRAME_HEADER, length), load);
		rest = span_from(rest, WORKER_FRAME_HEADER + length);
	}
	g_byte_array_remove_range(lane->input, 0, (guint)(lane->input->len - rest.length));
	return state;
}

LaneState lane_receive(Lane *lane, PoolLoad *load)
{
	guint used = lane->input->len;
	guint32 answered = lane->answered;
	g_byte_array_set_size(lane->input, used + (guint)READ_BYTES);
	gssize n = recv(lane->worker.socket, lane->input->data + used, READ_BYTES, MSG_DONTWAIT);
	int number = errno;
	g_byte_array_set_size(lane->input, used + (guint)MAX(n, 0));
	if (n < 0 && (number == EINTR || number == EAGAIN))
		return LANE_WELL;
	if (n <= 0)
		return LANE_DIED;
	LaneState state = take_answers(lane, load);
	if (lane->answered != answered)
		lane->since = g_get_monotonic_time();
	return state;
}

static guint32 started(const Lane *lane)
{
	return __atomic_load_n(lane->worker.started, __ATOMIC_ACQUIRE);
}

gboolean lane_overran(Lane *lane, gint64 now, gint64 limit)
{
	if (!lane->open || lane->jobs.length == 0)
		return FALSE;
	/* Answers come in batches: the worker may be at a later message than the oldest unanswered.
	 * It cannot claim to go on without end, since there is an end to what is in flight. */
	guint32 at = started(lane);
	if (at > MAX(lane->seen, lane->answered + 1) && at - lane->answered <= lane->jobs.length) {
		lane->seen = at;
		lane->since = now;
	}
	return now - lane->since > limit;
}

Job *lane_suspect(const Lane *lane)
{
	guint32 index = started(lane) - lane->answered - 1;
	return g_queue_peek_nth((GQueue *)&lane->jobs, index < lane->jobs.length ? index : 0);
}
